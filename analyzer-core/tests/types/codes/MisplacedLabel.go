package p

func _() {
L:
	if true {
		for {
			continue L // ERROR "invalid continue label L"
		}
	}
}
