// Package functions has generic functions: values, pointers and slices of a
// type parameter, instantiated with and without pointers inside.
package functions

type number interface {
	~int | ~int64 | ~float64
}

type myInt int

var sink any
var sinkInt *int

func identity[T any](v T) T { return v }
func address[T any](v T) *T { return &v }
func deref[T any](p *T) T   { return *p }
func box[T any](v T) any    { return v }
func keep[T any](v T)       { sink = v }
func zero[T any]() (v T)    { return }
func fresh[T any]() *T      { return new(T) }
func stays[T any](v T) int {
	p := &v
	_ = *p
	return 1
}

func sum[T number](vs ...T) (total T) {
	for _, v := range vs {
		total += v
	}
	return
}

func mapped[T, U any](s []T, f func(T) U) []U {
	out := make([]U, 0, len(s))
	for _, v := range s {
		out = append(out, f(v))
	}
	return out
}

func filter[S ~[]E, E any](s S, keep func(E) bool) S {
	var out S
	for _, v := range s {
		if keep(v) {
			out = append(out, v)
		}
	}
	return out
}

func reduce[T, A any](s []T, acc A, f func(A, T) A) A {
	for _, v := range s {
		acc = f(acc, v)
	}
	return acc
}

func keys[M ~map[K]V, K comparable, V any](m M) []K {
	out := make([]K, 0)
	for k := range m {
		out = append(out, k)
	}
	return out
}

func index[E comparable](s []E, v E) int {
	for i, x := range s {
		if x == v {
			return i
		}
	}
	return -1
}

func first[T any](vs ...T) *T { return &vs[0] }

func typeOf[T any](v T) string {
	switch any(v).(type) {
	case int:
		return "int"
	case string, *T:
		return "other"
	}
	return "unknown"
}

func calls() (*int, any) {
	x, y, z := 1, 2, 3
	_ = identity(&x)
	sinkInt = identity(&y)
	_ = address("s")
	p := address(3)
	_ = deref(&z)
	keep(4)
	keep(myInt(5))
	keep(&x)
	_ = stays(&z) + stays(1.5)
	_ = zero[*int]()
	return p, box(fresh[[4]int]())
}

func callsSlices(s []int, names []string) (int, []string) {
	k := 2
	doubled := mapped(s, func(n int) int { return n * k })
	pointers := mapped(s, func(n int) *int { return &n })
	even := filter(doubled, func(n int) bool { return n%2 == 0 })
	total := reduce(even, 0, func(a, n int) int { return a + n })
	_ = *first(1, 2) + *pointers[0] + index(names, "go")
	return total + sum(1, 2, 3) + int(sum(1.5)), keys(map[string]bool{"a": true})
}

func callsExplicit() string {
	f := identity[*int]
	g := mapped[int, string]
	x := 1
	f(&x)
	_ = g(nil, func(int) string { return "x" })
	return typeOf[any](1) + typeOf(x) + typeOf("s")
}
