// Conditions of which only a part is evaluated, and what they cost.
package conditions

const (
	on  = true
	off = false
)

func first(x, y bool) int {
	if on && x && y {
		return 1
	}
	return 0
}

func middle(x, y bool) int {
	if x && on && y {
		return 1
	}
	return 0
}

func last(x, y bool) int {
	if x && y && on {
		return 1
	}
	return 0
}

func either(x, y bool) int {
	if off || x || y {
		return 1
	}
	return 0
}

func nested(x, y, z bool) int {
	if (on && x) || (off || y) && z {
		return 1
	}
	if !(on && x) && (y || off) {
		return 2
	}
	return 0
}

func loop(n int) int {
	for on && n > 0 && n < 10 {
		n++
	}
	for off && n > 0 {
		n--
	}
	return n
}

func never(x, y bool) *int {
	if off && x && y {
		return new(int)
	}
	if x || on || y {
		return nil
	}
	return new(int)
}

func same(f float64, c complex64, n int) (float64, complex64, int) {
	return float64(f), complex64(c), int(n)
}
