// -lang=go1.17
package p

func f[P any]() {} /* ERROR "type parameter requires go1.18 or later (-lang was set to go1.17; check go.mod)" */ /* ERROR "predeclared any requires go1.18 or later (-lang was set to go1.17; check go.mod)" */
