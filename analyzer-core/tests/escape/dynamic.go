// Package dynamic calls functions that are not known where they are called:
// out of slices, maps, fields, channels and parameters. What such a closure
// returns has to be assumed to reach the heap.
package dynamic

type ops struct {
	get func() *int
	set func(*int)
	two func(a, b *int) (*int, error)
}

var sink *int
var hook func(*int) *int
var hooks = [...]func(*int) *int{func(p *int) *int { return p }, nil}

func fromSlice(i int) *int {
	x := 1
	fs := []func() *int{func() *int { return &x }, func() *int { return nil }}
	return fs[i]()
}

func fromSliceIgnored(i int) {
	x := 1
	fs := []func() *int{func() *int { return &x }}
	fs[i]()
}

func fromSliceRead(i int) int {
	x := 1
	fs := []func() *int{func() *int { return &x }}
	return *fs[i]()
}

func fromField() int {
	x := 1
	o := ops{get: func() *int { return &x }}
	return *o.get()
}

func fromFieldPointer(o *ops) *int {
	x, y := 1, 2
	o.set(&x)
	p, _ := o.two(&y, nil)
	return p
}

func fromMap(m map[string]func(*int)) {
	x := 1
	m["a"](&x)
	if f, ok := m["b"]; ok {
		y := 2
		f(&y)
	}
}

func fromChannel(c chan func() *int) *int { return (<-c)() }

func fromParam(f func(int, ...*int) *int) *int {
	x := 1
	return f(1, &x, nil)
}

func fromParamStays(f func() *int) int { return *f() }

func fromResult() *int {
	x := 1
	return pick(true)(&x)
}

func pick(c bool) func(*int) *int {
	if c {
		return func(p *int) *int { return p }
	}
	return nil
}

func fromGlobal() *int {
	x, y := 1, 2
	if p := hooks[0](&y); p != nil {
		return p
	}
	return hook(&x)
}

func fromAssertion(i any) int {
	x := 1
	return i.(func(*int) int)(&x)
}

func fromTwoClosures(c bool) int {
	x, y := 1, 2
	f := func(p *int) *int { return p }
	if c {
		f = func(*int) *int { return &y }
	}
	return *f(&x)
}

func fromClosureAndParam(c bool, g func(*int) *int) int {
	x := 1
	f := func(p *int) *int { return p }
	if c {
		f = g
	}
	return *f(&x)
}

func fromMethodValues(c bool, n *number) int {
	x := 1
	f := n.add
	if c {
		f = n.sub
	}
	return f(&x)
}

type number int

func (n *number) add(p *int) int { return int(*n) + *p }
func (n *number) sub(p *int) int { sink = p; return int(*n) - *p }

func assignedInClosure() int {
	x := 1
	var f func(*int) int
	set := func() { f = func(p *int) int { return *p } }
	set()
	return f(&x)
}

func addressTaken() int {
	x := 1
	f := func(p *int) int { return *p }
	g := &f
	return (*g)(&x) + f(&x)
}

func immediatelyNested() *int {
	return func() func(*int) *int { return func(p *int) *int { return p } }()(new(int))
}

func converted() int {
	type op func(*int) int
	x := 1
	f := op(func(p *int) int { return *p })
	return f(&x)
}

func defaults(f func() *int) *int {
	if f == nil {
		f = func() *int { return new(int) }
	}
	return f()
}
