//go:build linux && (amd64 || !cgo) && go1.21

// Package grammar has every production of Go's grammar in it, and means
// nothing: it need not type-check.
package grammar

import "fmt"
import (
	. "math"
	str "strings"
	_ "unsafe"
)

const π, Ω = 3.14_15, 0x1p-2
const (
	a int = iota + 1<<3
	b
	_, c = 'x', '\u4e2d'
)

var x, y int
var (
	z       = []int{1, 2: 3, 0b1010, 0o17, 017, 1e3, .5, 2i}
	grid    = [...][2]struct{ x, y int }{{{1, 2}, {x: 3}}, 5: {}}
	byName  = map[string]*point{"a": {1, 2}, "中文": &point{}}
	compare = func(a, b int) bool { return a < b }
	_       chan<- (<-chan int)
	_       <-chan func(int, ...string) (n int, err error)
	raw     = `multi
line`
)

type (
	point                     struct{ X, Y int }
	celsi                     = float64
	list                      []list
	matrix                    [3 * 4][4]float64
	tree[K comparable, V any] struct {
		left, right *tree[K, V]
		key         K
		value       V `json:"value,omitempty"`
		point
		*list
		str.Builder
		pair[K, V]
		_ [2]int
	}
	pair[A, B any] struct{}
	number         interface {
		~int | ~int64 | *float64
		comparable
	}
	set[T interface{ ~[]E }, E *int | []T] map[string]T
	pointer[P *int,]                       struct{}
	alias[T any]                           = []T
	reader                                 interface {
		Read(p []byte) (n int, err error)
		Close() error
		fmt.Stringer
		pair[int, string]
		interface{}
	}
)

func external(int, string) (float64, error)

//go:noinline
func generic[S ~[]E, E any](s S, f func(E) E, rest ...E) (result S, _ error) {
	for i, e := range s {
		result = append(result, f(e), s[i], s[i:][0], s[: i : i+1][0])
	}
	return append(result, rest...), nil
}

func (t *tree[K, _]) method() { t.left.key, *t.right = t.key, *t }
func (point) unnamed()        {}

func statements(ch chan int, v any) (err error) {
	var local, other = 1, "two"
	const inner = len("three")
	type nested struct{ reader }
	local++
	x--
	y += local &^ 3 << 1 % 7
	x, y = y, -x+^y*+(x)/4|5&6^7
	ok := !(x == y && x != 1 || x <= 2) == (x >= 3) && compare(x, y)
	ch <- <-ch
	go func() { defer recover() }()
	defer (*point).unnamed(nil)
	{

	}
	if v := <-ch; v > 0 {
	} else if ok {
	} else {
		goto done
	}
	if (point{1, 2}) == (point{}) || *&x > 0 {
	}
outer:
	for {
		for i := 0; i < 10; i++ {
			if i == 5 {
				continue outer
			}
			break
		}
		for range 3 {
		}
		for x = range ch {
		}
		for x < y {
		}
		for {
			break outer
		}
	}
	switch x := x; {
	case x > 1, x < 0:
		fallthrough
	default:
	}
	switch x {
	}
	switch t := v.(type) {
	case nil:
	case int, *point:
		_ = t
	case func(), []int, map[string]int, chan int, struct{}, interface{}:
	}
	switch v := v; v.(type) {
	}
	select {
	case ch <- 1:
	case n, ok := <-ch:
		_, _ = n, ok
	case z[0] = <-ch:
	case <-ch:
	default:
	}
	_ = v.(interface{ M() }).M
	_ = generic[[]int, int]
	_ = tree[string, pair[int, int]]{key: "k"}
	_ = []func(){func() {}, nil}
	_ = [](*int){(*int)(nil)}
	_ = struct{}{}
	_ = other[1:] + raw[:2:3] + "\a\"\x00\377\U0001F600"
	_ = fmt.Sprint(z...)
	/* comment */ /* over
	lines */
done:
	return
}
