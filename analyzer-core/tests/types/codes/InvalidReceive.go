package p

var c chan<- int
var _ = <-c // ERROR "invalid operation: cannot receive from send-only channel chan<- int c (variable of type chan<- int)"
