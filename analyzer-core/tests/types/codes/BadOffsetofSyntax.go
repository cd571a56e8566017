package p

import "unsafe"

var x int
var _ = unsafe.Offsetof(x) // ERROR "invalid argument: x is not a selector expression"
