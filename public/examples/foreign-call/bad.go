// Package foreign calls functions that the Go compiler cannot see.
package foreign

import "unsafe"

// digest is written in assembly or C. Without its body the compiler has to
// assume that it keeps p.
//
//go:linkname digest
func digest(p unsafe.Pointer, n int) uint64

// Sum needs data only during the call, and still it goes to the heap.
func Sum() uint64 {
	data := [64]byte{1, 2, 3}
	return digest(unsafe.Pointer(&data), len(data))
}
