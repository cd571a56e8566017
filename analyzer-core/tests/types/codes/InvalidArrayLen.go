package p

var n int
var _ [n]int // ERROR "invalid array length n"
