// Package programs has options, results, heaps, events, matrices and sets, and
// functions that take functions.
package programs

type Number interface {
	~int | ~int64 | ~float64
}

type Option[T any] struct {
	v  *T
	ok bool
}

func Some[T any](v T) Option[T] { return Option[T]{&v, true} }
func None[T any]() Option[T]    { return Option[T]{} }
func (o Option[T]) OrElse(f func() T) T {
	if !o.ok {
		return f()
	}
	return *o.v
}
func (o Option[T]) Map(f func(T) T) Option[T] {
	if o.ok {
		return Some(f(*o.v))
	}
	return o
}

type Result[T any, E error] struct {
	v   T
	err E
}

type myErr struct{ s string }

func (e *myErr) Error() string { return e.s }

func Try[T any, E error](f func() (T, E)) (r Result[T, E]) {
	defer func() {
		if x := recover(); x != nil {
			_ = x
		}
	}()
	r.v, r.err = f()
	return
}

func (r Result[T, E]) String() string { return "err: " + r.err.Error() }

type Heap[T any] struct {
	data []T
	less func(a, b T) bool
}

func NewHeap[T any](less func(a, b T) bool) *Heap[T] { return &Heap[T]{less: less} }
func (h *Heap[T]) Push(x T) {
	h.data = append(h.data, x)
	h.up(len(h.data) - 1)
}
func (h *Heap[T]) up(i int) {
	for i > 0 {
		p := (i - 1) / 2
		if !h.less(h.data[i], h.data[p]) {
			break
		}
		h.data[i], h.data[p] = h.data[p], h.data[i]
		i = p
	}
}
func (h *Heap[T]) Pop() (x T, ok bool) {
	if len(h.data) == 0 {
		return
	}
	x = h.data[0]
	n := len(h.data) - 1
	h.data[0] = h.data[n]
	h.data = h.data[:n]
	return x, true
}

type Event[T any] struct {
	handlers map[int]func(T)
	next     int
	ch       chan T
}

func (e *Event[T]) On(f func(T)) (cancel func()) {
	id := e.next
	e.next++
	if e.handlers == nil {
		e.handlers = make(map[int]func(T))
	}
	e.handlers[id] = f
	return func() { delete(e.handlers, id) }
}
func (e *Event[T]) Emit(v T) {
	for _, h := range e.handlers {
		go h(v)
		defer h(v)
	}
	select {
	case e.ch <- v:
	default:
	}
}

type Matrix[T Number] [][]T

func NewMatrix[T Number](r, c int) Matrix[T] {
	m := make(Matrix[T], r)
	for i := range m {
		m[i] = make([]T, c)
	}
	return m
}
func (m Matrix[T]) Mul(n Matrix[T]) Matrix[T] {
	out := NewMatrix[T](len(m), len(n[0]))
	for i := range m {
		for j := range n[0] {
			var s T
			for k := range n {
				s += m[i][k] * n[k][j]
			}
			out[i][j] = s
		}
	}
	return out
}

type Ord interface{ ~int | ~string }
type Set[T comparable] map[T]struct{}

func Of[T comparable](xs ...T) Set[T] {
	s := make(Set[T], len(xs))
	for _, x := range xs {
		s[x] = struct{}{}
	}
	return s
}
func (s Set[T]) Union(o Set[T]) Set[T] {
	out := Set[T]{}
	for k := range s {
		out[k] = struct{}{}
	}
	for k := range o {
		out[k] = struct{}{}
	}
	return out
}
func (s Set[T]) Slice() []T {
	var out []T
	for k := range s {
		out = append(out, k)
	}
	return out
}

func GroupBy[K comparable, V any](vs []V, key func(V) K) map[K][]V {
	m := map[K][]V{}
	for _, v := range vs {
		k := key(v)
		m[k] = append(m[k], v)
	}
	return m
}
func Ptr[T any](v T) *T { return &v }
func Must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
func Chain[T any](fs ...func(T) T) func(T) T {
	return func(v T) T {
		for _, f := range fs {
			v = f(v)
		}
		return v
	}
}
func Memo[K comparable, V any](f func(K) V) func(K) V {
	cache := map[K]V{}
	return func(k K) V {
		if v, ok := cache[k]; ok {
			return v
		}
		v := f(k)
		cache[k] = v
		return v
	}
}
func Conv[To, From Number](f From) To { return To(f) }
func two() (int, error)               { return 1, nil }

type Iface[T any] interface {
	Get() T
	Put(T)
}
type impl[T any] struct{ v T }

func (i *impl[T]) Get() T      { return i.v }
func (i *impl[T]) Put(v T)     { i.v = v }
func NewI[T any](v T) Iface[T] { return &impl[T]{v} }
func swap[T any](a, b Iface[T]) {
	x := a.Get()
	a.Put(b.Get())
	b.Put(x)
}

type Embedded[T any] struct {
	impl[T]
	Iface[T]
	name string
}

func useE[T any](e *Embedded[T]) T {
	f := e.impl.Put
	f(e.impl.Get())
	g := e.Iface.Get
	return g()
}

func main() {
	o := Some(1).Map(func(x int) int { return x + 1 })
	_ = o.OrElse(func() int { return 0 })
	_ = None[string]().OrElse(func() string { return "x" })
	r := Try(func() (int, *myErr) { return 1, nil })
	println(r.String())
	h := NewHeap(func(a, b *int) bool { return *a < *b })
	for i := range 10 {
		h.Push(&i)
	}
	x, _ := h.Pop()
	println(*x)
	var e Event[string]
	c := e.On(func(s string) { println(s) })
	e.Emit("x")
	c()
	m := NewMatrix[float64](2, 2)
	_ = m.Mul(m)
	_ = Of(1, 2, 3).Union(Of(4)).Slice()
	_ = GroupBy([]string{"a", "b"}, func(s string) int { return len(s) })
	_ = *Ptr("x")
	_ = Must(two())
	_ = Chain(func(s string) string { return s + "!" })("x")
	mm := Memo(func(i int) *myErr { return &myErr{"x"} })
	_ = mm(1).Error()
	_ = Conv[int](2.5)
	a, b := NewI(1), NewI(2)
	swap(a, b)
	_ = useE(&Embedded[int]{Iface: a})
	var st interface{ String() string } = Result[int, *myErr]{}
	_ = st.String()
}
