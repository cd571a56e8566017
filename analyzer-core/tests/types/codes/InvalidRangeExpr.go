package p

func _() {
	for range 1.5 { // ERROR "cannot range over 1.5 (untyped float constant)"
	}
}
