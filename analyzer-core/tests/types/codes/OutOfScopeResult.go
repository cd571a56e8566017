package p

func f() (x int) {
	{
		x := 1
		_ = x
		return // ERROR "result parameter x not in scope at return"
	}
}
