package p

var i int
var _ = []int{i: 1} // ERROR "index i must be integer constant"
