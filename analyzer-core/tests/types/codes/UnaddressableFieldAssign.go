package p

func _() {
	m := map[int]struct{ x int }{}
	m[0].x = 1 // ERROR "cannot assign to struct field m[0].x in map"
}
