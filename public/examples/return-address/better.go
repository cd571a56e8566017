package main

type point struct{ x, y int }

// makePoint returns a value: the caller gets a copy.
func makePoint(x, y int) point {
	return point{x, y}
}

// set fills a point that belongs to the caller.
func (p *point) set(x, y int) {
	p.x, p.y = x, y
}

func main() {
	p := makePoint(3, 4)
	println(p.x*p.x + p.y*p.y)

	var q point
	q.set(6, 8)
	println(q.x*q.x + q.y*q.y)
}
