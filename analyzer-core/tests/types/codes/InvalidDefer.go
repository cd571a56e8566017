package p

func _() {
	defer 1 // ERROR "expression in defer must be function call"
}
