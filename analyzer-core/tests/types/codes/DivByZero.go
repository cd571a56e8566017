package p

func f(x int) int { return x / 0 } // ERROR "invalid operation: division by zero"
