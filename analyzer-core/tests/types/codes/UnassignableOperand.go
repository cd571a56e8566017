package p

func _() {
	1 = 2 // ERROR "cannot assign to 1 (neither addressable nor a map index expression)"
}
