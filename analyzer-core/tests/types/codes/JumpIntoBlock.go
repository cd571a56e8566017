package p

func _() {
	goto L // ERROR "goto L jumps into block starting at JumpIntoBlock.go:5:2"
	{
	L:
	}
}
