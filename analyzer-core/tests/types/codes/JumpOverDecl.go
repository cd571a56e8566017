package p

func _() {
	goto L // ERROR "goto L jumps over declaration of x at JumpOverDecl.go:5:6"
	var x int
	_ = x
L:
}
