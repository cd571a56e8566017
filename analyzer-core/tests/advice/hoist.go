package main

import "fmt"

var kept []any

//go:noinline
func keep(values ...any) { kept = append(kept[:0], values...) }

// Boxed again in each round.
//
//go:noinline
func boxed(prefix string, words []string) {
	for i := range words {
		fmt.Print(prefix, &words[i] == nil, ";")
	}
	fmt.Println()
}

type point struct{ x, y int }

//go:noinline
func field(p point, n int) {
	for range n {
		keep(p.x)
	}
}

//go:noinline
func text(s string) { sink = s }

var sink string

// The same string in each round.
//
//go:noinline
func joined(dir string, n int) {
	for range n {
		text(dir + "/index")
	}
}

// A buffer that is not kept.
//
//go:noinline
func buffer(rows [][]int, width []int) (sum int) {
	for _, row := range rows {
		buf := make([]int, len(width))
		copy(buf, row)
		sum += buf[len(buf)-1]
	}
	return sum
}

// Not: it changes in the loop.
//
//go:noinline
func changes(n int) {
	for range n {
		n++
		keep(n)
		if n > 5 {
			break
		}
	}
}

// Not: it belongs to the round.
//
//go:noinline
func own(words []string) {
	for _, w := range words {
		keep(w)
	}
}

// Not: the length may be negative, which would be found out too early.
//
//go:noinline
func negative(rows [][]int, n int) (sum int) {
	for _, row := range rows {
		buf := make([]int, n)
		copy(buf, row)
		sum += buf[0]
	}
	return sum
}

func main() {
	boxed("a", []string{"b", "c"})
	field(point{1000, 2000}, 2)
	joined("dir", 2)
	changes(4)
	own([]string{"x"})
	println(sink, buffer([][]int{{1, 2}, {3}}, []int{0, 0}), negative([][]int{{1}}, 9))
}
