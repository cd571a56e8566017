package main

var size = 512

var limit int = 1000

// Not: assigned to in main.
var dynamic = 64

//go:noinline
func use(b []byte) int {
	for i := range b {
		b[i] = byte(i)
	}
	return len(b)
}

// A variable that is a constant.
//
//go:noinline
func constant() int {
	buf := make([]byte, size)
	return use(buf)
}

//go:noinline
func typed() int {
	buf := make([]byte, 0, limit)
	buf = append(buf, "abc"...)
	return use(buf)
}

// All callers say the same.
//
//go:noinline
func same(n int) int {
	buf := make([]byte, n)
	return use(buf) + n
}

// Not: it is assigned to.
//
//go:noinline
func changing() int {
	buf := make([]byte, dynamic)
	return use(buf)
}

// Not: callers differ.
//
//go:noinline
func differ(n int) int {
	buf := make([]byte, n)
	return use(buf)
}

// Not: the parameter is assigned to.
//
//go:noinline
func assigned(n int) int {
	n *= 2
	buf := make([]byte, n)
	return use(buf)
}

func main() {
	dynamic = 128
	println(constant(), typed(), same(100), same(100), changing(), differ(40), differ(50), assigned(64))
}
