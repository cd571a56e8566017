package p

var _ = complex(1.0, "a"[0]) // ERROR "invalid argument: arguments have type byte, expected floating-point"
