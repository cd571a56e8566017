package p

func f(int) {}

func _() { f() } // ERROR "not enough arguments in call to f"
