// Typecheck checks packages from source with go/parser and go/types: what
// `escapade -check` is measured against.
//
//	GOMAXPROCS=1 go run . [-goroot DIR] std
//	GOMAXPROCS=1 go run . [-goroot DIR] PACKAGE…
//
// Each package is parsed and checked once, completely, on one goroutine;
// imports are checked before. The last line counts packages, lines and
// seconds, like that of `escapade -check`. Packages that are only imported
// are not counted, but their time is.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sort"
	"strings"
	"time"
)

type checker struct {
	context  build.Context
	fset     *token.FileSet
	packages map[string]*types.Package
	lines    map[string]int
	errors   int
}

func main() {
	goroot := flag.String("goroot", runtime.GOROOT(), "where the sources of the standard library are")
	flag.Parse()
	runtime.GOMAXPROCS(1)
	start := time.Now()

	c := &checker{
		context:  build.Default,
		fset:     token.NewFileSet(),
		packages: map[string]*types.Package{"unsafe": types.Unsafe},
		lines:    map[string]int{},
	}
	c.context.GOROOT = *goroot
	c.context.GOOS = "linux"
	c.context.GOARCH = "amd64"
	c.context.CgoEnabled = false

	var paths []string
	for _, arg := range flag.Args() {
		if arg == "std" {
			paths = append(paths, c.std()...)
		} else {
			paths = append(paths, arg)
		}
	}
	lines := 0
	for _, path := range paths {
		if _, err := c.check(path); err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", path, err)
			c.errors++
		}
		lines += c.lines[path]
	}
	fmt.Printf("%d packages, %d lines, %.2f s\n", len(paths), lines, time.Since(start).Seconds())
	if c.errors > 0 {
		os.Exit(1)
	}
}

// std lists the packages that `go list std` lists and that have code.
func (c *checker) std() []string {
	src := filepath.Join(c.context.GOROOT, "src")
	var paths []string
	filepath.WalkDir(src, func(dir string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() || dir == src {
			return err
		}
		path := filepath.ToSlash(strings.TrimPrefix(dir, src+string(filepath.Separator)))
		name := entry.Name()
		if strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") || name == "testdata" || path == "cmd" {
			return filepath.SkipDir
		}
		if path == "builtin" || path == "unsafe" || path == "runtime/cgo" {
			return nil
		}
		if pkg, err := c.context.ImportDir(dir, 0); err == nil && len(pkg.GoFiles) > 0 {
			paths = append(paths, path)
		}
		return nil
	})
	sort.Strings(paths)
	return paths
}

func (c *checker) check(path string) (*types.Package, error) {
	if pkg := c.packages[path]; pkg != nil {
		return pkg, nil
	}
	dir := filepath.Join(c.context.GOROOT, "src", filepath.FromSlash(path))
	found, err := c.context.ImportDir(dir, 0)
	if err != nil {
		return nil, err
	}
	var files []*ast.File
	for _, name := range found.GoFiles {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return nil, err
		}
		c.lines[path] += bytes.Count(text, []byte("\n"))
		file, err := parser.ParseFile(c.fset, filepath.Join(dir, name), text, parser.SkipObjectResolution|parser.ParseComments)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	info := &types.Info{
		Types:      map[ast.Expr]types.TypeAndValue{},
		Defs:       map[*ast.Ident]types.Object{},
		Uses:       map[*ast.Ident]types.Object{},
		Implicits:  map[ast.Node]types.Object{},
		Selections: map[*ast.SelectorExpr]*types.Selection{},
		Instances:  map[*ast.Ident]types.Instance{},
	}
	config := types.Config{
		Importer: importer{c, path},
		Sizes:    types.SizesFor("gc", "amd64"),
		Error: func(err error) {
			fmt.Fprintln(os.Stderr, err)
			c.errors++
		},
	}
	pkg, err := config.Check(path, c.fset, files, info)
	c.packages[path] = pkg
	return pkg, err
}

// importer resolves what a package of the standard library imports.
type importer struct {
	*checker
	from string
}

func (i importer) Import(path string) (*types.Package, error) {
	vendor := "vendor/"
	if strings.HasPrefix(i.from, "cmd/") {
		vendor = "cmd/vendor/"
	}
	if _, err := os.Stat(filepath.Join(i.context.GOROOT, "src", vendor+path)); err == nil {
		path = vendor + path
	}
	return i.check(path)
}
