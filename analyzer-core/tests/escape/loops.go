// Package loops is about loop depth: a value declared outside a loop must not
// point to a new one made in each round; and about loop variables.
package loops

type node struct{ next *node }

var sink *int

func outside() int {
	var p *int
	for i := 0; i < 3; i++ {
		p = new(int)
		*p = i
	}
	return *p
}

func inside() (n int) {
	for i := 0; i < 3; i++ {
		p := new(int)
		n += *p
	}
	return n
}

func chain() int {
	var n *node
	for range 3 {
		n = &node{n}
	}
	if n == nil {
		return 0
	}
	return 1
}

func loopVariable() []*int {
	var ps []*int
	for i := 0; i < 3; i++ {
		ps = append(ps, &i)
	}
	return ps
}

func loopVariableStays() (n int) {
	for i := 0; i < 3; i++ {
		p := &i
		n += *p
	}
	return
}

func loopVariableKept() int {
	var p *int
	for i := 0; i < 3; i++ {
		p = &i
	}
	return *p
}

func loopVariableClosure() (fs [3]func() int) {
	for i := 0; i < 3; i++ {
		fs[i] = func() int { return i }
	}
	return fs
}

func loopVariableChanged() (fs []func()) {
	for i, j := 0, 10; i < j; i, j = i+1, j-1 {
		fs = append(fs, func() { j++ })
	}
	return fs
}

func nested() int {
	var p *int
	for range 2 {
		var q *int
		for range 2 {
			q = new(int)
			p = q
		}
		_ = q
	}
	return *p
}

func sameDepth() int {
	n := 0
	for range 2 {
		var p *int
		if n > 0 {
			p = new(int)
		}
		if p != nil {
			n += *p
		}
		n++
	}
	return n
}

func gotoLoop() int {
	var p *int
	i := 0
loop:
	q := new(int)
	p = q
	if i++; i < 3 {
		goto loop
	}
	return *p
}

func gotoForward(c bool) int {
	var p *int
	if c {
		goto done
	}
	p = new(int)
done:
	if p == nil {
		p = new(int)
	}
	return *p
}

func labelled(m [][]int) (n int) {
	var last *int
outer:
	for i := range m {
		for _, v := range m[i] {
			switch {
			case v == 0:
				continue outer
			case v < 0:
				break outer
			}
			last = &v
			n += *last
		}
	}
	return n
}

func unusedLabelLoop() *int {
	var p *int
start:
	for {
		p = new(int)
		break start
	}
	return p
}

func closureInLoop() (n int) {
	var f func()
	for i := range 3 {
		f = func() { n += i }
		f()
	}
	return n
}

func slicesInLoop() (n int) {
	var keep []int
	for i := range 3 {
		tmp := make([]int, 4)
		lit := []int{i}
		keep = lit
		n += len(tmp) + len(keep)
	}
	return n
}

func boxedInLoop() (n int) {
	var last any
	for i := range 1000 {
		last = i
		if last == nil {
			n++
		}
	}
	return
}

func conditionAndPost() {
	for p := new(int); *p < 3; p = next(p) {
		q := p
		*q++
	}
}

func next(p *int) *int { return p }

func infinite() {
	for {
		x := 1
		if p := &x; *p == 1 {
			return
		}
	}
}

func store(dst *node) {
	for range 3 {
		dst.next = &node{}
		dst = dst.next
	}
}
