package p

var _ = len // ERROR "len (built-in) must be called"
