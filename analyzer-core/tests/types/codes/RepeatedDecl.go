package p

func f(a, b int) { a, a := 1, 2 } // ERROR "a repeated on left side of :="
