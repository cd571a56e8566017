package p

type T struct{ t T } // ERROR "invalid recursive type: T refers to itself"
