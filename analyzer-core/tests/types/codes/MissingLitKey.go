package p

var _ = map[string]int{1} // ERROR "missing key in map literal"
