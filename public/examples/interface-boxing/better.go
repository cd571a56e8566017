package main

import (
	"os"
	"strconv"
)

type user struct {
	name string
	age  int
}

// appendTo formats u without an interface.
func (u user) appendTo(b []byte) []byte {
	b = append(b, u.name...)
	b = append(b, ' ')
	b = strconv.AppendInt(b, int64(u.age), 10)
	return append(b, '\n')
}

func main() {
	u := user{"gopher", 16}
	// One buffer, made once, serves any number of users.
	buf := make([]byte, 0, 64)
	for range 3 {
		buf = u.appendTo(buf)
	}
	os.Stdout.Write(buf)
}
