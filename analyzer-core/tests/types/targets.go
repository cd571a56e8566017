package p

func same[P any](P) P               { panic(0) }
func pair[P any](a, b P)            {}
func real2[P ~complex64](p P)       { _ = real(p) } /* ERROR "p (variable of type P constrained by ~complex64) not supported as argument to built-in real for go1.18 (see go.dev/issue/50937)" */
func both[P float32 | float64](p P) { _ = complex(p, p) } /* ERROR "p (variable of type P constrained by float32 | float64) not supported as argument to built-in complex for go1.18 (see go.dev/issue/50937)" */

type S struct{ f func(string) int }

var v func(string) int = same /* ERROR "inferred type func(string) string for func(P) P does not match type func(string) int of v" */

func _() (func(string) int, error) {
	var w func(int, string)
	w = pair /* ERROR "inferred type func(a int, b int) for func(a P, b P) does not match type func(int, string) of w" */
	var s S
	s.f = same /* ERROR "inferred type func(string) string for func(P) P does not match type func(string) int of s.f" */
	a := []func(string) int{nil}
	a[0] = same /* ERROR "inferred type func(string) string for func(P) P does not match type func(string) int of a[0]" */
	_ = (func(string) int)(same) /* ERROR "inferred type func(string) string for func(P) P does not match type func(string) int of conversion" */
	_ = w
	return same, nil /* ERROR "inferred type func(string) string for func(P) P does not match type func(string) int of result variable" */
}

func _() (r func(string) int, err error) {
	return same, nil /* ERROR "inferred type func(string) string for func(P) P does not match type func(string) int of r" */
}

func apply[P any](P) {}
func takes[Q int](Q) {}
func _()             { apply(takes) }
