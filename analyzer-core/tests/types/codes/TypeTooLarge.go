package p

import "unsafe"

var x [1 << 62]int
var _ = unsafe.Sizeof(x) // ERROR "x (variable of type [4611686018427387904]int) is too large"
