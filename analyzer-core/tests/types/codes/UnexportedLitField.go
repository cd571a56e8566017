package p

import "lib"

var _ = lib.T{1} // ERROR "implicit assignment to unexported field x in struct literal of type lib.T"
