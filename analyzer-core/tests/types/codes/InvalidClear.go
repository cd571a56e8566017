package p

func _() {
	clear(1) // ERROR "invalid argument: cannot clear 1 (untyped int constant): argument must be (or constrained by) map or slice"
}
