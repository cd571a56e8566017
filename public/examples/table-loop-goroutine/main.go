package main

// captured starts a goroutine per element. Each iteration has an i of its own;
// a copy of it is in the closure, and the closure is on the heap.
func captured(xs []int, done chan<- int) {
	for i := range xs {
		go func() { done <- xs[i] }()
	}
}

// copied does what was needed before Go 1.22. Now it changes nothing.
func copied(xs []int, done chan<- int) {
	for i := range xs {
		j := i
		go func() { done <- xs[j] }()
	}
}

// passed has a parameter instead. That needs two closures: this one, and one
// made by the compiler that keeps the argument until the goroutine runs.
func passed(xs []int, done chan<- int) {
	for i := range xs {
		go func(j int) { done <- xs[j] }(i)
	}
}

func main() {
	xs := []int{1, 2, 3}
	done := make(chan int, 3*len(xs))
	captured(xs, done)
	copied(xs, done)
	passed(xs, done)
	sum := 0
	for i := 0; i < cap(done); i++ {
		sum += <-done
	}
	println(sum)
}
