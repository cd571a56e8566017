package p

import "unsafe"

var b byte
var s string
var _ = unsafe.String(&b, s) // ERROR "invalid argument: length s (variable of type string) must be integer"
