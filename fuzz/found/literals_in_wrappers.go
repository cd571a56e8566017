// The order in which declarations are read: it decides in which order bodies
// are read, methods wrapped and calls inlined, which the hashes in the names
// of function literals in inlined code show.
package fixtures

// A part mentions itself, so its methods come after those of what its own
// methods mention.
type part struct {
	*box
	name string
	next *part
}

// A box does not.
type box struct {
	items []int
	owner any
}

type walk struct {
	at   *part
	path []string
}

type robot struct {
	*part
	steps int
}

func (b *box) each(f func(int)) func() {
	return func() {
		for _, item := range b.items {
			f(item)
		}
	}
}

func (p *part) label(s string) func() *string {
	return func() *string { s += p.name; return &s }
}

func (p *part) start(w *walk) func() *walk {
	return func() *walk { w.at = p; return w }
}

func (w *walk) run(m *robot) int { return m.steps + len(w.path) }

// The same, the other way round: two types that mention each other.
type left struct {
	*right
	size int
}

type right struct {
	inner *left
	name  string
}

func (r *right) both(l *left) func() *right {
	return func() *right { r.inner = l; return r }
}

func (l *left) half() func() *int { return func() *int { n := l.size / 2; return &n } }

// An interface that mentions itself is not met in its own declaration.
type ordered[T any] interface {
	rank() int
	above(other ordered[T]) bool
}

type tree[T ordered[T]] struct {
	value T
	below []*tree[T]
}

func (t *tree[T]) add(x T) *tree[T] {
	if x.above(t.value) {
		return &tree[T]{value: x, below: []*tree[T]{t}}
	}
	t.below = append(t.below, &tree[T]{value: x})
	return t
}

type card int

func (c card) rank() int                      { return int(c) }
func (c card) above(other ordered[card]) bool { return c.rank() > other.rank() }

func deck(o ordered[any], cards ...card) *tree[card] {
	t := &tree[card]{}
	if o.rank() > 0 {
		for _, c := range cards {
			t = t.add(c)
		}
	}
	return t
}

// A function that an initializer mentions is read before those declared in
// front of it.
type source[T any] func(int) (T, int)

func convert[T, U any](from source[T], f func(T) U) source[U] {
	return func(n int) (U, int) { x, m := from(n); return f(x), m }
}

func count(n int) source[struct{}] {
	return func(m int) (struct{}, int) { return struct{}{}, m + n }
}

func named(s string) source[struct{}] {
	return convert(count(len(s)), func(x struct{}) struct{} { return x })
}

func plain(s string) source[int] {
	return convert(count(len(s)), func(struct{}) int { return len(s) })
}

var name = convert(named("name"), func(struct{}) *string { s := "name"; return &s })

// 20261126 4883
