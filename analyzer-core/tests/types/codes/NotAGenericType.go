package p

type T int

var _ T[int] // ERROR "invalid operation: T[int] (T is not a generic type)"
