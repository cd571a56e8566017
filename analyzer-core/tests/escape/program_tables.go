// A program's tables: what the compiler lays out for package variables is
// called by the program's path, which is main.
package main

type row struct {
	name  string
	value *int
}

var (
	rows   = []row{{"a" + suffix, nil}, {"b", new(next())}}
	suffix = string(rune('x' + next()))
	nested = map[string][]string{"k": {"v" + suffix}}
	boxed  = []any{row{suffix, nil}, &row{"c", new(3)}}
)

//go:noinline
func next() int { return 4 }

func main() { println(len(rows), len(nested), len(boxed)) }
