package p

var _ = struct{ x, y int }{x: 1, 2} // ERROR "mixture of field:value and value elements in struct literal"
