// Package address takes addresses of locals and parameters and sends them
// somewhere: nowhere, to a result, to a global, through other pointers.
package address

var sink *int
var sink2 **int

func stays() int {
	x := 1
	p := &x
	*p++
	return x
}

func returned() *int {
	x := 1
	return &x
}

func returnedLater(again bool) *int {
	var p *int
	x, y := 1, 2
	if again {
		p = &x
	} else {
		p = &y
	}
	return p
}

func global() {
	x := 3
	sink = &x
}

func twoLevels() {
	x := 1
	p := &x
	sink2 = &p
}

func twoLevelsOnlyInner() *int {
	x := 1
	p := &x
	pp := &p
	return *pp
}

func copied() int {
	x := 1
	p := &x
	q := p
	r := q
	return *r
}

func paramAddress(n int) *int { return &n }

func paramAddressStays(n int) int {
	p := &n
	return *p
}

func addressOfResult() (n int) {
	sink = &n
	return 1
}

func derefThenAddress(p *int) *int { return &*p }

func swap(a, b *int) { *a, *b = *b, *a }

func swapPointers(a, b **int) { *a, *b = *b, *a }

func triple() ***int {
	x := 1
	p := &x
	q := &p
	return &q
}

func throughLocals(n *int) *int {
	a := n
	var b *int
	b = a
	c := &b
	d := &c
	return **d
}

func overwritten(p *int) {
	p = new(int)
	sink = p
}

func conditional(p, q *int, which bool) (r *int) {
	r = p
	if which {
		r = q
	}
	return
}

func news() (*int, *string) {
	a := new(int)
	b := new(string)
	c := new([4]int)
	c[0] = *a
	return a, b
}

func newsWithValue(n int) *int {
	a := new(n)
	b := new(3.5)
	_ = *b
	s := new("text")
	println(*s)
	q := new(n + 1)
	sink = q
	return a
}

func compare(p *int) bool {
	x := 1
	return p == &x
}
