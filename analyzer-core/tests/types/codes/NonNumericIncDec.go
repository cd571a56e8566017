package p

func _() {
	s := ""
	s++ // ERROR "invalid operation: s++ (non-numeric type string)"
}
