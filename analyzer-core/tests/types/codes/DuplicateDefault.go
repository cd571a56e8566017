package p

func _() {
	switch {
	default:
	default: // ERROR "multiple defaults (first at DuplicateDefault.go:5:2)"
	}
}
