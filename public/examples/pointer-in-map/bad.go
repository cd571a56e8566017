package main

// count keeps pointers in a map. Whatever is put into a map must be on the
// heap, even though this map does not leave the function.
func count(words []string) int {
	counts := map[string]*int{}
	for _, w := range words {
		if p := counts[w]; p != nil {
			*p++
			continue
		}
		n := 1
		counts[w] = &n
	}
	return *counts["go"]
}

func main() {
	println(count([]string{"go", "heap", "go"}))
}
