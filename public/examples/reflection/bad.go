package main

import "reflect"

// isZero only looks at v: since Go 1.21 that leaves v on the stack.
func isZero(v int) bool {
	return reflect.ValueOf(v).IsZero()
}

// first takes a value out of reflection again. What v is boxed in becomes the
// result, and reflection cannot tell the compiler where else it may go.
func first(v, other int) any {
	rv := reflect.ValueOf(v)
	if rv.IsZero() {
		rv = reflect.ValueOf(other)
	}
	return rv.Interface()
}

var answer = 4200

func main() {
	println(isZero(answer), first(0, answer) == any(answer))
}
