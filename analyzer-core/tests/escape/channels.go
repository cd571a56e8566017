// Package channels sends, receives and selects: what is sent escapes, what
// is received was on the heap already.
package channels

type message struct {
	body *string
	n    int
}

func send(c chan *int) {
	x := 1
	c <- &x
}

func sendLocal() {
	c := make(chan *int, 1)
	x := 1
	c <- &x
	println(*<-c)
}

func sendParam(c chan<- *int, p *int)     { c <- p }
func sendStruct(c chan message, s string) { c <- message{&s, 1} }
func sendAny(c chan any, n int)           { c <- n }
func sendAnyPointer(c chan any, p *int)   { c <- p }
func sendSlice(c chan []int)              { c <- []int{1} }
func sendFunc(c chan func(), p *int)      { c <- func() { *p = 1 } }
func sendChan(c chan chan int)            { c <- make(chan int) }
func sendConst(c chan string)             { c <- "x" }
func receive(c <-chan *int) *int          { return <-c }
func receiveField(c chan message) *string { return (<-c).body }
func receiveIgnored(c chan *int)          { <-c }

func receiveOk(c chan *int) (*int, bool) {
	v, ok := <-c
	return v, ok
}

func receiveAssign(c chan *int, dst **int) {
	var ok bool
	*dst, ok = <-c
	_ = ok
}

func pick(a, b chan *int, p *int) (r *int) {
	select {
	case r = <-a:
	case v, ok := <-b:
		if ok {
			r = v
		}
	case a <- p:
	default:
		x := 1
		r = &x
	}
	return r
}

func pickInto(c chan *int, s []*int, m map[string]*int) {
	select {
	case s[0] = <-c:
	case m["a"] = <-c:
	case c <- new(int):
	}
}

func pickBoxed(c chan any, d chan [4]int) any {
	select {
	case v := <-d:
		return v
	case c <- [2]int{1, 2}:
	case <-c:
	}
	return nil
}

func pickComputed(cs []chan *int, f func() *int) {
	x := 1
	select {
	case cs[0] <- f():
	case cs[1] <- &x:
	}
}

func forever() { select {} }

func loop(c chan *int) (last *int) {
	for v := range c {
		last = v
	}
	return last
}

func loopAddress(c chan int) (last *int) {
	for v := range c {
		last = &v
	}
	return last
}

func pipeline(n int) <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for i := range n {
			out <- i
		}
	}()
	return out
}

func semaphore(n int) int {
	sem := make(chan struct{}, n)
	sem <- struct{}{}
	return len(sem) + cap(sem)
}
