// Loops of benchmarks: what they compute is kept alive.
package bench

import "testing"

type pair struct {
	a, b int
	next *pair
}

func (p pair) val(x int)   {}
func (p *pair) ptr() *pair { return p }

type doer interface {
	do(p *int)
	get() int
}

var global int
var table map[string]int

func sum(xs ...int) int {
	total := 0
	for _, x := range xs {
		total += x
	}
	return total
}
func two() (int, *int)   { return 1, new(int) }
func take(p *int)        {}
func anys(xs ...any)     {}
func nothing()           {}
func channel() chan int  { return nil }
func seq(func(int) bool) {}

func assignments(b *testing.B) {
	var t pair
	array := [4]int{}
	slice := make([]int, 4)
	x := 1
	p := &x
	for b.Loop() {
		y := 5
		y = 6
		_ = sum(3)
		_, q := two()
		_ = q
		t.a = y
		array[1] = 4
		slice[2] = 5
		*p = 6
		global = 7
		table["a"] = 8
		x += 2
		x++
		slice = append(slice, 1)
		v, ok := table["q"]
		_, _ = v, ok
		var z int
		var _ = z
		t.ptr().a = 4
		*t.ptr() = t
		a, p2 := two()
		*p2, a = 3, 4
		_ = a
	}
}

func calls(b *testing.B, i doer) {
	var t pair
	x := 1
	p := &x
	for b.Loop() {
		sum(1, 2, x)
		two()
		take(p)
		take(new(int))
		take(&x)
		take(nil)
		anys(x, "a", t)
		anys()
		anys([]any{1, 2}...)
		nothing()
		t.val(x)
		t.val(3)
		t.ptr()
		i.do(&x)
		i.get()
		print("a", x, 1+x)
		delete(table, "a")
		copy([]int{1}, []int{2})
		func() { sum(8) }()
		f := func(p *int) { *p = 1 }
		f(new(int))
		go take(&x)
		defer nothing()
	}
}

func statements(b *testing.B, c chan int, v any) {
	for b.Loop() {
		if len(c) > 3 {
			sum(4)
		} else {
			z := 3
			_ = z
		}
		switch len(c) {
		case 1:
			sum(5)
		}
		for i := 0; i < 3; i++ {
			sum(i)
		}
		for _, x := range []int{1} {
			take(&x)
		}
		for x := range seq {
			sum(x)
			if x > 3 {
				break
			}
		}
		select {
		case x := <-c:
			sum(x)
		case c <- 1:
			take(nil)
		default:
			sum()
		}
		switch t := v.(type) {
		case int:
			sum(t)
		case string, nil:
			nothing()
		}
	L:
		for j := range 3 {
			sum(j)
			continue L
		}
		x, ok := <-c
		_, ok = v.(int)
		_, _ = x, ok
		channel() <- 1
	}
	for i := 0; i < b.N; i++ {
		sum(i)
	}
}

func literal(b *testing.B) {
	b.Run("x", func(b *testing.B) {
		n := 0
		for b.Loop() {
			n++
			sum(n)
		}
	})
}

func generic[T any](b *testing.B, x T, f func(T)) {
	for b.Loop() {
		f(x)
		y := x
		_ = y
		anys(x)
	}
}

func instances(b *testing.B) {
	generic(b, 1, func(int) {})
	generic(b, "", func(string) {})
}

func upTo(n int) func(func(int) bool) {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				return
			}
		}
	}
}

func numbers(n int) []int { return make([]int, n) }

// What is inlined is the body without what keeps things alive.
func overFunctions(b *testing.B) {
	for i := range upTo(3) {
		for j := range upTo(i) {
			for b.Loop() {
				sum(i + j)
				p := &j
				*p = numbers(3)[0]
				for k := range upTo(j) {
					if k == 1 {
						continue
					}
					nothing()
				}
			}
		}
	}
}

// A captured variable that is kept alive is still captured by value.
func captured(b *testing.B) {
	for i := range upTo(3) {
		b.Run("x", func(b *testing.B) {
			for b.Loop() {
				for j := range upTo(i) {
					func() {
						for b.Loop() {
							sum(j)
							r := numbers(j)
							_ = r
						}
					}()
				}
			}
		})
	}
}
