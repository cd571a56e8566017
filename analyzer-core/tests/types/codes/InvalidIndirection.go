package p

var x int
var _ = *x // ERROR "invalid operation: cannot indirect x (variable of type int)"
