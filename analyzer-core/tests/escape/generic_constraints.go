// Package constraints calls methods through type parameters, converts to and
// from them, and reaches pointers by way of a constraint.
package constraints

type stringer interface{ String() string }

type setter[T any] interface {
	*T
	Set(string)
}

type bytes interface{ ~string | ~[]byte }

type user struct{ name string }

func (u user) String() string { return u.name }
func (u *user) Set(s string)  { u.name = s }

type celsius float64

func (c celsius) String() string { return "°" }

var sink stringer
var sinkAny any

func join[T stringer](vs []T) (all string) {
	for _, v := range vs {
		all += v.String()
	}
	return
}

func parse[T any, P setter[T]](words []string) []T {
	out := make([]T, len(words))
	for i, w := range words {
		p := P(&out[i])
		p.Set(w)
	}
	return out
}

func parseOne[T any, P setter[T]](w string) *T {
	var v T
	P(&v).Set(w)
	return &v
}

func keep[T stringer](v T)                 { sink = v }
func show[T stringer](v T) string          { return stringer(v).String() }
func method[T stringer](v T) func() string { return v.String }
func convert[T bytes](v T) string          { return string(v) }
func convertTo[T bytes](s string) T        { return T(s) }
func length[T bytes](v T) int              { return len(v) }
func slice[T bytes](v T) T                 { return v[1:] }
func widen[T ~int | ~int8](v T) any        { return int64(v) }
func assert[T any](v any) (T, bool)        { t, ok := v.(T); return t, ok }
func equal[T comparable](a, b T) bool      { return a == b }
func array[T any, A ~[3]T](a A) any        { return a[1] }
func pointer[T any, P ~*T](p P) P          { return p }
func channel[T any](c chan T, v T) T       { c <- v; return <-c }
func closure[T any](v T) func() T          { return func() T { return v } }
func deferred[T any](v T)                  { defer func(w T) { sinkAny = w }(v) }
func started[T any](v T, c chan<- T)       { go func() { c <- v }() }
func recursive[T any](v T, n int) *T {
	if n == 0 {
		return &v
	}
	return recursive(v, n-1)
}

func lazy[T any](make func() T) func() T {
	var (
		done  bool
		value T
	)
	return func() T {
		if !done {
			value, done = make(), true
		}
		return value
	}
}

func calls(n int) int {
	us := parse[user]([]string{"a", "b"})
	u := parseOne[user]("c")
	keep(us[0])
	keep(u)
	keep(celsius(3))
	_ = join(us) + show(*u) + show(u) + method(u)()
	_ = convert("x") + convert([]byte("y")) + string(convertTo[[]byte]("z"))
	_ = slice("abc")
	_ = widen(n)
	p, _ := assert[*int](n)
	_ = equal(p, &n)
	_ = array([3]int{1, 2, 3})
	_ = pointer(&n)
	_ = channel(make(chan *int, 1), &n)
	deferred(&n)
	started(n, make(chan int, 1))
	get := lazy(func() *user { return &user{"lazy"} })
	return length(get().name) + *closure(&n)() + *recursive(n, 2)
}

// gc makes methods for interfaces that values can have, not for those that only
// bound type parameters.

type failure interface{ error }

type comparableFailure interface {
	comparable
	error
}

type someFailure interface {
	~int | ~string
	error
}

func fail[E comparableFailure, F someFailure](e E, f F) []failure { return []failure{e, f} }
