// Package strings converts between strings, bytes and runes and concatenates;
// every one of these may need a new backing store.
package strings

const greeting = "hello"

type text string
type raw []byte
type letters []rune

var sink string
var sinkBytes []byte

func toBytes(s string) []byte   { return []byte(s) }
func toBytesStays(s string) int { return len([]byte(s)) }
func toBytesRead(s string) byte {
	b := []byte(s)
	return b[0]
}

func toBytesMutated(s string) string {
	b := []byte(s)
	b[0] = 'x'
	return string(b)
}

func toBytesPassed(s string) int    { return count([]byte(s)) }
func toBytesPassedMutated(s string) { upper([]byte(s)) }
func toBytesRanged(s string) (n int) {
	for _, b := range []byte(s) {
		n += int(b)
	}
	return
}

func toBytesAppended(s string) []byte    { return append([]byte(s), '!') }
func toBytesCopied(s string, dst []byte) { copy(dst, []byte(s)) }
func toBytesStored(s string)             { sinkBytes = []byte(s) }
func toBytesConst() byte                 { return []byte("constant")[2] }
func toBytesConstReturned() []byte       { return []byte(greeting + "!") }
func toBytesEmpty() []byte               { return []byte("") }
func toBytesTwice(s string) int {
	b := []byte(s)
	c := b[1:]
	return count(c) + count(b)
}

func count(b []byte) int { return len(b) }
func upper(b []byte)     { b[0] -= 32 }

func toString(b []byte) string    { return string(b) }
func toStringStays(b []byte) bool { return string(b) == "x" }
func toStringSwitch(b []byte) int {
	switch string(b) {
	case "a", greeting:
		return 1
	}
	return 0
}

func toStringConcat(b []byte) string { return "<" + string(b) + ">" }
func toStringRange(b []byte) (n int) {
	for range string(b) {
		n++
	}
	return
}

func runes(s string) []rune     { return []rune(s) }
func runesStay(s string) rune   { return []rune(s)[0] }
func fromRunes(r []rune) string { return string(r) }
func fromRune(r rune) string    { return string(r) }
func fromRuneConst() string     { return string('x') + string(rune(0x4e2d)) }
func fromByte(b byte) string    { return string(rune(b)) }

func concat(a, b string) string                 { return a + b }
func concatStays(a, b string) int               { return len(a + b) }
func concatCompared(a, b string) bool           { return a+b == b+a }
func concatConst() string                       { return greeting + " " + "world" }
func concatMixed(name string) string            { return greeting + ", " + name + "!" + "\n" + "\t\"quoted\"" }
func concatMany(a, b, c, d, e, f string) string { return a + (b + c) + d + "-" + (e + f) }
func concatCall(a string) string                { return a + fromByte(a[0]) + a[1:2] }
func concatAssign(a string) string {
	a += "x"
	a += a + a
	return a
}

func concatLoop(parts []string) (all string) {
	for i, p := range parts {
		if i > 0 {
			all += ", "
		}
		all += p
	}
	return all
}

func concatField(v *struct{ a, b string }) { v.a = v.b + "." + v.a }
func concatGlobal(s string)                { sink += s }

func named(t text, r raw, l letters) (text, raw, letters) {
	t = t + "x"
	return text(r) + text(l), raw(t), letters(t)
}

func namedPlain(t text, r raw) (string, []byte) { return string(t), []byte(r) }
func namedSwap(r raw, b []byte) (text, raw)     { return text(b), raw(text(r)) }

func boxed(a string, b []byte) []any { return []any{a + "1", string(b), []byte(a), text(a)} }
func printed(a string, b []byte)     { println(a+"2", string(b)) }
func panics(a string)                { panic("bad: " + a) }
func sub(s string) string            { return s[1 : len(s)-1] }
func index(s string, i int) byte     { return (s + "pad")[i] }
