package p

type T struct{ a, b int }
type I interface{ M(int) string }
type P *int

func (T) m() {}
func (t *T) pm() {}
func (P) bad() {} /* ERROR "invalid receiver type P (pointer or interface type)" */
func (int) bad2() {} /* ERROR "cannot define new methods on non-local type int" */
func (t T) a() {} /* ERROR "field and method with the same name a" */

func g0()            {}
func g1() int        { return 1 }
func g2() (int, string) { return 1, "" }
func v(a int, b ...string) {}

func f() (x int, err error) {
	var unused int /* ERROR "declared and not used: unused" */
	a, b := 1 /* ERROR "declared and not used: a" */ /* ERROR "declared and not used: b" */ /* ERROR "assignment mismatch: 2 variables but 1 value" */
	c := g0() /* ERROR "declared and not used: c" */ /* ERROR "g0() (no value) used as value" */
	d, e := g2(), 1 /* ERROR "declared and not used: d" */ /* ERROR "declared and not used: e" */ /* ERROR "multiple-value g2() (value of type (int, string)) in single-value context" */
	x = "s" /* ERROR "cannot use \"s\" (untyped string constant) as int value in assignment" */
	x += 1.5 /* ERROR "1.5 (untyped float constant) truncated to int" */
	x = 1 << 70 /* ERROR "cannot use 1 << 70 (untyped int constant 1180591620717411303424) as int value in assignment (overflows)" */
	var u uint8 = 256 /* ERROR "declared and not used: u" */ /* ERROR "cannot use 256 (untyped int constant) as uint8 value in variable declaration (overflows)" */
	var s string = 'x' /* ERROR "cannot use 'x' (untyped rune constant 120) as string value in variable declaration" */
	var i I = T{} /* ERROR "cannot use T{} (value of struct type T) as I value in variable declaration: T does not implement I (missing method M)" */
	var j I = &T{} /* ERROR "declared and not used: j" */ /* ERROR "cannot use &T{} (value of type *T) as I value in variable declaration: *T does not implement I (missing method M)" */
	var k error = i /* ERROR "declared and not used: k" */ /* ERROR "cannot use i (variable of interface type I) as error value in variable declaration: I does not implement error (missing method Error)" */
	_ = i.(T) /* ERROR "impossible type assertion: i.(T)" */
	_ = x.(int) /* ERROR "invalid operation: x (variable of type int) is not an interface" */
	T{}.pm() /* ERROR "cannot call pointer method pm on T" */
	T{}.nope() /* ERROR "T{}.nope undefined (type T has no field or method nope)" */
	T{1, 2, 3} /* ERROR "T{…} (value of struct type T) is not used" */ /* ERROR "too many values in struct literal of type T" */
	_ = T{1} /* ERROR "too few values in struct literal of type T" */
	_ = T{a: 1, c: 2} /* ERROR "unknown field c in struct literal of type T" */
	_ = T{a: 1, a: 2} /* ERROR "duplicate field name a in struct literal" */
	_ = T{a: 1, 2} /* ERROR "mixture of field:value and value elements in struct literal" */
	_ = []int{0: 1, 0: 2} /* ERROR "duplicate index 0 in array or slice literal" */
	_ = [2]int{1, 2, 3} /* ERROR "index 2 is out of bounds (>= 2)" */
	_ = map[string]int{"a": 1, "a": 2} /* ERROR "duplicate key \"a\" in map literal" */
	_ = map[[]int]int{} /* ERROR "invalid map key type []int" */
	v() /* ERROR "not enough arguments in call to v" */
	v("a") /* ERROR "cannot use \"a\" (untyped string constant) as int value in argument to v" */
	v(1, 2) /* ERROR "cannot use 2 (untyped int constant) as string value in argument to v" */
	v(1, []string{}...)
	v(1, "a", []string{}...) /* ERROR "too many arguments in call to v" */
	g1(1) /* ERROR "too many arguments in call to g1" */
	g2().x /* ERROR "multiple-value g2() (value of type (int, string)) in single-value context" */
	if x { /* ERROR "non-boolean condition in if statement" */
	}
	for 1 { /* ERROR "non-boolean condition in for statement" */
	}
	switch x {
	case 1, 1: /* ERROR "duplicate case 1 (constant of type int) in expression switch" */
	case "a": /* ERROR "cannot convert \"a\" (untyped string constant) to type int" */
	}
	switch y := i.(type) { /* ERROR "y declared and not used" */
	case int, int: /* ERROR "impossible type switch case: int" */ /* ERROR "duplicate case int in type switch" */
	case string: /* ERROR "impossible type switch case: string" */
	}
	switch y := x.(type) { /* ERROR "y declared and not used" */ /* ERROR "x (variable of type int) is not an interface" */
	}
	go g1 /* ERROR "expression in go must be function call" */
	defer int(1) /* ERROR "defer requires function call, not conversion int(1) (constant 1 of type int)" */
	defer len("a") /* ERROR "defer discards result of len(\"a\") (constant 1 of type int)" */
	x == nil /* ERROR "invalid operation: x == nil (mismatched types int and untyped nil)" */
	x++
	s++ /* ERROR "invalid operation: s++ (non-numeric type string)" */
	"a"++ /* ERROR "invalid operation: \"a\"++ (non-numeric type untyped string)" */
	1 = 2 /* ERROR "cannot assign to 1 (neither addressable nor a map index expression)" */
	g1() = 3 /* ERROR "cannot assign to g1() (neither addressable nor a map index expression)" */
	m := map[string]T{}
	m["a"].a = 1 /* ERROR "cannot assign to struct field m[\"a\"].a in map" */
	&m["a"] /* ERROR "invalid operation: cannot take address of m[\"a\"] (map index expression of struct type T)" */
	_ = &g1() /* ERROR "invalid operation: cannot take address of g1() (value of type int)" */
	_ = *x /* ERROR "invalid operation: cannot indirect x (variable of type int)" */
	_ = -s /* ERROR "invalid operation: operator - not defined on s (variable of type string)" */
	_ = !x /* ERROR "invalid operation: operator ! not defined on x (variable of type int)" */
	_ = x + s /* ERROR "invalid operation: x + s (mismatched types int and string)" */
	_ = x + 1.5 /* ERROR "1.5 (untyped float constant) truncated to int" */
	_ = s[0:1:2] /* ERROR "invalid operation: 3-index slice of string" */
	_ = s[1.5] /* ERROR "1.5 (untyped float constant) truncated to int" */
	_ = x[0] /* ERROR "cannot index x (variable of type int)" */
	_ = x << 1.5 /* ERROR "1.5 (untyped float constant) truncated to uint" */
	_ = 1.5 << x /* ERROR "invalid operation: shifted operand 1.5 (untyped float constant) must be integer" */
	_ = x / 0 /* ERROR "invalid operation: division by zero" */
	_ = x &&  s /* ERROR "invalid operation: x && s (mismatched types int and string)" */
	var ch <-chan int
	ch <- 1 /* ERROR "invalid operation: cannot send to receive-only channel <-chan int ch (variable of type <-chan int)" */
	var ch2 chan<- int
	<-ch2 /* ERROR "invalid operation: cannot receive from send-only channel chan<- int ch2 (variable of type chan<- int)" */
	for range ch2 { /* ERROR "cannot range over ch2 (variable of type chan<- int): receive from send-only channel chan<- int" */
	}
	for i, j := range ch { /* ERROR "declared and not used: i" */ /* ERROR "range over ch (variable of type <-chan int) permits only one iteration variable" */
	}
	for i := range y { /* ERROR "undefined: y" */
	}
	close(ch) /* ERROR "invalid operation: cannot close receive-only channel ch (variable of type <-chan int)" */
	return 1 /* ERROR "not enough return values" */
}

func h() int {
	for {
		break
	}
} /* ERROR "missing return" */

func noret() int {} /* ERROR "missing return" */

var z1 = z2 /* ERROR "initialization cycle for z1" */
var z2 = z1
const c1 = c2 /* ERROR "initialization cycle for c1" */
const c2 = c1
type R1 struct { r R2 } /* ERROR "invalid recursive type R1" */
type R2 struct { r R1 }
type A1 = A2 /* ERROR "invalid recursive type A1" */
type A2 = A1
type L L /* ERROR "invalid recursive type: L refers to itself" */
var dup int
var dup string /* ERROR "dup redeclared in this block" */
func dup() {} /* ERROR "dup redeclared in this block" */
var _ = undefined /* ERROR "undefined: undefined" */
var _ undefinedT /* ERROR "undefined: undefinedT" */
var _ [g1()]int /* ERROR "array length g1() (value of type int) must be constant" */
var _ [-1]int /* ERROR "invalid array length -1 (untyped int constant)" */
var _ [1.5]int /* ERROR "array length 1.5 (untyped float constant) must be integer" */
var _ [dup]int /* ERROR "invalid array length dup" */
const big = 1 << 600 /* ERROR "constant shift overflow" */
const ov int8 = 300 /* ERROR "cannot use 300 (untyped int constant) as int8 value in constant declaration (overflows)" */
const _ = 1 / 0 /* ERROR "invalid operation: division by zero" */
const _ = "a" + 1 /* ERROR "invalid operation: \"a\" + 1 (mismatched types untyped string and untyped int)" */
const _ int = 1.5 /* ERROR "cannot use 1.5 (untyped float constant) as int value in constant declaration (truncated)" */
