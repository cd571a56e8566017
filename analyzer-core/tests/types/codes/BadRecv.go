package p

type T[P any] int

func (T[A, B]) m() {} // ERROR "receiver declares 2 type parameters, but receiver base type declares 1"
