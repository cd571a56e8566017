package p

var _ = imag("a") // ERROR "invalid argument: argument has type untyped string, expected complex type"
