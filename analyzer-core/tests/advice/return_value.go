package main

type point struct{ x, y int }

func (p *point) move(d int) { p.x += d }

func (p point) sum() int { return p.x + p.y }

//go:noinline
func length(p *point) int { return p.x*p.x + p.y*p.y }

// The caller reads fields and calls methods.
//
//go:noinline
func read() *point {
	p := point{1, 2}
	p.y++
	return &p
}

// The caller passes the pointer on.
//
//go:noinline
func passed() *point {
	return &point{3, 4}
}

// A pointer that is returned by its name.
//
//go:noinline
func filled(x int) *point {
	p := new(point)
	p.x = x
	return p
}

//go:noinline
func array() *[4]int {
	return &[4]int{1, 2, 3, 4}
}

// Not: callers compare with nil.
//
//go:noinline
func compared(ok bool) *point {
	if !ok {
		return nil
	}
	return &point{5, 6}
}

// Not: two variables have the same pointer.
//
//go:noinline
func shared() *point {
	return &point{7, 8}
}

// Not: what is deferred changes the value after the return.
//
//go:noinline
func deferred() *point {
	p := point{9, 10}
	defer func() { p.x = 11 }()
	return &p
}

var kept *point

// Not: there is another pointer to it.
//
//go:noinline
func stored() *point {
	p := point{12, 13}
	kept = &p
	return &p
}

// Not: it is used as a value.
//
//go:noinline
func value() *point {
	return &point{14, 15}
}

func main() {
	p := read()
	p.move(1)
	println(p.x, p.y, p.sum(), (*p).x)
	q := passed()
	println(length(q), q.x)
	println(filled(5).x, *array() == [4]int{1, 2, 3, 4})
	if c := compared(true); c != nil {
		println(c.x)
	}
	s := shared()
	t := s
	t.x = 1
	println(s.x, deferred().x)
	kept.x = stored().x + 1
	println(kept.x)
	f := value
	println(f().x)
}
