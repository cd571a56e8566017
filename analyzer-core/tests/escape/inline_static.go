// Package static has package variables with inlined initial values.
package static

type E struct{ s string }

func (e *E) Error() string { return e.s }

func New(s string) error         { return &E{s} }
func value(a, b int) E           { return E{"v"} }
func pointer(x int) *int         { return &x }
func pair(s string) [2]string    { return [2]string{s, s} }
func pairOf(p *E) [2]*E          { return [2]*E{p, p} }
func slice(n int) []int          { return []int{n, n + 1} }
func boxed(x int) any            { return x }
func convert(x int) uint8        { return uint8(x) }
func concat(a, b string) string  { return a + "," + b }
func literal(x int) func() int   { return func() int { return 1 } }
func captures(x int) func() int  { return func() int { return x } }
func named(s string) (err error) { err = &E{s}; return }
func mapOf(k string) map[string]int {
	return map[string]int{k: 1}
}
func choose(b bool) *E {
	if b {
		return &E{"x"}
	}
	return nil
}

var (
	ErrA         = New("a")
	ErrB         = New("b" + "c")
	ErrC   error = New(concat("x", "y"))
	errs         = []error{New("d"), New("e")}
	byName       = map[string]error{"f": New("f")}
	v            = value(1, 2)
	p            = pointer(3)
	two          = pair("z")
	twoP         = pairOf(&E{"q"})
	twoQ         = pairOf(&v)
	s            = slice(4)
	b            = boxed(5)
	b300         = boxed(300)
	u            = convert(7)
	str          = concat("k", "l")
	lit          = literal(1)
	capt         = captures(2)
	nam          = named("n")
	m            = mapOf("o")
	ch           = choose(true)
	self         = New(str)
	_            = New("blank")
	f            = func() *E { return &E{"lit"} }()
	g            = func(x int) *int { return &x }(8)
)

func use() error { return New("local") }
