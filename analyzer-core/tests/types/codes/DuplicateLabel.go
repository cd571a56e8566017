package p

func _() {
L:
L: // ERROR "label L already defined at DuplicateLabel.go:4:1"
	goto L
}
