package p

type T int

func (T) m() {}
func (T) m() {} // ERROR "method T.m already declared at DuplicateMethod.go:5:10"
