package p

func f[P any](n int) { // ERROR "instantiation cycle:"
	f[*P](n)
}
