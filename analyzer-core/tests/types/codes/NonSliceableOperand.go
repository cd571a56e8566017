package p

var x int
var _ = x[0] // ERROR "cannot index x (variable of type int)"
