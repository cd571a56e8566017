// What `//line` directives say of places: messages point to what the code was
// made from.
package main

func here() *int { x := 1; return &x }

//line foo.y:100
func noColumn() *int { x := 1; return &x }

//line sub/foo.y:100:5
func withColumn() *int { x := 1; return &x }

//line :50
func noName() *int { x := 1; return &x }

//line :50:7
func sameName() *int { x := 1; return &x }

//line /abs/x.y:50
func absolute(p *int) *int { /*line ../y.y:5:300*/ x := 1; return &x }

/*line :9:9*/ func block() *int { x := 1; return &x } //line ignored.y:7
var v = func() *int { x := 1; return &x }

// A comment of several lines counts as one.
/*line
z.y:70:3*/ func severalLines(p **int) { q := 2; *p = &q }

//line far.y:1073741824
func far() *int {
	x := 1; return &x }

//line generic.y:7:40
func generic[T any](x T) *T { y := func() *T { return &x }; return y() }

//line main.y:2
func main() {
	p := generic(1)
//line ./main.y:3
	severalLines(&p); println(*p, *noName())
	//line indented.y:7
	println(generic("a"), func(q *int) int { return *q }(here()))
}
