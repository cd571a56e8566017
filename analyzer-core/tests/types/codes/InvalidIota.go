package p

var _ = iota // ERROR "cannot use iota outside constant declaration"
