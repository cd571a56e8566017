package p

var _ int8 = 200 // ERROR "cannot use 200 (untyped int constant) as int8 value in variable declaration (overflows)"
