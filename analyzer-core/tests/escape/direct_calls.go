// Package direct_calls calls methods of interfaces where the concrete type can
// be told, and where it nearly can.
package direct_calls

type shape interface {
	area() int
	keep(p *int)
	Self() shape
}

type areaer interface{ area() int }

type square struct{ side int }

func (s *square) area() int   { return s.side * s.side }
func (s *square) keep(p *int) { sink = p }
func (s *square) Self() shape { return s }

type number int

func (n number) area() int   { return int(n) }
func (n number) keep(p *int) {}
func (n number) Self() shape { return n }

type byValue struct{ a, b int }

func (v byValue) area() int   { return v.a }
func (v byValue) keep(p *int) { *p = v.b }
func (v byValue) Self() shape { return &v }

type promoted struct{ *square }
type promotedValue struct{ square }
type promotedTwice struct{ promotedValue }
type promotedNumber struct {
	name string
	number
}
type wrapped struct{ shape }

var sink *int
var kept shape

func pointer() int {
	var s shape = &square{1}
	return s.area()
}

func argument() {
	x, y, z := 1, 2, 3
	var s shape = &square{1}
	s.keep(&x)
	s = &square{2}
	var t shape = byValue{1, 2}
	t.keep(&y)
	var u shape = number(z)
	u.keep(&z)
}

func through() {
	x := 1
	var s shape = promoted{&square{1}}
	s.keep(&x)
	var t shape = &promotedValue{}
	t.keep(&x)
	var u shape = &promotedTwice{}
	u.keep(&x)
	y := 1
	var v shape = &promotedNumber{"a", 2}
	v.keep(&y)
	var w shape = promotedNumber{"a", 2}
	w.keep(&y)
}

func partly(inner shape) {
	x := 1
	var s shape = wrapped{inner}
	s.keep(&x)
	var t shape = &wrapped{inner}
	t.keep(&x)
}

func several(b bool) {
	x := 1
	var s shape = &square{1}
	if b {
		s = number(2)
	}
	s.keep(&x)
}

func fromNil() {
	x := 1
	var s shape
	s.keep(&x)
	s = nil
	s.keep(&x)
}

func laterAssigned() {
	x := 1
	var s shape
	s.keep(&x)
	s = number(1)
}

func assignedInClosure() {
	x := 1
	var s shape = number(1)
	func() { s = number(2) }()
	s.keep(&x)
	var t shape = number(1)
	func() { t = &square{} }()
	t.keep(&x)
}

func calledInClosure() func() int {
	var s shape = &square{1}
	return func() int { return s.area() }
}

func addressTaken() {
	x := 1
	var s shape = number(1)
	p := &s
	(*p).keep(&x)
	s.keep(&x)
}

func variables() {
	x := 1
	var s shape = &square{1}
	t := s
	var a areaer = t
	_ = a.area()
	any(t).(shape).keep(&x)
	if u, ok := a.(shape); ok {
		u.keep(&x)
	}
	v := s
	v, t = t, v
	v.keep(&x)
	w := s.Self()
	w.keep(&x)
}

func switches(unknown any) {
	x := 1
	var s shape = number(1)
	switch v := s.(type) {
	case areaer:
		_ = v.area()
	case nil:
	}
	switch v := unknown.(type) {
	case number:
		v.keep(&x)
	case shape:
		v.keep(&x)
	}
}

func loops(list []shape, squares []*square, m map[number]shape, c chan *square) {
	x := 1
	for _, s := range list {
		s.keep(&x)
	}
	for _, q := range squares {
		var s shape = q
		s.keep(&x)
	}
	var s shape
	for _, s = range list {
		s.keep(&x)
	}
	for k, v := range m {
		var t shape = k
		t.keep(&x)
		v.keep(&x)
	}
	var t shape = <-c
	t.keep(&x)
	u, ok := m[0]
	_, _ = u, ok
	u.keep(&x)
}

func parameters(s shape) (r shape) {
	x := 1
	s.keep(&x)
	r = number(1)
	r.keep(&x)
	kept.keep(&x)
	return r
}

func structs() {
	x := 1
	var b struct{ s shape }
	b.s = number(1)
	b.s.keep(&x)
	list := []shape{number(1)}
	list[0].keep(&x)
}

func conversions() {
	x := 1
	shape(&square{}).keep(&x)
	areaer(shape(number(1))).(shape).keep(&x)
	makes().keep(&x)
	shape(makesSquare()).keep(&x)
	_ = any(0).(areaer).area
}

func makes() shape         { return number(1) }
func makesSquare() *square { return &square{} }

func impossible() {
	defer func() { recover() }()
	_ = any(0).(areaer).area()
}

func goAndDefer() {
	x, y := 1, 2
	var s shape = &square{1}
	defer s.area()
	defer s.keep(&x)
	go s.keep(&y)
	var t shape = number(1)
	defer t.keep(&x)
	for range 3 {
		defer t.keep(&y)
	}
}

func methodValue() {
	x := 1
	var s shape = number(1)
	f := s.keep
	f(&x)
}

func chain() int {
	var s shape = &square{1}
	return s.Self().Self().area()
}

func variadic() {
	var l logger = printer{}
	x := 1
	l.log(&x, "a", x)
}

type logger interface{ log(args ...any) }
type printer struct{}

func (printer) log(args ...any) {}

func alias() {
	type local = *square
	x := 1
	var s shape = local(nil)
	s = (*square)(nil)
	s.keep(&x)
	var t areaer = struct{ *square }{}
	_ = t.area()
	t = struct{ *square }{}
}
