package p

var _ = -"a" // ERROR "invalid operation: operator - not defined on \"a\" (untyped string constant)"
