package p

var _ int = "a" // ERROR "cannot use \"a\" (untyped string constant) as int value in variable declaration"
