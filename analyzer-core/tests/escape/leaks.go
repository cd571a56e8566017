// Package leaks shows every tag a parameter can get: stays, leaks, its
// content leaks, or it flows to a result at some level.
package leaks

var sink *int
var sinkAny any

type node struct {
	next *node
	val  *int
	key  string
}

func stays(p *int) int                     { return *p }
func toHeap(p *int)                        { sink = p }
func contentToHeap(pp **int)               { sink = *pp }
func deepContentToHeap(ppp ***int)         { sink = **ppp }
func level0(p *int) *int                   { return p }
func level1(p **int) *int                  { return *p }
func level2(p ***int) *int                 { return **p }
func levelMinus(p *int) **int              { return &p }
func scalars(a int, b bool, c [4]byte) int { return a + int(c[0]) }

func severalResults(a, b *int) (*int, *int, *int) { return a, b, a }

func namedResults(a, b *int) (x, y *int) {
	x = b
	y = a
	return y, x
}

func resultAndHeap(p *int) *int {
	sink = p
	return p
}

func contentAndResult(pp **int) **int {
	sink = *pp
	return pp
}

func seventhResult(p *int) (a, b, c, d, e, f, g *int) {
	return p, nil, nil, nil, nil, nil, p
}

func eighthResult(p *int) (a, b, c, d, e, f, g, h *int) {
	return nil, nil, nil, nil, nil, nil, nil, p
}

func (n *node) receiver() *node      { return n }
func (n *node) content() *node       { return n.next }
func (n *node) keep(m *node)         { n.next = m }
func (n node) value() *int           { return n.val }
func (n node) name() string          { return n.key }
func (n *node) twoSteps() *int       { return n.next.val }
func (n *node) manySteps() *int      { return n.next.next.next.val }
func (*node) anonymous(p *int) *int  { return p }
func (_ *node) blank(_ *int, p *int) {}

func unnamed(*int, []string, func())  {}
func blank(_ *int, _ map[string]*int) {}

func slice(s []*int) *int                         { return s[0] }
func sliceItself(s []*int) []*int                 { return s }
func sliceTail(s []int) []int                     { return s[1:] }
func array(a [2]*int) *int                        { return a[1] }
func str(s string) string                         { return s }
func substr(s string) string                      { return s[1:2] }
func mapValue(m map[string]*int) *int             { return m["a"] }
func mapItself(m map[string]*int) map[string]*int { return m }
func channel(c chan *int) *int                    { return <-c }
func channelItself(c chan *int) <-chan *int       { return c }
func function(f func() *int) *int                 { return f() }
func functionItself(f func()) func()              { return f }
func iface(i any) any                             { return i }
func ifaceAssert(i any) *int                      { return i.(*int) }
func ifaceAssertLarge(i any) [3]*int              { return i.([3]*int) }
func ifaceStored(i any)                           { sinkAny = i }

func walk(n *node) (last *node) {
	for n != nil {
		last = n
		n = n.next
	}
	return last
}

func callsStays() {
	x := 1
	stays(&x)
	y := 2
	toHeap(&y)
	z := 3
	pz := &z
	contentToHeap(&pz)
	w := 4
	pw := &w
	_ = level1(&pw)
	v := 5
	sink = level0(&v)
	u := 6
	_, p, _ := severalResults(nil, &u)
	sink = p
	t := 7
	_, _, _, _, _, _, _ = seventhResult(&t)
	s := 8
	_, _, _, _, _, _, _, _ = eighthResult(&s)
}
