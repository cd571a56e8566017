// Package dictionaries hands dictionaries on and shows their words in messages.
package dictionaries

type Stringer interface{ String() string }
type E struct{}

func (E) String() string { return "e" }
func (*E) Ptr() *int     { return nil }

// dictionary words inside texts
func inner[T any](v T) string          { return "x" }
func inner2[T, U any](v T, u U) string { return "x" }
func outer[T any](v T) string {
	return inner(v) + inner2(v, 1) + inner2([]T{v}, v)
}
func outer2[T Stringer](v T) any {
	s := v.String() + inner(v)
	_ = any(inner(&v))
	return any(v.String() + s)
}

type G[T any] struct{ v T }

func (g *G[T]) a() string { return g.b() + inner(g.v) }
func (g G[T]) b() string  { return inner(g.v) + inner2(&g, g.v) }
func (g G[T]) c() string {
	var x any = g.v
	_ = x
	m := map[string]T{}
	m["a"] = g.v
	return d(h2(g)) + d(h2(m))
}
func d[T any](v T) string { return "" }
func h2[T any](v T) *T    { return &v }
func h[T any](v T) *G[T]  { return &G[T]{v} }

func typ[T any](x any) string {
	t, _ := x.(T)
	_ = t
	switch x.(type) {
	case []T:
	}
	return inner(t) + inner(new(T))
}

func emb[T any](x any) string {
	type loc struct{ v T }
	l := loc{}
	_ = any(l)
	return inner(l) + "z"
}

func clo[T Stringer](vs []T) func() string {
	return func() string {
		f := func() string { return inner(vs) + "q" }
		s := ""
		for _, v := range vs {
			s = v.String() + s + f()
		}
		return s
	}
}

// Both results have the same type, which is in the dictionary once.
func twice[T any](v T) *G[T] {
	a := h(v)
	b := h(a.v)
	_ = inner(b)
	return a
}

// Parameters without a name are variables, too.
func (*L[T]) unnamed(T, []T) int { return 1 }

type L[T any] struct{ v T }

func use() {
	_ = new(L[int]).unnamed(1, nil)
	_ = twice(1).a()
	_ = outer(1)
	_ = outer2(E{})
	_ = outer2(&E{})
	_ = outer2(Stringer(E{}))
	_ = h(1).a() + h("x").c()
	_ = typ[int](1)
	_ = emb[int](2)
	_ = clo([]E{{}})()
}

// Instances of a generic alias with the same type arguments are one type.

type pair[A, B any] struct {
	a A
	b B
}

type same[T any] = pair[T, T]

type sames[T any] = []same[T]

func doubled[T any](vs ...T) sames[T] {
	var out sames[T]
	for _, v := range vs {
		out = append(out, same[T]{v, v})
	}
	return out
}

func doubledAsWritten[T any](vs ...T) []pair[T, T] {
	var out []same[T]
	for _, v := range vs {
		out = append(out, pair[T, T]{v, v})
	}
	return out
}

func useAliases() {
	_ = doubled("a", "b")
	_ = doubledAsWritten(1, 2)
}
