package p

func f(x any) { _ = x.(type) } // ERROR "invalid syntax tree: use of .(type) outside type switch"
