package p

import "unsafe"

type T[P any] struct{ T[P] } /* ERROR "invalid recursive type: T[P] refers to itself" */

const _ = unsafe.Sizeof(T[int]{}) /* ERROR "unsafe.Sizeof(T[int]{}) (value of type uintptr) is not constant" */ /* ERROR "invalid recursive type: T[int] refers to itself" */

type A [unsafe.Sizeof(S{})]byte /* ERROR "invalid recursive type A" */ /* ERROR "array length unsafe.Sizeof(S{}) (value of type uintptr) must be constant" */
type S struct{ a A }
type A1 [unsafe.Sizeof(B1{})]int /* ERROR "invalid recursive type: A1 refers to itself" */
type B1 A1
type A2 [unsafe.Alignof(S2{})]byte
type S2 struct{ a *A2 }
type A3 [unsafe.Offsetof(S3{}.b)]byte /* ERROR "invalid recursive type A3" */ /* ERROR "array length unsafe.Offsetof(S3{}.b) (value of type uintptr) must be constant" */
type S3 struct {
	a A3
	b int
}
type A4 [unsafe.Sizeof([1]S4{})]byte /* ERROR "invalid recursive type A4" */ /* ERROR "array length unsafe.Sizeof([1]S4{}) (value of type uintptr) must be constant" */
type S4 struct {
	a A4
	b int
}
type A5 struct{ x [unsafe.Sizeof(A5{})]byte } /* ERROR "invalid recursive type: A5 refers to itself" */
type A6 struct{ x [unsafe.Sizeof(x6)]byte } /* ERROR "invalid recursive type A6" */

var x6 A6
