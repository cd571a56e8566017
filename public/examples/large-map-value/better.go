package main

type record struct {
	id   int
	data [30]int
}

// index maps an id to a place: the records stay where they are.
func index(records []record) int {
	byID := map[int]int{}
	for i := range records {
		byID[records[i].id] = i
	}
	return records[byID[2]].data[0]
}

func main() {
	records := []record{{id: 1}, {id: 2, data: [30]int{7}}}
	println(index(records))
}
