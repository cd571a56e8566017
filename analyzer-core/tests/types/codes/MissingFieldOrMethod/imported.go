package p

import "lib"

var _ = lib.T{}.X // ERROR "lib.T{}.X undefined (type lib.T has no field or method X)"
