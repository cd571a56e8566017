package p

type T[P any] int

var _ T[int, int] // ERROR "too many type arguments for type T: have 2, want 1"
