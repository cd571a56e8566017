// Package statements has statements and builtins on operands whose type is a
// type parameter or made of one.
package statements

import "unsafe"

type num interface{ ~int | ~float64 | ~int8 }

func conv[T num](x T) any {
	var y T = 3
	z := T(4)
	_ = any(z)
	return y + x + 2
}

func size[T any](x T) uintptr { return unsafe.Sizeof(x) + unsafe.Alignof(x) }

func sl[S ~[]E, E any](s S) S {
	t := make(S, 0, 4)
	t = append(t, s...)
	t = append(t, *new(E))
	_ = t[1:2]
	u := S{}
	for i := range s {
		u = append(u, s[i])
	}
	for _, e := range s {
		_ = e
	}
	clear(u)
	copy(u, s)
	return t
}

func mp[M ~map[K]V, K comparable, V any](m M) M {
	n := make(M, len(m))
	for k, v := range m {
		n[k] = v
	}
	delete(n, *new(K))
	lit := M{}
	_ = lit
	return n
}

func ch[C ~chan E, E any](e E) C {
	c := make(C, 1)
	c <- e
	select {
	case x := <-c:
		_ = x
	default:
	}
	for x := range c {
		_ = x
	}
	return c
}

func fn[F ~func(A) B, A, B any](f F, a A) B {
	go f(a)
	defer f(a)
	return f(a)
}

func seq[T any](xs []T) func(func(int, T) bool) {
	return func(yield func(int, T) bool) {
		for i, x := range xs {
			if !yield(i, x) {
				return
			}
		}
	}
}

func sum[T num](xs []T) (s T) {
	for _, x := range seq(xs) {
		s += x
	}
	return
}

func ts[T any](v any) (r int) {
	switch x := v.(type) {
	case T:
		_ = x
		return 1
	case []T:
		r = len(x)
	case *int:
		r = *x
	}
	if t, ok := v.(map[string]T); ok {
		r = len(t)
	}
	_ = v.(T)
	return
}

type local interface{ ~struct{ a, b int } }

func st[T any](v T) any {
	type node struct {
		next *node
		val  T
	}
	n := &node{val: v}
	m := node{nil, v}
	n.next = &m
	return n
}

func arr[T any](v T) *[4]T {
	a := [...]T{0: v, 3: v}
	p := &a
	return p
}

func use() {
	_ = conv(1)
	_ = conv(2.5)
	_ = conv(int8(1))
	_ = size("x")
	_ = sl([]*int{new(int)})
	_ = mp(map[string]*int{})
	_ = ch[chan []byte]([]byte("x"))
	_ = fn(func(x int) *int { return &x }, 1)
	_ = sum([]float64{1})
	_ = ts[int](1)
	_ = ts[*string]("x")
	_ = st(1)
	_ = st("x")
	_ = arr(&[]int{1})
}
