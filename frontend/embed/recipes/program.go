package main

type point struct{ x, y int }

//sample:start
func newPoint(x, y int) *point {
	p := point{x, y}
	return &p
}
//sample:end

func main() {
	p := newPoint(3, 4)
	println(p.x*p.x + p.y*p.y)
}
