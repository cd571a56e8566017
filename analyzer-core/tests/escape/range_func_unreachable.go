// What cannot be reached in a loop over a function counts, though nothing is
// made of it: gc rewrites the loop before it leaves that out.
package p

const off = false

type seq = func(func(int) bool)

func a(q, r seq) (n int) {
	for x := range q {
		for y := range r {
			n += x + y
			continue
			for z := range q {
				n += z
			}
		}
	}
	return
}

func b(q, r seq, m map[int]int) int {
	n := 0
out:
	for i := 0; i < 3; i++ {
		for x := range q {
			for y := range r {
				if off {
					continue out
				} else {
					n += y
				}
				switch {
				case x == 3:
					return n
					goto end
				}
			}
		}
	}
end:
	return n
}

func c(q, r seq) (int, error) {
	if off {
		for x := range q {
			return x, nil
		}
	}
	for x := range q {
		for off {
			return x, nil
		}
		select {
		default:
			if !off {
				break
			} else {
				defer println(x)
			}
		}
	}
	for x := range r {
		println(x)
	}
	return 0, nil
}

func d[T any](q func(func(T) bool), f func(T)) {
	for x := range q {
		if off {
			break
		}
		f(x)
		func() {
			if off {
				return
			}
		}()
	}
	panic(1)
	for x := range q {
		f(x)
	}
}

func e() { d(func(func(int) bool) {}, func(int) {}) }
func ff(s seq) int {
	t := 0
	for x := range s {
		if off {
			return x
		}
		t += x
	}
	return t
}

func gg(s func(func(int, *int) bool), q seq) (r *int) {
outer:
	for _, p := range s {
		for y := range q {
			if off {
				continue outer
			}
			if y == 3 {
				break
			}
			r = p
		}
	}
	return r
}

func hh(q seq) {
	for y := range q {
		if off {
			defer println(y)
		}
		println(y)
	}
}
func kk(q seq) int {
	for y := range q {
		if off {
			for z := range q {
				return z
			}
		}
		for z := range q {
			return z + y
		}
		println(y)
	}
	return 0
}
func ll(q seq) int {
	for y := range q {
		println(y)
		return y
		for z := range q {
			defer println(z)
		}
	}
	return 0
}

func clauses(q seq) (int, error) {
	switch off {
	case true:
		for x := range q {
			return x, nil
		}
	case false:
		for x := range q {
			println(x)
		}
	default:
		for x := range q {
			println(-x)
		}
	}
	var err error = new(failure)
	for x := range q {
		if x > 1 {
			return x, err
		}
	}
	return 0, err
}

func names(q seq) (int, error) {
	switch off {
	case true:
		for x := range q {
			return x, nil
		}
	}
	return 0, new(failure)
}

type failure struct{ code int }

func (f *failure) Error() string { return "" }
