//! One-line checks of trees and errors; the proof over whole source trees is
//! the example `syntax_agree`.

use alloc::{format, string::String, vec::Vec};

use super::*;
use crate::{
    ast::{DeclKind, Pragma},
    base::{Id, Reported},
};

fn parse(text: &[u8]) -> Parsed {
    let options = ParseOptions { name: "a.go", ..ParseOptions::default() };
    parse_source(text, FileId::new(0), options, &mut Interner::default())
}

fn shown(errors: &[Diagnostic], lines: &LineIndex) -> Vec<String> {
    let show = |e: &Diagnostic| {
        let place = lines.line_col(e.pos);
        format!("{}:{}: {}", place.line, place.col, e.message)
    };
    errors.iter().map(show).collect()
}

/// The errors of a file.
#[track_caller]
fn check_file(text: &str, expected: &[&str]) {
    let parsed = parse(text.as_bytes());
    assert_eq!(shown(&parsed.errors, &parsed.lines), expected, "{text}");
}

/// The errors of a function body that begins on line 2.
#[track_caller]
fn check(body: &str, expected: &[&str]) {
    check_file(&format!("package p; func f() {{\n{body}\n}}\n"), expected);
}

#[test]
fn errors_read_like_those_of_gc() {
    check_file("", &["1:1: syntax error: package statement must be first"]);
    check_file("package p\nx", &["2:1: syntax error: non-declaration statement outside function body"]);
    check_file("package p\nfunc f()\n{\n}\n", &["3:1: syntax error: unexpected semicolon or newline before {"]);
    check_file(
        "package p\nvar x int; import \"fmt\"\n",
        &["2:12: syntax error: imports must appear before other declarations"],
    );
    check("f(1, 2", &["2:7: syntax error: unexpected newline in argument list; possibly missing comma or )"]);
    check("x := 1 2", &["2:8: syntax error: unexpected literal 2 at end of statement"]);
    check("if x = 1 {\n}", &["2:6: syntax error: cannot use assignment x = 1 as value"]);
    check("if x; {\n}", &["2:5: syntax error: missing condition in if statement"]);
    check("for i := 0; {\n}", &["2:13: syntax error: unexpected {, expected for loop condition"]);
    check("a, b", &["2:5: syntax error: unexpected newline, expected := or = or comma"]);
    check("defer (f())", &["2:7: expression in defer must not be parenthesized"]);
    check("_ = <-<-chan int(x)", &[]);
    check("_ = <-chan<- int", &["2:17: syntax error: unexpected int, expected chan"]);

    check("_ = x[::]", &["2:8: middle index required in 3-index slice", "2:9: final index required in 3-index slice"]);
}

#[test]
fn labels_and_jumps_are_checked() {
    check("L:", &["2:1: label L defined and not used"]);
    check("goto L", &["2:6: label L not defined"]);
    check("goto L\nx := 1\nL:", &["2:6: goto L jumps over declaration of x at a.go:3:3"]);
    check("goto L\n{\nL:\n}", &["2:6: goto L jumps into block starting at a.go:3:1"]);
    check("L: for { break L; continue L; goto L }", &[]);
    check("L: switch { case true: continue L }", &["2:33: invalid continue label L"]);
    check("L:\nL: goto L", &["3:1: label L already defined at a.go:2:1"]);
    check("break", &["2:1: break is not in a loop, switch, or select"]);
    check("switch { case true: fallthrough }", &["2:21: cannot fallthrough final case in switch"]);
    check("switch x.(type) { case int: fallthrough; default: }", &["2:29: cannot fallthrough in type switch"]);
    check("switch { case true: fallthrough;; default: }", &[]);
}

#[test]
fn depth_is_bounded() {
    let too_deep = |text: String| {
        let parsed = parse(text.as_bytes());
        let [error] = parsed.errors.as_slice() else { panic!("{:?}", shown(&parsed.errors, &parsed.lines)) };
        assert_eq!(error.code, NESTING_TOO_DEEP, "{}", &text[..60]);
    };
    let n = 1 << 20;
    for (before, repeated) in [
        ("package p; var x = ", "("),
        ("package p; var x = ", "a+"),
        ("package p; var x = ", "- "),
        ("package p; var x = f", "()"),
        ("package p; var x = f", ".x"),
        ("package p; var x = f", "[0]"),
        ("package p; var x = ", "T{"),
        ("package p; var x = ", "[]T{{"),
        ("package p; var x = ", "func() { f("),
        ("package p; var x ", "[]"),
        ("package p; var x ", "*"),
        ("package p; var x ", "struct { x "),
        ("package p; var x ", "map["),
        ("package p; var x ", "func(x "),
        ("package p; func f() { ", "{"),
        ("package p; func f() { ", "if x {} else "),
        ("package p; func f() { ", "for {"),
        ("package p; func f() { ", "L: "),
        ("package p; func f() { ", "switch { case x: "),
        ("package p; func f() { ", "func() {"),
        ("package p; type T[P interface{", "int|"),
    ] {
        too_deep(format!("{before}{}", repeated.repeat(n / repeated.len())));
    }
    // Shallow pieces make a deep tree as well.
    too_deep(format!("package p; var x = {}0{}{}", "(".repeat(90), ")".repeat(90), "+0".repeat(950)));
    too_deep(format!("package p; var x = func() {{ {} }}{}", "if x {} else ".repeat(500) + "{}", "()".repeat(600)));
    let parsed = parse(format!("package p; func f() {{ {} }}", "if x {} else ".repeat(900) + "{}").as_bytes());
    assert!(parsed.errors.is_empty() && parsed.depth > 900);
}

#[test]
fn directives_are_attached() {
    let parsed = parse(
        b"//go:build linux && go1.21\n\npackage p\n\nimport _ \"unsafe\"\n\n//go:noinline\n//go:nosplit\nfunc f()\n\n\
          //go:linkname g runtime.g\nfunc g()\n",
    );
    assert_eq!(shown(&parsed.errors, &parsed.lines), [""; 0]);
    assert!(parsed.deferred.is_empty());
    assert_eq!(parsed.tree.go_version.as_deref(), Some("go1.21"));
    assert_eq!(parsed.tree.build_constraint.as_deref(), Some("linux && go1.21"));
    assert_eq!(parsed.tree.linknames.len(), 1);
    let f = parsed.tree.decl(parsed.tree.decls[1]);
    assert!(matches!(f.kind, DeclKind::Func { .. }));
    assert_eq!(f.pragma, Pragma::NOINLINE | Pragma::NOSPLIT | Pragma::NOCHECKPTR);
    check_file("package p\n//go:noinline\n\nvar x = 1 //go:nosplit\n", &["4:13: misplaced compiler directive"]);
    check("//go:noinline\nf()", &["2:3: misplaced compiler directive"]);
}

/// As `go tool compile` reports them.
#[test]
fn mistakes_in_directives_are_reported() {
    let text = "package p\n\n//go:embed\nvar y string\n\n//go:embed \"a\nvar z string\n\n//go:linkname f\n\
                //go:linkname f a b c\nfunc f() {\n\t//go:noinline\n\tx = 1\n}\n\n//go:systemstack\nfunc g() {}\n\n\
                //go:uintptrkeepalive\nfunc h(uintptr)\n\n//go:cgo_ldflag \"x\"\n\n//go:wasmexport a b\nfunc i() {}\n";
    check_file(
        text,
        &[
            "3:3: usage: //go:embed pattern...",
            "6:3: invalid quoted string in //go:embed: \"a",
            "6:3: usage: //go:embed pattern...",
            "10:3: usage: //go:linkname localname [linkname]",
            "12:4: misplaced compiler directive",
            "16:3: //go:systemstack only allowed in runtime",
            "19:3: //go:uintptrkeepalive is only allowed in the standard library",
            "22:3: //go:cgo_ldflag \"x\" only allowed in cgo-generated code",
            "24:3: usage: //go:wasmexport exportname",
        ],
    );
    let text = "package p\n\n\n\n//go:noinline\ntype T int\n\n//go:nosplit\nvar x int\n\n//go:embed a\nvar y, z string\n\n\
                //go:linkname f\nfunc f() {\n}\n\n//go:embed a\nfunc g() {\n}\n\n//go:build linux\nfunc j() {}\n\n\
                //go:noescape\nfunc (x T) k() {}\n";
    let parsed = parse(text.as_bytes());
    assert_eq!(shown(&parsed.errors, &parsed.lines), [""; 0]);
    let mut deferred = shown(&parsed.deferred, &parsed.lines);
    deferred.sort();
    assert_eq!(
        deferred,
        [
            "11:3: go:embed requires import \"embed\" (or import _ \"embed\", if package is not used)",
            "14:3: //go:linkname only allowed in Go files that import \"unsafe\"",
            "18:3: misplaced go:embed directive",
            "22:3: misplaced compiler directive",
            "26:6: can only use //go:noescape with external func implementations",
            "5:3: misplaced compiler directive",
            "8:3: misplaced compiler directive",
        ]
    );
}

#[test]
fn line_directives_move_positions() {
    let parsed = parse(b"package p\n//line x.y:10:5\nvar a, b int\n");
    let tree = &parsed.tree;
    let place = Reported::new("a.go", &tree.line_directives, parsed.lines.line_col(29));
    assert_eq!((place.file, place.line, place.col), ("x.y", 10, 7 + 1));
    check_file("package p\n//line x:0\n", &["2:10: invalid line number: 0"]);
    check_file("package p; func f() {\nL:\n//line b.go:7\nL: goto L\n}", &["4:1: label L already defined at a.go:2:1"]);
}
