// Package wrappers takes methods and functions of generic code as values and
// calls them through interfaces.
package wrappers

type Box[T any] struct{ v T }

func (b Box[T]) Get() T       { return b.v }
func (b *Box[T]) Set(v T)     { b.v = v }
func (b *Box[T]) Ptr() *T     { return &b.v }
func (b Box[T]) Show() string { return "x" }

type Shower interface{ Show() string }

func New[T any](v T) *Box[T] { return &Box[T]{v} }

func twice[T any](v T) *Box[*Box[T]] {
	b := New(v)
	return New(b)
}

func get[T any](b *Box[T]) T {
	f := b.Get
	return f()
}

func expr[T any](b *Box[T]) T {
	f := (*Box[T]).Get
	g := Box[T].Get
	return pick(f(b), g(*b))
}

func pick[T any](a, b T) T { return a }

func asShower[T any](b *Box[T]) Shower { return b }
func anyOf[T any](v T) any             { return New(v) }
func inst[T any]() func(T) *Box[T]     { return New[T] }

func str[T Shower](v T) string { return v.Show() + "!" }
func val[T Shower](v T) func() string {
	f := v.Show
	return f
}
func mexpr[T Shower](v T) string {
	f := T.Show
	return f(v)
}

func use() {
	x := 1
	b := New(&x)
	b.Set(&x)
	_ = *b.Ptr()
	c := twice(3)
	_ = get(c)
	_ = expr(b)
	_ = asShower(b)
	_ = anyOf("s")
	_ = inst[int]()(3)
	_ = str(b)
	_ = val(b)()
	_ = mexpr(Box[int]{})
	var s Shower = Box[int]{1}
	_ = s.Show()
	var t Shower = &Box[string]{"x"}
	_ = t.Show()
	_ = str(s)
	g := (*Box[int]).Ptr
	_ = g(&Box[int]{2})
	h := b.Ptr
	_ = h()
}
