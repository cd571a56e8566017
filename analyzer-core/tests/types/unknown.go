package p

import (
	"bytes"
	_ "embed"
	"example.com/go-lib"
	"fmt"
	. "math"
	"math/rand/v2" /* ERROR "\"math/rand/v2\" imported as rand and not used" */
	"os"
	str "strings"
	"time"
)

type Buf struct {
	bytes.Buffer
	n int
}
type Alias = str.Builder
type Own fmt.Stringer
type Both interface {
	fmt.Stringer
	Close() error
}

const timeout = 5 * time.Second
const size = 4 * os.PathSize

var arr [os.PathSize]int
var global = fmt.Sprint("x")
var a, b = fmt.Sscan("1")
var m = map[str.Key]fmt.State{str.K: nil, "a": {}}

func (b *Buf) Twice() { b.Write(nil); b.WriteString("a"); b.n++ }

func use(w fmt.Writer, c Both) (n int, err error) {
	var sb str.Builder
	sb.WriteString("a")
	defer sb.Reset()
	x, ok := w.(*bytes.Buffer)
	_, _ = x, ok
	if ok && x.Len() > 3 {
		return fmt.Println(x, sb.String(), nil, 1, "a")
	}
	for i, v := range str.Split("a,b", ",") {
		_ = i + len(v)
	}
	for range time.Tick(timeout) {
	}
	switch t := w.(type) {
	case *bytes.Buffer:
		t.Reset()
	case *str.Reader, nil:
		_ = t
	}
	d := time.Duration(n) * time.Millisecond
	n = int(d) + n*time.Second
	var f float64 = Sqrt(2) * Pi
	_ = f
	c.String()
	c.Close()
	p := &fmt.Point{X: 1, Y: n}
	p.X, *p = 1, fmt.Point{}
	_ = append([]byte(nil), bytes.Join(nil, nil)...)
	_ = append(bytes.X, 1, 2)
	go fmt.Println()
	err = fmt.Errorf("a: %w", err)
	lib.Do()
	_ = Min(n, 2)
	ch := make(chan time.Time, size)
	ch <- time.Now()
	if fmt.A == fmt.B || !fmt.C && fmt.D > 1<<40 {
	}
	_ = [...]string{fmt.K: "a"}
	return
}

func gen[T fmt.Stringer](t T) string { return t.String() + t.Other() }

var _ = gen(time.Now())
var _ int = "not unknown" // ERROR "cannot use \"not unknown\" (untyped string constant) as int value in variable declaration"
