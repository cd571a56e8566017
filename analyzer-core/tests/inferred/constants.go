package p

// What untyped constants become.

const big = 1 << 100

type celsius float64

type flags uint8

var (
	a = 1
	b = 'x'
	c = 2.5
	d = 3i
	e = "s"
	f = 1 == 2
	g = big >> 98
	h = 'a' + 1.0
	i = 1 + 2.0
	j = 7.0 << 3
)

var shifted uint = 3

func contexts(s uint, x float32, t celsius, w flags, m map[string]float64, any interface{}) {
	x = 1
	t = t*9/5 + 32
	w |= 1 << 3
	w = 1<<s | 2
	m["k"] = 4
	any = 5
	any = 1 << s
	any = 'r'
	u := 1 << s
	var v int64 = 1 << s
	k := x*2 > 3
	n := -1
	bytes := []byte{'a', 98, 0x63}
	array := [...]float64{2: 1, 5}
	y := m["z"] + 1
	o := len("abc") + 2
	ok := any == 3
	same := any == nil
	_, _, _, _, _, _, _, _, _, _, _ = u, v, k, n, bytes, array, y, o, ok, same, x
	var p *int = nil
	q := p != nil
	var r []int
	r = append(r, 1, 2)
	copy(bytes, e)
	z := complex(1, x)
	min1, max1 := min(1, 2.5), max(x, 3)
	ch := make(chan func(), 10)
	ch <- nil
	_, _, _, _ = q, z, min1, max1
	switch any {
	case 1, "one", 1.5, nil:
	}
	switch {
	case s > 1:
	}
	var arr [4]int
	arr[1] = int(2.0)
	_ = arr[:2]
	_ = celsius(36.6)
	_ = uint8(255) + 0
	_ = string('x') + "y"
	_ = func() (float64, error) { return 1, nil }
	if t := 1e3; t > 10 {
	}
	for i := 0; i < 10; i++ {
	}
	for i := range 10 {
		_ = i
	}
	for i := range w {
		_ = i
	}
	panic(1)
}
