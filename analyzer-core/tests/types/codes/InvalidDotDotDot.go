package p

func f(...int)      {}
func g() (int, int) { return 1, 2 }

func _() { f(g()...) } // ERROR "cannot use ... with 2-valued g()"
