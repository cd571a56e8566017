package p

import "unsafe"

type (
	Point struct {
		X, Y int
		tag  string `json:"tag"`
	}
	Shape interface {
		Area() float64
		Name() (s string)
	}
	Named interface{ Name() (s string) }
	List  struct {
		next *List
		val  any
	}
	Circle struct {
		Point
		*List
		r float64
	}
	Func func(int, ...string) (int, error)
	Num  int
)

const (
	A = iota
	B
	C Num = 1 << iota
	D
	_
	Big   = 1 << 100
	Small = Big >> 98
	Pi    = 3.14159265358979323846264338327950288419716939937510582097494459
	S     = "hello, " + "world"
	L     = len(S)
	K     = 'x' + 1
	Cx    = 1 + 2i
	F32   float32 = 0.1
)

var (
	x, y = f()
	z    = x + y
	m    = map[string][]int{"a": {1, 2, 3}, "b": nil}
	arr  = [...]string{2: "c", "d"}
	fn   Func
	sz   = unsafe.Sizeof(Circle{})
	_    [unsafe.Sizeof(Point{})]byte
	_    Shape = (*Circle)(nil)
	_    Named = Circle{}
)

func f() (int, int) { return z0, 2 }

var z0 = 7

func (c *Circle) Area() float64 { return Pi * c.r * c.r }
func (Circle) Name() (s string) {
	s = "circle"
	return
}
func (n Num) String() string { return string(rune(n)) }

func variadic(prefix string, args ...any) (n int, err error) {
	defer func() {
		if r := recover(); r != nil {
			err, _ = r.(error)
		}
	}()
	for i, a := range args {
		switch v := a.(type) {
		case int, int64:
			_ = v
		case string:
			n += len(v) + i
		case nil:
			continue
		case error:
			return n, v
		default:
			println(prefix)
		}
	}
	return
}

func stmts(ch chan int, s []byte) (r int) {
	var buf [64]byte
	n := copy(buf[:], "abc")
	s = append(s, "xyz"...)
	s = append(s, 1, 'b')
	for i := range 10 {
		r += i
	}
	for range ch {
	}
	for i, c := range "héllo" {
		_, _ = i, c
	}
	for k, v := range func(yield func(string, int) bool) { yield("a", 1) } {
		_, _ = k, v
	}
loop:
	for {
		select {
		case v, ok := <-ch:
			if !ok {
				break loop
			}
			r += v
		case ch <- n:
		default:
			goto done
		}
	}
done:
	c := Circle{Point: Point{1, 2, ""}, r: 2}
	c.X++
	c.val = &c.Y
	p := &c
	p.Point.X, p.Y = p.Y, p.X
	v, ok := m["a"]
	if ok && len(v) > 0 {
		r = v[0] << 3 &^ 1
	}
	var sh Shape = p
	if cc, ok := sh.(*Circle); ok {
		r += int(cc.Area())
	}
	area := (*Circle).Area
	r += int(area(p)) + int(min(1, 2.0, float64(r))) + max(3, r)
	clear(m)
	q := new(r + 1)
	_ = *q
	var u8 uint8 = 255
	u8 <<= uint(r)
	var shift = uint64(1) << r
	_ = shift
	go func(x int) { r = x }(1)
	return func() int { return int(u8) }()
}

func init() {
	_, _ = variadic("x", 1, "a", nil)
	_, _ = variadic("y", []any{1}...)
	println(stmts(nil, nil), sz, arr[3], K, Cx, F32, L, Small, A, B, D)
}
