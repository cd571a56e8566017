package p

type _ interface{ _() } // ERROR "methods must have a unique non-blank name"
