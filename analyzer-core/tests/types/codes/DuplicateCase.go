package p

func _() {
	switch 1 {
	case 2:
	case 2: // ERROR "duplicate case 2 (constant of type int) in expression switch"
	}
}
