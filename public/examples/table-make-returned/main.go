package main

// alphabet returns what it makes: the caller will read it.
func alphabet(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = 'a' + byte(i)
	}
	return b
}

// first returns one byte of what it makes: a copy, the slice stays here.
func first(n int) byte {
	tmp := make([]byte, n)
	for i := range tmp {
		tmp[i] = 'a' + byte(i)
	}
	return tmp[0]
}

func main() {
	println(len(alphabet(3)), first(3))
}
