// Package containers has lists, maps and trees as people write them.
package containers

type List[T any] struct {
	head *node[T]
	n    int
}
type node[T any] struct {
	v    T
	next *node[T]
}

func (l *List[T]) Add(v T) *List[T] { l.head = &node[T]{v, l.head}; l.n++; return l }
func (l *List[T]) Each(f func(T)) {
	for n := l.head; n != nil; n = n.next {
		f(n.v)
	}
}
func (l *List[T]) Map(f func(T) T) *List[T] {
	var r List[T]
	l.Each(func(v T) { r.Add(f(v)) })
	return &r
}
func Map[T, U any](l *List[T], f func(T) U) *List[U] {
	r := new(List[U])
	l.Each(func(v T) { r.Add(f(v)) })
	return r
}
func (l *List[T]) All() func(func(T) bool) {
	return func(yield func(T) bool) {
		for n := l.head; n != nil; n = n.next {
			if !yield(n.v) {
				return
			}
		}
	}
}

type Cache[K comparable, V any] struct {
	m    map[K]*entry[K, V]
	make func(K) V
	l    List[K]
}
type entry[K comparable, V any] struct {
	k K
	v V
}

func NewCache[K comparable, V any](mk func(K) V) *Cache[K, V] {
	return &Cache[K, V]{m: make(map[K]*entry[K, V]), make: mk}
}
func (c *Cache[K, V]) Get(k K) V {
	if e, ok := c.m[k]; ok {
		return e.v
	}
	e := &entry[K, V]{k: k}
	e.v = c.make(k)
	c.m[k] = e
	c.l.Add(k)
	defer func() { c.l.n++ }()
	return e.v
}

type Num interface{ ~int | ~float64 }

func Max[T Num](a, b T) T {
	if a > b {
		return a
	}
	return b
}
func Reduce[T, A any](xs []T, a A, f func(A, T) A) A {
	for _, x := range xs {
		a = f(a, x)
	}
	return a
}

type Tree[K interface{ ~int | ~string }, V any] struct{ root *tn[K, V] }
type tn[K interface{ ~int | ~string }, V any] struct {
	k    K
	v    V
	l, r *tn[K, V]
}

func (t *Tree[K, V]) Put(k K, v V) { t.root = t.root.put(k, v) }
func (n *tn[K, V]) put(k K, v V) *tn[K, V] {
	if n == nil {
		return &tn[K, V]{k: k, v: v}
	}
	if k < n.k {
		n.l = n.l.put(k, v)
	} else {
		n.r = n.r.put(k, v)
	}
	return n
}

type Opt[T any] func(*T)

func Apply[T any](t *T, os ...Opt[T]) *T {
	for _, o := range os {
		o(t)
	}
	return t
}

type conf struct{ name *string }

var global = NewCache(func(s string) int { return len(s) })
var globalMax = Max[int]
var glist = new(List[string]).Add("a")

func never[T any](x T) *T { return &x }

func use(s string) int {
	var l List[int]
	l.Add(1).Add(2)
	t := 0
	l.Each(func(v int) { t += v })
	_ = l.Map(func(v int) int { return v + 1 })
	m := Map(&l, func(v int) *int { return &v })
	for p := range m.All() {
		t += *p
	}
	c := NewCache(func(k string) []byte { return []byte(k) })
	_ = c.Get(s)
	_ = Max(1.5, 2)
	_ = Reduce([]int{1, 2}, "", func(a string, x int) string { return a + "x" })
	var tr Tree[string, *int]
	tr.Put("a", &t)
	cf := Apply(&conf{}, func(c *conf) { c.name = &s })
	_ = cf
	return globalMax(t, 2) + global.Get("x")
}
