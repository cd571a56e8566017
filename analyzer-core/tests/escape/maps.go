// Package maps reads and writes maps: keys and values that are put escape,
// keys that are looked up or deleted do not.
package maps

var sink *int
var global = map[string]*int{"a": nil}

type key struct {
	name string
	p    *int
}

func put() {
	m := map[int]*int{}
	x := 1
	m[0] = &x
}

func putKey() {
	m := make(map[*int]bool)
	x := 1
	m[&x] = true
}

func getKey(m map[*int]bool) bool {
	x := 1
	return m[&x]
}

func deleteKey(m map[*int]bool) {
	x := 1
	delete(m, &x)
}

func commaOk(m map[key]*int) (*int, bool) {
	x := 1
	v, ok := m[key{p: &x}]
	return v, ok
}

func commaOkBlank(m map[any]int) bool {
	_, ok := m[struct{ a, b int }{1, 2}]
	return ok
}

func literal(s string, p *int) int {
	m := map[string]*int{s: p, "b": new(int)}
	return len(m)
}

func literalReturned() map[int]string { return map[int]string{1: "a", 2: "b"} }
func literalEmpty() map[int]string    { return map[int]string{} }

func literalNested() int {
	m := map[string][]int{"a": {1, 2}, "b": nil}
	n := map[[2]int]map[string]bool{{1, 2}: {"x": true}}
	o := map[string]*key{"k": {name: "n"}}
	return len(m) + len(n) + len(o)
}

func opAssign(m map[string]int, k string)       { m[k] += 2 }
func opConcat(m map[string]string, k string)    { m[k] += "x" + k }
func increment(m map[key]int, k key)            { m[k]++ }
func appendTo(m map[string][]*int, p *int)      { m["a"] = append(m["a"], p) }
func valueField(m map[string]*key) *int         { return m["a"].p }
func valueFieldStore(m map[string]*key, p *int) { m["a"].p = p }
func valueOfStruct(m map[string]key) *int       { return m["a"].p }
func nested(m map[string]map[*int]int, p *int)  { m["a"][p] = 1 }
func putGlobal(k string, v *int)                { global[k] = v }
func getGlobal(k string) *int                   { return global[k] }

func bytesKey(m map[string]int, b []byte) int { return m[string(b)] }
func bytesKeyPut(m map[string]int, b []byte)  { m[string(b)] = 1 }
func bytesKeyStruct(m map[[1]string]int, b []byte) int {
	return m[[1]string{string(b)}]
}

func iterate(m map[*int]*int) (k, v *int) {
	for k, v = range m {
		if k == v {
			break
		}
	}
	return
}

func iterateKeys(m map[string]*int) (keys []string) {
	for k := range m {
		keys = append(keys, k)
	}
	return
}

func iterateAddress(m map[int]int) (last *int) {
	for _, v := range m {
		last = &v
	}
	return
}

func deleteAll(m map[string]int) {
	for k := range m {
		delete(m, k)
	}
}

func set() map[string]struct{} {
	s := map[string]struct{}{"a": {}}
	s["b"] = struct{}{}
	return s
}

func functions() int {
	m := map[string]func(int) int{
		"double": func(n int) int { return 2 * n },
		"none":   nil,
	}
	return m["double"](2)
}

func interfaces(n int) any {
	m := map[any]any{1: "one", "two": 2, n: &n}
	return m[n]
}
