package p

type _ interface{ int | int } // ERROR "overlapping terms int and int"
