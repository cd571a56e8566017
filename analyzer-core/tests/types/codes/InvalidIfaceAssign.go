package p

type I interface{ m() }

var _ I = 1 // ERROR "cannot use 1 (constant of type int) as I value in variable declaration: int does not implement I (missing method m)"
