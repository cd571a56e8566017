package p

import "unsafe"

type (
	empty struct{}
	tail  struct {
		a int32
		e empty
	}
	mixed struct {
		a bool
		b int64
		c bool
		d int16
		e string
	}
	nest struct {
		mixed
		p *int
		f func()
		i any
		s []int
		m map[int]int
		c chan int
		z complex64
	}
)

var (
	_           = [...]int{empty: 1} /* ERROR "empty (type) is not an expression" */
	_ [0]byte   = [unsafe.Sizeof(empty{})]byte{}
	_ [8]byte   = [unsafe.Sizeof(tail{})]byte{}
	_ [40]byte  = [unsafe.Sizeof(mixed{})]byte{}
	_ [128]byte = [unsafe.Sizeof(nest{})]byte{} /* ERROR "cannot use [unsafe.Sizeof(nest{})]byte{} (value of type [120]byte) as [128]byte value in variable declaration" */
	_ [18]byte  = [unsafe.Offsetof(mixed{}.d)]byte{}
	_ [8]byte   = [unsafe.Alignof(nest{})]byte{}
	_ [4]byte   = [unsafe.Alignof(nest{}.z)]byte{}
	_ [24]byte  = [unsafe.Offsetof(nest{}.e)]byte{}
	_ [1]byte   = [unsafe.Sizeof([0]int{})]byte{} /* ERROR "cannot use [unsafe.Sizeof([0]int{})]byte{} (value of type [0]byte) as [1]byte value in variable declaration" */
)
