package p

var _ = int{} // ERROR "invalid composite literal type int"
