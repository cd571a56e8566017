package p

func _() {
	fallthrough // ERROR "fallthrough statement out of place"
}
