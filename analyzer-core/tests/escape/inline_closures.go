// Package closures has function literals in code that is inlined.
package closures

var sink any
var keep func() *int

func direct(x int) int {
	return func(y int) int { return x + y }(3)
}
func counter() func() int {
	n := 0
	return func() int { n++; return n }
}
func adder(x int) func(int) int { return func(y int) int { return x + y } }
func pointers(x int) func() *int {
	return func() *int {
		y := x
		return &y
	}
}
func nestedLits(x int) func() func() *int {
	return func() func() *int {
		return func() *int { z := x; return &z }
	}
}
func each(xs []int, f func(int)) {
	for _, x := range xs {
		f(x)
	}
}
func once(f func()) { f() }
func withDefer(p *int) func() {
	return func() {
		defer func() { sink = p }()
		*p = 1
	}
}

func use(xs []int, x int) {
	_ = direct(x)
	c := counter()
	_ = c()
	_ = counter()()
	_ = adder(x)(4)
	add := adder(x)
	_ = add(1) + add(2)
	sink = adder(x)
	keep = pointers(x)
	_ = pointers(x)()
	sink = nestedLits(x)
	_ = nestedLits(x)()()
	sum := 0
	each(xs, func(y int) { sum += y })
	each(xs, func(y int) { sink = &y })
	once(func() { x++ })
	once(func() {
		p := &x
		sink = p
	})
	withDefer(&x)()
	f := withDefer(&x)
	f()
	big := func(a, b, c int) *int {
		r := a*b + b*c + c*a + a*b*c + a + b + c + a*a + b*b + c*c + a*b + b*c + c*a
		r += a*b + b*c + c*a + a*b*c + a + b + c + a*a + b*b + c*c + a*b + b*c + c*a
		r += a*b + b*c + c*a + a*b*c + a + b + c + a*a + b*b + c*c + a*b + b*c + c*a
		return &r
	}
	_ = big(1, 2, 3)
	twice := func(a, b, c int) *int {
		r := a*b + b*c + c*a + a*b*c + a + b + c + a*a + b*b + c*c + a*b + b*c + c*a
		r += a*b + b*c + c*a + a*b*c + a + b + c + a*a + b*b + c*c + a*b + b*c + c*a
		r += a*b + b*c + c*a + a*b*c + a + b + c + a*a + b*b + c*c + a*b + b*c + c*a
		return &r
	}
	_ = twice(1, 2, 3)
	_ = twice(4, 5, 6)
	var rec func(int) int
	rec = func(n int) int {
		if n == 0 {
			return 0
		}
		return rec(n - 1)
	}
	_ = rec(3)
	func() {
		y := x
		func() {
			z := y
			sink = &z
			_ = pointers(z)()
		}()
	}()
	go func() { sink = direct(x) }()
	defer func() {
		_ = recover()
		_ = counter()()
	}()
}

var initial = adder(3)
var value = adder(3)(4)
var ptr = pointers(3)()
