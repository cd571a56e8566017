package p

var x struct{}
var _ = x.y // ERROR "x.y undefined (type struct{} has no field or method y)"
