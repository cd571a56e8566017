package p

type T[P interface{ m() }] int

var _ T[int] // ERROR "int does not satisfy interface{m()} (missing method m)"
