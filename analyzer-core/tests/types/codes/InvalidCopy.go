package p

func _() {
	copy(1, 2) // ERROR "invalid copy: argument must be a slice; have 1 (untyped int constant)"
}
