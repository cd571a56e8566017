package main

// appendDashes appends to memory that belongs to the caller.
func appendDashes(dst []byte, n int) []byte {
	for range n {
		dst = append(dst, '-')
	}
	return dst
}

// sum keeps a buffer of unknown size to itself: up to 32 bytes of it are
// taken from the stack, more from the heap.
func sum(n int) int {
	b := make([]byte, n)
	total := 0
	for i := range b {
		b[i] = byte(i)
		total += int(b[i])
	}
	return total
}

func main() {
	buf := make([]byte, 0, 64)
	buf = appendDashes(buf, 8)
	println(string(buf), sum(8))
}
