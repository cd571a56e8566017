package main

// firstSquares returns a slice of its own array: the slice is small, but it
// points to the whole array, which has to outlive the call.
func firstSquares() []int {
	a := [4]int{0, 1, 4, 9}
	return a[:2]
}

func main() {
	sum := 0
	for _, v := range firstSquares() {
		sum += v
	}
	println(sum)
}
