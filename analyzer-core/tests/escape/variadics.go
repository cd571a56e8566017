// Package variadics passes arguments one by one, spread, none at all, and
// several results at once.
package variadics

var sink []*int
var sinkAny []any

func stays(ps ...*int) int         { return len(ps) }
func leaks(ps ...*int)             { sink = ps }
func leaksContent(ps ...*int) *int { return ps[0] }
func forwards(ps ...*int) []*int   { return ps }
func relay(ps ...*int) int         { return stays(ps...) }
func relayLeak(ps ...*int)         { leaks(ps...) }
func anys(vs ...any) int           { return len(vs) }
func anysLeak(vs ...any)           { sinkAny = vs }
func format(f string, vs ...any) string {
	if anys(vs...) == 0 {
		return f
	}
	return f + "…"
}

type logger struct{ prefix string }

func (l *logger) log(vs ...any) { anys(vs...) }
func (l logger) leak(vs ...any) { anysLeak(vs...) }

type sinker interface{ write(parts ...[]byte) }

func one() *int                        { return new(int) }
func two() (*int, *int)                { return new(int), new(int) }
func mixed() (string, int)             { return "a", 1 }
func three() (a int, b any, c error)   { return 1, 2, nil }
func takesTwo(a, b *int) *int          { return b }
func takesMixed(s string, rest ...any) {}

func calls() {
	x, y := 1, 2
	stays(&x, &y, nil)
	stays()
	leaks(new(int))
	leaks()
	_ = *leaksContent(&x)
	z := 3
	sink = forwards(&z)
}

func callsSpread(ps []*int) {
	stays(ps...)
	leaks(ps...)
	stays([]*int{new(int)}...)
	leaks(nil...)
}

func callsAny(n int, s string, p *int) {
	anys(n, s, p, 1, "c", nil, 2.5, n+1, s+"x")
	anysLeak(n, s, p, 1, "c", nil, 2.5, n+1, s+"x")
	format("%d %s", n, s)
	format("none")
}

func callsMethods(n int, w sinker) {
	l := logger{"p"}
	l.log(n, "a")
	l.leak(n, "b")
	(*logger).log(&l, 'c')
	f := l.log
	f(n, n)
	w.write([]byte("a"), nil)
	w.write()
}

func callsClosure(n int) {
	f := func(vs ...*int) int { return *vs[0] }
	f(&n, nil)
	func(vs ...any) {}(n, "x")
	var g func(...any)
	g(n)
}

func multi() *int {
	stays(two())
	leaks(two())
	anys(mixed())
	anysLeak(three())
	takesMixed(mixed())
	p := takesTwo(two())
	sink = append(sink, takesTwo(two()))
	return p
}

func multiReturn() (*int, *int) { return two() }
func multiAny() (any, any)      { return mixed() }
func multiAssign() (a any, b *int) {
	var p *int
	p, b = two()
	_, _ = p, b
	a, _ = mixed()
	_, n := mixed()
	return n, b
}

func multiVar() *int {
	var a, b = two()
	var c, d *int = one(), b
	return takesTwo(a, takesTwo(c, d))
}

func multiClosure() int {
	return func(a, b *int) int { return *a + *b }(two())
}

func multiMethod(l *logger) { l.log(three()) }

func nestedCalls(p *int) *int {
	return takesTwo(leaksContent(p), leaksContent(forwards(p, new(int))...))
}
