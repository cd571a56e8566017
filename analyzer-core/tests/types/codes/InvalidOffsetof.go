package p

import "unsafe"

type T int

func (T) m() {}

var _ = unsafe.Offsetof(T(0).m) // ERROR "invalid argument: T(0).m is a method value"
