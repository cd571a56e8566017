package main

type event struct{ id int }

var last *event

// Stored by a function.
//
//go:noinline
func record(e *event) { last = e }

//go:noinline
func first() {
	e := event{1}
	record(&e)
}

var current *event

// Stored at once.
//
//go:noinline
func second(id int) {
	e := event{id}
	current = &e
}

var changed *event

// Not: the variable changes afterwards.
//
//go:noinline
func third() {
	e := event{3}
	changed = &e
	e.id = 4
}

var optional *event

// Not: compared with nil.
//
//go:noinline
func fourth() {
	e := event{5}
	optional = &e
}

var written *event

// Not: written to through the pointer.
//
//go:noinline
func fifth() {
	e := event{6}
	written = &e
	written.id++
}

func main() {
	first()
	second(2)
	third()
	fourth()
	fifth()
	println(last.id, (*current).id, changed.id, written.id)
	if optional != nil {
		println(optional.id)
	}
}
