package main

// squares writes into memory that belongs to the caller and returns the part
// it has filled.
func squares(dst []int) []int {
	for i := range dst {
		dst[i] = i * i
	}
	return dst
}

func main() {
	var buf [4]int
	sum := 0
	for _, v := range squares(buf[:2]) {
		sum += v
	}
	println(sum)
}
