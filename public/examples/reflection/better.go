package main

// isZero compares values of a type that is known at compile time.
func isZero[T comparable](v T) bool {
	var zero T
	return v == zero
}

// first boxes nothing: a T comes in and a T goes out.
func first[T comparable](v, other T) T {
	if isZero(v) {
		return other
	}
	return v
}

var answer = 4200

func main() {
	println(isZero(answer), first(0, answer) == answer)
}
