package q // ERROR "package q; expected package p"
