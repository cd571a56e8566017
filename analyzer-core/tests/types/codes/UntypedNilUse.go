package p

var _ = nil // ERROR "use of untyped nil in variable declaration"
