package main

type writer interface{ write(b []byte) int }

type counter struct{ n int }

func (c *counter) write(b []byte) int {
	c.n += len(b)
	return len(b)
}

type null struct{}

func (null) write(b []byte) int { return 0 }

// All callers pass a *counter.
//
//go:noinline
func greet(w writer, name string) {
	line := make([]byte, 0, 64)
	line = append(line, name...)
	w.write(line)
}

// Assigned twice, the same type each time.
//
//go:noinline
func twice(again bool) int {
	var w writer = &counter{}
	if again {
		w = &counter{n: 1}
	}
	buf := make([]byte, 8)
	return w.write(buf)
}

// Boxed for a function of this package.
//
//go:noinline
func accept(v any) bool {
	stored = v
	return true
}

var stored any

// A map whose elements are all of one type.
//
//go:noinline
func elements(n int) int {
	squares := map[int]any{}
	for i := range n {
		squares[i] = i * 1000
	}
	last, ok := squares[n-1].(int)
	if !ok {
		return 0
	}
	return last
}

//go:noinline
func list(words []string) (length int) {
	var all []any = []any{}
	items := []any{}
	for _, w := range words {
		items = append(items, w+"!")
	}
	for _, item := range items {
		length += len(item.(string))
	}
	return length + len(all)
}

// Not: two types.
//
//go:noinline
func either(w writer, name string) {
	line := make([]byte, 0, 64)
	line = append(line, name...)
	w.write(line)
}

// Not: compared with nil.
//
//go:noinline
func compared(w writer) int {
	if w == nil {
		return 0
	}
	buf := make([]byte, 8)
	return w.write(buf)
}

// Not: an assertion for another type.
//
//go:noinline
func mixed(n int) int {
	m := map[int]any{}
	for i := range n {
		m[i] = i * 1000
	}
	s, _ := m[0].(string)
	return len(s)
}

func main() {
	c := &counter{}
	greet(c, "gopher")
	println(c.n, twice(true), accept(c.n*1000), elements(3), list([]string{"a", "b"}))
	either(c, "a")
	either(null{}, "b")
	println(compared(c), mixed(2))
}
