package p

var _ = struct{ x int }{1, 2} // ERROR "too many values in struct literal of type struct{x int}"
