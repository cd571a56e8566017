package p

type P *int
type _ struct{ P } // ERROR "embedded field type cannot be a pointer"
