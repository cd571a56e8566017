// Package selfassign has the assignments gc ignores because they store in an
// object what was in it already, and some near misses.
package selfassign

type buffer struct {
	buf  []byte
	arr  [64]byte
	ptr  *[64]byte
	str  string
	a, b *int
	sub  struct{ a, b *int }
	kids [2]*int
	next *buffer
}

func (b *buffer) shrink(n int)        { b.buf = b.buf[:n] }
func (b *buffer) advance(n, m int)    { b.buf = b.buf[n:m] }
func (b *buffer) full(n int)          { b.buf = b.buf[0:n:n] }
func (b *buffer) text(n int)          { b.str = b.str[n:] }
func (b *buffer) fromArray()          { b.buf = b.arr[:] }
func (b *buffer) fromArrayPointer()   { b.buf = b.ptr[1:2] }
func (b *buffer) fields()             { b.a = b.b }
func (b *buffer) subFields()          { b.sub.a = b.sub.b }
func (b *buffer) mixedFields()        { b.sub.a = b.a }
func (b *buffer) elements()           { b.kids[0] = b.kids[1] }
func (b *buffer) elementsAt(i, j int) { b.kids[i] = b.kids[j+1] }
func (b *buffer) elementsCall()       { b.kids[index()] = b.kids[0] }
func (b *buffer) neighbour()          { b.a = b.next.a }
func (b *buffer) samePointer()        { b.next = b.next.next }
func (b *buffer) several()            { b.a, b.b = b.b, b.a }
func (b *buffer) severalSlices(n int) { b.buf, b.str = b.buf[n:], b.str[n:] }
func (b *buffer) parenthesised(n int) { (b).buf = ((b).buf)[n:] }
func (b buffer) byValue()             { b.a = b.b }

func index() int { return 0 }

func deref(p *[]int)                         { *p = (*p)[1:] }
func derefString(p *string)                  { *p = (*p)[1:] }
func derefOther(p, q *[]int)                 { *p = (*q)[1:] }
func derefArrayPointer(p **[4]int, q *[]int) { *q = (*p)[1:] }
func elementOfSlice(s []*int)                { s[0] = s[1] }
func elementOfNested(s [][]*int)             { s[0][1] = s[0][2] }
func elementOfOther(s [][]*int)              { s[0][1] = s[1][2] }
func elementSlice(s [][]int)                 { s[0] = s[0][1:] }
func elementOfPointed(s *[]*int)             { (*s)[0] = (*s)[1] }
func local() *int {
	var b buffer
	b.a = new(int)
	b.b = b.a
	b.buf = b.buf[:0]
	b.kids[0] = b.kids[1]
	return b.b
}

type stack []*int

func (s *stack) pop() *int {
	last := (*s)[len(*s)-1]
	*s = (*s)[:len(*s)-1]
	return last
}

func (s *stack) push(p *int) { *s = append(*s, p) }

func keepsStack() {
	x := 1
	var s stack
	s.push(&x)
	println(*s.pop())
}
