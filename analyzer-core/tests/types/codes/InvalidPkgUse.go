package p

import "unsafe"

var _ unsafe.Pointer
var _ = unsafe // ERROR "use of package unsafe not in selector"
