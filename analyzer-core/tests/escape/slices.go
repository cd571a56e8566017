// Package slices covers literals, indexing, slicing, copying and converting
// of slices and arrays.
package slices

var sink []int
var sinkPtrs []*int
var sinkByte byte

func literal() int {
	s := []int{1, 2, 3}
	return s[0]
}

func literalReturned() []int { return []int{1, 2, 3} }
func literalEmpty() []int    { return []int{} }
func literalPointers() []*int {
	x, y := 1, 2
	s := []*int{&x, &y}
	return s[:1]
}

func literalPointersStay() int {
	x, y := 1, 2
	s := []*int{&x, 5: &y}
	return *s[5]
}

func arrayReturned() []int {
	a := [4]int{1, 2, 3, 4}
	return a[:2]
}

func arrayStays() int {
	a := [...]int{1, 2, 9: 3}
	s := a[1:3:4]
	return s[0] + len(a)
}

func arrayPointer(a *[4]int) []int { return a[:] }
func arrayValue(a [4]int) []int    { return a[:] }
func string3(s string) string      { return s[:3] }
func full(s []int) []int           { return s[1:2:3] }
func element(s []*int) *int        { return s[2] }
func elementAddress(s []int) *int  { return &s[0] }
func elementStore(s []*int)        { s[0] = new(int) }
func elementOfGlobal()             { sinkPtrs[0] = new(int) }
func elementOfArray() [2]*int {
	var a [2]*int
	a[0] = new(int)
	return a
}

func copying(dst, src []*int) int { return copy(dst, src) }
func copyingInts(dst, src []int)  { copy(dst, src) }
func copyingString(s string) {
	b := make([]byte, 8)
	copy(b, s)
	sinkByte = b[0]
}

func copiedFromLocal() []*int {
	x := 1
	src := []*int{&x}
	dst := make([]*int, 1)
	copy(dst, src)
	return dst
}

func clearing(s []*int, m map[string]*int) {
	clear(s)
	clear(m)
	clear(make([]int, 3))
}

func toArray(s []*int) [2]*int       { return [2]*int(s) }
func toArrayPointer(s []int) *[2]int { return (*[2]int)(s) }
func localToArrayPointer() *[2]int {
	s := []int{1, 2}
	return (*[2]int)(s)
}

func localToArray() *int {
	x := 1
	s := []*int{&x}
	a := [1]*int(s)
	return a[0]
}

func matrix() [][]int {
	return [][]int{{1}, {2, 3}, nil, make([]int, 4)}
}

func matrixStays() int {
	m := [][]*int{{new(int)}, {nil, new(int)}}
	return *m[0][0]
}

func ofStructs() []struct{ p *int } {
	return []struct{ p *int }{{new(int)}, {p: nil}}
}

func pointersElided() []*struct{ n int } {
	return []*struct{ n int }{{1}, {n: 2}, nil}
}

func reslice(s []int) {
	s = s[1:]
	sink = s
}

func nilSlice() []int { return []int(nil) }
