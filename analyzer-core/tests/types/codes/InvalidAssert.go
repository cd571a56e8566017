package p

var x int
var _ = x.(int) // ERROR "invalid operation: x (variable of type int) is not an interface"
