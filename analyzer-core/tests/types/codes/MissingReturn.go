package p

func f() int {
} // ERROR "missing return"
