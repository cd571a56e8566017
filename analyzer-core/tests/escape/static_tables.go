// The method table of what a package variable is from the start is written
// before escape analysis, with the functions that compare what its type
// mentions.
package p

type pair struct{ key, value string }

type doer interface{ do() }

type router struct{ handle func([]pair) }

func (r *router) do() {}

func newRouter() *router { return &router{} }

var inlined doer = newRouter()

var _ doer = newRouter()

type floats struct{ x, y float64 }

type direct struct{ at *floats }

func (d direct) do() {}

var literal doer = direct{}

// What is nothing but a check is left out.
type unused struct{ a, b any }

func (u *unused) do() {}

var _ doer = (*unused)(nil)

// And so is what has to run.
type late struct {
	name string
	n    int
}

func (l late) do() {}

var changing = 1

var dynamic doer = late{n: *pointer()}

//go:noinline
func pointer() *int { return &changing }
