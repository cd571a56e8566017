package main

import (
	"bytes"
	"io"
	"os"
)

// greet calls a method that is known only at run time: it might keep line, so
// line goes to the heap.
func greet(w io.Writer, name string) {
	line := make([]byte, 0, 64)
	line = append(line, "hello, "...)
	line = append(line, name...)
	w.Write(append(line, '\n'))
}

func main() {
	var w io.Writer = os.Stdout
	if len(os.Args) > 1 {
		w = &bytes.Buffer{}
	}
	greet(w, "gopher")
}
