// Package godefer starts goroutines and defers calls with every kind of
// callee, at the top of a function and in loops.
package godefer

type object struct{ p *int }

type closer interface{ close(p *int) error }

func (o *object) close(p *int) error { return nil }
func (o *object) keep(p *int)        { o.p = p }
func (o object) show()               {}
func (o *object) self() *object      { return o }

var sink *int

func use(p *int)         {}
func leak(p *int)        { sink = p }
func result(p *int) *int { return p }
func many(ps ...*int)    {}
func anys(vs ...any)     {}
func pair() (*int, *int) { return new(int), new(int) }
func two(a, b *int)      {}

func deferClosure() (n int) {
	x := 1
	defer func() { n += x }()
	x = 2
	return
}

func deferClosureArgs() {
	x := 1
	defer func(p *int) { *p = 2 }(&x)
}

func deferFunction() {
	x, y := 1, 2
	defer use(&x)
	defer leak(&y)
	defer result(new(int))
}

func deferMethods(c closer) {
	var o object
	x, y := 1, 2
	defer o.close(&x)
	defer o.keep(&y)
	defer o.show()
	defer c.close(new(int))
	f := o.show
	defer f()
	defer o.self().show()
	defer (*object).keep(&o, new(int))
}

func deferBuiltins(m map[string]*int, c chan int, s []int) {
	defer close(c)
	defer delete(m, "a")
	defer println("bye", len(s))
	defer print(*m["b"])
	defer copy(s, []int{1})
	defer clear(m)
	defer recover()
	defer panic("stop")
}

func deferVariadic(n int) {
	defer many(new(int), &n)
	defer anys(n, "text", nil, object{})
	defer two(pair())
}

func deferVariable(f func(*int), fs []func()) {
	x := 1
	defer f(&x)
	defer fs[0]()
}

func deferInLoop(n int) {
	for i := range n {
		x := i
		defer use(&x)
		defer func() { x++ }()
	}
}

func deferInLabelLoop() {
	i := 0
again:
	defer func() { println(i) }()
	if i++; i < 3 {
		goto again
	}
}

func deferInBranch(c bool) {
	if c {
		x := 1
		defer use(&x)
	}
	switch {
	case c:
		defer func() {}()
	}
}

func goClosure(n int) {
	x := 1
	go func() { x += n }()
	x++
	go func() { println(n) }()
}

func goFunction() {
	x := 1
	go use(&x)
	go leak(new(int))
	go result(new(int))
}

func goMethods(c closer, o object) {
	var p object
	go p.keep(new(int))
	go o.show()
	go c.close(new(int))
	go p.self().show()
}

func goBuiltins(c chan int, s []byte) {
	go close(c)
	go println("x", string(s))
	go copy(s, "abc")
}

func goVariadic(n int) {
	go many(&n)
	go anys(n, "a")
	go two(pair())
}

func goLoop(xs []int) {
	for i, x := range xs {
		go func() { println(i, x) }()
		go func(n int) { println(n) }(i)
	}
}

func goVariable(f func(*int)) {
	go f(new(int))
	g := func(p *int) { *p = 1 }
	go g(new(int))
}

func goReceiver() {
	o := &object{}
	go o.close(nil)
	defer func() {
		if r := recover(); r != nil {
			println("recovered")
		}
	}()
}

func deferInClosure() func() {
	return func() {
		x := 1
		defer leak(&x)
		defer use(new(int))
	}
}

func deferResult() (err error) {
	o := &object{}
	defer func(o *object) { err = o.close(nil) }(o)
	return nil
}

func pairOf() (int, *int) { return 1, new(int) }

func takes(n int, p *int) {}

func onceMore(yield func(int) bool) { yield(1) }

// The first of several values is copied where the variable stands that was
// declared last; those of loops over functions stand nowhere.
func several(xs []int) {
	go takes(pairOf())
	for i := range xs {
		_ = i
		defer takes(pairOf())
	}
	func() {
		go takes(pairOf())
	}()
	go (takes)(pairOf())
	for x := range onceMore {
		_ = x
		defer takes(pairOf())
	}
	go takes(pairOf())
}
