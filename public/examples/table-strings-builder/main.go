package main

import (
	"bytes"
	"strings"
)

// once keeps the Builder on the stack; its buffer is on the heap and becomes
// the string.
func once(words []string) string {
	var sb strings.Builder
	sb.Grow(64)
	for _, w := range words {
		sb.WriteString(w)
	}
	return sb.String()
}

// lengths reuses a bytes.Buffer: Reset keeps its memory. Reset of a
// strings.Builder would let go of it, since a string may share it.
func lengths(words []string) (sum int) {
	var buf bytes.Buffer
	for _, w := range words {
		buf.Reset()
		buf.WriteString(w)
		buf.WriteByte('!')
		sum += buf.Len()
	}
	return sum
}

func main() {
	words := []string{"on", "the", "stack"}
	println(once(words), lengths(words))
}
