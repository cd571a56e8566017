package p

func _() {
	x := 1 // ERROR "declared and not used: x"
}
