package p

var x int
var _ = append(x, 1) // ERROR "invalid append: argument must be a slice; have x (variable of type int)"
