package p

import "lib"

var _ lib.hidden // ERROR "name hidden not exported by package lib"
