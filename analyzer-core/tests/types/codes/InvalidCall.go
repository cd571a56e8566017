package p

var x int
var _ = x() // ERROR "invalid operation: cannot call x (variable of type int): int is not a function"
