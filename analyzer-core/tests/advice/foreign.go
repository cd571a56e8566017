// Package foreign has functions that are written elsewhere.
package foreign

import _ "unsafe"

// first has a text.
//
//go:linkname first
func first(p *int)

//go:linkname second
func second(p *int)

//go:linkname third
func third(p *int)

//go:linkname promised
//go:noescape
func promised(p *int)

// F passes a pointer to each of them.
func F() {
	a, b, c, d := 1, 2, 3, 4
	first(&a)
	second(&b)
	third(&c)
	promised(&d)
}
