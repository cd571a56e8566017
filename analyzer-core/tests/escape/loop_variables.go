// Package loop_variables is about the variables that each iteration of a loop
// has for itself: which loops gc rewrites for that, and what it prints then.
package loop_variables

type point struct{ x, y int }

func (p *point) move() *point { p.x++; return p }

var sink []*int
var funcs []func() int

func clauses(n int) {
	for i, j := 0, n; i < j; i, j = i+1, j-1 {
		sink = append(sink, &j)
	}
}

func both(n int) {
	for i, j := 0, n; i < j; i, j = i+1, j-1 {
		funcs = append(funcs, func() int { return i + j })
	}
}

func noPost(n int) {
	for i := 0; i < n; {
		sink = append(sink, &i)
		i++
	}
}

func noCondition() {
	for i := 0; ; i++ {
		if i > 3 {
			break
		}
		sink = append(sink, &i)
	}
}

func bare() *int {
	for i := 0; ; {
		p := &i
		*p++
		if i > 3 {
			return p
		}
	}
}

func returned(n int) *int {
	for i := 0; i < n; i++ {
		if i == 3 {
			return &i
		}
	}
	return nil
}

func returnedClosure(xs []int) func() int {
	for _, x := range xs {
		if x == 3 {
			return func() int { return x }
		}
	}
	return nil
}

func returnedBelow(n int) func() []*int {
	for i := 0; i < n; i++ {
		return func() []*int {
			var ps []*int
			for j := 0; j < i; j++ {
				ps = append(ps, &j)
			}
			return ps
		}
	}
	return nil
}

func stays(n int) (sum int) {
	for i := 0; i < n; i++ {
		p := &i
		sum += *p
	}
	for i := range n {
		p := &i
		sum += *p
	}
	return sum
}

func closureStays(n int) (sum int) {
	for i := 0; i < n; i++ {
		add := func() { sum += i; i++ }
		add()
	}
	return sum
}

func keyAndValue(m map[string]int) {
	for k, v := range m {
		funcs = append(funcs, func() int { return len(k) + v })
	}
	for k, v := range m {
		sink = append(sink, &v)
		_ = k
	}
	for k := range m {
		p := &k
		_ = p
	}
}

func overArray(a [4]int) {
	for i, x := range a {
		sink = append(sink, &i, &x)
	}
	for i := range &a {
		sink = append(sink, &a[i])
	}
}

func overChannel(c chan int) {
	for x := range c {
		sink = append(sink, &x)
	}
}

func overInteger() {
	for i := range 10 {
		sink = append(sink, &i)
	}
}

func assigned(n int) {
	var i int
	var x int
	for i = 0; i < n; i++ {
		sink = append(sink, &i)
	}
	for _, x = range sink2 {
		sink = append(sink, &x)
	}
}

var sink2 []int

func continues(n int) {
outer:
	for i := 0; i < n; i++ {
		for j := 0; j < n; j++ {
			if j == i {
				continue
			}
			if j == 3 {
				continue outer
			}
			sink = append(sink, &i, &j)
		}
		switch {
		case i == 2:
			continue
		}
	}
}

func nested(n int) {
	for i := 0; i < n; i++ {
		for j := range i {
			sink = append(sink, &i)
			funcs = append(funcs, func() int { return j })
		}
	}
}

func fields(n int) {
	for p := (point{}); p.x < n; p.x++ {
		sink = append(sink, &p.y)
	}
	for a := [2]int{}; a[0] < n; a[0]++ {
		sink = append(sink, &a[1])
		s := a[:]
		_ = s
	}
	for p := (point{}); p.x < n; {
		p.move()
	}
}

func methodValues(ps []point) {
	var fs []func() *point
	for _, p := range ps {
		fs = append(fs, p.move)
	}
	_ = fs
}

func deferred(n int) {
	for i := 0; i < n; i++ {
		defer func() { sink = append(sink, &i) }()
		go func() { funcs = append(funcs, func() int { return i }) }()
	}
	for i := range n {
		defer func(p *int) { *p = 1 }(&i)
	}
}

func fromCall() {
	for p, err := pair(); err == nil; p, err = pair() {
		sink = append(sink, p, err)
		q := &p
		sink = append(sink, *q)
		funcs = append(funcs, func() int { return *err })
	}
}

func pair() (*int, *int) { return nil, nil }

func large(n int) {
	for a := [1 << 18]int{}; a[0] < n; a[0]++ {
		sink = append(sink, &a[1])
	}
	for _, a := range large2 {
		sink = append(sink, &a[1])
	}
}

var large2 []([1 << 18]int)

func insideClosure(n int) func() {
	return func() {
		for i := 0; i < n; i++ {
			funcs = append(funcs, func() int { n++; return i })
		}
	}
}

func interfaceVariable(xs []any) {
	for _, x := range xs {
		f := func() any { return x }
		_ = f()
	}
	for i := any(0); i != nil; i = nil {
		funcs = append(funcs, func() int { return i.(int) })
	}
}

// The variables of inlined calls, and of calls inlined into those, are counted
// once in the number of the temporary that a captured loop variable gets.

func difference(a, b int) int { return minus(a, b) }

func minus(a, b int) int { return opposite(b) + a }

func opposite(n int) int { return -n }

//go:noinline
func keepCall(f func() *int) { keptCall = f }

var keptCall func() *int

func nestedInlined(rows [][]int) (sum int) {
	for _, row := range rows {
		keepCall(func() *int { return &row[difference(1, sum)] })
		sum += difference(len(row), 1)
	}
	return sum + difference(sum, len(rows))
}
