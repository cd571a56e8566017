// Package list is an ordinary small program: a doubly linked list with
// iteration, sorting and removal.
package list

// Element is a value in a List.
type Element struct {
	prev, next *Element
	owner      *List
	Value      any
}

// List is a doubly linked ring with a sentinel.
type List struct {
	root Element
	len  int
}

func New() *List { return new(List).Init() }

func (l *List) Init() *List {
	l.root.next = &l.root
	l.root.prev = &l.root
	l.len = 0
	return l
}

func (l *List) Len() int { return l.len }

func (l *List) insert(e, at *Element) *Element {
	e.prev, e.next = at, at.next
	e.prev.next = e
	e.next.prev = e
	e.owner = l
	l.len++
	return e
}

func (l *List) PushBack(v any) *Element  { return l.insert(&Element{Value: v}, l.root.prev) }
func (l *List) PushFront(v any) *Element { return l.insert(&Element{Value: v}, &l.root) }

func (l *List) Remove(e *Element) any {
	if e.owner == l {
		e.prev.next = e.next
		e.next.prev = e.prev
		e.next, e.prev, e.owner = nil, nil, nil
		l.len--
	}
	return e.Value
}

func (l *List) Each(visit func(i int, v any) bool) {
	i := 0
	for e := l.root.next; e != &l.root; e = e.next {
		if !visit(i, e.Value) {
			return
		}
		i++
	}
}

func (l *List) All() func(func(any) bool) {
	return func(yield func(any) bool) {
		l.Each(func(_ int, v any) bool { return yield(v) })
	}
}

func (l *List) Slice() []any {
	out := make([]any, 0, l.len)
	for v := range l.All() {
		out = append(out, v)
	}
	return out
}

func sorted(vs []any, less func(a, b any) bool) []any {
	if len(vs) < 2 {
		return vs
	}
	mid := len(vs) / 2
	left, right := sorted(vs[:mid], less), sorted(vs[mid:], less)
	out := make([]any, 0, len(vs))
	for len(left) > 0 && len(right) > 0 {
		if less(right[0], left[0]) {
			out, right = append(out, right[0]), right[1:]
		} else {
			out, left = append(out, left[0]), left[1:]
		}
	}
	return append(append(out, left...), right...)
}

func Sum() (total int) {
	l := New()
	for i := range 10 {
		l.PushBack(i)
	}
	l.PushFront(1000)
	first := l.root.next
	l.Remove(first)
	for _, v := range sorted(l.Slice(), func(a, b any) bool { return a.(int) < b.(int) }) {
		total += v.(int)
	}
	return total
}
