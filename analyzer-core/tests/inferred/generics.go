package p

// Type arguments that nobody writes.

type number interface {
	~int | ~int64 | ~float64
}

type list[E any] struct {
	elems []E
	next  *list[E]
}

func (l *list[E]) add(e E) *list[E] { l.elems = append(l.elems, e); return l }

type pair[K comparable, V any] struct {
	key K
	val V
}

type named []string

func id[T any](x T) T                               { return x }
func sum[T number](xs ...T) (s T)                   { return }
func conv[S ~[]E, E, R any](s S, f func(E) R) []R   { return nil }
func fold[E, A any](s []E, a A, f func(A, E) A) A   { return a }
func keys[M ~map[K]V, K comparable, V any](m M) []K { return nil }
func mk[T any]() *list[T]                           { return nil }
func ptr[T any, P interface {
	*T
	set(string)
}](s string) T                                                 { var t T; return t }
func two[A comparable, B any](a A, b B) pair[struct{ a A }, B] { return pair[struct{ a A }, B]{} }
func apply[T any](f func(T), x T)                              {}
func compose[A, B, C any](f func(A) B, g func(B) C) func(A) C {
	return func(a A) C { return g(f(a)) }
}

type setting int

func (s *setting) set(string) {}

func itoa(int) string           { return "" }
func length[S ~string](s S) int { return len(s) }

func calls(m map[string][]int, n named, ch <-chan float64) {
	a := id(1)
	b := id("s")
	c := id(id(2.5))
	d := sum(1, 2, 3)
	e := sum(1, 2.5)
	f := sum[int64]()
	g := conv([]int{1}, itoa)
	h := conv(n, length)
	i := fold(n, 0, func(sum int, s string) int { return sum + len(s) })
	j := keys(m)
	k := mk[rune]().add('x')
	l := ptr[setting]("v")
	o := two(1, 'c')
	p := compose(itoa, length[string])
	q := compose(itoa, length)
	var r func(int) int = id
	s := pair[string, *int]{"k", nil}
	t := []pair[int, bool]{{1, true}, {2, false}}
	u := id(nil == m)
	v := id(func(x int) (y string) { return })
	w := id[any](3)
	x := <-ch
	y, ok := <-ch
	z, found := m["k"]
	apply(func(x []byte) {}, nil)
	apply(id2[string], "z")
	_, _, _, _, _, _, _, _, _, _, _, _, _ = a, b, c, d, e, f, g, h, i, j, k, l, o
	_, _, _, _, _, _, _, _, _, _, _, _, _ = p, q, r, s, t, u, v, w, x, y, ok, z, found
}

func id2[T any](T) {}

type tree[T interface{ less(T) bool }] struct {
	left, right *tree[T]
	val         T
}

func (t *tree[T]) walk(yield func(T) bool) {
	for l := range t.left.walk {
		if !yield(l) {
			return
		}
	}
	v := t.val
	yield(v)
	c := v.less
	_ = c
}

type num int

func (n num) less(m num) bool { return n < m }

func iterate(t *tree[num], s []pair[string, int], f func(yield func(int, error) bool)) {
	for v := range t.walk {
		w := v + 1
		_ = w
	}
	for i, p := range s {
		k, v := p.key, p.val
		_, _, _ = i, k, v
	}
	for n, err := range f {
		_, _ = n, err
	}
	for i, r := range "héllo" {
		_, _ = i, r
	}
}

func kinds(x any) {
	switch v := x.(type) {
	case nil:
		_ = v
	case int, string:
		_ = v
	case *list[int]:
		e := v.elems
		_ = e
	case func() error:
		err := v()
		_ = err
	default:
		_ = v
	}
	p, ok := x.(interface{ m() (int, error) })
	n, err := p.m()
	f := p.m
	_, _, _, _ = ok, n, err, f
}

type vector[T any] = []T

func aliases(v vector[int]) {
	x := v[0]
	y := vector[vector[string]]{{"a"}}
	z := conv(v, func(i int) vector[int] { return nil })
	_, _, _ = x, y, z
}
