package main

// dashes returns memory of a size known only at run time.
func dashes(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = '-'
	}
	return b
}

// spread needs its array only here, but it is too large for the stack.
func spread(n int) int {
	var seen [128<<10 + 1]bool
	seen[n*n%len(seen)] = true
	count := 0
	for _, s := range seen {
		if s {
			count++
		}
	}
	return count
}

func main() {
	println(string(dashes(8)), spread(7))
}
