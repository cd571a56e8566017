package p

var _ = "abc"[0:1:2] // ERROR "invalid operation: 3-index slice of string"
