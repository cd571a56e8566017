package p

var x []int
var _ = x[2:1] // ERROR "invalid slice indices: 1 < 2"
