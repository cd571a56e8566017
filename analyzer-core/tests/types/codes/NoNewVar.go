package p

func _() {
	x := 1
	x := 2 // ERROR "no new variables on left side of :="
	_ = x
}
