package p

func _() {
	delete(1, 2) // ERROR "invalid argument: 1 (untyped int constant) is not a map"
}
