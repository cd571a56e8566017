package p

var _ map[[]int]int // ERROR "invalid map key type []int"
