// Command exported lists where the parameters of exported functions are.
//
// Its argument is a file with a line for each Go file: import path, tab, name.
// It prints a line for each parameter, receivers included, of each function
// with an exported name, if it has a receiver of a type with an exported name:
// import path, function, file without directory, line, column, with tabs
// between them.
package main

import (
	"bufio"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "exported:", err)
		os.Exit(1)
	}
}

func run(list string) error {
	text, err := os.ReadFile(list)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(os.Stdout)
	for line := range strings.Lines(string(text)) {
		path, name, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok {
			continue
		}
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, decl := range file.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && fn.Name.IsExported() {
				params(out, fset, path, fn)
			}
		}
	}
	return out.Flush()
}

func params(out *bufio.Writer, fset *token.FileSet, path string, fn *ast.FuncDecl) {
	name := fn.Name.Name
	fields := fn.Type.Params.List
	if fn.Recv != nil {
		recv := base(fn.Recv.List[0].Type)
		if !ast.IsExported(recv) {
			return
		}
		name = recv + "." + name
		fields = append(fn.Recv.List, fields...)
	}
	for _, field := range fields {
		for _, param := range field.Names {
			pos := fset.Position(param.Pos())
			fmt.Fprintf(out, "%s\t%s\t%s\t%d\t%d\n", path, name, filepath.Base(pos.Filename), pos.Line, pos.Column)
		}
	}
}

// base is the name of the type that a receiver type is made from.
func base(expr ast.Expr) string {
	switch expr := expr.(type) {
	case *ast.Ident:
		return expr.Name
	case *ast.StarExpr:
		return base(expr.X)
	case *ast.ParenExpr:
		return base(expr.X)
	case *ast.IndexExpr:
		return base(expr.X)
	case *ast.IndexListExpr:
		return base(expr.X)
	}
	return ""
}
