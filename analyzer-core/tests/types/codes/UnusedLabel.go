package p

func _() {
L: // ERROR "label L defined and not used"
	for {
	}
}
