// Package types has generic types: containers with methods, embedding,
// recursion, aliases.
package types

type Stack[T any] struct{ items []T }

func (s *Stack[T]) Push(v T) { s.items = append(s.items, v) }
func (s *Stack[T]) Pop() (v T, ok bool) {
	if len(s.items) == 0 {
		return
	}
	v = s.items[len(s.items)-1]
	s.items = s.items[:len(s.items)-1]
	return v, true
}
func (s *Stack[T]) Peek() *T { return &s.items[len(s.items)-1] }
func (s Stack[T]) Len() int  { return len(s.items) }

type Pair[K comparable, V any] struct {
	Key K
	Val V
}

func MakePair[K comparable, V any](k K, v V) Pair[K, V] { return Pair[K, V]{k, v} }
func NewPair[K comparable, V any](k K, v V) *Pair[K, V] { return &Pair[K, V]{Key: k, Val: v} }
func (p Pair[K, V]) Swap(f func(V) K) Pair[K, V]        { p.Key = f(p.Val); return p }

type Tree[T any] struct {
	left, right *Tree[T]
	val         T
}

func (t *Tree[T]) Insert(v T, less func(a, b T) bool) *Tree[T] {
	if t == nil {
		return &Tree[T]{val: v}
	}
	if less(v, t.val) {
		t.left = t.left.Insert(v, less)
	} else {
		t.right = t.right.Insert(v, less)
	}
	return t
}

func (t *Tree[T]) All() func(yield func(T) bool) {
	return func(yield func(T) bool) { t.walk(yield) }
}

func (t *Tree[T]) walk(yield func(T) bool) bool {
	return t == nil || t.left.walk(yield) && yield(t.val) && t.right.walk(yield)
}

type Set[T comparable] map[T]struct{}

func (s Set[T]) Add(v T)      { s[v] = struct{}{} }
func (s Set[T]) Has(v T) bool { _, ok := s[v]; return ok }

type Named[T any] struct {
	Stack[T]
	*Pair[string, T]
	name string
}

type Option[T any] func(*Named[T])

func With[T any](v T) Option[T] { return func(n *Named[T]) { n.Push(v) } }

func Build[T any](opts ...Option[T]) *Named[T] {
	n := &Named[T]{name: "n"}
	for _, o := range opts {
		o(n)
	}
	return n
}

type Ints = Stack[int]
type List[T any] = []*T

func stays() int {
	var s Ints
	s.Push(1)
	v, _ := s.Pop()
	p := NewPair("a", v)
	return s.Len() + p.Val
}

func pointers() *int {
	x, y := 1, 2
	var s Stack[*int]
	s.Push(&x)
	q := MakePair(1, &y)
	r, _ := s.Pop()
	_ = q.Swap(func(p *int) int { return *p })
	return r
}

func trees() (total int) {
	var t *Tree[int]
	for i := range 5 {
		t = t.Insert(i, func(a, b int) bool { return a < b })
	}
	for v := range t.All() {
		total += v
	}
	return
}

func sets(words ...string) bool {
	s := Set[string]{}
	for _, w := range words {
		s.Add(w)
	}
	f := s.Has
	return f("go")
}

func named() *Named[string] {
	n := Build(With("a"), With("b"))
	n.Pair = NewPair("k", "v")
	push := n.Push
	push("c")
	var l List[string] = []*string{n.Peek()}
	_ = l
	return n
}

// Types of functions in the names of shapes.

func emptyOf[S ~[]E, E any](s S) int {
	s = append(s[:0:0], S{}...)
	return len(s)
}

func localTypes() int {
	type local struct{ n int }
	type embedding struct {
		local
		p *local
	}
	return emptyOf[[]embedding](nil) + emptyOf[[]struct{ *local }](nil)
}
