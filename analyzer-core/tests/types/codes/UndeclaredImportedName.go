package p

import "unsafe"

var _ unsafe.Name // ERROR "undefined: unsafe.Name"
