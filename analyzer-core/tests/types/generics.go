package p

type Number interface{ ~int | ~int64 | ~float64 }
type Pair[K comparable, V any] struct {
	key K
	val V
}
type Tree[T interface{ Less(T) bool }] struct {
	left, right *Tree[T]
	v           T
}
type Stack[T any] []T
type Set[T comparable] = map[T]struct{}
type Str string

func (s Str) Less(t Str) bool { return s < t }

func (s *Stack[T]) Push(v T) { *s = append(*s, v) }
func (s Stack[T]) Top() (v T, ok bool) {
	if len(s) == 0 {
		return
	}
	return s[len(s)-1], true
}
func Map[T, U any](s []T, f func(T) U) []U {
	var r []U
	for _, x := range s {
		r = append(r, f(x))
	}
	return r
}
func Sum[T Number](s ...T) (t T) {
	for _, x := range s {
		t += x
	}
	return
}
func Keys[M ~map[K]V, K comparable, V any](m M) []K {
	r := make([]K, 0, len(m))
	for k := range m {
		r = append(r, k)
	}
	return r
}
func Ptr[T any, P interface {
	*T
	Set(int)
}](n int) T {
	var t T
	P(&t).Set(n)
	return t
}

type C struct{ n int }

func (c *C) Set(n int) { c.n = n }

var _ = Map([]int{1}, func(i int) string { return "" })
var _ = Sum(1, 2.5)
var _ = Sum[int](1, 2)
var _ = Keys(map[string]int{})
var _ = Ptr[C](1)
var _ Tree[Str]
var _ Pair[string, []int]
var _ Set[int] = map[int]struct{}{}
var _ = func() { var s Stack[int]; s.Push(1); v, ok := s.Top(); _, _ = v, ok }
var f1 func(...int) int = Sum

var _ Tree[int] /* ERROR "int does not satisfy interface{Less(int) bool} (missing method Less)" */
var _ Pair[[]int, int] /* ERROR "[]int does not satisfy comparable" */
var _ Pair[int] /* ERROR "not enough type arguments for type Pair: have 1, want 2" */
var _ Pair /* ERROR "cannot use generic type Pair[K comparable, V any] without instantiation" */
var _ = Sum("a") /* ERROR "string does not satisfy Number (string missing in ~int | ~int64 | ~float64)" */
var _ = Sum[string]() /* ERROR "string does not satisfy Number (string missing in ~int | ~int64 | ~float64)" */
var _ = Map([]int{1}, 2) /* ERROR "in call to Map, cannot infer U (declared" */
var _ = Map([]int{1}, func(s string) int { return 1 }) /* ERROR "in call to Map, type func(s string) int of func(s string) int {…} does not match inferred type func(int) U for func(T) U" */
var _ = Keys(1) /* ERROR "in call to Keys, cannot infer K (declared" */
var _ = Ptr[int](1) /* ERROR "*int does not satisfy interface{Set(int); *int} (missing method Set)" */
var _ = Sum /* ERROR "cannot use generic function Sum without instantiation" */
var _ = Sum[int, int] /* ERROR "got 2 type arguments but want 1" */
var _ = f2[int] /* ERROR "cannot index f2 (value of type func(x int))" */
var _ Number /* ERROR "cannot use type Number outside a type constraint: interface contains type constraints" */

func f2(x int) {}
func f3[T any](x T) {
	_ = x + x /* ERROR "invalid operation: operator + not defined on x (variable of type T constrained by any)" */
	_ = x == x /* ERROR "invalid operation: x == x (incomparable types in type set)" */
	x.foo() /* ERROR "x.foo undefined (type T has no field or method foo)" */
	_ = x.(int) /* ERROR "invalid operation: cannot use type assertion on type parameter value x (variable of type T constrained by any)" */
	switch x.(type) { /* ERROR "cannot use type switch on type parameter value x (variable of type T constrained by any)" */
	}
	for range x { /* ERROR "cannot range over x (variable of type T constrained by any): no specific type" */
	}
	x() /* ERROR "invalid operation: cannot call x (variable of type T constrained by any): no specific type" */
	_ = x[0] /* ERROR "cannot index x (variable of type T constrained by any)" */
	_ = *x /* ERROR "invalid operation: cannot indirect x (variable of type T constrained by any)" */
	_ = len(x) /* ERROR "invalid argument: x (variable of type T constrained by any) for built-in len" */
}
func f4[T Number](x T) T { _ = x << 1; _ = x % 2; _ = string(x); return x + "a" } /* ERROR "invalid operation: shifted operand x (variable of type T constrained by Number) must be integer" */ /* ERROR "invalid operation: operator % not defined on x (variable of type T constrained by Number)" */ /* ERROR "cannot convert x (variable of type T constrained by Number) to type string: cannot convert float64 (in T) to type string" */ /* ERROR "invalid operation: x + \"a\" (mismatched types T and untyped string)" */
func f5[T []int | [3]int](x T) {
	_ = x[5]
	x[0] = "a" /* ERROR "cannot use \"a\" (untyped string constant) as int value in assignment" */
	_ = x[:] /* ERROR "cannot slice x (variable of type T constrained by []int | [3]int): []int and [3]int have different underlying types" */
	for i, v := range x { /* ERROR "cannot range over x (variable of type T constrained by []int | [3]int): []int and [3]int have different underlying types" */
		_, _ = i, v
	}
}
func f6[T any]() T        { return nil } /* ERROR "cannot use nil as T value in return statement" */
func f7[T any]()          { var _ T = 0 } /* ERROR "cannot use 0 (untyped int constant) as T value in variable declaration" */
func f8[T U]()            {} /* ERROR "undefined: U" */
func f9[T any, T any]()   {} /* ERROR "T redeclared in this block" */
func (Pair[K, V]) m1(K)   {}
func (Pair[K]) m2()       {} /* ERROR "receiver declares 1 type parameter, but receiver base type declares 2" */
func (p Pair[K, V]) m1(K) {} /* ERROR "method Pair.m1 already declared" */

type T1[P any] P /* ERROR "cannot use a type parameter as RHS in type declaration" */
type T2[P T2[P]] struct{}
type T3[P any] struct{ f T3[P] } /* ERROR "invalid recursive type: T3[P] refers to itself" */
type T4[P any] struct{ f *T4[*P] }

var _ = f3[Number](nil) /* ERROR "f3[Number](nil) (no value) used as value" */ /* ERROR "cannot use type Number outside a type constraint: interface contains type constraints" */

func (Stack[int]) m3() { var x int = 1; _ = x } /* ERROR "cannot use 1 (untyped int constant) as int" */

type I1 interface {
	int | string
	m()
}
type I2 interface {
	~Str /* ERROR "invalid use of ~ (underlying type of Str is string)" */
	I1 | int /* ERROR "cannot use p.I1 in union (p.I1 contains methods)" */
	~error /* ERROR "invalid use of ~ (error is an interface)" */
	comparable | int /* ERROR "cannot use comparable in union" */
}

func f10()                  { var g = f6; g(); _ = Map[int] } /* ERROR "cannot use generic function f6 without instantiation" */ /* ERROR "cannot infer U (declared" */
func f11(f func(int) int)   { f11(f12); f11(f13) } /* ERROR "in call to f11, type func[T any](x T) string of f13 does not match func(int) int" */
func f12[T any](x T) T      { return x }
func f13[T any](x T) string { return "" }
