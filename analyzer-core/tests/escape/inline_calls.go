// Package calls has calls that are inlined, and calls that are not.
package calls

type T struct {
	p    *int
	next *T
	buf  [4]int
}

var sink any
var global *int

func leaf(x int) int           { return x + 1 }
func addr(x int) *int          { return &x }
func two(x int) (int, *int)    { return x, &x }
func named(x int) (r *int)     { r = &x; return }
func none()                    {}
func noneArgs(_ int, _ *int)   {}
func nested(x int) *int        { return addr(leaf(x)) }
func deeper(x int) *int        { return nested(x + 2) }
func keep(p *int)              { global = p }
func (t *T) set(p *int) *T     { t.p = p; return t }
func (t T) get() *int          { return t.p }
func variadic(xs ...*int) *int { return xs[0] }
func newT(p *int) *T           { return &T{p: p} }
func pair() (*T, error)        { return &T{}, nil }

func early(x int) *int {
	if x > 3 {
		return nil
	}
	y := x
	return &y
}

func loops(n int) (total int) {
	for i := 0; i < n; i++ {
		if i == 7 {
			continue
		}
		total += i
	}
	return
}

func labels(m [][]int) int {
outer:
	for _, row := range m {
		for _, x := range row {
			if x < 0 {
				continue outer
			}
			if x > 100 {
				break outer
			}
		}
	}
	return len(m)
}

func switches(x any) int {
	switch v := x.(type) {
	case int:
		return v
	case *T:
		return v.buf[0]
	}
	return 0
}

func tagged(x int) string {
	switch x {
	case 1, 2:
		return "low"
	case 3:
		fallthrough
	default:
		return "high"
	}
}

func use(x int, m [][]int) {
	_ = leaf(x)
	p := addr(x)
	_ = p
	global = addr(x)
	_, q := two(x)
	_ = q
	a, b := two(x)
	sink = a
	global = b
	global = named(x)
	none()
	noneArgs(x, p)
	_ = nested(x)
	global = deeper(x)
	keep(p)
	t := &T{}
	t.set(&x).set(p)
	_ = t.get()
	global = variadic(p, q, &x)
	_ = newT(p).get()
	sink = newT(&x)
	u, err := pair()
	if err != nil {
		sink = err
	}
	_ = u
	_ = early(x)
	global = early(x)
	_ = loops(x)
	_ = labels(m)
	_ = switches(x)
	_ = switches(t)
	println(tagged(x))
	for i := 0; i < x; i++ {
		global = addr(i)
		_ = addr(i)
	}
	if q := addr(x); q != nil {
		_ = *q
	}
	_ = map[int]*int{1: addr(1)}
	_ = []*int{addr(1), nested(2)}
	go leaf(x)
	defer addr(x)
	defer keep(addr(x))
	ch := make(chan *int, 1)
	ch <- addr(x)
	select {
	case ch <- nested(x):
	case y := <-ch:
		keep(y)
	}
	switch addr(x) {
	case addr(2):
	}
	return
}

//go:noinline
func never(p *int) *int { return p }

func callsNever(x int) *int { return never(&x) }
func callsNone(x int) bool  { return callsNever(x) == nil }

// Recursion.
func fact(n int) int {
	if n == 0 {
		return 1
	}
	return n * fact(n-1)
}
func even(n int) bool {
	if n == 0 {
		return true
	}
	return odd(n - 1)
}
func odd(n int) bool {
	if n == 0 {
		return false
	}
	return even(n - 1)
}
func usesRecursion(n int) bool { return even(n) && fact(n) > 3 }
func usesOdd(n int) bool       { return odd(n) }

// Values of functions.
func apply(f func(int) *int, x int) *int { return f(x) }
func viaVar(x int) *int {
	f := addr
	return f(x)
}
func viaReassigned(x int) *int {
	f := addr
	if x > 0 {
		f = nested
	}
	return f(x)
}
func usesApply(x int) {
	_ = apply(addr, x)
	global = apply(nested, x)
	_ = viaVar(x)
	_ = viaReassigned(x)
}
func methodValues(t *T, x int) {
	f := t.set
	f(&x)
	g := (*T).set
	g(t, &x)
	h := T.get
	_ = h(*t)
}

// Interfaces.
type I interface{ M(*int) *int }
type impl struct{ p *int }

func (i impl) M(p *int) *int { return p }
func (i *T) M(p *int) *int   { i.p = p; return p }
func newI() I                { return impl{} }
func newPtr() I              { return &T{} }
func either(b bool) I {
	if b {
		return impl{}
	}
	return &T{}
}
func ifaces(x int, b bool) {
	newI().M(&x)
	i := newPtr()
	i.M(&x)
	j := either(b)
	j.M(&x)
	var k I = impl{}
	k = newI()
	k.M(&x)
}

func big(a, b, c, d, e, f, g int) int {
	r := a*b + c*d + e*f + g*a + b*c + d*e + f*g + a*c + b*d + c*e + d*f + e*g + a*d
	r += a*b*c + d*e*f + g*a*b + c*d*e + f*g*a
	return r + fact(r)
}
func usesBig(x int) int { return big(x, x, x, x, x, x, x) }
