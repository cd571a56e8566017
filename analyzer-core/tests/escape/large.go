// Package large has values that are too big for the stack, explicit (128 KiB)
// and implicit (64 KiB), and values exactly at the limit.
package large

const kib = 1 << 10

type big [128*kib + 1]byte
type fits [128 * kib]byte
type implicit [64 * kib]byte
type implicitOver [64*kib + 1]byte
type wide struct {
	head *int
	body [20000]int
}

var sink any

func variable() byte {
	var b big
	return b[0]
}

func variableFits() byte {
	var b fits
	b[1] = 2
	return b[0]
}

func variablePointer() byte {
	var b fits
	p := &b
	return p[1]
}

func declared() byte {
	a := [200000]byte{1, 2, 3}
	return a[1]
}

func newFits() byte     { return new(implicit)[0] }
func newOver() byte     { return new(implicitOver)[0] }
func literalFits() byte { return (&implicit{})[0] }
func literalOver() byte { return (&implicitOver{1})[0] }
func sliceLiteral() byte {
	s := []byte{70000: 1}
	return s[0]
}

func sliceLiteralFits() byte {
	s := []byte{100: 1}
	return s[0]
}

func param(b big) byte         { return b[0] }
func paramPointer(b *big) byte { return b[0] }
func result() (b big)          { return }
func resultUsed() byte {
	b := result()
	return b[1]
}

func copied(w *wide) int {
	v := *w
	return v.body[0]
}

func structLiteral() int {
	w := wide{head: new(int)}
	return w.body[*w.head]
}

func structPointer() int {
	w := &wide{}
	return w.body[0]
}

func pointersInBig() *int {
	x := 1
	var a [20000]*int
	a[0] = &x
	return nil
}

func boxed(b big) {
	var i any = b
	_ = i
	sink = fits{}
}

func closure() func() byte {
	var a [100 * kib]byte
	a[1]++
	f := func() byte { return a[0] }
	return f
}

func closureBig() int {
	var a, b, c [16]int
	d := a
	return func() int { return a[0] + b[0] + c[0] + d[0] }()
}

func inLoop(n int) (sum int) {
	for range n {
		var b big
		sum += int(b[0])
		s := make([]int, 10000)
		sum += s[0]
	}
	return
}

func ranged() (n int) {
	var b big
	for _, v := range b {
		n += int(v)
	}
	return
}

func switched(i any) int {
	switch v := i.(type) {
	case big:
		return len(v)
	case fits:
		return int(v[0])
	}
	return 0
}

func multi() (int, byte) {
	n, b := 1, big{}
	return n, b[0]
}
