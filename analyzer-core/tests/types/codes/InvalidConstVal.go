package p

const _ = 1 << 100 << 511 // ERROR "constant shift overflow"
