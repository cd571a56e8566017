package main

func add(row []int) (sum int) {
	for _, x := range row {
		sum += x
	}
	return sum
}

// sum starts a goroutine per row, and each needs a closure on the heap. Every
// iteration has an i of its own, which is copied into the closure. All of them
// assign to total, so they share it: total moves to the heap.
func sum(rows [][]int) int {
	total := 0
	lock, done := make(chan bool, 1), make(chan bool)
	for i := 0; i < len(rows); i++ {
		go func() {
			s := add(rows[i])
			lock <- true
			total += s
			<-lock
			done <- true
		}()
	}
	for range rows {
		<-done
	}
	return total
}

func main() {
	println(sum([][]int{{1, 2}, {3, 4}, {5}}))
}
