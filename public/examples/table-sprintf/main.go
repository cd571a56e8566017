package main

import (
	"fmt"
	"strconv"
)

// label boxes n for fmt.
func label(n int) string {
	return fmt.Sprintf("item %d", n)
}

// constant boxes 1. That escapes too, says the compiler, but it allocates
// nothing: the box is read-only data in the program.
func constant() string {
	return fmt.Sprintf("item %d", 1)
}

// appendLabel formats into memory of the caller's.
func appendLabel(dst []byte, n int) []byte {
	dst = append(dst, "item "...)
	return strconv.AppendInt(dst, int64(n), 10)
}

var number = 4200

func main() {
	var buf [32]byte
	println(label(number), constant(), len(appendLabel(buf[:0], number)))
}
