package main

// join makes a new string in every round.
func join(words []string) string {
	s := ""
	for _, w := range words {
		s += w + " "
	}
	return s
}

// shout makes two copies: one to change, one to return.
func shout(s string) string {
	b := []byte(s)
	for i, c := range b {
		if 'a' <= c && c <= 'z' {
			b[i] = c - 'a' + 'A'
		}
	}
	return string(b)
}

func main() {
	println(shout(join([]string{"on", "the", "heap"})))
}
