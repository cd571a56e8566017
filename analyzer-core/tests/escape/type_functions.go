// Package typefuncs has types whose values gc compares and hashes by functions
// that it makes, and functions that it makes for assembly code.
package typefuncs

import _ "unsafe"

type I interface{ M() }

type key struct {
	s string
	n int
}

type E struct {
	i I
	b bool
}

type F struct {
	e *E
	m map[key]int
	a map[[3]string]int
	b map[[64]key]bool
	p map[struct {
		f float64
		g float32
		i any
		j I
		_ byte
		x [40]byte
		y int32
		c complex128
	}]int
}

func (*F) M() {}

type G struct {
	s, t string
	u    [2]byte
}

func (*G) M() {}

// The value of a package variable is converted when the assignment is checked,
// which asks for no method table.
var _ I = (*G)(nil)

func table() I { return (*F)(nil) }

//go:linkname keep
func keep(p *int, rest ...string) (q *int, err error) {
	sink = rest
	return p, nil
}

//go:linkname two other.two
func two(p *int) (*int, []string) { return p, sink }

//go:linkname none
func none() { keep(nil) }

//go:linkname blank
func blank(_ *int, _ []byte) *int { return nil }

var sink []string

// Code at the end of each inlined call has a label with a number of its own.
func pick(p, q *int, b any) *int {
	switch b := b.(type) {
	case *int:
		return b
	case nil:
		return p
	}
	return q
}

func labels(p, q *int, b any) (r *int) {
	r = pick(p, q, b)
	func() { r = pick(q, p, b) }()
	if p != q {
		r = pick(r, p, b)
	}
	return r
}
