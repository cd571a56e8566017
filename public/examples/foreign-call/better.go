// Package foreign calls functions that the Go compiler cannot see.
package foreign

import "unsafe"

// digest is written in assembly or C. Its author promises that it does not
// keep p; if that is not true, the program will corrupt memory.
//
//go:noescape
//go:linkname digest
func digest(p unsafe.Pointer, n int) uint64

// Sum keeps data in its own frame.
func Sum() uint64 {
	data := [64]byte{1, 2, 3}
	return digest(unsafe.Pointer(&data), len(data))
}
