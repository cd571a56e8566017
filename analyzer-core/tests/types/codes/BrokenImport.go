package p

import "nothing" // ERROR "could not import nothing (no such package)"
