// Functions whose allocations the ledger counts and Go measures: each is called
// many times by a test, through a variable, so that it is not inlined.
package ledger

type point struct{ x, y int }

type node struct {
	next  *node
	value int
}

type large struct {
	data [100]int
	next *large
}

type huge struct{ data [5000]int }

type empty struct{}

type shape interface{ area() int }

type square struct{ side int }

func (s square) area() int   { return s.side * s.side }
func (s *square) grow(n int) { s.side += n }

type word struct{ s string }

var (
	sinkPoint  *point
	sinkNode   *node
	sinkLarge  *large
	sinkHuge   *huge
	sinkEmpty  *empty
	sinkInt    *int
	sinkByte   *byte
	sinkBool   *bool
	sinkInt32  *int32
	sinkArray  *[3]byte
	sinkAny    any
	sinkShape  shape
	sinkSlice  []int
	sinkBytes  []byte
	sinkNodes  []*node
	sinkString string
	sinkFunc   func() int
	sinkGrow   func(int)
	sinkMap    map[string]int
	sinkChan   chan int
	sinkPtrs   chan *int
	sinkSig    chan struct{}
	sinkAnys   []any
	sinkPair   [2]*int

	seven    = 7
	thousand = 1000
	text     = "a text of more than thirty-two bytes, so that no buffer holds it"
	short    = "short"
	floats   = 1.5
	points   = point{1, 2}
	words    = word{"abc"}
	numbers  = []int{1, 2, 3}
)

//go:noinline
func identity(p *int) *int { return p }

//go:noinline
func length(s []int) int { return len(s) }

//go:noinline
func call(f func() int) int { return f() }

//go:noinline
func describe(x any) bool { return x != nil }

// Objects.

func returnsAddress() { sinkPoint = newPoint() }

func newPoint() *point {
	p := point{1, 2}
	return &p
}

func pointOnStack() {
	p := &point{1, 2}
	seven = 7 + p.x - p.x
}

func literalEscapes() { sinkPoint = &point{3, 4} }

func newInt() { sinkInt = new(int) }

func newByte() { sinkByte = new(byte) }

func newBool() { sinkBool = new(bool) }

func newInt32() { sinkInt32 = new(int32) }

func threeBytes() { sinkArray = new([3]byte) }

func newNode() { sinkNode = &node{value: seven} }

func twoNodes() { sinkNode = &node{next: &node{value: 1}, value: 2} }

func newLarge() { sinkLarge = new(large) }

func newHuge() { sinkHuge = new(huge) }

func newEmpty() { sinkEmpty = new(empty) }

func newExpression() { sinkInt = new(seven + 1) }

func movedToHeap() {
	x := seven
	sinkInt = &x
}

func movedTwice() {
	x, y := seven, seven
	sinkPair = [2]*int{&x, &y}
}

func movedWithPointer() {
	p, n := &seven, seven
	sinkAny = func() { p, n = nil, n+*p }
}

func movedInBranches() {
	x := seven
	if x == 7 {
		sinkInt = &x
	}
}

func paramMoved() { keep(seven) }

//go:noinline
func keepNothing(n int) int { return n }

func keep(n int) { sinkInt = &n }

func throughCall() {
	x := seven
	sinkInt = identity(&x)
}

func staysThroughCall() {
	x := seven
	seven = *identity(&x)
}

// Slices.

func sliceOnStack() {
	s := make([]int, 10)
	seven = 7 + length(s) - 10
}

func sliceEscapes() { sinkSlice = make([]int, 10) }

func sliceOfPointers() { sinkNodes = make([]*node, 3) }

func sliceWithCap() { sinkSlice = make([]int, 0, 20) }

func sliceTooLarge() {
	s := make([]int, 10000)
	seven = 7 + length(s) - 10000
}

func sliceLiteral() { sinkSlice = []int{1, 2, seven} }

func sliceLiteralOnStack() { seven = 7 + length([]int{1, 2, seven}) - 3 }

func sliceConstantThroughVariable() {
	n := 12
	sinkSlice = make([]int, n)
}

func sliceOfUnknownSize() { sinkSlice = make([]int, thousand) }

func smallSliceOfUnknownSize() {
	s := make([]int, seven-4)
	seven = 7 + length(s) - 3
}

func bytes100() { sinkBytes = make([]byte, 100) }

func bytes5() { sinkBytes = make([]byte, 5) }

func bytes600() { sinkBytes = make([]byte, 600) }

func bytes33000() { sinkBytes = make([]byte, 33000) }

func emptySlice() { sinkSlice = []int{} }

func appendEscapes() { sinkSlice = append(numbers[:3:3], 4) }

func appendInPlace() {
	var buffer [8]int
	s := append(buffer[:0], 1, 2, 3)
	seven = 7 + length(s) - 3
}

// Interfaces.

func boxPoint() { sinkAny = points }

func boxConstant() { sinkAny = 12345 }

func boxString() { sinkAny = text }

func boxStringConstant() { sinkAny = "constant" }

func boxLargeInt() { sinkAny = thousand }

func boxSmallInt() { sinkAny = seven }

func boxFloat() { sinkAny = floats }

func boxByte() { sinkAny = byte(seven) }

func boxBool() { sinkAny = seven > 3 }

func boxPointer() { sinkAny = &seven }

func boxEmpty() { sinkAny = empty{} }

func boxSlice() { sinkAny = numbers }

func boxWord() { sinkAny = words }

func boxShape() { sinkShape = square{seven} }

func boxOnStack() { describe(points) }

func variadicAnys() { sinkAnys = list(points, thousand) }

//go:noinline
func list(xs ...any) []any { return xs }

func variadicOnStack() { count(points, thousand) }

//go:noinline
func count(xs ...any) int { return len(xs) }

// Functions.

func closureOnStack() {
	n := seven
	call(func() int { return n })
}

func closureByValue() {
	n := seven
	sinkFunc = func() int { return n }
}

func closureByReference() {
	n := seven
	sinkFunc = func() int { n++; return n }
}

func closureOfThree() {
	a, s, p := seven, text, sinkPoint
	sinkFunc = func() int { return a + len(s) + p.x }
}

func closureOfNothing() { sinkFunc = func() int { return 1 } }

func methodValue() {
	s := square{2}
	sinkGrow = s.grow
}

func methodValueOfCopy() { sinkFunc = square{seven}.area }

func deferredClosure() {
	n := seven
	defer func() { seven = n }()
}

func deferredCall() {
	n := seven
	defer keepNothing(n)
}

// Strings.

func bytesOfConstant() { sinkBytes = []byte("0123456789") }

func bytesOfString() { sinkBytes = []byte(text) }

func stringOfBytes() { sinkString = string(sinkBytesSource) }

var sinkBytesSource = []byte("a slice of more than thirty-two bytes, for conversions")

func zeroCopy() { seven = 7 + countBytes([]byte(text)) - len(text) }

//go:noinline
func countBytes(b []byte) int { return len(b) }

func shortStringOnStack() { seven = 7 + compare(string(sinkBytesSource[:5])) }

//go:noinline
func compare(s string) int {
	if s == "other" {
		return 1
	}
	return 0
}

func concatenation() { sinkString = short + text }

func shortConcatenationOnStack() { seven = 7 + compare(short+short) }

func comparedConversion() {
	if string(sinkBytesSource) == text {
		seven = 7
	}
}

func runesOfString() { sinkAny = []rune(short) }

// Maps and channels.

func mapOnStack() {
	m := map[string]int{}
	seven = 7 + len(m)
}

func mapEscapes() { sinkMap = map[string]int{} }

func mapMadeEscapes() { sinkMap = make(map[string]int, 5) }

func largeMapOnStack() {
	m := make(map[int]int, 100)
	m[1] = 2
}

func channel() { sinkChan = make(chan int) }

func channelBuffered() { sinkChan = make(chan int, 10) }

func channelOfPointers() { sinkPtrs = make(chan *int, 4) }

func channelOfNothing() { sinkSig = make(chan struct{}, 100) }

func channelStays() {
	c := make(chan int, 1)
	c <- 1
	seven = 6 + <-c
}

// Loops.

func loopEscapes() {
	for i := range 3 {
		sinkInt = &i
	}
}

func loopOfNodes() {
	sinkNode = nil
	for i := 0; i < 4; i++ {
		sinkNode = &node{next: sinkNode, value: i}
	}
}

func overFunc() {
	for i := range three {
		sinkInt = &i
	}
}

func three(yield func(int) bool) {
	_ = yield(1) && yield(2) && yield(3)
}

// Generic code.

type pair[T any] struct{ a, b T }

func pairOf[T any](a, b T) *pair[T] { return &pair[T]{a, b} }

//go:noinline
func keepPair[T any](a, b T) { sinkAny = &pair[T]{a, b} }

func genericInlined() { sinkAny = pairOf(seven, thousand) }

func genericOnStack() {
	p := pairOf(seven, thousand)
	seven = p.a
}

// Values in interfaces that are data of the program.

func boxedStructOfConstants() { sinkAny = point{1, 2} }

func boxedWordOfConstants() { sinkAny = square{4} }

func boxedStructOfVariables() { sinkAny = point{seven, 2} }

func boxedArrayOfConstants() { sinkAny = [3]string{"a", "b", "c"} }

func boxedZeroStruct() { sinkAny = large{} }

func boxedVariableOfConstants() {
	p := point{1, 2}
	sinkAny = p
}

func boxedVariableChanged() {
	p := point{1, 2}
	p.x = seven
	sinkAny = p
}

func boxedVariableWord() {
	s := square{1000}
	sinkAny = s
}

func boxedNested() { sinkAny = [2]any{1, point{1, 2}} }

func boxedNestedNil() { sinkAny = [2]any{} }

func boxedInlinedClosure() {
	p := point{1, 2}
	func() { sinkAny = p }()
}

func boxedParam() { keepBoxed(point{1, 2}) }

func keepBoxed(p point) { sinkAny = p }

func boxedBytePair() {
	type padded struct {
		_ struct{}
		b byte
	}
	sinkAny = padded{b: byte(seven)}
}

func boxedLoneByte() { sinkAny = struct{ b byte }{byte(seven)} }
