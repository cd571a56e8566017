package main

import "fmt"

// key boxes both arguments for fmt, which cannot promise to let go of them.
func key(kind string, id int) string {
	return fmt.Sprintf("%s:%d", kind, id)
}

// check boxes id and formats a text that is perhaps never read.
func check(id int) error {
	if id < 0 {
		return fmt.Errorf("bad id %d", id)
	}
	return nil
}

func main() {
	println(key("user", 4200), check(4200) == nil)
}
