package p

func (int) m() {} // ERROR "cannot define new methods on non-local type int"
