package main

import (
	"bytes"
	"fmt"
	"os"
)

type id int

type named string

type loud int

func (l loud) String() string { return "LOUD" }

type item struct {
	name  string
	count int
	ok    bool
}

//go:noinline
func number(n int) string {
	return fmt.Sprintf("%d", n)
}

//go:noinline
func all(s string, n int64, u uint8, b bool, f float64) string {
	return fmt.Sprintf("%s %d %d %t %v", s, n, u, b, f)
}

//go:noinline
func converted(i id, s named) string {
	text := fmt.Sprintf("<%v|%s>", i, s)
	return text
}

//go:noinline
func plain(s string) string {
	return fmt.Sprint(s)
}

//go:noinline
func spaces(a, b int, s string) string {
	return fmt.Sprint(a, b, s) + fmt.Sprintln(a, s)
}

//go:noinline
func hex(n int, s string) string {
	return fmt.Sprintf("%x %q 100%%\n", n, s)
}

//go:noinline
func failed(n int) error {
	return fmt.Errorf("failed after %d rounds", n)
}

//go:noinline
func show(i item) {
	fmt.Println(i)
}

//go:noinline
func write(b *bytes.Buffer, n int, s string) {
	fmt.Fprintf(b, "%d:%s;", n, s)
}

//go:noinline
func sum(a, b int) string {
	return fmt.Sprintf("%d", a+b)
}

// Not: the type says how it is printed.
//
//go:noinline
func own(l loud) string {
	return fmt.Sprintf("%d %v", 1000, l)
}

// Not: a width.
//
//go:noinline
func wide(n int) string {
	return fmt.Sprintf("%5d", n)
}

// Not: %w.
//
//go:noinline
func wrapped(err error) error {
	return fmt.Errorf("wrapped: %w", err)
}

// Not: the error says what is printed.
//
//go:noinline
func shown(err error) string {
	return fmt.Sprintf("error: %v", err)
}

func main() {
	fmt.Fprintln(os.Stdout, number(4200), all("s", -1, 200, true, 1e20), converted(7000, "x"), plain("p"))
	os.Stdout.WriteString(spaces(1000, 2000, "t"))
	os.Stdout.WriteString(hex(-255, "q\"\n"))
	show(item{"nut", 3000, true})
	var b bytes.Buffer
	write(&b, 5000, "five")
	os.Stdout.WriteString(b.String())
	err := failed(9000)
	println(err.Error(), sum(1000, 1), own(1), wide(7), wrapped(err).Error(), shown(err))
}
