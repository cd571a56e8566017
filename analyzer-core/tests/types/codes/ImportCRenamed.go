package p

import c "C" // ERROR `cannot rename import "C"`
