package p

var _ = [](struct{ x int }){1: {{}}} // ERROR "missing type in composite literal"
