package main

// count keeps the numbers themselves in the map.
func count(words []string) int {
	counts := map[string]int{}
	for _, w := range words {
		counts[w]++
	}
	return counts["go"]
}

func main() {
	println(count([]string{"go", "heap", "go"}))
}
