package main

// The order in which gc makes the instances of generic code: it reads the type
// of an expression before what is in the expression, the types of a conversion
// before what is converted, and type arguments before what they instantiate.

type option[T any] func() (T, bool)

func (o option[T]) get() T {
	v, _ := o()
	return v
}

type box[T any] struct{ x T }

func (b box[T]) get() T { return b.x }

func (b *box[T]) set(x T) { b.x = x }

type getter interface{ get() int }

func bind[T, U any](o option[T], f func(T) option[U]) option[U] { return nil }

func other[T, U any](b box[T]) (c *box[U]) { return nil }

func both[T, U any]() (o option[T], b box[U]) { return }

func size[T any]() {
	var t T
	_ = t
}

func pair[T any](b *box[T], o option[T]) any { return b }

func results() {
	bind[int, string](nil, nil)
	bind[int8, uint8](nil, nil).get()
	other[int16, uint16](box[int16]{})
	*other[int32, uint32](box[int32]{x: 1}) = box[uint32]{}
	both[int64, uint64]()
	var _ = other[float32, float64]
}

func arguments() {
	size[box[string]]()
	size[*box[*string]]()
	f := size[option[box[bool]]]
	f()
}

func conversions() getter {
	_ = any(pair(&box[complex64]{}, option[complex64](nil)))
	_ = (option[uintptr])(func() (u uintptr, ok bool) { return box[uintptr]{}.get(), true })
	return box[int]{}
}

// What is written as a type argument is read before the shape in its place.

type slot[T any] struct{ p *T }

func (s *slot[T]) load() *T { return s.p }

func (s *slot[T]) store(p *T) { s.p = p }

type node[K, V any] struct{ leaf bool }

func (n *node[K, V]) entry() *entry[K, V] {
	if !n.leaf {
		panic("entry of an inner node")
	}
	return nil
}

func (n *node[K, V]) inner() *inner[K, V] {
	if n.leaf {
		panic("inner node of an entry")
	}
	return nil
}

type inner[K, V any] struct {
	node[K, V]
	up   *inner[K, V]
	kids [4]slot[node[K, V]]
}

func (i *inner[K, V]) empty() bool {
	for j := range i.kids {
		if i.kids[j].load() != nil {
			return false
		}
	}
	return true
}

type entry[K, V any] struct {
	node[K, V]
	k K
	v *V
}

type trie[K, V any] struct{ root slot[inner[K, V]] }

func (t *trie[K, V]) grow() { t.root.store(&inner[K, V]{}) }

func tries() {
	var t trie[string, any]
	t.grow()
}
