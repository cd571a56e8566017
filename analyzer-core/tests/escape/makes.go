// Package makes is about where make puts its backing store: constant sizes,
// sizes known through a variable assigned once, unknown and too large ones.
package makes

const (
	small = 16
	limit = 64 << 10
)

var size = 10

type big [1 << 16]byte
type empty struct{}

func constant() int { return len(make([]int, small)) }
func constantCap() int {
	s := make([]int, 0, small)
	return cap(s)
}
func returned() []int { return make([]int, small) }
func variable(n int) byte {
	b := make([]byte, n)
	return b[0]
}
func variableReturned(n int) []byte { return make([]byte, n) }
func variableCap(n int) int         { return len(make([]byte, 1, n)) }
func variableLen(n int) byte        { return make([]byte, n, 100)[0] }
func atLimit() byte                 { return make([]byte, limit)[0] }
func overLimit() byte               { return make([]byte, limit+1)[0] }
func overLimitCap() byte            { return make([]byte, 1, limit+1)[0] }
func overLimitElems() int           { return make([]int, limit/8+1)[0] }
func zeroSized(n int) int           { return len(make([]empty, n)) }
func zeroSizedConstant() int        { return len(make([]empty, 5)) }
func globalSize() int               { return make([]int, size)[0] }

func assignedOnce() int {
	n := 10
	s := make([]int, n)
	return s[0]
}

func assignedOnceTooLarge() int {
	n := 1 << 20
	s := make([]int, n)
	return s[0]
}

func assignedOnceChain() int {
	n := small
	m := n
	s := make([]int, 0, m)
	return cap(s)
}

func assignedTwice(c bool) int {
	n := 10
	if c {
		n = 20
	}
	s := make([]int, n)
	return s[0]
}

func assignedOnceOtherType() int {
	var n uint8 = 7
	s := make([]string, n)
	return len(s[0])
}

func lengthOfLiteral() int {
	src := []int{1, 2, 3}
	dst := make([]int, len(src))
	copy(dst, src)
	return dst[0]
}

func lengthOfParam(src []int) int {
	dst := make([]int, len(src), len(src)+4)
	copy(dst, src)
	return dst[0]
}

func addressTaken() int {
	n := 10
	p := &n
	s := make([]int, n)
	return s[0] + *p
}

func inClosure() func() int {
	n := 4
	return func() int { return make([]int, n)[0] }
}

func expressions(a, b int) int {
	return len(make([]int, a+b*2)) + len(make([]string, (a+b)*2, -a)) + len(make([]big, b<<1&3)) + len(make([]byte, len("abc")+a))
}

func ofLarge() byte    { return make([]big, 1)[0][0] }
func ofTooLarge() byte { return make([]big, 2)[0][0] }
func storedStays() int {
	x := 1
	s := make([]*int, 3)
	s[0] = &x
	return *s[0]
}

func maps(n int) int {
	a := make(map[string]int)
	b := make(map[string]int, 5)
	c := make(map[string]int, n)
	d := make(map[string]*int, 1000)
	return len(a) + len(b) + len(c) + len(d)
}

func mapReturned() map[int]int { return make(map[int]int, 8) }

func channels(n int) chan int {
	a := make(chan int)
	b := make(chan int, n)
	close(a)
	return b
}

func named() any {
	type ints []int
	type table map[string]ints
	t := make(table)
	t["a"] = make(ints, 3)
	return t
}
