// Package static_data initialises package variables with what is static data,
// in whole or in part: only what runs is analysed.
package static_data

type pair struct{ a, b *int }
type mixed struct {
	p    *int
	any  any
	list []*int
	in   pair
	_    int
	m    map[string]int
}
type named int
type doer interface{ do() int }

func (n named) do() int  { return int(n) }
func (p *pair) do() int  { return *p.a }
func (m mixed) do() int  { return 1 }
func call() *int         { return new(int) }
func text() string       { return "" }
func two() (*int, error) { return nil, nil }

var base int
var words = []string{"a", "b"}
var matrix = [][]int{{1, 2}, {3}, nil, {}}
var pointers = []*pair{{}, {&base, nil}, {a: new(int)}, {a: call()}}
var array = [...]*int{2: new(int), 5: &base, 1: call()}
var sized = [1 << 20]int{5: 1}
var literal = mixed{p: &base, any: 1, list: []*int{&base, new(int)}, in: pair{new(int), &base}}
var withMap = mixed{m: map[string]int{"a": 1}, any: map[string]int{"b": 2}}
var deep = &mixed{any: &mixed{any: &mixed{any: []any{1, "x", call()}}}}
var boxes = []any{1, 2.5, "s", 'c', nil, true, named(3), pair{}, &pair{}, [2]int{1, 2}, []int{1}, func() {}, call(), text(), *call()}
var doers = []doer{named(1), &pair{new(int), nil}, mixed{any: text()}}
var function = text
var functions = []func() string{text, func() string { return "a" }, func() string { return text() + "b" }}
var method = named.do
var methodValue = named(1).do
var bound = (&pair{}).do
var bytes = []byte("abc")
var runes = []rune("abc")
var bytesOf = []byte(text())
var stringOf = string(bytes)
var index = words[0]
var addressOf = &words[1]
var addressOfArray = &array[2]
var addressOfField = &literal.in.a
var sliceOf = array[1:2]
var copied = literal
var copiedPointer = pointers
var copiedBox any = literal
var copiedDoer doer = named(base)
var fresh = new(pair)
var freshBox any = new(pair)
var channel = make(chan *int)
var slice = make([]int, 10)
var table = make(map[string]*int)
var small = map[string]*pair{"a": {&base, nil}, "b": {}}
var large = map[string]*pair{
	"a": {&base, new(int)},
	"b": {&base, &base},
	"c": {},
	"d": {b: new(int)},
	"e": nil,
	"f": {},
	"g": {},
}
var largeCalls = map[string]any{"a": 1, "b": "x", "c": call(), "d": []int{1}, "e": pair{}, "f": &pair{}, "g": 2, "h": 3}
var largeBoxes = map[any]any{1: 1, "b": "x", 3: []int{1}, 4: pair{}, 5: &pair{}, 6: 2, 7: 3, 8: named(8)}
var nineteen = map[int]int{1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 6}
var twenty = map[int][]int{1: {1}, 2: {2}, 3: {3}, 4: {4}, 5: {1}}
var sum = 1 + len(words)
var joined = "a" + words[0] + "b"
var compared = any(base) == any(1)
var left, right = two()
var boxedLeft, boxedRight any = two()
var found, ok = small["a"]
var asserted, isPair = freshBox.(*pair)
var closure = func() *int { x := base; return &x }
var called = func() *int { x := base; return &x }()
var captured = func() func() *int {
	x := 1
	return func() *int { return &x }
}()
var lazily = func() any { return func() *int { return new(int) } }
var _ = &pair{new(int), nil}
var _ = []any{1, pair{}}
var _ = pair{call(), new(int)}
var _ = map[string]*int{"a": new(int)}
var _ = map[string]*int{"a": call()}
var _ = []byte("discarded")
var _ = mixed{any: []byte("kept"), p: call()}
var _ = make([]int, 3)
var _ = make(map[string]int)
var _ = make(map[string]int, 3)
var _ = new(int)
var _ = words[0]
var _ = func() *int { return new(int) }
var _ doer = (*pair)(nil)
var _ doer = &pair{new(int), nil}
var _, _ = two()
var _ any = text()
var _ = 1 / len(words)
var _ = any(pair{}) == any(1)
var anonymous = struct {
	f func() any
	g any
}{func() any { return 1 }, struct{ x any }{2}}
var grid = [2][2]any{{1, call()}, {text(), "x"}}
var pointerToArray = &[2]any{1, text()}
var sliceOfArrays = [][2]*int{{new(int), nil}, {&base}}
var address **int = &pointers[0].a
var chained, chainedToo = &pair{call(), nil}, []any{text()}

func init() {
	base = *call()
}

// Literals in initial values are looked at alone: what they capture may be
// known, and is not.
var boxing = []func() any{boxed("a"), boxed("b")}

func boxed(key string) func() any {
	return func() any { return key }
}

func boxedInFunction() any {
	return boxed("c")()
}
