// Package closures captures variables by value and by reference, calls
// closures directly and through variables, returns and nests them.
package closures

var sink func()
var sinkInt *int

func called() int {
	x := 1
	func() { x++ }()
	return x
}

func calledWithArgs() *int {
	x := 1
	return func(p *int) *int { return p }(&x)
}

func calledStays() int {
	x := 1
	return *func(p *int) *int { return p }(&x)
}

func byValue() func() int {
	x := 1
	return func() int { return x }
}

func byReference() func() int {
	x := 1
	f := func() int { return x }
	x = 2
	return f
}

func modified() func() int {
	x := 1
	return func() int { x++; return x }
}

func param(p *int) func() *int   { return func() *int { return p } }
func paramStays(p *int) int      { return func() int { return *p }() }
func paramAssigned(n int) func() { return func() { n = 2 } }
func result() (n int) {
	defer func() { n++ }()
	return 1
}

func resultEscapes() (n int) {
	sink = func() { n++ }
	return 1
}

func variable() int {
	f := func(p *int) int { return *p }
	x := 1
	return f(&x)
}

func variableReassigned(c bool) int {
	f := func(p *int) *int { return nil }
	if c {
		f = func(p *int) *int { return p }
	}
	x := 1
	return *f(&x)
}

func variableReassignedReturned(c bool) *int {
	var f func(p *int) *int
	if c {
		f = identity
	} else {
		f = func(*int) *int { return nil }
	}
	x := 1
	return f(&x)
}

func variableUnknown(f func(*int)) {
	g := f
	x := 1
	g(&x)
}

func identity(p *int) *int { return p }

func recursive() int {
	var fib func(n int) int
	fib = func(n int) int {
		if n < 2 {
			return n
		}
		return fib(n-1) + fib(n-2)
	}
	return fib(10)
}

func recursivePointer() *int {
	var walk func(p *int, n int) *int
	walk = func(p *int, n int) *int {
		if n == 0 {
			return p
		}
		return walk(p, n-1)
	}
	x := 1
	return walk(&x, 3)
}

func nested() func() func() int {
	a, b := 1, 2
	return func() func() int {
		c := 3
		b++
		return func() int { c++; return a + b + c }
	}
}

func nestedStays() (n int) {
	func() {
		func() { n++ }()
		p := &n
		func() { *p++ }()
	}()
	return
}

func passed(f func(int) int) int { return f(1) }
func passes() int {
	k := 2
	return passed(func(n int) int { return n * k })
}

func kept(f func()) { sink = f }
func keeps() {
	x := 1
	kept(func() { x++ })
}

func large() func() byte {
	var a [200]byte
	return func() byte { return a[0] }
}

func fitting() func() byte {
	var a [128]byte
	return func() byte { return a[0] }
}

func inStruct() int {
	n := 1
	s := struct{ f, g func() int }{func() int { return n }, nil}
	return s.f()
}

func inSlice() []func() *int {
	x, y := 1, 2
	return []func() *int{func() *int { return &x }, func() *int { return &y }}
}

func returnsInner() *int {
	f := func() *int {
		x := 1
		return &x
	}
	return f()
}

func stores() {
	x := 1
	func() { sinkInt = &x }()
}

func generator() (next func() (int, bool), stop func()) {
	i, done := 0, false
	next = func() (int, bool) { i++; return i, !done }
	stop = func() { done = true }
	return
}

func noCapture() func() { return func() {} }
