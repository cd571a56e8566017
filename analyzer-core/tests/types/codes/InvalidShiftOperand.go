package p

var _ = 1.5 << 1 // ERROR "invalid operation: shifted operand 1.5 (untyped float constant) must be integer"
