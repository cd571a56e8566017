package p

var x int
var _ = int(x...) // ERROR "invalid use of ... in conversion to int"
