package p

var x int

const _ = x // ERROR "x (variable of type int) is not constant"
