package p

type T[U interface{ M() T[U, int] }] int // ERROR "too many type arguments for type T: have 2, want 1"

type X int

func (X) M() T[X] { return 0 }
