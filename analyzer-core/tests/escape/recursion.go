// Package recursion has functions that are analysed together because they
// call each other: directly, mutually, through methods and closures.
package recursion

type node struct {
	left, right *node
	val         *int
}

var sink *int

func self(p *int, n int) *int {
	if n == 0 {
		return p
	}
	return self(p, n-1)
}

func selfLocal(p *int, n int) int {
	if n == 0 {
		return *p
	}
	x := n
	return selfLocal(&x, n-1)
}

func selfReturned(p *int, n int) *int {
	x := n
	if n == 0 {
		return p
	}
	return selfReturned(&x, n-1)
}

func even(p *int, n int) *int {
	if n == 0 {
		return nil
	}
	return odd(p, n-1)
}

func odd(p *int, n int) *int {
	if n == 0 {
		return p
	}
	return even(p, n-1)
}

func ping(p *int, n int) {
	if n == 0 {
		sink = p
	} else {
		pong(&n, n-1)
	}
}

func pong(q *int, n int) { ping(q, n-1) }

func callsThem() int {
	x, y, z, w := 1, 2, 3, 4
	self(&x, 1)
	sink = even(&y, 2)
	ping(&z, 3)
	return selfLocal(&w, 4)
}

func (n *node) walk(visit func(*node)) {
	if n == nil {
		return
	}
	n.left.walk(visit)
	visit(n)
	n.right.walk(visit)
}

func (n *node) sum() (total int) {
	n.walk(func(m *node) { total += *m.val })
	return total
}

func (n *node) find(v int) *node {
	switch {
	case n == nil || *n.val == v:
		return n
	case v < *n.val:
		return n.left.find(v)
	}
	return n.right.find(v)
}

func swapArgs(a, b *int, n int) (*int, *int) {
	if n == 0 {
		return a, b
	}
	return swapArgs(b, a, n-1)
}

func deeper(p **int, n int) *int {
	if n == 0 {
		return *p
	}
	q := *p
	return deeper(&q, n-1)
}

func grows(p *node, n int) *node {
	if n == 0 {
		return p
	}
	return grows(&node{left: p}, n-1)
}

func viaClosure(n int) *int {
	f := func() *int { return viaClosure(n - 1) }
	if n > 0 {
		return f()
	}
	return &n
}

func viaDefer(p *int, n int) {
	if n > 0 {
		defer viaDefer(&n, n-1)
	}
}

func viaGo(p *int, n int) {
	if n > 0 {
		go viaGo(p, n-1)
	}
}

func viaVariable(p *int) *int {
	f := viaVariable
	return f(p)
}

func unusedParam(_ *int, p *int, n int) {
	if n > 0 {
		unusedParam(p, nil, n-1)
	}
}

func a(p *int) *int { return b(p) }
func b(p *int) *int { return c(p, new(int)) }
func c(p, q *int) *int {
	if *p > 0 {
		return a(q)
	}
	return p
}

type expr interface{ eval() int }
type sum struct{ l, r expr }
type lit int

func (s *sum) eval() int { return s.l.eval() + s.r.eval() }
func (l lit) eval() int  { return int(l) }

func evaluate() int {
	e := &sum{lit(1), &sum{lit(2), lit(1000)}}
	return e.eval()
}
