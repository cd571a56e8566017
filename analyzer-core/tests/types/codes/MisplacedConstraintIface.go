package p

type I interface{ ~int }

var _ I // ERROR "cannot use type I outside a type constraint: interface contains type constraints"
