package main

import (
	"bytes"
	"io"
)

// greet knows what it calls: (*bytes.Buffer).Write copies its argument.
func greet(w *bytes.Buffer, name string) {
	line := make([]byte, 0, 64)
	line = append(line, "hello, "...)
	line = append(line, name...)
	w.Write(append(line, '\n'))
}

func main() {
	var buf bytes.Buffer
	greet(&buf, "gopher")

	// Assigned once, so the compiler knows what is in it and calls the
	// method directly.
	var w io.Writer = &bytes.Buffer{}
	w.Write([]byte("bye"))
	println(buf.String())
}
