package main

type vector struct{ x, y, z float64 }

// scale returns a value: it is copied to the caller, whatever its size.
func scale(v vector, f float64) vector {
	result := vector{v.x * f, v.y * f, v.z * f}
	return result
}

func main() {
	v := scale(vector{1, 2, 3}, 2)
	println(v.x, v.y, v.z)
}
