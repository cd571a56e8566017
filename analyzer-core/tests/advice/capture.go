package main

type config struct {
	name    string
	retries int
	rest    [40]int
}

//go:noinline
func start(f func()) { queue = append(queue, f) }

var queue []func()

func run() {
	for _, f := range queue {
		f()
	}
	queue = queue[:0]
}

// Assigned to before the closures exist, not after. (Outside of a loop gc sees
// that itself.)
//
//go:noinline
func before(n int) {
	level := n
	if n > 2 {
		level = 2
	}
	for range 2 {
		start(func() { println("level", level) })
	}
}

// Too large to be copied, and only two fields are used.
//
//go:noinline
func parts(retries int) {
	c := config{name: "c", retries: retries}
	c.retries++
	start(func() { println(c.name, c.retries) })
}

// Arguments need a second closure.
//
//go:noinline
func arguments(xs []int, done chan int) {
	for i, x := range xs {
		go func(n int, d chan<- int) { d <- n + i }(x*2, done)
	}
}

// Not: assigned to afterwards.
//
//go:noinline
func after(n int) {
	level := n
	start(func() { println("level", level) })
	level = 2
}

// Not: the next round assigns again.
//
//go:noinline
func rounds(n int) {
	last := 0
	for i := range n {
		last = i
		start(func() { println("last", last) })
	}
}

// Not: the closure assigns.
//
//go:noinline
func counts() {
	n := 0
	start(func() { n++; println("n", n) })
}

// Not: two closures have it.
//
//go:noinline
func two(n int) {
	level := n
	level++
	for range 2 {
		start(func() { println("level", level) })
		start(func() { println("level", level) })
	}
}

// Not: somebody has its address.
//
//go:noinline
func address() {
	n := 1
	p := &n
	n = 2
	start(func() { println("n", n) })
	*p = 3
}

func main() {
	before(5)
	parts(3)
	after(1)
	rounds(3)
	counts()
	two(1)
	address()
	run()
	done := make(chan int, 3)
	arguments([]int{1, 2, 3}, done)
	println(<-done + <-done + <-done)
}
