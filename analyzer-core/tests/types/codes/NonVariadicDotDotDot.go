package p

func f([]int) {}

func _() { f([]int{}...) } // ERROR "cannot use ... in call to non-variadic f"
