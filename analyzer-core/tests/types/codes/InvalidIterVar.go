package p

func _() {
	for x, y := range 10 { // ERROR "range over 10 (untyped int constant) permits only one iteration variable"
		_, _ = x, y
	}
}
