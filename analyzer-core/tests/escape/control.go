// Package control is about statements that decide what runs: constant
// conditions, dead code, switches, panics, goto, blocks and shadowing.
package control

const debug = false
const version = 3

var sink any
var sinkInt *int

func deadIf() *int {
	x, y := 1, 2
	if false {
		return &x
	}
	if debug {
		sinkInt = &y
	}
	return nil
}

func deadElse() {
	x, y := 1, 2
	if !debug && version > 2 {
		sinkInt = &x
	} else {
		sinkInt = &y
	}
}

func deadOr(c bool) {
	x := 1
	if debug && c || version == 2 {
		sinkInt = &x
	}
	if c && debug {
		sinkInt = new(int)
	}
}

func deadFor() {
	for debug {
		sinkInt = new(int)
	}
	for false {
		x := 1
		sinkInt = &x
	}
}

func deadAfterReturn() int {
	x := 1
	return x
	sinkInt = &x
	return 2
}

func deadAfterPanic() {
	x := 1
	panic("stop")
	sinkInt = &x
}

func deadSwitch() {
	x, y, z := 1, 2, 3
	switch version {
	case 1:
		sinkInt = &x
	case 3:
		sinkInt = &y
	default:
		sinkInt = &z
	}
}

func deadClosure() {
	if debug {
		f := func() *int { return new(int) }
		sinkInt = f()
	}
}

func panics(n int, p *int, err error) {
	switch n {
	case 0:
		panic(n)
	case 1:
		panic(p)
	case 2:
		panic(err)
	case 3:
		panic(struct{ code int }{n})
	case 4:
		panic("constant")
	}
}

func recovers() (err any) {
	defer func() {
		err = recover()
	}()
	panic(new(int))
}

func switches(n int, s string, p *int) (r *int) {
	switch x := n * 2; {
	case x > 3, s == "a"+s:
		r = &x
	case *p == 1:
		fallthrough
	default:
		r = p
	}
	switch y := any(n).(type) {
	case int:
		sink = y
	}
	switch p {
	case nil, new(int):
	case sinkInt:
		r = nil
	}
	return
}

func switchBoxed(i any, n int) {
	switch i {
	case 1, "a", n:
		sink = 2
	}
}

func shadowed() *int {
	x := 1
	p := &x
	{
		x := 2
		p = &x
		_ = x
	}
	if x := 3; x > 2 {
		q := &x
		_ = q
	}
	for x := range 3 {
		_ = &x
	}
	return p
}

func gotos(n int) *int {
	var p *int
	if n > 0 {
		goto positive
	}
	return nil
positive:
	p = &n
	goto end
end:
	return p
}

func assignments(p *int) (a, b *int) {
	a, b = b, a
	a, _ = p, new(int)
	_ = new(int)
	_, b = &struct{ n int }{1}, p
	var c, d = &*p, 2
	*c, d = d, *c
	*c += d
	d <<= 2
	d++
	var _ = &d
	return
}

func minmax(a, b string, f float64) (string, float64) {
	return min(a, b, "k"), max(f, 2, 1e3)
}

func complexes(r float64) (complex128, any) {
	c := complex(r, 2)
	sink = real(c) + imag(c)
	sink = complex64(1 + 2i)
	return c * 1i, c
}
