// -lang=go1.17
package p

import "lib"

// What an imported constraint is made of is not written here.
var _ = lib.Sum([]int{1}) /* ERROR "implicit function instantiation requires go1.18 or later (-lang was set to go1.17; check go.mod)" */

type I interface {
	M()
	lib.Number /* ERROR "embedding constraint interface lib.Number requires go1.18 or later (-lang was set to go1.17; check go.mod)" */
}

type N lib.Number /* ERROR "using type constraint lib.Number requires go1.18 or later (-lang was set to go1.17; check go.mod)" */

type A = lib.Number /* ERROR "using type constraint lib.Number requires go1.18 or later (-lang was set to go1.17; check go.mod)" */

type S lib.Namer
