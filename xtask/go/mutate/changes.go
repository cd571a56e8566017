// Changes that leave a program a program, for the most part:
//
//   - an expression is wrapped, so that its value takes another way: through a
//     closure, a slice, a map, a channel, an interface, a pointer, a variable
//     of the package, a generic function
//   - statements are wrapped in loops, switches, selects, loops over functions,
//     are deferred, become goroutines; something is put before them
//   - declarations get directives, named results, type parameters

package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"math/rand/v2"
	"strings"
)

// name returns how the file can call a type: not at all if it has no name here.
func (p *program) name(t types.Type) (string, bool) {
	if t == nil {
		return "", false
	}
	ok := true
	imported := make(map[string]bool)
	for _, spec := range p.file.Imports {
		if spec.Name == nil {
			imported[strings.Trim(spec.Path.Value, `"`)] = true
		}
	}
	text := types.TypeString(t, func(other *types.Package) string {
		if other == p.pkg {
			return ""
		}
		ok = ok && imported[other.Path()]
		return other.Name()
	})
	return text, ok && !strings.Contains(text, "untyped") && !strings.Contains(text, "invalid")
}

// change chooses a kind of change that is possible somewhere.
func (p *program) change(random *rand.Rand) *edit {
	switch random.IntN(8) {
	case 0, 1, 2:
		return p.wrap(random)
	case 3, 4:
		return p.enclose(random)
	case 5:
		return p.put(random)
	case 6:
		return p.declare(random)
	default:
		return p.rename(random)
	}
}

func pick[T any](random *rand.Rand, of []T) T { return of[random.IntN(len(of))] }

// values are the expressions whose value can go elsewhere: no constants where
// one has to be, no types, nothing that is assigned to.
func (p *program) values() []ast.Expr {
	var found []ast.Expr
	skip := make(map[ast.Node]bool)
	ast.Inspect(p.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case nil:
			return false
		case *ast.GenDecl:
			return n.Tok != token.CONST && n.Tok != token.IMPORT
		case *ast.AssignStmt:
			for _, x := range n.Lhs {
				skip[x] = true
			}
		case *ast.IncDecStmt:
			skip[n.X] = true
		case *ast.UnaryExpr:
			skip[n.X] = n.Op == token.AND
		case *ast.RangeStmt:
			skip[n.Key], skip[n.Value] = true, true
		case *ast.ExprStmt:
			skip[n.X] = true
		case *ast.GoStmt:
			skip[n.Call] = true
		case *ast.DeferStmt:
			skip[n.Call] = true
		case *ast.CaseClause:
			for _, x := range n.List {
				skip[x] = true
			}
		case *ast.CommClause:
			return true
		case *ast.KeyValueExpr:
			skip[n.Key] = true
		case *ast.ArrayType:
			skip[n.Len] = true
		case *ast.TypeSwitchStmt:
			skip[n.Assign] = true
		}
		x, ok := n.(ast.Expr)
		if tv := p.info.Types[x]; ok && !skip[n] && tv.IsValue() {
			found = append(found, x)
		}
		return true
	})
	return found
}

// ways are what a value E of type T may go through.
var ways = []struct{ what, text string }{
	{"closure", "func() T { return E }()"},
	{"closure with defer", "func() (r T) { defer func() { r = E }(); return }()"},
	{"parameter", "func(y T) T { return y }(E)"},
	{"variadic", "func(ys ...T) T { return ys[0] }(E)"},
	{"captured", "func(y T) T { f := func() T { return y }; return f() }(E)"},
	{"assigned capture", "func() T { var y T; func() { y = E }(); return y }()"},
	{"result of result", "func() func() T { y := E; return func() T { return y } }()()"},
	{"interface", "any(E).(T)"},
	{"interface, comma ok", "func() T { y, _ := any(E).(T); return y }()"},
	{"type switch", "func() (r T) { switch y := any(E).(type) { case T: r = y }; return }()"},
	{"slice", "[]T{E}[0]"},
	{"array", "[...]T{E}[0]"},
	{"array by range", "func() (r T) { for _, y := range [2]T{E} { r = y }; return }()"},
	{"map", "map[int]T{1: E}[1]"},
	{"map of pointers", "*map[int]*T{1: mutantPointer(E)}[1]"},
	{"struct", "struct{ y T }{E}.y"},
	{"pointer to struct", "(&struct{ y T }{E}).y"},
	{"embedded", "struct{ mutantBox[T] }{mutantBox[T]{E}}.y"},
	{"append", "append([]T(nil), E)[0]"},
	{"append to make", "append(make([]T, 0, 4), E, E)[1]"},
	{"copy", "func() T { s := make([]T, 1); copy(s, []T{E}); return s[0] }()"},
	{"channel", "func() T { c := make(chan T, 1); c <- E; return <-c }()"},
	{"select", "func() (r T) { c := make(chan T, 1); select { case c <- E: r = <-c; default: }; return }()"},
	{"goroutine", "func() T { c := make(chan T); go func() { c <- E }(); return <-c }()"},
	{"new", "func() T { p := new(T); *p = E; return *p }()"},
	{"new of expression", "*new(E)"},
	{"address", "func() T { y := E; p := &y; return *p }()"},
	{"address of address", "func() T { y := E; p := &y; q := &p; return **q }()"},
	{"two results", "func() T { y, _ := func() (T, int) { return E, 1 }(); return y }()"},
	{"generic", "mutantSame(E)"},
	{"generic, explicit", "mutantSame[T](E)"},
	{"generic pointer", "*mutantPointer(E)"},
	{"kept", "mutantKeep(E)"},
	{"kept in a slice", "mutantStore(E)"},
	{"boxed", "mutantBox[T]{E}.get()"},
	{"boxed pointer", "(&mutantBox[T]{E}).pointer().get()"},
	{"method value", "(&mutantBox[T]{E}).get()"},
	{"method value kept", "func() T { f := mutantBox[T]{E}.get; return f() }()"},
	{"method expression", "mutantBox[T].get(mutantBox[T]{E})"},
	{"interface method", "mutantGetter[T](&mutantBox[T]{E}).get()"},
	{"interface method, late", "func() T { var g mutantGetter[T]; g = mutantBox[T]{E}; return g.get() }()"},
	{"range over func", "func() (r T) { for y := range mutantOnce(E) { r = y; break }; return }()"},
	{"return from range over func", "func() T { for y := range mutantOnce(E) { return y }; panic(0) }()"},
	{"loop", "func() (r T) { for i := 0; i < 3; i++ { y := E; if p := &y; i > 0 { r = *p } }; return }()"},
	{"goto", "func() (r T) { again: y := E; if mutantCond { goto again }; return y }()"},
	{"recursion", "func() T { var f func(n int) T; f = func(n int) T { if n == 0 { return E }; return f(n - 1) }; return f(2) }()"},
	{"not inlined", "mutantFar(E)"},
	{"conversion", "T(E)"},
	{"parenthesis", "(E)"},
}

// helpers are what the ways need.
const helpers = `

var mutantSink any

var mutantCond bool

type mutantBox[T any] struct{ y T }

func (b mutantBox[T]) get() T { return b.y }

func (b *mutantBox[T]) pointer() *mutantBox[T] { return b }

type mutantGetter[T any] interface{ get() T }

func mutantSame[T any](x T) T { return x }

func mutantPointer[T any](x T) *T { return &x }

func mutantKeep[T any](x T) T { mutantSink = x; return x }

func mutantStore[T any](x T) T { s := []*T{&x}; mutantSink = s; return *s[0] }

func mutantOnce[T any](x T) func(func(T) bool) { return func(yield func(T) bool) { _ = yield(x) && yield(x) } }

func mutantTimes(yield func() bool) { for yield() { } }

//go:noinline
func mutantFar[T any](x T) T { return x }
`

func (p *program) wrap(random *rand.Rand) *edit {
	values := p.values()
	if len(values) == 0 {
		return nil
	}
	x := pick(random, values)
	name, ok := p.name(types.Default(p.info.TypeOf(x)))
	if _, tuple := p.info.TypeOf(x).(*types.Tuple); !ok || tuple {
		return nil
	}
	way := pick(random, ways)
	source := p.source(x)
	if strings.Contains(source, "\n") && strings.Count(way.text, "E") > 1 {
		return nil
	}
	if _, ok := p.info.TypeOf(x).(*types.Signature); ok || strings.HasPrefix(name, "*") || strings.HasPrefix(name, "<-") {
		name = "(" + name + ")"
	}
	text := fill(way.text, map[byte]string{'T': name, 'E': source})
	return p.helped(&edit{"wrap: " + way.what, []part{{p.offset(x.Pos()), p.offset(x.End()), text}}})
}

// fill replaces the letters that stand alone in text.
func fill(text string, by map[byte]string) string {
	isLetter := func(i int) bool { return i >= 0 && i < len(text) && text[i]|0x20 >= 'a' && text[i]|0x20 <= 'z' }
	var b strings.Builder
	for i := range len(text) {
		if value, ok := by[text[i]]; ok && !isLetter(i-1) && !isLetter(i+1) {
			b.WriteString(value)
		} else {
			b.WriteByte(text[i])
		}
	}
	return b.String()
}

// helped adds the helpers if the file does not have them.
func (p *program) helped(e *edit) *edit {
	if p.pkg.Scope().Lookup("mutantSink") == nil {
		e.parts = append(e.parts, part{len(p.text), len(p.text), helpers})
	}
	return e
}

// lists are the lists of statements.
func (p *program) lists() [][]ast.Stmt {
	var found [][]ast.Stmt
	ast.Inspect(p.file, func(n ast.Node) bool {
		var list []ast.Stmt
		switch n := n.(type) {
		case *ast.BlockStmt:
			list = n.List
		case *ast.CaseClause:
			list = n.Body
		case *ast.CommClause:
			list = n.Body
		}
		if len(list) > 0 {
			if _, ok := list[0].(*ast.CaseClause); ok {
				return true
			}
			if _, ok := list[0].(*ast.CommClause); ok {
				return true
			}
			found = append(found, list)
		}
		return true
	})
	return found
}

var around = []struct{ what, before, after string }{
	{"block", "{ ", " }"},
	{"if", "if mutantCond { ", " }"},
	{"if else", "if mutantCond { } else { ", " }"},
	{"for ever", "for { ", " }"},
	{"for", "for mutantCond { ", " }"},
	{"for with break", "for { ", "; break }"},
	{"for three", "for i := 0; i < 2; i++ { ", " }"},
	{"range over int", "for range 2 { ", " }"},
	{"range over func", "for range mutantTimes { ", " }"},
	{"range over two funcs", "for range mutantTimes { for y := range mutantOnce(1) { _ = y; ", " } }"},
	{"labelled continue", "mutantLabel: for { ", "; if mutantCond { continue mutantLabel }; break mutantLabel }"},
	{"labelled range over func", "mutantLabel: for range mutantTimes { for range mutantTimes { ", "; if mutantCond { continue mutantLabel } } }"},
	{"switch", "switch { case mutantCond: ", " }"},
	{"switch default", "switch { default: ", " }"},
	{"fallthrough", "switch { case mutantCond: fallthrough; default: ", " }"},
	{"select", "select { default: ", " }"},
	{"type switch", "switch mutantSink.(type) { case int, nil: ", " }"},
	{"closure", "func() { ", " }()"},
	{"deferred closure", "defer func() { ", " }()"},
	{"goroutine", "go func() { ", " }()"},
	{"closure kept", "mutantSink = func() { ", " }"},
	{"goto", "{ goto mutantThere; mutantThere: ", " }"},
	{"defer", "defer ", ""},
	{"go", "go ", ""},
}

func (p *program) enclose(random *rand.Rand) *edit {
	lists := p.lists()
	if len(lists) == 0 {
		return nil
	}
	list := pick(random, lists)
	from := random.IntN(len(list))
	to := from + 1 + random.IntN(len(list)-from)
	way := pick(random, around)
	if way.after == "" {
		to = from + 1
	}
	start, end := p.offset(list[from].Pos()), p.offset(list[to-1].End())
	return p.helped(&edit{"enclose: " + way.what, []part{{start, start, way.before}, {end, end, way.after}}})
}

// puts are statements about a variable X of type T.
var puts = []struct{ what, text string }{
	{"keep", "mutantSink = X"},
	{"keep address", "mutantSink = &X"},
	{"address", "_ = &X"},
	{"captured", "func() { _ = X }()"},
	{"assigned in closure", "func() { var z T; X = z }()"},
	{"deferred", "defer func() { _ = X }()"},
	{"deferred argument", "defer func(v T) { _ = v }(X)"},
	{"goroutine", "go func() { _ = X }()"},
	{"goroutine argument", "go func(v T) { mutantSink = v }(X)"},
	{"recover", "defer func() { mutantSink = recover() }()"},
	{"pointer in if", "if p := &X; p != nil { mutantSink = *p }"},
	{"self assignment", "X = X"},
	{"swap", "{ var z T; X, z = z, X }"},
	{"generic", "_ = mutantFar(&X)"},
	{"two pointers", "{ p := &X; q := &p; **q = *p }"},
	{"range", "for i, v := range []*T{&X} { _, _ = i, v }"},
	{"zero", "X = *new(T)"},
}

func (p *program) put(random *rand.Rand) *edit {
	lists := p.lists()
	if len(lists) == 0 {
		return nil
	}
	list := pick(random, lists)
	at := list[random.IntN(len(list))].Pos()
	scope := p.pkg.Scope().Innermost(at)
	var vars []*types.Var
	for s := scope; s != nil; s = s.Parent() {
		for _, name := range s.Names() {
			if v, ok := s.Lookup(name).(*types.Var); ok && (v.Pos() < at || s == p.pkg.Scope()) && name != "_" {
				vars = append(vars, v)
			}
		}
	}
	if len(vars) == 0 {
		return nil
	}
	v := pick(random, vars)
	name, ok := p.name(v.Type())
	if !ok {
		return nil
	}
	way := pick(random, puts)
	text := fill(way.text, map[byte]string{'X': v.Name(), 'T': name})
	start := p.offset(at)
	return p.helped(&edit{"put: " + way.what, []part{{start, start, text + "; "}}})
}

// declare changes the head of a function.
func (p *program) declare(random *rand.Rand) *edit {
	var funcs []*ast.FuncDecl
	for _, decl := range p.file.Decls {
		if f, ok := decl.(*ast.FuncDecl); ok && f.Body != nil {
			funcs = append(funcs, f)
		}
	}
	if len(funcs) == 0 {
		return nil
	}
	f := pick(random, funcs)
	start := p.offset(f.Pos())
	switch random.IntN(6) {
	case 0, 1:
		directive := pick(random, []string{"go:noinline", "go:nosplit", "go:norace", "go:uintptrescapes", "go:nocheckptr"})
		at := p.offset(f.Type.Func)
		return &edit{"directive " + directive, []part{{at, at, "\n//" + directive + "\n"}}}
	case 2:
		if r := f.Type.Results; r != nil && len(r.List) > 0 && len(r.List[0].Names) == 0 {
			e := &edit{what: "named results"}
			open, end := p.offset(r.Pos()), p.offset(r.End())
			if !r.Opening.IsValid() {
				e.parts = append(e.parts, part{open, open, "("})
			}
			for i, field := range r.List {
				at := p.offset(field.Pos())
				e.parts = append(e.parts, part{at, at, fmt.Sprintf("mutantR%d ", i)})
			}
			if !r.Opening.IsValid() {
				e.parts = append(e.parts, part{end, end, ")"})
			}
			return e
		}
	case 3:
		// A parameter's type becomes a type parameter.
		if f.Recv != nil || f.Type.TypeParams != nil || len(f.Type.Params.List) == 0 {
			return nil
		}
		field := pick(random, f.Type.Params.List)
		if _, ok := field.Type.(*ast.Ellipsis); ok {
			return nil
		}
		at, from, to := p.offset(f.Name.End()), p.offset(field.Type.Pos()), p.offset(field.Type.End())
		bound := "~" + p.source(field.Type)
		if types.IsInterface(p.info.TypeOf(field.Type)) {
			bound = p.source(field.Type)
		} else if t, ok := p.info.TypeOf(field.Type).(*types.Named); ok && t != nil {
			bound = p.source(field.Type)
		}
		return &edit{"type parameter", []part{{at, at, "[MutantT interface{ " + bound + " }]"}, {from, to, "MutantT"}}}
	case 4:
		// The function once more, under another name.
		if f.Recv != nil || f.Name.Name == "main" || f.Name.Name == "init" {
			return nil
		}
		body := string(p.text[p.offset(f.Name.End()):p.offset(f.End())])
		return &edit{"double", []part{{start, start, "func mutantDouble" + f.Name.Name + body + "\n\n"}}}
	case 5:
		// Functions change their places.
		g := pick(random, funcs)
		if f.Pos() > g.Pos() {
			f, g = g, f
		}
		if f != g {
			return &edit{"swap functions", []part{
				{p.offset(f.Pos()), p.offset(f.End()), p.source(g)},
				{p.offset(g.Pos()), p.offset(g.End()), p.source(f)},
			}}
		}
	}
	return nil
}

// rename replaces an expression by another one of the same type.
func (p *program) rename(random *rand.Rand) *edit {
	values := p.values()
	if len(values) == 0 {
		return nil
	}
	x := pick(random, values)
	t := p.info.TypeOf(x)
	var others []ast.Expr
	for _, y := range values {
		if y != x && types.Identical(p.info.TypeOf(y), t) && p.source(y) != p.source(x) {
			others = append(others, y)
		}
	}
	if len(others) == 0 {
		return nil
	}
	y := pick(random, others)
	return &edit{"replace by " + p.source(y), []part{{p.offset(x.Pos()), p.offset(x.End()), p.source(y)}}}
}
