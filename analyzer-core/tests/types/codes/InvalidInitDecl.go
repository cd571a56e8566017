package p

var init int // ERROR "cannot declare init - must be func"
