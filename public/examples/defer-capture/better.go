package main

type file struct{ name string }

func (f *file) close() { println("close", f.name) }

// use defers once and not in a loop: the closure and the file stay in this
// frame, although the closure captures the file by reference.
func use(name string) {
	f := file{name}
	defer func() { f.close() }()
	f.name += " (used)"
}

func main() {
	for _, name := range []string{"a.txt", "b.txt"} {
		use(name)
	}
}
