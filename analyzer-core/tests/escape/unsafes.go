// Package unsafes converts pointers in ways the type system does not follow.
package unsafes

import "unsafe"

type header struct {
	data unsafe.Pointer
	len  int
}

type pair struct{ a, b int64 }

var sink unsafe.Pointer
var word uintptr

func cast(p *int64) *float64                   { return (*float64)(unsafe.Pointer(p)) }
func castStays(p *int64) float64               { return *(*float64)(unsafe.Pointer(p)) }
func toWord(p *int) uintptr                    { return uintptr(unsafe.Pointer(p)) }
func fromWord(u uintptr) *int                  { return (*int)(unsafe.Pointer(u)) }
func identity(p unsafe.Pointer) unsafe.Pointer { return p }
func hide(p *int) *int                         { return (*int)(unsafe.Pointer(uintptr(unsafe.Pointer(p)))) }
func hideXor(p *int) *int                      { return (*int)(unsafe.Pointer(uintptr(unsafe.Pointer(p)) ^ 0)) }
func hideVariable(p *int) *int {
	u := uintptr(unsafe.Pointer(p))
	return (*int)(unsafe.Pointer(u))
}

func arithmetic(p *pair) *int64 {
	return (*int64)(unsafe.Pointer(uintptr(unsafe.Pointer(p)) + unsafe.Offsetof(p.b)))
}

func arithmeticLocal() *int64 {
	var v pair
	return (*int64)(unsafe.Pointer((uintptr(unsafe.Pointer(&v)) + 16 - 8) &^ 7 << 0))
}

func arithmeticUnary(p *pair) unsafe.Pointer {
	return unsafe.Pointer(-(-uintptr(unsafe.Pointer(p))))
}

func add(p *pair, n int) unsafe.Pointer { return unsafe.Add(unsafe.Pointer(p), n) }
func slice(p *byte, n int) []byte       { return unsafe.Slice(p, n) }
func sliceLocal() []byte {
	var b [4]byte
	return unsafe.Slice(&b[0], 4)
}

func sliceStays() byte {
	var b [4]byte
	return unsafe.Slice(&b[0], len(b))[1]
}

func sliceData(s []int) *int    { return unsafe.SliceData(s) }
func str(p *byte, n int) string { return unsafe.String(p, n) }
func strData(s string) *byte    { return unsafe.StringData(s) }
func bytesOf(s string) []byte   { return unsafe.Slice(unsafe.StringData(s), len(s)) }
func stringOf(b []byte) string  { return unsafe.String(unsafe.SliceData(b), len(b)) }
func stringOfLocal() string {
	b := []byte{'a', 'b'}
	return *(*string)(unsafe.Pointer(&b))
}

func headerOf(s []int) unsafe.Pointer { return (*header)(unsafe.Pointer(&s)).data }
func headerLocal() {
	x := 1
	h := header{unsafe.Pointer(&x), 1}
	h.len = int(uintptr(h.data))
}

func stored() {
	x, y := 1, 2
	sink = unsafe.Pointer(&x)
	word = uintptr(unsafe.Pointer(&y))
}

func sizes() uintptr {
	var v pair
	p := &v
	return unsafe.Sizeof(*p) + unsafe.Alignof(p.a) + unsafe.Offsetof(v.b)
}

func sizeOfCall() uintptr { return unsafe.Sizeof(new(pair)) }

func boxed(p *int) any                 { return unsafe.Pointer(p) }
func boxedWord(p *int) any             { return uintptr(unsafe.Pointer(p)) }
func nilPointer() unsafe.Pointer       { return unsafe.Pointer(nil) }
func function(f func()) unsafe.Pointer { return *(*unsafe.Pointer)(unsafe.Pointer(&f)) }
