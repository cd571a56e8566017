package main

type stat struct{ sum, count int }

type large struct{ data [40]int }

//go:noinline
func count(words []string) (total int) {
	seen := make(map[string]*int)
	for _, w := range words {
		if p, ok := seen[w]; ok {
			*p += 2
			continue
		}
		n := 1
		seen[w] = &n
	}
	for _, n := range seen {
		total += *n
	}
	return total
}

//go:noinline
func fields(words []string) int {
	stats := map[string]*stat{}
	for i, w := range words {
		stats[w] = &stat{sum: i, count: 1}
	}
	return stats["a"].sum + len(stats)
}

//go:noinline
func made(words []string) int {
	zeros := map[string]*[2]int{}
	for _, w := range words {
		zeros[w] = new([2]int)
	}
	delete(zeros, "b")
	return len(zeros)
}

// Not: written to through the pointer.
//
//go:noinline
func written(words []string) int {
	stats := map[string]*stat{}
	for _, w := range words {
		if s := stats[w]; s != nil {
			s.count++
			continue
		}
		stats[w] = &stat{count: 1}
	}
	return stats["a"].count
}

// Not: the variable is used afterwards.
//
//go:noinline
func shared(words []string) int {
	last := map[string]*int{}
	total := 0
	for i, w := range words {
		n := i
		last[w] = &n
		n++
		total += *last[w]
	}
	return total
}

// Not: the map would allocate them.
//
//go:noinline
func huge(words []string) int {
	m := map[string]*large{}
	for _, w := range words {
		m[w] = &large{}
	}
	return len(m)
}

// Not: the map leaves.
//
//go:noinline
func leaves(words []string) map[string]*int {
	m := map[string]*int{}
	for i, w := range words {
		n := i
		m[w] = &n
	}
	return m
}

func main() {
	words := []string{"a", "b", "a", "c"}
	println(count(words), fields(words), made(words), written(words), shared(words), huge(words), len(leaves(words)))
}
