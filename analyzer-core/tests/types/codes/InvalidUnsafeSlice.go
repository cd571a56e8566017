package p

import "unsafe"

var _ = unsafe.Slice(1, 2) // ERROR "invalid argument: 1 (untyped int constant) is not a pointer"
