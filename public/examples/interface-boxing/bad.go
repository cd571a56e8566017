package main

import "fmt"

type user struct {
	name string
	age  int
}

// show passes u as an any: a copy of u goes to the heap, because fmt may keep
// what it is given.
func show(u user) {
	fmt.Println(u)
}

func main() {
	show(user{"gopher", 16})
}
