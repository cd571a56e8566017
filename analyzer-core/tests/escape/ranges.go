// Package ranges iterates over everything that can be ranged over.
package ranges

var sink *int
var table = [3]*int{}

func overSlice(s []*int) (last *int) {
	for _, p := range s {
		last = p
	}
	return
}

func overSliceIndex(s []int) (last *int) {
	for i := range s {
		last = &s[i]
	}
	return
}

func overArray(a [3]*int) (last *int) {
	for _, last = range a {
	}
	return
}

func overArrayPointer(a *[3]*int) (last *int) {
	for _, p := range a {
		last = p
	}
	return
}

func overLocalArray() *int {
	x := 1
	a := [...]*int{&x, nil}
	for _, p := range a {
		if p != nil {
			return p
		}
	}
	return nil
}

func overLiteral() (n int) {
	for i, v := range []int{1, 2, 3} {
		n += i * v
	}
	for _, p := range []*int{new(int), nil} {
		n += len([]*int{p})
	}
	return
}

func overGlobal() *int {
	for _, p := range table {
		return p
	}
	return nil
}

func overString(s string) (r rune) {
	for _, c := range s {
		r += c
	}
	for i := range []byte(s) {
		r += rune(i)
	}
	for _, c := range []rune(s) {
		r += c
	}
	return
}

func overInt(n int) (p *int) {
	for i := range n {
		p = &i
	}
	for range 3 {
		n++
	}
	for i := range uint8(3) {
		n += int(i)
	}
	return
}

func overChannel(c chan []*int) *int {
	for s := range c {
		return s[0]
	}
	return nil
}

func overMap(m map[*int]*int) (*int, *int) {
	for k, v := range m {
		return k, v
	}
	return nil, nil
}

func seq(yield func(*int) bool) {
	x := 1
	if !yield(&x) {
		return
	}
	yield(new(int))
}

func pairs(s []string) func(func(int, string) bool) {
	return func(yield func(int, string) bool) {
		for i, v := range s {
			if !yield(i, v) {
				return
			}
		}
	}
}

func forever(yield func() bool) {
	for yield() {
	}
}

func overFunc() (n int) {
	for p := range seq {
		n += *p
	}
	return
}

func overFuncKept() (last *int) {
	for p := range seq {
		last = p
	}
	return
}

func overFuncCall(words []string) (total int) {
	for i, w := range pairs(words) {
		if w == "stop" {
			break
		}
		total += i
	}
	return total
}

func overFuncReturn(words []string) *string {
	for _, w := range pairs(words) {
		if len(w) > 3 {
			return &w
		}
	}
	return nil
}

func overFuncNested(f func(func(int) bool)) (n int) {
outer:
	for a := range f {
		for b := range f {
			if a == b {
				continue outer
			}
			defer println(a, b)
			n++
		}
		for range forever {
			break
		}
	}
	return n
}

func fieldTargets(s []*int, v *struct {
	i int
	p *int
}) {
	for v.i, v.p = range s {
	}
	var kept []*int
	kept = append(kept, nil)
	for _, kept[0] = range s {
	}
	for _, sink = range s {
	}
}

func blanks(s []*int, m map[int]*int) {
	for range s {
	}
	for _, _ = range s {
	}
	for _ = range m {
	}
}
