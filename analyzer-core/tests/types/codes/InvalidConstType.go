package p

const _ []int = nil // ERROR "invalid constant type []int"
