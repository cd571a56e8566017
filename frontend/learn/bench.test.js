// Benchmark files for functions that examples do not have. That they compile
// is Go's to say: truth.mjs asks it about 1,200 others.

import assert from "node:assert/strict";
import { test } from "node:test";

import { parser } from "@lezer/go";

import { benchmark, functions } from "./bench.js";
import { assertions, compare, compiler, profile } from "./commands.js";
import { speaker } from "./words.js";

/** The file for the function that is declared last. */
function made(text) {
  const { line } = functions(text, parser).at(-1);
  return benchmark(text, parser, line);
}

/** The statements before the loop, and the call in it. */
function body(text) {
  const { file } = made(text);
  const [, inside] = /func Benchmark[^{]*\{\n([^]*)\tb\.ReportAllocs\(\)\n\tfor b\.Loop\(\) \{\n\t\t(?:_ = )?measured[^(]*\((.*)\)\n/.exec(file) ?? assert.fail(file);
  return inside.split("\n").map((line) => line.trim()).filter(Boolean);
}

test("a whole file", () => {
  const text = "package point\n\ntype point struct{ x, y int }\n\nfunc (p *point) scale(by float64, names ...string) *point { return p }\n";
  assert.deepEqual(functions(text, parser), [{ name: "point.scale", line: 5, end: 5 }]);
  const { name, file, notes } = benchmark(text, parser, 5);
  assert.equal(name, "BenchmarkPointScale");
  assert.deepEqual(notes, []);
  assert.equal(file, `package point

import "testing"

// A variable, so that the call is not inlined.
var measuredPointScale = (*point).scale

func BenchmarkPointScale(b *testing.B) {
	p := point{x: 4200, y: 4201}
	by := 1.5
	names := []string{"go", "heap", "stack"}
	b.ReportAllocs()
	for b.Loop() {
		measuredPointScale(&p, by, names...)
	}
}
`);
});

test("what counts is small, what is boxed is not", () => {
  assert.deepEqual(body("package a\n\nfunc f(n, id int, size uint16, c byte) {}\n"), ["n := 8", "id := 4201", "size := uint16(5)", "c := byte(2)"]);
});

test("names of variables hide nothing that is needed", () => {
  const text = "package a\n\nimport \"bytes\"\n\ntype key string\n\nfunc f(b int, key key, bytes *bytes.Buffer, len int, testing string) {}\n";
  assert.deepEqual(body(text), ["bArg := 4200", "keyArg := key(\"heap\")", "bytesArg := new(bytes.Buffer)", "lenArg := 2", "testingArg := \"go\""]);
});

test("only what is used is imported, by the name that it has", () => {
  const text = `package a

import (
	. "strings"
	str "strconv"
	"io"
	"os"
)

type errors int

func f(w io.Writer, e *str.NumError, b *Builder, err error) { os.Exit(1) }
`;
  assert.deepEqual(/import \(\n([^)]*)\)/.exec(made(text).file)[1].trim().split("\n").map((line) => line.trim()),
    ['goerrors "errors"', '"io"', 'str "strconv"', '. "strings"', '"testing"']);
  assert.match(made(text).file, /err := error\(goerrors\.New\("example"\)\)/);
});

test("type arguments are those that constraints allow", () => {
  const generic = (signature) => /var measured\w+ = (.*)/.exec(made(`package a

import "cmp"

type number interface{ ~float64 | ~int }
type list[K comparable, V any] struct{ k K; v V; next *list[K, V] }

${signature} { return }
`).file)[1];
  assert.equal(generic("func f[T any, S ~[]T](s S)"), "f[int, []int]");
  assert.equal(generic("func f[M ~map[K]V, K cmp.Ordered, V any](m M)"), "f[map[int]int, int, int]");
  assert.equal(generic("func f[T number](t T)"), "f[float64]");
  assert.equal(generic("func f[T interface{ ~string | ~int }](t T)"), "f[string]");
  assert.equal(generic("func (l *list[A, B]) get(a A)"), "(*list[int, int]).get");
  assert.equal(made("package a\n\ntype setter[T any] interface{ *T; set() }\n\nfunc f[T any, P setter[T]]() {}\n"), undefined);
});

test("interfaces are implemented by what the program has, or are nil, which is said", () => {
  const text = (more) => `package a

type named interface{ Name() string }
type user struct{ name string }

${more}

func f(n named) {}
`;
  assert.deepEqual(body(text("func (u *user) Name() string { return u.name }")), ["n := named(&user{name: \"go\"})"]);
  assert.deepEqual(body(text("func (u user) Name() string { return u.name }")), ["n := named(user{name: \"go\"})"]);
  const other = text("func (u user) Name() int { return 1 }");
  assert.deepEqual(body(other), ["var n named"]);
  assert.deepEqual(made(other).notes, ["nil"]);
});

test("channels do not block", () => {
  const text = (body) => `package a\n\nfunc f(c chan int) { ${body} }\n`;
  assert.match(body(text("c <- 1")).join(" "), /^c := make\(chan int\) go func\(\) \{ for range c/);
  assert.match(body(text("<-c")).join(" "), /^c := make\(chan int\) close\(c\)/);
  assert.deepEqual(made(text("<-c")).notes, ["channel"]);
});

test("types that contain themselves have an end", () => {
  const text = "package a\n\ntype tree struct{ left, right *tree; all []tree; by map[string]*tree; n int }\n\nfunc f(t tree, p **tree) {}\n";
  assert.equal(body(text)[0], "t := tree{n: 8}");
});

test("what can't be read is no function, and what is broken does no harm", () => {
  for (const text of ["", "package", "func", "package a\n\nfunc f(", "package a\n\nfunc (", "package a\nfunc f[T](x T", "type x struct {", "func (x) () {}"]) {
    for (const { line } of functions(text, parser)) benchmark(text, parser, line);
  }
  assert.deepEqual(functions("package a\n\nfunc init() {}\n\nfunc _() {}\n", parser), []);
});

test("commands name what they are about", () => {
  const say = speaker("en");
  assert.match(compiler(say, undefined, "main.go"), /^go mod init example\n# .*\ngo build -gcflags=-m main\.go\n/);
  assert.match(compiler(say, 21, "main.go"), /go build -gcflags='-m=2 -lang=go1\.21' main\.go/);
  assert.match(compiler(say), /^# .*\ngo build -gcflags=-m \.\n/);
  assert.match(compare(say, "BenchmarkF"), /-bench='\^BenchmarkF\$' -count=10 \. \| tee old\.txt/);
  assert.match(profile({ name: "BenchmarkPointSet", function: "point.set" }), /-list='set' mem\.out/);
  for (const word of ["//escapade:noheap", "// want heap", "// want stack"]) assert.ok(assertions().includes(word), word);
});
