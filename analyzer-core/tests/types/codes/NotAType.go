package p

var x int
var _ x // ERROR "x (package-level variable) is not a type"
