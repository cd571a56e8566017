// Command syntaxdump prints how gc's own parser sees Go files: every node with
// its kind and position, and every error that gc would print.
//
// It is compiled together with a copy of GOROOT/src/cmd/compile/internal/syntax,
// made where it is built and never kept: `cargo run --example syntax_agree`
// does that and compares the output with our parser's. The names of the files
// come on standard input, one per line. For each, the output is
//
//	file NAME
//	error LINE:COL MESSAGE
//	KIND LINE:COL DETAILS
//	end
//
// Nodes stand in source order, parents first; "-" is a child that is missing.
// A file with errors has no nodes.
package main

import (
	"bufio"
	"fmt"
	"os"
	"sort"
	"strings"

	"syntaxdump/syntax"
)

func main() {
	in := bufio.NewScanner(os.Stdin)
	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	defer out.Flush()
	for in.Scan() {
		dumpFile(out, in.Text())
	}
}

func dumpFile(out *bufio.Writer, name string) {
	fmt.Fprintf(out, "file %s\n", name)
	defer fmt.Fprintln(out, "end")
	f, err := os.Open(name)
	if err != nil {
		fmt.Fprintf(out, "error 0:0 %s\n", err)
		return
	}
	defer f.Close()

	var errs errorList
	base := syntax.NewFileBase(name)
	tree, _ := syntax.Parse(base, f, errs.add, pragma, syntax.CheckBranches)
	if len(errs.list) > 0 {
		errs.print(out)
		return
	}
	d := dumper{out: out, groups: make(map[*syntax.Group]int)}
	d.file(tree)
}

// errorList keeps the errors that cmd/compile/internal/base.ErrorfAt would
// keep: one syntax error per line, and no other error twice in a row.
type errorList struct {
	list       []syntax.Error
	lastSyntax syntax.Pos
	lastOther  syntax.Error
}

func sameLine(a, b syntax.Pos) bool { return a.Base() == b.Base() && a.Line() == b.Line() }

func (l *errorList) add(err error) {
	e := err.(syntax.Error)
	if strings.HasPrefix(e.Msg, "syntax error") {
		if sameLine(l.lastSyntax, e.Pos) {
			return
		}
		l.lastSyntax = e.Pos
	} else {
		if sameLine(l.lastOther.Pos, e.Pos) && l.lastOther.Msg == e.Msg {
			return
		}
		l.lastOther = e
	}
	l.list = append(l.list, e)
}

func (l *errorList) print(out *bufio.Writer) {
	sort.SliceStable(l.list, func(i, j int) bool {
		a, b := l.list[i].Pos, l.list[j].Pos
		return a.Line() < b.Line() || a.Line() == b.Line() && a.Col() < b.Col()
	})
	last := ""
	for _, e := range l.list {
		line := fmt.Sprintf("error %d:%d %s\n", e.Pos.Line(), e.Pos.Col(), e.Msg)
		if line != last {
			out.WriteString(line)
		}
		last = line
	}
}

// flags are the bits of ast::Pragma.
var flags = map[string]uint{
	"go:noescape":           1 << 1,
	"go:norace":             1 << 2,
	"go:nosplit":            1<<3 | 1<<5,
	"go:noinline":           1 << 4,
	"go:nocheckptr":         1 << 5,
	"go:systemstack":        1 << 6,
	"go:nowritebarrier":     1 << 7,
	"go:nowritebarrierrec":  1<<8 | 1<<7,
	"go:yeswritebarrierrec": 1 << 9,
	"go:cgo_unsafe_args":    1<<10 | 1<<5,
	"go:uintptrkeepalive":   1 << 11,
	"go:uintptrescapes":     1<<12 | 1<<11,
	"go:registerparams":     1 << 13,
	"go:build":              1 << 15,
}

func pragma(pos syntax.Pos, blank bool, text string, current syntax.Pragma) syntax.Pragma {
	bits, _ := current.(uint)
	if text == "" {
		return nil
	}
	if blank {
		verb, _, _ := strings.Cut(text, " ")
		bits |= flags[verb]
	}
	return bits
}

type dumper struct {
	out    *bufio.Writer
	groups map[*syntax.Group]int
}

func place(pos syntax.Pos) string {
	s := fmt.Sprintf("%d:%d", pos.Line(), pos.Col())
	if !pos.Base().IsFileBase() {
		s += fmt.Sprintf("@%s:%d:%d", pos.RelFilename(), pos.RelLine(), pos.RelCol())
	}
	return s
}

func (d *dumper) node(kind string, pos syntax.Pos, details ...any) {
	d.out.WriteString(kind)
	d.out.WriteByte(' ')
	d.out.WriteString(place(pos))
	for _, x := range details {
		fmt.Fprintf(d.out, " %v", x)
	}
	d.out.WriteByte('\n')
}

func (d *dumper) file(f *syntax.File) {
	d.node("File", f.Pos(), f.GoVersion, place(f.EOF))
	d.expr(f.PkgName)
	d.decls(f.DeclList)
}

func (d *dumper) decls(list []syntax.Decl) {
	for _, x := range list {
		d.decl(x)
	}
}

func (d *dumper) group(g *syntax.Group) string {
	if g == nil {
		return "-"
	}
	n, ok := d.groups[g]
	if !ok {
		n = len(d.groups)
		d.groups[g] = n
	}
	return fmt.Sprint(n)
}

func bits(p syntax.Pragma) string {
	b, _ := p.(uint)
	return fmt.Sprintf("%x", b)
}

func (d *dumper) decl(x syntax.Decl) {
	switch x := x.(type) {
	case *syntax.ImportDecl:
		d.node("ImportDecl", x.Pos(), d.group(x.Group), bits(x.Pragma))
		d.name(x.LocalPkgName)
		d.expr(x.Path)
	case *syntax.ConstDecl:
		d.node("ConstDecl", x.Pos(), d.group(x.Group), bits(x.Pragma), len(x.NameList))
		d.names(x.NameList)
		d.expr(x.Type)
		d.expr(x.Values)
	case *syntax.VarDecl:
		d.node("VarDecl", x.Pos(), d.group(x.Group), bits(x.Pragma), len(x.NameList))
		d.names(x.NameList)
		d.expr(x.Type)
		d.expr(x.Values)
	case *syntax.TypeDecl:
		d.node("TypeDecl", x.Pos(), d.group(x.Group), bits(x.Pragma), x.Alias)
		d.name(x.Name)
		d.fields(x.TParamList)
		d.expr(x.Type)
	case *syntax.FuncDecl:
		d.node("FuncDecl", x.Pos(), bits(x.Pragma))
		if x.Recv == nil {
			d.fields(nil)
		} else {
			d.fields([]*syntax.Field{x.Recv})
		}
		d.name(x.Name)
		d.fields(x.TParamList)
		d.expr(x.Type)
		d.maybeBlock(x.Body)
	}
}

func (d *dumper) names(list []*syntax.Name) {
	for _, x := range list {
		d.name(x)
	}
}

func (d *dumper) name(x *syntax.Name) {
	if x == nil {
		d.out.WriteString("-\n")
	} else {
		d.node("Name", x.Pos(), x.Value)
	}
}

func (d *dumper) fields(list []*syntax.Field) {
	fmt.Fprintf(d.out, "fields %d\n", len(list))
	var last syntax.Expr
	for _, f := range list {
		d.node("Field", f.Pos())
		d.name(f.Name)
		if last != nil && f.Type == last {
			d.out.WriteString("same\n")
		} else {
			d.expr(f.Type)
		}
		last = f.Type
	}
}

func (d *dumper) exprs(list []syntax.Expr) {
	for _, x := range list {
		d.expr(x)
	}
}

func (d *dumper) expr(x syntax.Expr) {
	switch x := x.(type) {
	case nil:
		d.out.WriteString("-\n")
	case *syntax.BadExpr:
		d.node("BadExpr", x.Pos())
	case *syntax.Name:
		d.name(x)
	case *syntax.BasicLit:
		if x == nil {
			d.out.WriteString("-\n")
			return
		}
		d.node("BasicLit", x.Pos(), int(x.Kind), x.Bad, fmt.Sprintf("%x", x.Value))
	case *syntax.CompositeLit:
		d.node("CompositeLit", x.Pos(), len(x.ElemList), x.NKeys, place(x.Rbrace))
		d.expr(x.Type)
		d.exprs(x.ElemList)
	case *syntax.KeyValueExpr:
		d.node("KeyValueExpr", x.Pos())
		d.expr(x.Key)
		d.expr(x.Value)
	case *syntax.FuncLit:
		d.node("FuncLit", x.Pos())
		d.expr(x.Type)
		d.block(x.Body)
	case *syntax.ParenExpr:
		d.node("ParenExpr", x.Pos())
		d.expr(x.X)
	case *syntax.SelectorExpr:
		d.node("SelectorExpr", x.Pos())
		d.expr(x.X)
		d.expr(x.Sel)
	case *syntax.IndexExpr:
		d.node("IndexExpr", x.Pos())
		d.expr(x.X)
		d.expr(x.Index)
	case *syntax.SliceExpr:
		d.node("SliceExpr", x.Pos(), x.Full)
		d.expr(x.X)
		d.exprs(x.Index[:])
	case *syntax.AssertExpr:
		d.node("AssertExpr", x.Pos())
		d.expr(x.X)
		d.expr(x.Type)
	case *syntax.TypeSwitchGuard:
		d.node("TypeSwitchGuard", x.Pos())
		d.name(x.Lhs)
		d.expr(x.X)
	case *syntax.Operation:
		d.node("Operation", x.Pos(), x.Op)
		d.expr(x.X)
		d.expr(x.Y)
	case *syntax.CallExpr:
		d.node("CallExpr", x.Pos(), len(x.ArgList), x.HasDots)
		d.expr(x.Fun)
		d.exprs(x.ArgList)
	case *syntax.ListExpr:
		d.node("ListExpr", x.Pos(), len(x.ElemList))
		d.exprs(x.ElemList)
	case *syntax.ArrayType:
		d.node("ArrayType", x.Pos())
		d.expr(x.Len)
		d.expr(x.Elem)
	case *syntax.SliceType:
		d.node("SliceType", x.Pos())
		d.expr(x.Elem)
	case *syntax.DotsType:
		d.node("DotsType", x.Pos())
		d.expr(x.Elem)
	case *syntax.StructType:
		d.node("StructType", x.Pos())
		d.fields(x.FieldList)
		for i := range x.FieldList {
			if i < len(x.TagList) && x.TagList[i] != nil {
				d.expr(x.TagList[i])
			} else {
				d.out.WriteString("-\n")
			}
		}
	case *syntax.InterfaceType:
		d.node("InterfaceType", x.Pos())
		d.fields(x.MethodList)
	case *syntax.FuncType:
		d.node("FuncType", x.Pos())
		d.fields(x.ParamList)
		d.fields(x.ResultList)
	case *syntax.MapType:
		d.node("MapType", x.Pos())
		d.expr(x.Key)
		d.expr(x.Value)
	case *syntax.ChanType:
		d.node("ChanType", x.Pos(), int(x.Dir))
		d.expr(x.Elem)
	default:
		panic(fmt.Sprintf("unexpected %T", x))
	}
}

func (d *dumper) maybeBlock(b *syntax.BlockStmt) {
	if b == nil {
		d.out.WriteString("-\n")
	} else {
		d.block(b)
	}
}

func (d *dumper) block(b *syntax.BlockStmt) {
	d.node("BlockStmt", b.Pos(), len(b.List), place(b.Rbrace))
	d.stmts(b.List)
}

func (d *dumper) stmts(list []syntax.Stmt) {
	for _, s := range list {
		d.stmt(s)
	}
}

func (d *dumper) stmt(s syntax.Stmt) {
	switch s := s.(type) {
	case nil:
		d.out.WriteString("-\n")
	case *syntax.EmptyStmt:
		d.node("EmptyStmt", s.Pos())
	case *syntax.LabeledStmt:
		d.node("LabeledStmt", s.Pos())
		d.name(s.Label)
		d.stmt(s.Stmt)
	case *syntax.BlockStmt:
		d.block(s)
	case *syntax.ExprStmt:
		d.node("ExprStmt", s.Pos())
		d.expr(s.X)
	case *syntax.SendStmt:
		d.node("SendStmt", s.Pos())
		d.expr(s.Chan)
		d.expr(s.Value)
	case *syntax.DeclStmt:
		d.node("DeclStmt", s.Pos(), len(s.DeclList))
		d.decls(s.DeclList)
	case *syntax.AssignStmt:
		op := ""
		if s.Op != 0 {
			op = s.Op.String()
		}
		d.node("AssignStmt", s.Pos(), op+"=")
		d.expr(s.Lhs)
		d.expr(s.Rhs)
	case *syntax.BranchStmt:
		d.node("BranchStmt", s.Pos(), s.Tok)
		d.name(s.Label)
	case *syntax.CallStmt:
		d.node("CallStmt", s.Pos(), s.Tok)
		d.expr(s.Call)
	case *syntax.ReturnStmt:
		d.node("ReturnStmt", s.Pos())
		d.expr(s.Results)
	case *syntax.IfStmt:
		d.node("IfStmt", s.Pos())
		d.stmt(s.Init)
		d.expr(s.Cond)
		d.block(s.Then)
		d.stmt(s.Else)
	case *syntax.ForStmt:
		d.node("ForStmt", s.Pos())
		d.stmt(s.Init)
		d.expr(s.Cond)
		d.stmt(s.Post)
		d.block(s.Body)
	case *syntax.RangeClause:
		d.node("RangeClause", s.Pos(), s.Def)
		d.expr(s.Lhs)
		d.expr(s.X)
	case *syntax.SwitchStmt:
		d.node("SwitchStmt", s.Pos(), len(s.Body), place(s.Rbrace))
		d.stmt(s.Init)
		d.expr(s.Tag)
		for _, c := range s.Body {
			d.node("CaseClause", c.Pos(), len(c.Body), place(c.Colon))
			d.expr(c.Cases)
			d.stmts(c.Body)
		}
	case *syntax.SelectStmt:
		d.node("SelectStmt", s.Pos(), len(s.Body), place(s.Rbrace))
		for _, c := range s.Body {
			d.node("CommClause", c.Pos(), len(c.Body), place(c.Colon))
			d.stmt(c.Comm)
			d.stmts(c.Body)
		}
	default:
		panic(fmt.Sprintf("unexpected %T", s))
	}
}
