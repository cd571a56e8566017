package main

// fill does not keep its argument, and the compiler knows.
func fill(buf []byte) int {
	for i := range buf {
		buf[i] = byte(i)
	}
	return len(buf)
}

// constant has a size known to the compiler.
func constant() int {
	buf := make([]byte, 32)
	return fill(buf)
}

// viaVariable has one too: size is assigned once.
func viaVariable() int {
	size := 32
	buf := make([]byte, size)
	return fill(buf)
}

// tooLarge is over 64 KiB.
func tooLarge() int {
	buf := make([]byte, 64<<10+1)
	return fill(buf)
}

func main() {
	println(constant(), viaVariable(), tooLarge())
}
