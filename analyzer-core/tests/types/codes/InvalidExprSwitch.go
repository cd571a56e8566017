package p

func _() {
	var x [1][]int
	switch x { // ERROR "cannot switch on x (variable of type [1][]int) ([1][]int is not comparable)"
	}
}
