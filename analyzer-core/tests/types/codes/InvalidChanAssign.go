package p

type A chan int
type B <-chan int

var a A
var _ B = a // ERROR "cannot use a (variable of chan type A) as B value in variable declaration"
