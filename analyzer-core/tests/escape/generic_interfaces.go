package main

// Instances of generic interfaces as type arguments: with shapes in them they
// are their own shapes, and calls of their methods are not made direct.

type getter[T any] interface{ get() T }

type box[T any] struct{ v T }

func (b *box[T]) get() T { return b.v }

func pass[G any](g G) G { return g }

func use[T any](g getter[T]) T {
	h := pass(g)
	return h.get()
}

func direct[T any](g getter[T]) T {
	h := g
	return h.get()
}

func collect[G getter[T], T any](gs ...G) (out []T) {
	for _, g := range gs {
		out = append(out, g.get())
	}
	return
}

type tree[K, V any] struct {
	left *tree[K, V]
	val  getter[V]
}

func (t *tree[K, V]) insert(v getter[V]) *tree[K, V] {
	if t == nil {
		return &tree[K, V]{val: pass(v)}
	}
	t.left = t.left.insert(v)
	return t
}

type seq[T any] interface{ each(func(T) bool) }

type lazy[T any] struct {
	src seq[T]
	ops []func(T) bool
}

// The wrapper of the pointer's method has the dictionary of the literal.
func (l lazy[T]) each(f func(T) bool) {
	l.src.each(func(x T) bool {
		for _, op := range l.ops {
			if !op(x) {
				return true
			}
		}
		return f(x)
	})
}

func first[T any](s seq[T]) (v T) {
	pass(s).each(func(x T) bool { v = x; return false })
	return
}

func main() {
	b := &box[int]{1}
	println(use[int](b), direct[int](b))
	println(use[error](&box[error]{}), len(collect[*box[int]](b)), len(collect[getter[int]](b)))
	var t *tree[string, error]
	t = t.insert(&box[error]{})
	println(t.left == nil, first[int](&lazy[int]{}))
}
