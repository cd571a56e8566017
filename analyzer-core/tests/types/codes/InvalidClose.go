package p

func _() {
	close(1) // ERROR "invalid operation: cannot close non-channel 1 (untyped int constant)"
}
