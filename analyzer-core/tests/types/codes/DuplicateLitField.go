package p

var _ = struct{ x int }{x: 1, x: 2} // ERROR "duplicate field name x in struct literal"
