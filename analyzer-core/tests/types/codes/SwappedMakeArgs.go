package p

var _ = make([]int, 2, 1) // ERROR "invalid argument: length and capacity swapped"
