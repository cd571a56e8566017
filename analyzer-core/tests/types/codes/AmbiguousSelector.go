package p

type A struct{ x int }
type B struct{ x int }
type C struct {
	A
	B
}

var _ = C{}.x // ERROR "ambiguous selector C{}.x"
