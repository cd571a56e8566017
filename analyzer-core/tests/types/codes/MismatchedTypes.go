package p

var a int
var b string
var _ = a + b // ERROR "invalid operation: a + b (mismatched types int and string)"
