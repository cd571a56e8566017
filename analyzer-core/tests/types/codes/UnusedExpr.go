package p

func f(x int) { x } // ERROR "x (variable of type int) is not used"
