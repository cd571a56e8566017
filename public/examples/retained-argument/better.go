package main

type event struct {
	id   int
	name string
}

var last event

// record keeps a copy.
func record(e *event) {
	last = *e
}

func main() {
	e := event{1, "start"}
	record(&e)
	println(last.id, last.name)
}
