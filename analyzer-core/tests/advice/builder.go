package main

//go:noinline
func join(words []string) string {
	s := ""
	for _, w := range words {
		s += w
	}
	return s
}

//go:noinline
func list(words []string) string {
	var out string
	for i, w := range words {
		if i > 0 {
			out += ", " + w
		} else {
			out += w
		}
	}
	println(len(out))
	return out
}

//go:noinline
func runes(word string) string {
	text := "<"
	for _, r := range word {
		text += string(r) + "'"
	}
	return text + ">"
}

//go:noinline
func bytes(a, b string) []byte {
	return []byte(a + ":" + b)
}

// Not: only once.
//
//go:noinline
func once(a, b string) string {
	s := a
	s += b
	return s
}

// Not: it begins anew.
//
//go:noinline
func anew(words []string) string {
	s := ""
	for _, w := range words {
		s += w
		if len(s) > 3 {
			s = ""
		}
	}
	return s
}

// Not: a closure has it.
//
//go:noinline
func captured(words []string) string {
	s := ""
	add := func(w string) { s += w }
	for _, w := range words {
		add(w)
	}
	return s
}

func main() {
	words := []string{"on", "the", "heap"}
	println(join(words), list(words), runes("héap"), string(bytes("a", "b")))
	println(once("a", "b"), anew(words), captured(words))
}
