// Package methods has methods with type parameters of their own.
package methods

type Vec[T any] []T

func (v Vec[T]) Map[U any](f func(T) U) Vec[U] {
	out := make(Vec[U], 0, len(v))
	for _, x := range v {
		out = append(out, f(x))
	}
	return out
}
func (v *Vec[T]) Conv[U ~string](u U) string { return string(u) + "x" }

type Plain struct{ p *int }

func (p *Plain) With[T any](v T) *Pair[T, *Plain] { return &Pair[T, *Plain]{v, p} }
func (p Plain) Id[T any](v T) T                   { return v }

type Pair[A, B any] struct {
	a A
	b B
}
type Emb[T any] struct {
	*Pair[T, int]
	Vec[T]
	Plain
}

func inGen[T any](v Vec[T], p *Plain) any {
	a := v.Map(func(x T) *T { return &x })
	b := p.With(a)
	c := p.Id[T]
	_ = c(v[0])
	return b
}

func use(e Emb[string]) {
	v := Vec[int]{1, 2}
	w := v.Map(func(i int) *int { return &i })
	_ = w
	_ = v.Conv("a")
	p := &Plain{}
	_ = p.With(1)
	_ = p.Id[*int](nil)
	f := p.With[string]
	_ = f("x")
	g := Plain.Id[int]
	_ = g(*p, 1)
	_ = e.Map(func(s string) int { return len(s) })
	_ = e.With(3)
	_ = e.a + "y"
	_ = inGen(Vec[float64]{1}, p)
	h := (*Vec[int]).Conv[string]
	_ = h(&v, "x")
}
