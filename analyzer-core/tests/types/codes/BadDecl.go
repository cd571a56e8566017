package p

func f[P any]() // ERROR "generic function is missing function body"
