package main

import "reflect"

//go:noinline
func number(n, other int) any {
	v := reflect.ValueOf(n)
	if !v.IsZero() && v.Int() < 10 {
		v = reflect.ValueOf(other)
	}
	return v.Interface()
}

// Not: it is boxed once, before and after.
//
//go:noinline
func text(s string) (any, int) {
	v := reflect.ValueOf(s)
	return v.Interface(), v.Len()
}

//go:noinline
func slice(s []int) any {
	v := reflect.ValueOf(s)
	if v.IsNil() {
		return nil
	}
	return v.Interface()
}

// Not: two types.
//
//go:noinline
func mixed(n int, s string) any {
	v := reflect.ValueOf(n)
	if n > 3 {
		v = reflect.ValueOf(s)
	}
	return v.Interface()
}

// Not: the kind is asked for.
//
//go:noinline
func kind(n int) any {
	v := reflect.ValueOf(n)
	if v.Kind() == reflect.Int {
		return v.Interface()
	}
	return nil
}

// Not: it was in an interface already.
//
//go:noinline
func boxed(x any) any {
	v := reflect.ValueOf(x)
	return v.Interface()
}

func main() {
	a, n := text("text")
	println(number(5, 4200).(int), a.(string), n, len(slice([]int{1}).([]int)))
	println(mixed(1000, "s").(string), kind(2000).(int), boxed(3000).(int))
}
