package p

func init() // ERROR "func init must have a body"
