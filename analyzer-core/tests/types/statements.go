package p

func loops(s []int, m map[string]int, c chan int, f func(func(int) bool), n int) {
	for i := range s { _ = i }
	for i, v, w := range s {} /* ERROR "declared and not used: i" */ /* ERROR "declared and not used: v" */ /* ERROR "range clause permits at most two iteration variables" */
	for i, v := range n {} /* ERROR "declared and not used: i" */ /* ERROR "range over n (variable of type int) permits only one iteration variable" */
	for i, v := range c {} /* ERROR "declared and not used: i" */ /* ERROR "range over c (variable of type chan int) permits only one iteration variable" */
	for x := range f { var s string = x } /* ERROR "declared and not used: s" */ /* ERROR "cannot use x (variable of type int) as string value in variable declaration" */
	for i := range 1.5 {} /* ERROR "cannot range over 1.5 (untyped float constant)" */
	for i := range "a" { i = "b" } /* ERROR "declared and not used: i" */ /* ERROR "cannot use \"b\" (untyped string constant) as int value in assignment" */
	for k, v := range m { var _ int = k; var _ int = v } /* ERROR "cannot use k (variable of type string) as int value in variable declaration" */
	for range f {}
	for i := range func() {} {} /* ERROR "cannot range over func() {} (value of type func()): func must be func(yield func(...) bool): wrong argument count" */
	for i := range func(func(int)) {} {} /* ERROR "cannot range over func(func(int)) {} (value of type func(func(int))): func must be func(yield func(...) bool): yield func does not return bool" */
	var u8 uint8 /* ERROR "declared and not used: u8" */
	for u8 = range 256 {} /* ERROR "cannot use 256 (untyped int constant) as uint8 value in range clause (overflows)" */
	for u8 = range 10 {}
	var st string /* ERROR "declared and not used: st" */
	for st = range s {} /* ERROR "cannot use st (value of type int) as string value in assignment" */
	for _ = range s {}
	for _, _ = range s {}
	for _ := range s {} /* ERROR "no new variables on left side of :=" */
	for i := range nil {} /* ERROR "cannot range over nil" */
	for i := 0; i < 10; i++ { i := i; _ = i }
	for i := 0; i < "a"; i++ {} /* ERROR "invalid operation: i < \"a\" (mismatched types int and untyped string)" */
}

func switches(x any, n int, e error, s string) {
	switch n { case 1: case 2.0: case 2: case 1.5: case s: } /* ERROR "duplicate case 2 (constant of type int) in expression switch" */ /* ERROR "1.5 (untyped float constant) truncated to int" */ /* ERROR "invalid case s in switch on n (mismatched types string and int)" */
	switch s { case "a", "a": case 'a': } /* ERROR "duplicate case \"a\" (constant of type string) in expression switch" */ /* ERROR "cannot convert 'a' (untyped rune constant 97) to type string" */
	switch { case n == 1: case n: case true, true: } /* ERROR "invalid case n in switch on true (mismatched types int and bool)" */
	switch x.(type) { case int: case int: case nil: case nil: case error, string: } /* ERROR "duplicate case int in type switch" */ /* ERROR "duplicate case nil in type switch" */
	switch y := x.(type) { case int: _ = y + 1; case string: _ = y + 1; case int8, int16: _ = y + 1; default: _ = y.m } /* ERROR "invalid operation: y + 1 (mismatched types string and untyped int)" */ /* ERROR "invalid operation: y + 1 (mismatched types any and untyped int)" */ /* ERROR "y.m undefined (type any has no field or method m)" */
	switch z := e.(type) { case int: case *E1: case E1: case interface{ X() }: } /* ERROR "z declared and not used" */ /* ERROR "impossible type switch case: int" */ /* ERROR "impossible type switch case: E1" */
	switch _ := x.(type) { } /* ERROR "no new variable on left side of :=" */
	switch n := n; n.(type) { } /* ERROR "n (variable of type int) is not an interface" */
	switch f := func() {}; f { }
	switch f := []int{}; f { case nil: }
	switch default1 := 1; default1 { default: default: } /* ERROR "multiple defaults (first" */
	switch n { case 1: fallthrough; case 2: }
}
type E1 struct{}
func (*E1) Error() string { return "" }

func selects(c chan int, r <-chan int, w chan<- int) {
	select { case x := <-c: case x, ok := <-r: _ = ok; case c <- 1: case w <- "a": case r <- 1: case <-w: default: } /* ERROR "declared and not used: x" */ /* ERROR "cannot use \"a\" (untyped string constant) as int value in send" */ /* ERROR "invalid operation: cannot send to receive-only channel <-chan int r (variable of type <-chan int)" */ /* ERROR "invalid operation: cannot receive from send-only channel chan<- int w (variable of type chan<- int)" */
	var x string /* ERROR "declared and not used: x" */
	select { case x = <-c: case x, _ = <-c: case n := 1: case f(): } /* ERROR "cannot use <-c (comma, ok expression of type int) as string value in assignment" */ /* ERROR "cannot use <-c (comma, ok expression of type int) as string value in multiple assignment" */ /* ERROR "select case must be send or receive (possibly with assignment)" */
}
func f() {}

func returns1() (int, error) { return 1 } /* ERROR "not enough return values" */
func returns2() (int, error) { return 1, 2, 3 } /* ERROR "too many return values" */
func returns3() (int, error) { return returns1() }
func returns4() int { return returns1() } /* ERROR "too many return values" */
func returns5() { return 1 } /* ERROR "too many return values" */
func returns6() (a, b int) { if a := 1; a > 0 { return }; return } /* ERROR "result parameter a not in scope at return" */
func returns7() int { if true { return 1 } } /* ERROR "missing return" */
func returns8() int { if true { return 1 } else { return 2 } }
func returns9() int { switch { case true: return 1 } } /* ERROR "missing return" */
func returns10() int { switch { case true: return 1; default: panic(1) } }
func returns11() int { L: for { break L } } /* ERROR "missing return" */
func returns12() int { for { for { break } } }
func returns13() int { for { select { default: break } } }
func returns14() int { select {} }
func returns15() int { goto L; L: return 1 }
func returns16(f func()) int { f(); { return 1 } }

func assigns() {
	var a, b int /* ERROR "declared and not used: b" */
	var s string
	a, b = 1 /* ERROR "assignment mismatch: 2 variables but 1 value" */
	a, b = 1, 2, 3 /* ERROR "assignment mismatch: 2 variables but 3 values" */
	a, s = returns1() /* ERROR "cannot use 2nd function result (value of interface type error) as string value in multiple assignment" */
	a, b, s = returns1() /* ERROR "assignment mismatch: 3 variables but returns1 returns 2 values" */
	a = returns1() /* ERROR "assignment mismatch: 1 variable but returns1 returns 2 values" */
	_ = nil /* ERROR "use of untyped nil in assignment to _ identifier" */
	_ = f
	_ = f() /* ERROR "f() (no value) used as value" */
	_ = int /* ERROR "int (type) is not an expression" */
	a, _ = 1, 2
	a, c := 1, 2 /* ERROR "declared and not used: c" */
	a, b := 1, 2 /* ERROR "no new variables on left side of :=" */
	d, e := 1 /* ERROR "declared and not used: d" */ /* ERROR "declared and not used: e" */ /* ERROR "assignment mismatch: 2 variables but 1 value" */
	s += 1 /* ERROR "invalid operation: s += 1 (mismatched types string and untyped int)" */
	s -= "a" /* ERROR "invalid operation: operator - not defined on s (variable of type string)" */
	a += "b" /* ERROR "invalid operation: a += \"b\" (mismatched types int and untyped string)" */
	a <<= 1.5 /* ERROR "1.5 (untyped float constant) truncated to uint" */
	a /= 0 /* ERROR "invalid operation: division by zero" */
	f = nil /* ERROR "cannot assign to f (neither addressable nor a map index expression)" */
	f() = 1 /* ERROR "f() (no value) used as value" */
	"a" = s /* ERROR "cannot assign to \"a\" (neither addressable nor a map index expression)" */
	s[0] = 'a' /* ERROR "cannot assign to s[0] (neither addressable nor a map index expression)" */
	[]int{1}[0] = 2
	[1]int{1}[0] = 2 /* ERROR "cannot assign to [1]int{…}[0] (neither addressable nor a map index expression)" */
	map[int]int{}[0] = 2
	(&E1{}).x = 1 /* ERROR "(&E1{}).x undefined (type *E1 has no field or method x)" */
	*a = 1 /* ERROR "invalid operation: cannot indirect a (variable of type int)" */
	a++
	s++ /* ERROR "invalid operation: s++ (non-numeric type string)" */
	var unused1, unused2 int /* ERROR "declared and not used: unused1" */ /* ERROR "declared and not used: unused2" */
	var used int; used = 1 /* ERROR "declared and not used: used" */
	func() { var inner int }() /* ERROR "declared and not used: inner" */
	go f /* ERROR "expression in go must be function call" */
	go f()
	defer f /* ERROR "expression in defer must be function call" */
	defer func() { a = 1 } /* ERROR "expression in defer must be function call" */
	defer int(a) /* ERROR "defer requires function call, not conversion int(a) (value of type int)" */
	go append([]int{}, 1) /* ERROR "go discards result of append([]int{}, 1) (value of type []int)" */
	go returns1()
	b, g := a, func() int { return g() } /* ERROR "declared and not used: g" */ /* ERROR "undefined: g" */
}
