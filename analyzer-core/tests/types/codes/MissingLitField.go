package p

var _ = struct{ x int }{y: 1} // ERROR "unknown field y in struct literal of type struct{x int}"
