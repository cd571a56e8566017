// Package globals initialises package-level variables: with literals, calls,
// closures, method values, other globals, and in init functions.
package globals

type config struct {
	name string
	next *config
	hook func() *int
}

func (c *config) call() *int   { return c.hook() }
func (c config) label() string { return c.name }

var number = 1
var address = &number
var fresh = new(int)
var valued = new(42)
var list = []int{1, 2, 3}
var pointers = []*int{&number, new(int), nil}
var table = map[string]*int{"a": &number, "b": new(int)}
var empty = map[string]int{}
var array = [...]*int{0: &number, 2: fresh}
var literal = config{name: "a", next: &config{name: "b"}}
var pointer = &config{next: &literal, hook: func() *int { return &number }}
var boxed any = number
var boxedConst any = 1
var boxedStruct any = config{}
var channel = make(chan int, 3)
var slice = make([]byte, number)
var sliceConst = make([]byte, 10)
var text = "a" + suffix()
var bytes = []byte(text)
var bytesConst = []byte("const")
var function = func() int { return number }
var result = func() *int { x := 1; return &x }()
var resultStays = func() int { x := 1; p := &x; return *p }()
var method = pointer.call
var methodValue = literal.label
var methodExpr = (*config).call
var first, second = pair()
var third, _ = pair()
var _ = leak(new(int))
var _, _ any = 1, new(int)
var looked, found = table["a"]
var asserted, isInt = boxed.(int)
var received, open = <-channel
var depends = *later
var later = new(int)
var converted = shape(pointer)
var appended = append(list, number)
var nested = func() func() *int {
	n := 0
	return func() *int { n++; return &n }
}()
var handlers = map[string]func(*int) *int{
	"same": func(p *int) *int { return p },
	"keep": func(p *int) *int { kept = p; return nil },
}

var kept *int
var zero [1 << 10]*int
var structs = []struct{ p, q *int }{{&number, nil}, {q: new(int)}}

type shape interface{ call() *int }

func suffix() string      { return "b" }
func pair() (*int, error) { return new(int), nil }
func leak(p *int) *int    { kept = p; return p }

func init() {
	x := 1
	address = &x
	y := 2
	p := &y
	*p++
}

func init() {
	for i := range array {
		array[i] = &i
	}
	function = func() int { return *fresh }
	func() {
		z := 3
		kept = &z
	}()
}

func callsVariable() int {
	x := 1
	p := handlers["same"](&x)
	return function() + *p
}

func readsGlobal() *int { return pointers[0] }
func writesGlobal(c *config) {
	pointer.next = c
	literal.next.next = c
	zero[3] = new(int)
	*address = 4
}

func localCopy() int {
	c := literal
	q := &c
	return len(q.name)
}
