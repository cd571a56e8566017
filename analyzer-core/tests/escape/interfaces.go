// Package interfaces converts to interfaces and back: constants, zero-size
// values, pointers, large values; method calls, assertions, type switches.
package interfaces

type shape interface {
	area() int
	self() shape
}

type stringer interface{ String() string }

type square struct{ side int }
type grid struct{ cells [64]int }
type empty struct{}
type ptr struct{ p *int }
type one [1]*int
type fn func() int

func (s square) area() int   { return s.side * s.side }
func (s square) self() shape { return s }
func (g *grid) area() int    { return len(g.cells) }
func (g *grid) self() shape  { return g }
func (empty) area() int      { return 0 }
func (e empty) self() shape  { return e }
func (f fn) area() int       { return f() }
func (f fn) self() shape     { return f }

var sink any
var sinkShape shape

func constants() []any {
	sink = 1
	sink = "text"
	sink = 3.5
	sink = 2i
	sink = 'x'
	sink = true
	sink = uint8(7)
	sink = int64(1 << 40)
	sink = nil
	return []any{1, "a", 'b', 1 << 20, uint16(3), nil, false}
}

func zeroSize() {
	sink = struct{}{}
	sink = empty{}
	sink = [0]int{}
	var e empty
	sinkShape = e
}

func values(n int, b byte, s string, f float64, c bool, l []int, a [3]int, e error) {
	sink = n
	sink = b
	sink = s
	sink = f
	sink = c
	sink = l
	sink = a
	sink = e
	sink = n + 1
	sink = -n
	sink = l[0]
	sink = a[n%3]
	sink = s[1:n]
	sink = n == 2 && !c
	sink = len(l) * cap(l)
}

func direct(p *int, m map[string]int, c chan int, f func(), q ptr, o one) {
	sink = p
	sink = m
	sink = c
	sink = f
	sink = q
	sink = o
}

func stays(n int, s string) bool {
	var a, b any = n, s
	return a == b || a == nil
}

func comparedMixed(i any, n int) bool { return i == n || i == "x" || n == i }
func returned(s square) shape         { return s }
func returnedPointer(g *grid) shape   { return g }
func returnedLarge(g grid) any        { return g }
func returnedExpr(s square) any       { return s.side + 1 }
func widened(s shape) any             { return s }
func narrowed(i any) shape            { return i.(shape) }
func explicit(n int) any              { return any(n) }
func explicitNamed(s square) shape    { return shape(s) }
func nilPointer() shape               { return (*grid)(nil) }

func calls(s shape, g *grid) int {
	_ = s.self()
	sinkShape = s.self()
	var local shape = g
	return s.area() + local.area()
}

func callsLocal() int {
	var s shape = square{2}
	var t shape = &grid{}
	var u shape = fn(func() int { return 1 })
	return s.area() + t.area() + u.area()
}

func argument(s stringer, n int) { takes(n, s, square{n}, &square{n}) }
func takes(args ...any)          {}

func asserts(i any) (*int, square, [8]int, bool) {
	p, ok := i.(*int)
	s := i.(square)
	a, _ := i.([8]int)
	return p, s, a, ok
}

func typeSwitch(i any) (r any) {
	switch v := i.(type) {
	case nil:
		return nil
	case int, string:
		r = v
	case *int:
		r = *v
	case square:
		r = v.side
	case shape:
		return v.self()
	case []int:
		r = &v
	case error:
		return v.Error()
	default:
		r = v
	}
	return r
}

func typeSwitchPlain(i any) int {
	switch i.(type) {
	case int, *int:
		return 1
	case interface{ area() int }:
		return 2
	}
	return 3
}

func typeSwitchInit(f func() any) *int {
	switch x := f(); v := x.(type) {
	case *int:
		return v
	case **int:
		return *v
	}
	return nil
}

func errors(n int) error {
	if n > 0 {
		return &failure{n}
	}
	return failures{failure{n}}
}

type failure struct{ code int }
type failures []failure

func (f *failure) Error() string  { return "failure" }
func (fs failures) Error() string { return string(rune(fs[0].code)) }
