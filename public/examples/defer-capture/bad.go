package main

type file struct{ name string }

func (f *file) close() { println("close", f.name) }

// closeAll defers in a loop: the number of waiting calls is not known, so each
// closure is on the heap, and with it each file it refers to.
func closeAll(names []string) {
	for _, name := range names {
		f := file{name}
		defer func() { f.close() }()
	}
}

func main() {
	closeAll([]string{"a.txt", "b.txt"})
}
