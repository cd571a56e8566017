package main
func squares(dst []int) []int {
		dst[i]  /*line  i * i
