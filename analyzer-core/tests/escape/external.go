// Package external declares functions whose bodies are elsewhere, with and
// without a promise, and functions that take pointers as integers.
package external

import "unsafe"

//go:linkname opaque
func opaque(p *int, n int, s []byte, f func()) *int

//go:noescape
//go:linkname promised
func promised(p *int, s []byte, f func()) *int

//go:linkname unnamed
func unnamed(*int, uintptr, string) (a, b *int)

//go:linkname words
func words(fd uintptr, buf uintptr, n int) uintptr

//go:linkname blanks
func blanks(_ *int, _ uintptr, vs ...any)

//go:noescape
//go:linkname method
func method(h *handle, vs ...*int)

type handle struct{ fd uintptr }

//go:uintptrescapes
func escaping(fd uintptr, buf uintptr, p *int) { last = buf }

//go:uintptrescapes
func escapingMany(n int, bufs ...uintptr) {}

//go:uintptrescapes
func (h *handle) write(buf uintptr) uintptr { return buf }

var last uintptr
var sink *int

func callOpaque() {
	x := 1
	opaque(&x, 2, []byte{1}, func() { x++ })
}

func callPromised() *int {
	x := 1
	q := promised(&x, []byte{1}, func() { x++ })
	return q
}

func callUnnamed(s string) {
	sink, _ = unnamed(new(int), 0, s)
}

func callWords(p *int) {
	x := 1
	words(1, uintptr(unsafe.Pointer(&x)), 8)
	words(uintptr(unsafe.Pointer(p)), 0, 8)
}

func callBlanks(n int) {
	blanks(new(int), 1, n, &n)
	method(&handle{}, new(int), nil)
}

func callEscaping(p *int) {
	x, y := 1, 2
	escaping(1, uintptr(unsafe.Pointer(&x)), &y)
	escaping(uintptr(unsafe.Pointer(p)), 0, nil)
	escaping(1, uintptr(unsafe.Pointer(new(int)))+8, nil)
}

func callEscapingMany(b []byte) {
	x := 1
	escapingMany(2, uintptr(unsafe.Pointer(&x)), uintptr(unsafe.Pointer(&b[0])))
	escapingMany(0)
	escapingMany(1, []uintptr{uintptr(unsafe.Pointer(&b))}...)
}

func callMethod() uintptr {
	var h handle
	x := 1
	return h.write(uintptr(unsafe.Pointer(&x)))
}

func callVariable() {
	f := escaping
	x := 1
	f(0, uintptr(unsafe.Pointer(&x)), nil)
	g := promised
	g(&x, nil, nil)
	defer escaping(0, uintptr(unsafe.Pointer(&x)), nil)
	go promised(new(int), nil, nil)
}
