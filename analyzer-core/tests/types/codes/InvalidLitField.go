package p

var _ = struct{ x int }{1: 2} // ERROR "invalid field name 1 in struct literal"
