package p

func _() {
	goto L // ERROR "label L not defined"
}
