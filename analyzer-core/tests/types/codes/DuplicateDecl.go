package p

var x int
var x int // ERROR "x redeclared in this block"
