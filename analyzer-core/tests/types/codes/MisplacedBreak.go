package p

func _() {
	break // ERROR "break is not in a loop, switch, or select"
}
