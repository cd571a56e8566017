package p

func f[P any]() {}

func _() { f() } // ERROR "in call to f, cannot infer P (declared at CannotInferTypeArgs.go:3:8)"
