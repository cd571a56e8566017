package main

type pair struct{ a, b int }

// A slice whose size is an argument.
//
//go:noinline
func made(n int) []int {
	s := make([]int, n)
	for i := range s {
		s[i] = i
	}
	return s
}

// Without a name.
//
//go:noinline
func direct(n int) []byte {
	return make([]byte, n)
}

// Appended to.
//
//go:noinline
func grown(words ...string) []string {
	out := make([]string, 0, 8)
	out = append(out, words...)
	return out
}

// A part of an array.
//
//go:noinline
func part() []int {
	var a [8]int
	for i := range a {
		a[i] = i * i
	}
	return a[2:4]
}

// An object among several results.
//
//go:noinline
func object(a int) (*pair, bool) {
	p := &pair{a: a}
	p.b = a * 2
	return p, a > 0
}

// Not: the caller keeps all of them.
//
//go:noinline
func kept(n int) []int {
	return make([]int, n)
}

// Not: made in a loop.
//
//go:noinline
func looped(n int) (last *pair) {
	for i := range n {
		p := &pair{a: i}
		last = p
	}
	return last
}

var all [][]int

func main() {
	println(len(made(5)), made(7)[6], len(direct(3)))
	for _, w := range grown("a", "b") {
		println(w)
	}
	println(part()[1])
	p, ok := object(4)
	println(p.a, p.b, ok)
	for i := range 3 {
		all = append(all, kept(i+1))
	}
	println(len(all), looped(3).a)
}
