package p

func _() {
	continue // ERROR "continue is not in a loop"
}
