// Methods of shaped types take a dictionary, so that calls through interfaces
// of shaped types are left alone, without a word, unless the method is promoted
// from a type that is not generic.
package p

type box[T any] struct{ x T }

func (b box[T]) get() T { return b.x }

type getter[T any] interface{ get() T }

func inConversion[T any](x T) T {
	return getter[T](box[T]{x}).get()
}

func throughVariable[T any](x *T) *T {
	var g getter[*T]
	g = &box[*T]{x}
	return g.get()
}

type plain struct{ p *int }

func (p plain) name() *int { return p.p }

type named interface{ name() *int }

type labelled[T any] struct {
	plain
	x T
}

func promoted[T any](x T, p *int) *int {
	return named(labelled[T]{plain{p}, x}).name()
}

func use(p *int) int {
	return inConversion(1) + *throughVariable(p) + *promoted("", p)
}
