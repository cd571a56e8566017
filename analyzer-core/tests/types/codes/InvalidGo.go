package p

func _() {
	go int(1) // ERROR "go requires function call, not conversion int(1) (constant 1 of type int)"
}
