package main

type sink interface{ put(b []byte) }

type null struct{ n int }

func (s *null) put(b []byte) { s.n += len(b) }

type other struct{}

func (other) put(b []byte) {}

type taker interface{ take(m *message) }

type message struct {
	id   int
	text string
}

func (s *null) take(m *message) { s.n += m.id }

func (other) take(m *message) {}

//go:noinline
func constant(s sink) {
	buf := make([]byte, 0, 128)
	buf = append(buf, "constant"...)
	s.put(buf)
}

//go:noinline
func zeroed(s sink) {
	buf := make([]byte, 16)
	buf[3] = 1
	s.put(buf[:8])
}

//go:noinline
func unknown(s sink, n int) {
	buf := make([]byte, n)
	s.put(buf)
}

//go:noinline
func large(n int) (count int) {
	var seen [128<<10 + 1]bool
	seen[n%len(seen)] = true
	for _, s := range seen {
		if s {
			count++
		}
	}
	return count
}

//go:noinline
func object(t taker, id int) {
	m := &message{id: id, text: "m"}
	t.take(m)
}

// Not: it is returned.
//
//go:noinline
func returned(s sink) []byte {
	buf := make([]byte, 0, 64)
	s.put(buf)
	return buf
}

// Not: in a loop.
//
//go:noinline
func looped(s sink) {
	for range 3 {
		buf := make([]byte, 32)
		s.put(buf)
	}
}

// Not: sent.
//
//go:noinline
func sent(s sink, c chan []byte) {
	buf := make([]byte, 32)
	s.put(buf)
	c <- buf
}

func main() {
	n := &null{}
	c := make(chan []byte, 1)
	for _, s := range []sink{n, other{}} {
		constant(s)
		zeroed(s)
		unknown(s, 40)
		returned(s)
		looped(s)
	}
	sent(n, c)
	for _, t := range []taker{n, other{}} {
		object(t, 7)
	}
	println(n.n, large(9), len(<-c))
}
