package p

var _ = min([]int{}) // ERROR "invalid argument: []int{} (value of type []int) cannot be ordered"
