package p

type T[P any] struct{ P } // ERROR "embedded field type cannot be a (pointer to a) type parameter"
