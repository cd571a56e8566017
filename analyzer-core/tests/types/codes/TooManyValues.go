package p

func f() (int, int) { return 1, 2 }

var _ = 1 + f() // ERROR "multiple-value f() (value of type (int, int)) in single-value context"
