package main

func add(row []int) (sum int) {
	for _, x := range row {
		sum += x
	}
	return sum
}

// sum starts two goroutines, however many rows there are. They send what they
// have found, so there is no variable to share.
func sum(rows [][]int) int {
	const workers = 2
	work, found := make(chan []int), make(chan int)
	for range workers {
		go func() {
			s := 0
			for row := range work {
				s += add(row)
			}
			found <- s
		}()
	}
	for _, row := range rows {
		work <- row
	}
	close(work)
	total := 0
	for range workers {
		total += <-found
	}
	return total
}

func main() {
	println(sum([][]int{{1, 2}, {3, 4}, {5}}))
}
