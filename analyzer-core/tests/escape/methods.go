// Package methods covers method values and expressions, promotion through
// embedding, and what a receiver costs.
package methods

type counter struct {
	n    int
	hist []*int
}

func (c *counter) inc()           { c.n++ }
func (c *counter) self() *counter { return c }
func (c *counter) keep(p *int)    { c.hist = append(c.hist, p) }
func (c counter) get() int        { return c.n }
func (c counter) first() *int     { return c.hist[0] }

type incer interface{ inc() }
type getter interface{ get() int }

type wrapped struct {
	counter
	name string
}

type pointed struct {
	*counter
	getter
}

type deep struct {
	wrapped
	inner *pointed
}

type myInt int

func (i myInt) get() int { return int(i) }
func (i *myInt) inc()    { *i++ }

type handler func(*int) *int

func (h handler) serve(p *int) *int { return h(p) }

var sink func()
var sinkGet func() int

func valueStays() {
	var c counter
	f := c.inc
	f()
}

func valueEscapes() {
	var c counter
	sink = c.inc
}

func valueReturned(c *counter) func()            { return c.inc }
func valueCopied(c counter) func() int           { return c.get }
func valueOfPointer(c *counter) func() int       { return c.get }
func valueOfLiteral() func() int                 { return counter{n: 1}.get }
func valueOfLiteralPtr() func()                  { return (&counter{n: 1}).inc }
func valueOfInterface(g getter) func() int       { return g.get }
func valueWithResult(c *counter) func() *counter { return c.self }
func valueOfPromoted(w *wrapped) func()          { return w.inc }
func valueOfDeep(d *deep) func() int             { return d.inner.counter.get }
func valueCalled() *counter {
	var c counter
	f := c.self
	return f()
}

func valueCalledStays() int {
	c := counter{n: 1}
	f := c.get
	g := (&c).self
	_ = g
	return f()
}

func expression() int {
	var c counter
	(*counter).inc(&c)
	f := (*counter).self
	d := f(&c)
	g := counter.get
	return g(*d) + (*counter).get(d)
}

func expressionReturned() func(*counter) { return (*counter).inc }
func expressionIface() func(getter) int  { return getter.get }
func expressionEscape(c *counter) *counter {
	return (*counter).self(c)
}

func promoted() int {
	var w wrapped
	w.inc()
	x := 1
	w.keep(&x)
	return w.get()
}

func promotedThroughPointer(p pointed) *counter { return p.self() }
func promotedIface() incer                      { return &wrapped{name: "w"} }
func promotedIfaceValue() getter                { return wrapped{} }
func promotedFromPointer(d deep) incer          { return d.inner }
func promotedInterface(p *pointed) int          { return p.getter.get() }

func chain(c *counter) *counter { return c.self().self().self() }
func chainLocal() int {
	c := &counter{}
	return c.self().self().get()
}

func addressable() int {
	var a [2]counter
	a[1].inc()
	s := make([]counter, 2)
	s[0].inc()
	m := map[string]*counter{"a": {}}
	m["a"].inc()
	return a[1].get()
}

func basic() int {
	var i myInt
	i.inc()
	f := i.inc
	f()
	sinkGet = i.get
	return i.get() + myInt(3).get()
}

func functionType(p *int) *int {
	h := handler(func(q *int) *int { return q })
	return h.serve(p)
}

func functionTypeStays() int {
	x := 1
	handler(func(q *int) *int { return nil }).serve(&x)
	return x
}

func localType() interface{ m() *int } {
	type local struct {
		counter
		p *int
	}
	l := local{p: new(int)}
	l.inc()
	return anonymous{&l.n}
}

type anonymous struct{ p *int }

func (a anonymous) m() *int { return a.p }

func embeddedAnonymous() int {
	v := struct {
		*counter
		label string
	}{&counter{}, "l"}
	v.inc()
	f := v.inc
	f()
	var g getter = v
	return g.get()
}

// A receiver may be called by an alias; the method has the name of its type.

type total = counter

func (t *total) place() *int { return &t.n }

func (t total) value() int { return t.n }

type totalPointer = *counter

func (t totalPointer) both() (*int, int) { return t.place(), t.value() }

func (c *row[T]) first() *T { return &c.v }

type row[T any] struct{ v T }

type rowOf[T any] = row[T]

func aliases(t *total, c *rowOf[int]) (func() *int, *int) {
	defer t.both()
	return t.place, c.first()
}
