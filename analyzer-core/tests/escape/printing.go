// Package printing holds expressions in many forms, since a message quotes
// the expression it is about.
package printing

type T struct{ a, b int }
type S []T
type M map[string][]T
type F func(int, ...string) (n int, err error)
type E struct{ *T }

const name = "gopher"
const big = 1 << 40
const pi = 3.14159
const letter = 'λ'
const typed T2 = 7

type T2 uint8

var sink any
var v T
var p *T

func literals(n int) {
	sink = &T{}
	sink = &T{1, 2}
	sink = &T{a: 1}
	sink = T{n, n}
	sink = []int{}
	sink = []int{1}
	sink = [3]int{1}
	sink = [...]string{2: name}
	sink = S{{1, 2}}
	sink = &S{}
	sink = M{}
	sink = M{"a": nil}
	sink = &[]*T{{1, 2}}
	sink = &map[T]*T{{}: {}}
	sink = E{&T{}}
	sink = []struct{}{{}}
	sink = [0]func(){}
}

func types() {
	sink = new(struct {
		X, Y int `json:"x"`
		*T
		f func(a, b int, c ...any) (r *T)
	})
	sink = new(interface {
		M(x int) string
		error
	})
	sink = new(chan<- int)
	sink = new(<-chan chan T)
	sink = new(chan (<-chan int))
	sink = new(map[[2]string]func() (int, error))
	sink = new([]*[4]**T)
	sink = new(func())
	sink = new(F)
	sink = new(any)
	sink = new(byte)
	sink = new(rune)
	sink = new(error)
	sink = new(uintptr)
	sink = new(struct{})
	sink = make([]interface{}, 2)
	sink = make(map[string]interface{ M() }, 3)
	sink = make(S, 2, 1<<3)
	sink = make([]struct{ x, y T }, 'a')
	sink = make(chan bool)
}

func operators(a, b int, c, d bool, f float64, u uint8, s string, q *T, l []int) {
	sink = a + b*2
	sink = (a + b) * 2
	sink = a - (b - 1)
	sink = -a
	sink = - -a
	sink = ^a &^ b << u
	sink = !c && (d || a == b)
	sink = a != b
	sink = *q
	sink = (*q).a
	sink = q.a
	sink = &*q
	sink = l[a+1]
	sink = l[:a]
	sink = l[1:a:b]
	sink = s[a]
	sink = s[1:] + name + "x\ty" + s
	sink = name + s
	sink = f / 2.5
	sink = f * pi
	sink = 1e100 * f
	sink = a | big
	sink = 'x' + rune(a)
	sink = rune(a) + letter
	sink = T2(u) + typed
	sink = u << 3
	sink = 0x10 ^ a
	sink = s == name
	sink = c == true
}

func calls(n int, f F, m M, i any, c chan T, e E) {
	sink = max(n, 3)
	sink = len(m[name]) + cap(c)
	sink = i.(T)
	sink = i.(interface{ M() })
	sink = <-c
	sink = (<-c).a
	sink = m[name][0].b
	sink = e.T.b
	sink = e.b
	sink = double(n)
	sink = e.T.method()
	sink = complex(float64(n), 1)
	sink = append(m["a"], T{})
	sink = func() int { return n }()
	sink = T.value
	sink = (*T).method
	sink = v.value
	sink = p.method
	sink = e.method
	sink, _ = f(n, name, "b")
}

func double(n int) int     { return 2 * n }
func (t *T) method() int   { return t.a }
func (t T) value(n int) T  { return t }

func conversions(s string, b []byte, r []rune, n int, u uint8, f float64, l []T) {
	sink = []byte(s)
	sink = string(b)
	sink = []rune(s + "x")
	sink = string(r[1:])
	sink = string(rune(n))
	sink = int64(n)
	sink = float32(f) + 1
	sink = T2(n)
	sink = S(l)
	sink = [2]T(l)
	sink = (*[2]T)(l)
	sink = any(n)
	sink = any(any(u))
	sink = interface{ M() }(nil)
	sink = struct{ a, b int }(v)
	sink = (func())(nil)
	sink = F(nil)
	sink = uintptr(n) * 8
}

// long is not formatted: in a column, a tab counts as one byte.
func long(	a int, bb []string) { tabs := []any{a,	bb[0],	len(bb), /* inner */	&a}; sink = tabs; println(bb[a],		func() int { return a }()) }

func multiline(a string) {
	sink = a +
		"second" +
		a[1:]
	sink = []any{
		a,
		T{
			1,
			2,
		},
	}
	sink = &T{
		a: len(
			a),
	}
}
