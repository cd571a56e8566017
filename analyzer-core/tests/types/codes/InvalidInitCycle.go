package p

var x = f() // ERROR "initialization cycle for x"

func f() int { return x }
