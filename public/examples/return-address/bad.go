package main

type point struct{ x, y int }

// newPoint hands out the address of its own variable, so the variable has to
// outlive the call.
func newPoint(x, y int) *point {
	p := point{x, y}
	return &p
}

func main() {
	p := newPoint(3, 4)
	println(p.x*p.x + p.y*p.y)
}
