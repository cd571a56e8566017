package p

var _ = x // ERROR "undefined: x"
