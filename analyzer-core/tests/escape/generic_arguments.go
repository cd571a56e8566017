// What is handed to a method of a generic type is converted: that is a word of
// the caller's dictionary like any other conversion.
package p

type table[K, V any] struct {
	key   K
	value V
}

func (t *table[K, V]) store(key K, value V) (V, bool) { return value, true }

func (t *table[K, V]) all(values ...V) {}

var tables table[*int, any]

type entry[T any] struct{ x *T }

type named interface{ name() string }

func (e *entry[T]) name() string { return "" }

func keep[T any](x T) *T {
	e := &entry[T]{&x}
	tables.store(nil, e)
	return e.x
}

func keepAll[T any](x, y T) {
	tables.all(x, &y, 1)
}

func keepNamed[T any](x T) {
	var t table[int, named]
	t.store(1, &entry[T]{&x})
}

func caller[T any](x T) *T {
	keepAll(x, x)
	keepNamed(x)
	return keep(x)
}

func use(p *int) {
	caller(1)
	caller(p)
}
