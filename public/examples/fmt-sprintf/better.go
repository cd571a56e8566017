package main

import "strconv"

// key formats into an array on the stack. Only the string is on the heap (and
// b, if a kind is too long for the array).
func key(kind string, id int) string {
	var buf [64]byte
	b := append(buf[:0], kind...)
	b = append(b, ':')
	b = strconv.AppendInt(b, int64(id), 10)
	return string(b)
}

// badID carries the number; the text is made when somebody asks for it.
type badID int

func (e badID) Error() string {
	return "bad id " + strconv.Itoa(int(e))
}

func check(id int) error {
	if id < 0 {
		return badID(id)
	}
	return nil
}

func main() {
	println(key("user", 4200), check(4200) == nil)
}
