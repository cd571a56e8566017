package p

var _ = cap("a") // ERROR "invalid argument: \"a\" (untyped string constant) for built-in cap"
