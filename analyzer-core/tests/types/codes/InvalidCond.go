package p

func _() {
	if 1 { // ERROR "non-boolean condition in if statement"
	}
}
