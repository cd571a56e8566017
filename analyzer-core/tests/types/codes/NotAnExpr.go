package p

var _ = int // ERROR "int (type) is not an expression"
