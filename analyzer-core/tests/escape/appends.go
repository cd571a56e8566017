// Package appends uses append in every shape: growing locals, parameters and
// fields, spreading slices and strings, pointers that are appended.
package appends

var sink []int
var sinkPtrs []*int

type list struct{ items []*int }

func local() int {
	var s []int
	s = append(s, 1)
	s = append(s, 2, 3)
	return len(s)
}

func returned() []int {
	var s []int
	for i := range 10 {
		s = append(s, i)
	}
	return s
}

func returnedAlias() ([]int, []int) {
	var s []int
	s = append(s, 1)
	t := s
	return s, t
}

func param(s []int) []int                   { return append(s, 1) }
func paramStays(s []int) int                { return len(append(s, 1)) }
func paramPtrs(s []*int) []*int             { return append(s, nil) }
func paramAppended(s []*int, p *int) []*int { return append(s, p) }
func spread(s, t []int) []int               { return append(s, t...) }
func spreadPtrs(s, t []*int) []*int         { return append(s, t...) }
func spreadString(s string) []byte          { return append([]byte(nil), s...) }
func spreadNil(s []int) []int               { return append(s, nil...) }
func none(s []*int) []*int                  { return append(s) }
func toGlobal(n int)                        { sink = append(sink, n) }
func toField(l *list, p *int)               { l.items = append(l.items, p) }
func (l *list) add()                        { l.items = append(l.items, new(int)) }

func localPointers() int {
	x := 1
	var s []*int
	s = append(s, &x)
	return *s[0]
}

func literalAppendee() int {
	s := append([]int{1, 2}, 3)
	return s[0]
}

func literalAppendeeReturned() []int { return append([]int{1, 2}, 3) }
func madeAppendee(n int) []int       { return append(make([]int, 0, 8), n) }
func clone(s []int) []int            { return append([]int(nil), s...) }
func cloneTyped(s []int) []int       { return append([]int{}, s...) }
func grow(s []int, n int) []int      { return append(s, make([]int, n)...) }
func growPtrs(s []*int) []*int       { return append(s, make([]*int, 8)...) }
func remove(s []int, i int) []int    { return append(s[:i], s[i+1:]...) }
func insert(s []*int, i int, p *int) []*int {
	return append(s[:i], append([]*int{p}, s[i:]...)...)
}

func array() []int {
	var a [4]int
	return append(a[:0], 1)
}

func arrayStays() int {
	var a [4]int
	return len(append(a[:0], 1))
}

func strings() []string {
	s := []string{"a"}
	s = append(s, "b", string([]byte{'c'}))
	return s
}

func anys(v int, p *int) []any {
	var s []any
	s = append(s, v, p, "text", nil, 3.5)
	return s
}

func loop(n int) (total int) {
	for i := range n {
		var s []int
		for j := range i {
			s = append(s, j)
		}
		total += len(s)
	}
	return
}

func loopOutside(n int) (kept []*int) {
	for i := range n {
		kept = append(kept, &i)
	}
	return kept
}

func aliased() []int {
	var s []int
	p := &s
	*p = append(*p, 1)
	return *p
}

func captured() func() {
	var s []int
	return func() { s = append(s, 1) }
}

func discarded(p *int) { _ = append([]*int{p}, p) }
