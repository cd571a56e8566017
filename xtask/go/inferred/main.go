// Command inferred prints what go/types infers about the package that consists
// of the files named as arguments, in the format of the analyzer's snapshots
// (analyzer-core/tests/inferred): a line for each variable whose declaration
// does not say its type, each literal, and each instantiation, by
// position.
//
//	LINE:COL var NAME TYPE
//	LINE:COL const TEXT TYPE
//	LINE:COL inst NAME[TYPES] TYPE
//
// Nothing can be imported.
package main

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"slices"
	"strings"
)

type line struct {
	pos  token.Position
	text string
}

func main() {
	flag.Parse()
	if err := run(flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "inferred:", err)
		os.Exit(1)
	}
}

func run(names []string) error {
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range names {
		file, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		files = append(files, file)
	}
	info := &types.Info{
		Types:     map[ast.Expr]types.TypeAndValue{},
		Defs:      map[*ast.Ident]types.Object{},
		Instances: map[*ast.Ident]types.Instance{},
		Implicits: map[ast.Node]types.Object{},
	}
	config := types.Config{Sizes: types.SizesFor("gc", "amd64")}
	pkg, err := config.Check("p", fset, files, info)
	if err != nil {
		return err
	}
	local := types.RelativeTo(pkg)
	var lines []line
	add := func(pos token.Pos, format string, args ...any) {
		lines = append(lines, line{fset.Position(pos), fmt.Sprintf(format, args...)})
	}
	written := map[*ast.Ident]bool{}
	for _, file := range files {
		ast.Inspect(file, func(node ast.Node) bool {
			switch node := node.(type) {
			case *ast.ValueSpec:
				for _, name := range node.Names {
					written[name] = node.Type != nil
				}
			case *ast.Field:
				for _, name := range node.Names {
					written[name] = true
				}
			case *ast.BasicLit:
				if value, ok := info.Types[node]; ok {
					add(node.Pos(), "const %s %s", node.Value, types.TypeString(value.Type, local))
				}
			}
			return true
		})
	}
	for name, obj := range info.Defs {
		if v, ok := obj.(*types.Var); ok && !written[name] && name.Name != "_" {
			add(name.Pos(), "var %s %s", name.Name, types.TypeString(v.Type(), local))
		}
	}
	for node, obj := range info.Implicits {
		if v, ok := obj.(*types.Var); ok && v.Name() != "" {
			if _, ok := node.(*ast.CaseClause); ok {
				add(node.Pos(), "var %s %s", v.Name(), types.TypeString(v.Type(), local))
			}
		}
	}
	for name, instance := range info.Instances {
		var args []string
		for arg := range instance.TypeArgs.Types() {
			args = append(args, types.TypeString(arg, local))
		}
		text := types.TypeString(instance.Type, local)
		add(name.Pos(), "inst %s[%s] %s", name.Name, strings.Join(args, ", "), text)
	}
	slices.SortFunc(lines, func(a, b line) int {
		if a.pos.Line != b.pos.Line {
			return a.pos.Line - b.pos.Line
		}
		if a.pos.Column != b.pos.Column {
			return a.pos.Column - b.pos.Column
		}
		return strings.Compare(a.text, b.text)
	})
	for _, line := range lines {
		fmt.Printf("%d:%d %s\n", line.pos.Line, line.pos.Column, line.text)
	}
	return nil
}
