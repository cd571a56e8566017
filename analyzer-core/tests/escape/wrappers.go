// Methods that the compiler makes itself.
package main

type list struct {
	head *int
	next *list
}

func (l list) first() *int       { return l.head }
func (l *list) push(x *int)      { l.next = &list{head: x} }
func (l *list) pair() (a, b any) { return l, l.head }
func (list) blank(_ int, x *int) { keep = x }

var keep any

// Promoted methods, in values and through pointers.
type byValue struct{ list }
type byPointer struct {
	*list
	n int
}
type deep struct {
	byValue
	*byPointer
}

// Of an interface, several levels up.
type pusher interface {
	push(x *int)
	pair() (a, b any)
}
type hasPusher struct{ pusher }
type hasThat struct{ hasPusher }

// Hidden by a field and by another method.
type hidden struct {
	list
	first int
}

func (hidden) push() {}

// Not a struct.
type ints []int

func (s ints) Len() int             { return len(s) }
func (s ints) at(i int) *int        { return &s[i] }
func (s *ints) add(more ...int)     { *s = append(*s, more...) }
func (s ints) apply(f func(...int)) { f(s...) }

type number int

func (n number) String() string { return "number" }

// Types without a name, and one of a function.
func unnamed(l list) any {
	type local struct{ list }
	var p *struct {
		*list
		tag string
	}
	use(local{l}, p)
	return interface{ first() *int }(l)
}

func use(...any) {}

// Method values, of values and interfaces.
func values(l list, p pusher, s *ints) (func() *int, func(*int), func(...int)) {
	return l.first, p.push, s.add
}

func expressions() (func(deep), func(*byPointer, *int)) {
	return func(d deep) { d.byValue.push(nil) }, (*byPointer).push
}

// Generic.
type box[T any] struct {
	v T
	list
}

func (b box[T]) get() T   { return b.v }
func (b *box[T]) set(v T) { b.v = v }

type holder struct{ box[string] }

func generic(h holder) any {
	var b box[*int]
	return b.get()
}

func main() {}
