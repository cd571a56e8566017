package main

// Loops over functions in generic code: the functions that gc makes of their
// bodies are in the dictionary, in which messages count.

type seq[T any] func(yield func(T) bool)

func text[T any](x T) string { return "" }

func show(x any) { println(x) }

func first[T any](s seq[T]) {
	for x := range s {
		show(text(x))
		return
	}
}

func each[T any](s func(yield func(T) bool)) {
	n := 0
	for range s {
		n++
	}
	show(text([]T{}))
}

func pairs[K comparable, V any](s func(yield func(K, V) bool), f func(K) seq[V]) (all []V) {
	var k K
	var v V
	for k, v = range s {
		for w := range f(k) {
			defer show(text(w))
			all = append(all, v, w)
			if len(all) > 3 {
				break
			}
		}
	}
	show(text(all))
	return all
}

func lazily[T any](s seq[T]) func() []T {
	return func() []T {
		var all []T
		for x := range s {
			all = append(all, x)
		}
		show(text(&all))
		return all
	}
}

func once(n int) func(yield func(int) bool) {
	return func(yield func(int) bool) { yield(n) }
}

// The body of the outer loop is inlined, and the dictionary that the inner one
// captures stays where it is.
func nested[T any](s seq[T]) func() {
	for n := range once(1) {
		for x := range s {
			show(text(x))
			show(n)
			return nil
		}
	}
	f := func() func() {
		return func() { show(text(s)) }
	}
	return f()
}

func main() {
	nested(func(yield func(int) bool) { yield(1) })
	first(func(yield func(int) bool) { yield(1) })
	first(func(yield func(*string) bool) { yield(nil) })
	each(func(yield func([]byte) bool) { yield(nil) })
	pairs(func(yield func(string, error) bool) { yield("", nil) }, func(string) seq[error] { return nil })
	lazily[int](nil)
}

// An instance one of whose type arguments is a shape has shapes for all: what
// the loop passes is converted only if the types as they are written differ.

type seq2[K, V any] func(yield func(K, V) bool)

type step[T any] func(T) error

type around[T any] func(step[T]) step[T]

type taker func(int, string) bool

func backward[S ~[]E, E any](s S) seq2[int, E] {
	return func(yield func(int, E) bool) {
		for i := len(s) - 1; i >= 0; i-- {
			if !yield(i, s[i]) {
				return
			}
		}
	}
}

func wrapped[T any](s step[T], all []around[T]) step[T] {
	for _, a := range backward(all) {
		s = a(s)
	}
	for range backward(all) {
		s = nil
	}
	return s
}

func named[F ~func(taker)](f F) (n int) {
	for i, s := range f {
		n += i + len(s)
	}
	return n
}

func useShapes() {
	wrapped[int](nil, nil)
	wrapped[*string](nil, nil)
	named(func(t taker) { t(1, "") })
}
