// Package structs moves pointers in and out of fields: a store to a field of a
// local is a store to the whole local, a store through a pointer is lost to
// the heap.
package structs

type pair struct{ a, b *int }

type inner struct {
	p *int
	n int
}

type outer struct {
	inner
	other *inner
	list  []*int
	deep  struct{ x, y struct{ p *int } }
}

var sink *int
var sinkPair pair
var sinkOuter *outer

func fieldsAreOne() *int {
	x, y := 1, 2
	v := pair{&x, &y}
	return v.a
}

func fieldStore() int {
	x := 1
	var v pair
	v.a = &x
	return *v.a
}

func fieldStoreThroughPointer(v *pair) {
	x := 1
	v.a = &x
}

func fieldStoreThroughLocalPointer() {
	x := 1
	var v pair
	q := &v
	q.a = &x
}

func derefStore(v *pair) {
	x := 1
	(*v).b = &x
}

func nested() *int {
	x := 1
	var o outer
	o.deep.y.p = &x
	return o.deep.x.p
}

func promoted(o *outer) *int          { return o.p }
func promotedValue(o outer) *int      { return o.p }
func viaPointerField(o *outer) *int   { return o.other.p }
func fieldAddress(o *outer) *int      { return &o.n }
func embeddedAddress(o *outer) *inner { return &o.inner }
func elementAddress(o *outer) **int   { return &o.list[0] }
func localFieldAddress() *int {
	var o outer
	return &o.inner.n
}

func literalReturned() *outer { return &outer{inner: inner{n: 1}} }
func literalStays() int {
	o := &outer{inner: inner{p: new(int)}, other: &inner{n: 2}}
	return *o.p + o.other.n
}

func literalInLiteral() pair {
	return pair{a: new(int), b: &inner{n: 1}.n2().n}
}

func (i inner) n2() *inner { return &i }

func whole(o *outer)             { sinkPair = pair{o.p, nil} }
func copyOut(o *outer) outer     { return *o }
func assignWhole(dst, src *pair) { *dst = *src }
func globalPointer(o *outer) {
	sinkOuter = o
	sinkOuter.p = new(int)
}

func anonymous() any {
	v := struct {
		name string
		next *int
	}{"a", new(int)}
	w := &struct{ x, y int }{1, 2}
	w.x = 3
	return v.next
}

func arrayOfStructs() *int {
	var a [3]pair
	x := 1
	a[1].b = &x
	return a[2].a
}

func pointerToArray(a *[3]pair) *pair { return &a[1] }

func compare(x, y pair) bool { return x == y && &x != &y }

type tree struct {
	left, right *tree
	val         int
}

func build(depth int) *tree {
	if depth == 0 {
		return nil
	}
	return &tree{build(depth - 1), build(depth - 1), depth}
}

func depth(t *tree) int {
	if t == nil {
		return 0
	}
	return 1 + max(depth(t.left), depth(t.right))
}

func useTree() int { return depth(&tree{left: &tree{}, val: 1}) }

func (t *tree) insert(v int) *tree {
	if t == nil {
		return &tree{val: v}
	}
	if v < t.val {
		t.left = t.left.insert(v)
	} else {
		t.right = t.right.insert(v)
	}
	return t
}
