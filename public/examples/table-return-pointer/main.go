package main

type vector struct{ x, y, z float64 }

// Three spellings of the same thing: what is returned is a *vector, so what
// it points to has to outlive the call.

func byVar() *vector {
	var v vector
	return &v
}

func byLiteral() *vector {
	return &vector{x: 1}
}

func byNew() *vector {
	return new(vector)
}

// local calls new too, but the pointer goes nowhere.
func local() float64 {
	v := new(vector)
	v.x = 2
	return v.x
}

func main() {
	println(byVar().x, byLiteral().x, byNew().x, local())
}
