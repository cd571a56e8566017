// Package unused assigns variables that nobody reads. Assignments without
// effect to such variables are dropped before the analysis, and with them
// whatever they would have made escape.
package unused

var sink *int

func pointer() {
	x := 1
	p := &x
	_ = p
}

func pointerChain() *int {
	x := 1
	p := &x
	q := p
	r := q
	_ = r
	return nil
}

func neverRead() *int {
	x, y := 1, 2
	p := &x
	q := p
	q = &y
	_ = q
	return p
}

func onlyAssigned(p *int) {
	var q *int
	q = p
	q = nil
	_ = q
}

func closureDropped() {
	x := 1
	f := func() *int { return &x }
	_ = f
}

func closureKept() {
	x := 1
	f := func() *int { return &x }
	g := f
	_ = g
	sink = f()
}

func closureReads() {
	x := 1
	p := &x
	q := p
	f := func() { _ = q }
	f()
}

func inClosure() func() {
	return func() {
		x := 1
		p := &x
		var i any = x
		_, _ = p, i
	}
}

func boxed(n int, s string) {
	var i any = n
	_ = i
	var j any
	j = s
	_ = j
	_ = any(n)
}

func effects(m map[string]*int, c chan *int) {
	a := m["a"]
	_ = a
	b := <-c
	_ = b
	d := new(int)
	_ = d
	e := []int{1}
	_ = e
	f := &struct{ n int }{1}
	_ = f
	g := result()
	_ = g
}

func result() *int { return new(int) }

func pairs(p, q *int) {
	a, b := p, q
	_, _ = a, b
	c, _ := p, q
	_ = c
	d, e := result(), &struct{}{}
	_, _ = d, e
	a, b = b, a
}

func param(p *int) {
	p = new(int)
	_ = p
}

func paramReassigned(p, q *int) {
	p = q
	p = nil
}

func named() (p *int) {
	x := 1
	p = &x
	p = nil
	return
}

func converted(b []byte) {
	s := string(b)
	_ = s
	t := s + "x"
	_ = t
	_ = []byte(t)
}

func compared(p *int) {
	x := 1
	_ = p == &x
	ok := p != nil
	_ = ok
}

func loop(xs []*int) {
	var last *int
	for _, x := range xs {
		last = x
	}
	_ = last
}

func blankCalls() {
	_, _ = new(int), []int{1, 2}
	_ = make([]int, 3)
	_ = func() {}
	_ = *new(int)
	var _ any = 1
	var _, _ = 2, &struct{ p *int }{}
}
