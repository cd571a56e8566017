// Command typecheck parses and type-checks packages with go/parser and
// go/types, each package once, and shares what it has checked with those that
// import it. It is what the speed of the analyzer's front is compared with.
//
// Its argument is a file with the output of
//
//	go list -deps -json=ImportPath,Dir,GoFiles,ImportMap PACKAGE…
//
// which names dependencies first. With -parse it stops after the parser. It
// prints how many packages, lines and errors there were. Nothing is recorded
// about expressions: go/types is as fast as it can be.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"path/filepath"
)

type pkg struct {
	ImportPath string
	Dir        string
	GoFiles    []string
	ImportMap  map[string]string
}

func main() {
	parse := flag.Bool("parse", false, "only parse")
	flag.Parse()
	if err := run(flag.Arg(0), *parse); err != nil {
		fmt.Fprintln(os.Stderr, "typecheck:", err)
		os.Exit(1)
	}
}

func run(list string, parseOnly bool) error {
	packages, err := read(list)
	if err != nil {
		return err
	}
	checked := map[string]*types.Package{"unsafe": types.Unsafe}
	lines, failures := 0, 0
	fset := token.NewFileSet()
	for _, p := range packages {
		if p.ImportPath == "unsafe" {
			continue
		}
		var files []*ast.File
		for _, name := range p.GoFiles {
			name = filepath.Join(p.Dir, name)
			text, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			lines += bytes.Count(text, []byte("\n"))
			file, err := parser.ParseFile(fset, name, text, parser.SkipObjectResolution)
			if err != nil {
				failures++
				fmt.Fprintln(os.Stderr, err)
			}
			files = append(files, file)
		}
		if parseOnly {
			continue
		}
		config := types.Config{
			Sizes:    types.SizesFor("gc", "amd64"),
			Importer: importer{p, checked},
			Error: func(err error) {
				failures++
				fmt.Fprintln(os.Stderr, err)
			},
		}
		// Errors have been printed.
		checked[p.ImportPath], _ = config.Check(p.ImportPath, fset, files, nil)
	}
	fmt.Printf("%d packages, %d lines, %d errors\n", len(packages), lines, failures)
	return nil
}

func read(list string) ([]pkg, error) {
	file, err := os.Open(list)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var packages []pkg
	for in := json.NewDecoder(file); ; {
		var p pkg
		if err := in.Decode(&p); errors.Is(err, io.EOF) {
			return packages, nil
		} else if err != nil {
			return nil, err
		}
		packages = append(packages, p)
	}
}

// An importer finds what a package imports among what has been checked.
type importer struct {
	by      pkg
	checked map[string]*types.Package
}

func (i importer) Import(path string) (*types.Package, error) {
	if mapped, ok := i.by.ImportMap[path]; ok {
		path = mapped
	}
	if p := i.checked[path]; p != nil {
		return p, nil
	}
	return nil, fmt.Errorf("%s is imported before it is listed", path)
}
