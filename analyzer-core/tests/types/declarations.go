package p

import "unsafe"

type S struct {
	int
	*string
	int /* ERROR "int redeclared" */
	a int
	a string /* ERROR "a redeclared" */
	E
	*F
	G /* ERROR "embedded field type cannot be a pointer" */
}
type E interface{ m() }
type F struct {
	f int
	*S
}
type G *F

type I1 interface {
	a()
	a() /* ERROR "duplicate method a" */
	b()
	I2 /* ERROR "duplicate method b" */
}
type I2 interface {
	b(int)
	c()
}
type U interface{ ~int | string }

var u U /* ERROR "cannot use type U outside a type constraint: interface contains type constraints" */
var f1 func(U) /* ERROR "cannot use type U outside a type constraint: interface contains type constraints" */
var _ = unsafe.Sizeof() /* ERROR "invalid operation: not enough arguments for unsafe.Sizeof() (expected 1, found 0)" */
var _ = unsafe.Offsetof(1) /* ERROR "invalid argument: 1 is not a selector expression" */
var _ = unsafe.Foo /* ERROR "undefined: unsafe.Foo" */
var _ = unsafe.Sizeof(u)
var _ = iota /* ERROR "cannot use iota outside constant declaration" */
var _ = _ /* ERROR "cannot use _ as value or type" */
var _ int = nil /* ERROR "cannot use nil as int value in variable declaration" */
var a, b, c = 1, 2 /* ERROR "missing init expr for c" */
var d, e = 1, 2, 3 /* ERROR "extra init expr 3" */

const k1, k2 = 1 /* ERROR "missing init expr for k2" */
const (
	k3, k4 = iota, 1
	k5 /* ERROR "extra init expr" */
	k6, k7, k8 /* ERROR "missing init expr for k8" */
)

func init() int { return 1 } /* ERROR "func init must have no arguments and no return values" */
func main()     {}

var init = 1 /* ERROR "cannot declare init - must be func" */
var _ = func() { return 1 } /* ERROR "too many return values" */
var _ = func() int { return } /* ERROR "not enough return values" */
var _ = func() (int, string) { return 1, 2, 3 } /* ERROR "too many return values" */
var _ = func() (a int) {
	{
		a := 1 /* ERROR "declared and not used: a" */
		return /* ERROR "result parameter a not in scope at return" */
	}
}
var _ = func() { x := 1; x = 2 } /* ERROR "declared and not used: x" */
var _ = func() { x, y := 1, 2; x, y := 3, 4; _ = x } /* ERROR "declared and not used: y" */ /* ERROR "no new variables on left side of :=" */
var _ = func() { 1 := 2; a.b := 3; var q int; q, q := 1, 2 } /* ERROR "non-name 1 on left side of :=" */ /* ERROR "non-name a.b on left side of :=" */ /* ERROR "a.b undefined (type int has no field or method b)" */ /* ERROR "declared and not used: q" */ /* ERROR "q repeated on left side of :=" */
var _ = func() {
	var e E
	e.n() /* ERROR "e.n undefined (type E has no field or method n)" */
	e.m(1) /* ERROR "too many arguments in call to e.m" */
	_ = e.(F)
	_ = e.(*F)
	_ = e.(E)
}
var _ = append(1, 2) /* ERROR "invalid append: argument must be a slice; have 1 (untyped int constant)" */
var _ = append() /* ERROR "invalid operation: not enough arguments for append() (expected 1, found 0)" */
var _ = append([]int{}, "a") /* ERROR "cannot use \"a\" (untyped string constant) as int value in argument to append" */
var _ = append([]int{}, []string{}...) /* ERROR "cannot use []string{} (value of type []string) as []int value in argument to append" */
var _ = len(1) /* ERROR "invalid argument: 1 (untyped int constant) for built-in len" */
var _ = cap(map[int]int{}) /* ERROR "invalid argument: map[int]int{} (value of type map[int]int) for built-in cap" */
var _ = make(int) /* ERROR "invalid argument: cannot make int: type must be slice, map, or channel" */
var _ = make([]int) /* ERROR "invalid operation: make([]int) expects 2 or 3 arguments; found 1" */
var _ = make([]int, -1) /* ERROR "invalid argument: index -1 (constant of type int) must not be negative" */
var _ = make([]int, 2, 1) /* ERROR "invalid argument: length and capacity swapped" */
var _ = make([]int, "a") /* ERROR "cannot convert \"a\" (untyped string constant) to type int" */
var _ = make([]int, 1, 2, 3) /* ERROR "invalid operation: make([]int, 1, 2, 3) expects 2 or 3 arguments; found 4" */
var _ = new() /* ERROR "invalid operation: not enough arguments for new() (expected 1, found 0)" */
var _ = new(1, 2) /* ERROR "invalid operation: too many arguments for new(1, 2) (expected 1, found 2)" */
var _ = copy(1, 2) /* ERROR "invalid copy: argument must be a slice; have 1 (untyped int constant)" */
var _ = copy([]int{}, []string{}) /* ERROR "invalid copy: arguments []int{} (value of type []int) and []string{} (value of type []string) have different element types int and string" */
var _ = complex(1, "a") /* ERROR "invalid operation: complex(1, \"a\") (mismatched types untyped float and untyped string)" */
var _ = real("a") /* ERROR "invalid argument: argument has type untyped string, expected complex type" */
var _ = min() /* ERROR "invalid operation: not enough arguments for min() (expected 1, found 0)" */
var _ = min(1, "a") /* ERROR "invalid argument: mismatched types untyped int (previous argument) and untyped string (type of \"a\")" */
var _ = max("a", 2.0) /* ERROR "invalid argument: mismatched types untyped string (previous argument) and untyped float (type of 2.0)" */
var _ = string(1.5) /* ERROR "cannot convert 1.5 (untyped float constant) to type string" */
var _ = int("a") /* ERROR "cannot convert \"a\" (untyped string constant) to type int" */
var _ = []byte(1) /* ERROR "cannot convert 1 (untyped int constant) to type []byte" */
var _ = (*int)(nil)
var _ = int8(300) /* ERROR "constant 300 overflows int8" */
var _ = float32(1e100) /* ERROR "cannot convert 1e100 (untyped float constant 1e+100) to type float32" */
var _ = uint(-1) /* ERROR "constant -1 overflows uint" */
var _ = len /* ERROR "len (built-in) must be called" */
var _ = int /* ERROR "int (type) is not an expression" */
var _ = panic(1) /* ERROR "panic(1) (no value) used as value" */
var _ = func() {
	panic() /* ERROR "invalid operation: not enough arguments for panic() (expected 1, found 0)" */
	panic(1, 2) /* ERROR "invalid operation: too many arguments for panic(1, 2) (expected 1, found 2)" */
	delete(1, 2) /* ERROR "invalid argument: 1 (untyped int constant) is not a map" */
	delete(map[int]int{}, "a") /* ERROR "cannot use \"a\" (untyped string constant) as int value in argument to delete" */
	clear(1) /* ERROR "invalid argument: cannot clear 1 (untyped int constant): argument must be (or constrained by) map or slice" */
	close(1) /* ERROR "invalid operation: cannot close non-channel 1 (untyped int constant)" */
	print(len) /* ERROR "len (built-in) must be called" */
	recover(1) /* ERROR "invalid operation: too many arguments for recover(1) (expected 0, found 1)" */
	_ = append /* ERROR "append (built-in) must be called" */
	len("a") /* ERROR "len(\"a\") (constant 1 of type int) is not used" */
	nil /* ERROR "nil is not used" */
	_ = nil /* ERROR "use of untyped nil in assignment to _ identifier" */
	int /* ERROR "int (type) is not an expression" */
	(1) /* ERROR "(1) (untyped int constant 1) is not used" */
	copy /* ERROR "copy (built-in) must be called" */
	f1 /* ERROR "f1 (variable of type func(U)) is not used" */
}
var _ = [...]int{1, 2, 3}[5] /* ERROR "invalid argument: index 5 out of bounds [0:3]" */
var _ = "abc"[5] /* ERROR "invalid argument: index 5 out of bounds [0:3]" */
var _ = []int{}[-1] /* ERROR "invalid argument: index -1 (constant of type int) must not be negative" */
var _ = [3]int{}[1:0] /* ERROR "cannot slice unaddressable value [3]int{} (value of type [3]int)" */
var _ = (&[3]int{})[2:1] /* ERROR "invalid slice indices: 1 < 2" */
var _ = map[string]int{}[1] /* ERROR "cannot use 1 (untyped int constant) as string value in map index" */
var _ = map[string]int{1: 2} /* ERROR "cannot use 1 (untyped int constant) as string value in map literal" */
var _ = struct{ a int }{b: 1} /* ERROR "unknown field b in struct literal of type struct{a int}" */
var _ = []int{"a": 1} /* ERROR "cannot convert \"a\" (untyped string constant) to type int" */
var _ = []int{1.5: 1} /* ERROR "1.5 (untyped float constant) truncated to int" */
var _ = []int{"a"} /* ERROR "cannot use \"a\" (untyped string constant) as int value in array or slice literal" */
var _ = &int{} /* ERROR "invalid composite literal type int" */
var _ = int{} /* ERROR "invalid composite literal type int" */
var _ func() = func(int) {} /* ERROR "cannot use func(int) {} (value of type func(int)) as func() value in variable declaration" */
var _ chan int = make(chan string) /* ERROR "cannot use make(chan string) (value of type chan string) as chan int value in variable declaration" */
var _ [3]int = [4]int{} /* ERROR "cannot use [4]int{} (value of type [4]int) as [3]int value in variable declaration" */
var _ *int = new(string) /* ERROR "cannot use new(string) (value of type *string) as *int value in variable declaration" */
var _ = 1 == "a" /* ERROR "invalid operation: 1 == \"a\" (mismatched types untyped int and untyped string)" */
var _ = nil == nil /* ERROR "invalid operation: nil == nil (operator == not defined on untyped nil)" */
var _ = []int{} == []int{} /* ERROR "invalid operation: []int{} == []int{} (slice can only be compared to nil)" */
var _ = []int{} == nil
var _ = func() {} == func() {} /* ERROR "invalid operation: func() {} == func() {} (func can only be compared to nil)" */
var _ = struct{ a []int }{} == struct{ a []int }{} /* ERROR "invalid operation: struct{a []int}{} == struct{a []int}{} (struct containing []int cannot be compared)" */
var _ = 1 < 1i /* ERROR "invalid operation: 1 < 1i (operator < not defined on untyped complex)" */
var _ = true < false /* ERROR "invalid operation: true < false (operator < not defined on untyped bool)" */
var _ = "a" && "b" /* ERROR "invalid operation: operator && not defined on \"a\" (untyped string constant)" */
var _ = !1 /* ERROR "invalid operation: operator ! not defined on 1 (untyped int constant)" */
var _ = ^1.5 /* ERROR "invalid operation: operator ^ not defined on 1.5 (untyped float constant)" */
var _ = ^"a" /* ERROR "invalid operation: operator ^ not defined on \"a\" (untyped string constant)" */
var _ = 1 % 1.5 /* ERROR "invalid operation: operator % not defined on 1 (untyped float constant)" */
var _ = 1 << -1 /* ERROR "invalid operation: negative shift count -1 (untyped int constant)" */
var _ = 1 << 1.5 /* ERROR "1.5 (untyped float constant) truncated to uint" */
var _ = 1 << 10000 /* ERROR "invalid operation: invalid shift count 10000 (untyped int constant)" */
var _ = 5 &^ "a" /* ERROR "invalid operation: 5 &^ \"a\" (mismatched types untyped int and untyped string)" */
var _ = 'a' + "b" /* ERROR "invalid operation: 'a' + \"b\" (mismatched types untyped rune and untyped string)" */
