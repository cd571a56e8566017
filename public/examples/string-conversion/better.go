package main

import "strings"

// shout writes everything into one buffer of the right size; the buffer
// becomes the string without being copied.
func shout(words []string) string {
	n := 0
	for _, w := range words {
		n += len(w) + 1
	}
	var sb strings.Builder
	sb.Grow(n)
	for _, w := range words {
		for _, c := range []byte(w) {
			if 'a' <= c && c <= 'z' {
				c -= 'a' - 'A'
			}
			sb.WriteByte(c)
		}
		sb.WriteByte(' ')
	}
	return sb.String()
}

func main() {
	println(shout([]string{"one", "buffer"}))
}
