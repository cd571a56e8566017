package p

var _ = "abc"[-1] // ERROR "invalid argument: index -1 (constant of type int) must not be negative"
