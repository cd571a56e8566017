package main

type record struct {
	id   int
	data [30]int
}

// index boxes each record: the map holds an interface, the interface a
// pointer to a copy on the heap.
func index(records []record) int {
	byID := map[int]any{}
	for _, r := range records {
		byID[r.id] = r
	}
	r, _ := byID[2].(record)
	return r.data[0]
}

func main() {
	records := []record{{id: 1}, {id: 2, data: [30]int{7}}}
	println(index(records))
}
