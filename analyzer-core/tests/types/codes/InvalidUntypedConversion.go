package p

func _() {
	switch func() {} {
	case nil, 1: // ERROR "cannot convert 1 (untyped int constant) to type func()"
	}
}
