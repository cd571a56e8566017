package p

type T int
type I interface{ m() }

func f(x I) { _ = x.(T) } // ERROR "impossible type assertion: x.(T)"
