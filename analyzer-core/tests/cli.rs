//! `escapade` as it is called from a shell.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use expect_test::expect;

/// A directory of its own for one test.
struct Dir(PathBuf);

impl Dir {
    fn new(test: &str, files: &[(&str, &str)]) -> Self {
        let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
        let _ = fs::remove_dir_all(&dir);
        for (name, text) in files {
            let path = dir.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Self(dir.canonicalize().unwrap())
    }

    fn run(&self, below: &str, args: &[&str]) -> Output {
        let dir = self.0.join(below);
        let mut escapade = Command::new(env!("CARGO_BIN_EXE_escapade"));
        // Whatever this machine has of the standard library.
        escapade.args(args).env("PWD", &dir).env("ESCAPADE_STD", "").current_dir(dir).output().unwrap()
    }

    /// Both outputs and the status of a run in the directory `below`; this
    /// directory is shown as `DIR`.
    fn shown(&self, below: &str, args: &[&str]) -> String {
        let out = self.run(below, args);
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(&self.0.display().to_string(), "DIR");
        let status = out.status.code().map_or("killed".into(), |code| code.to_string());
        format!("{}{}exit {status}\n", text(&out.stdout), text(&out.stderr))
    }

    /// The files and the package of `-json`.
    fn package(&self, below: &str, args: &[&str]) -> String {
        let out = self.run(below, &[&["-l", "-json"], args].concat());
        let report: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap_or_default();
        let files: Vec<&str> = report["files"].as_array().into_iter().flatten().filter_map(|f| f.as_str()).collect();
        let files = files.join(" ").replace(&self.0.display().to_string(), "DIR");
        format!("{}: {files}", report["package"].as_str().unwrap_or_default())
    }
}

const MODULE: &[(&str, &str)] = &[
    ("go.mod", "module example.com/m\n\ngo 1.27\n"),
    ("b.go", "package m\n"),
    ("a.go", "package m\n"),
    ("a_test.go", "package m\n"),
    ("a_windows.go", "package m\n"),
    ("c.go", "package m\n\nimport \"C\"\n"),
    ("gen.go", "//go:build ignore\n\npackage main\n"),
    ("_d.go", "package d\n"),
    ("sub/s.go", "package sub\n"),
    ("mixed/a.go", "package a\n"),
    ("mixed/b.go", "package b\n"),
    ("tests/a_test.go", "package a\n"),
    ("plan9/a_plan9.go", "package a\n"),
    ("none/readme", ""),
    ("bad/a.go", "//go:build a ||\n\npackage a\n"),
];

#[test]
fn a_directory_is_the_package_of_its_module() {
    let dir = Dir::new("module", MODULE);
    assert_eq!(dir.package("", &["."]), "example.com/m: ./a.go ./b.go");
    assert_eq!(dir.package("", &["./sub"]), "example.com/m/sub: sub/s.go");
    assert_eq!(dir.package("", &["sub/"]), "example.com/m/sub: sub/s.go");
    assert_eq!(dir.package("sub", &["."]), "example.com/m/sub: ./s.go");
    assert_eq!(dir.package("sub", &[".."]), "example.com/m: ../a.go ../b.go");
    assert_eq!(dir.package("sub", &["../sub"]), "example.com/m/sub: ./s.go");
}

#[test]
fn files_are_a_package_in_the_order_given() {
    let dir = Dir::new("files", MODULE);
    assert_eq!(dir.package("", &["b.go", "./a.go"]), "command-line-arguments: ./b.go ./a.go");
    assert_eq!(dir.package("", &["sub/s.go"]), "command-line-arguments: sub/s.go");
    // Constraints do not hold for a named file; tests and cgo are left out all the same.
    assert_eq!(dir.package("", &["a_windows.go", "gen.go"]), ": ");
    assert_eq!(dir.package("", &["gen.go"]), "command-line-arguments: ./gen.go");
    assert_eq!(dir.package("", &["a.go", "a_test.go", "c.go"]), "command-line-arguments: ./a.go");
    let file = dir.0.join("a.go");
    let out = Command::new(env!("CARGO_BIN_EXE_escapade"))
        .args(["-json", "-l"])
        .arg(&file)
        .current_dir("/")
        .output()
        .unwrap();
    let report: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    let relative = file.strip_prefix("/").unwrap();
    assert_eq!(report["files"][0].as_str().map(Path::new), Some(relative));
}

#[test]
fn what_the_go_command_refuses_is_refused_in_its_words() {
    let dir = Dir::new("refused", MODULE);
    expect![[r#"
        found packages a (a.go) and b (b.go) in DIR/mixed
        exit 1
    "#]]
    .assert_eq(&dir.shown("", &["-m", "-l", "mixed"]));
    expect![[r#"
        example.com/m/tests: no non-test Go files in DIR/tests
        exit 1
    "#]]
    .assert_eq(&dir.shown("", &["-m", "-l", "tests"]));
    expect![[r#"
        package example.com/m/plan9: build constraints exclude all Go files in DIR/plan9
        exit 1
    "#]]
    .assert_eq(&dir.shown("", &["-m", "-l", "plan9"]));
    expect![[r#"
        no Go files in DIR/none
        exit 1
    "#]]
    .assert_eq(&dir.shown("", &["-m", "-l", "none"]));
    expect![[r#"
        bad/a.go: parsing //go:build line: unexpected end of expression
        exit 1
    "#]]
    .assert_eq(&dir.shown("", &["-m", "-l", "bad"]));
    expect![[r#"
        named files must all be in one directory; have . and sub
        exit 1
    "#]]
    .assert_eq(&dir.shown("", &["-m", "-l", "a.go", "sub/s.go"]));
    expect![[r#"
        go: no Go source files
        exit 1
    "#]]
    .assert_eq(&dir.shown("", &["-m", "-l", "a_test.go"]));
}

#[test]
fn bad_usage_says_what_is_wrong() {
    let dir = Dir::new("usage", MODULE);
    expect![[r#"
        escapade: cannot read nothing.go: No such file or directory (os error 2)
        exit 2
    "#]]
    .assert_eq(&dir.shown("", &["-m", "nothing.go"]));
    expect![[r#"
        escapade: std is no directory; with -goroot=DIR it can be an import path
        exit 2
    "#]]
    .assert_eq(&dir.shown("", &["-m", "std"]));
    expect![[r#"
        escapade: ./nowhere is no directory
        exit 2
    "#]]
    .assert_eq(&dir.shown("", &["-m", "./nowhere"]));
    expect![[r#"
        escapade: name Go files or packages, not both: a.go is a Go file
        exit 2
    "#]]
    .assert_eq(&dir.shown("", &["-m", "a.go", "sub"]));
    expect![[r#"
        escapade: -goroot=/go has no src with the standard library
        exit 2
    "#]]
    .assert_eq(&dir.shown("", &["-goroot=/go", "a.go"]));
    expect![[r#"
        escapade: invalid value "go1.99" for -lang: max known version is "go1.27"
        exit 2
    "#]]
    .assert_eq(&dir.shown("", &["-lang=go1.99", "a.go"]));
    let out = dir.run("", &["-nonsense", "a.go"]);
    assert_eq!(out.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&out.stderr).contains("usage: escapade"));
}

#[test]
fn a_newer_go_is_asked_for() {
    let dir = Dir::new("newer", &[("go.mod", "module m\ngo 1.99\n"), ("a.go", "package m\n")]);
    expect![[r#"
        DIR/go.mod asks for go1.99, which is newer than Go 1.27
        exit 1
    "#]]
    .assert_eq(&dir.shown("", &["-m", "-l", "."]));
}

#[test]
fn lines_are_gcs_under_their_header() {
    let text = "package p\n\nfunc f() *int {\n\tx := 1\n\treturn &x\n}\n\nfunc g(p *int) {}\n";
    let dir = Dir::new("lines", &[("go.mod", "module m\ngo 1.27\n"), ("a.go", text), ("sub/b.go", text)]);
    expect![[r#"
        # command-line-arguments
        ./a.go:4:2: moved to heap: x
        ./a.go:8:8: p does not escape
        exit 0
    "#]]
    .assert_eq(&dir.shown("", &["-m", "-l", "a.go"]));
    expect![[r#"
        # m
        ./a.go:4:2: x escapes to heap in f:
        ./a.go:4:2:   flow: ~r0 ← &x:
        ./a.go:4:2:     from &x (address-of) at ./a.go:5:9
        ./a.go:4:2:     from return &x (return) at ./a.go:5:2
        ./a.go:4:2: moved to heap: x
        ./a.go:8:8: p does not escape
        exit 0
    "#]]
    .assert_eq(&dir.shown("", &["-m=2", "-l", "."]));
    expect![[r#"
        # m/sub
        sub/b.go:4:2: moved to heap: x
        sub/b.go:8:8: p does not escape
        exit 0
    "#]]
    .assert_eq(&dir.shown("", &["-l", "-m", "sub"]));
    expect![[r#"
        warning: `x` is on the heap: its address is returned
          ┌─ ./a.go:4:2
          │
        4 │     x := 1
          │     ^
          │
          = ~r0 ← &x
              &x (address-of) at ./a.go:5:9
              return &x (return) at ./a.go:5:2

        ./a.go:8:8: `p` does not escape

        1 on the heap, 0 on the stack, 0 without storage
        exit 0
    "#]]
    .assert_eq(&dir.shown("", &["-l", "a.go"]));
    expect![[r#"
        exit 0
    "#]]
    .assert_eq(&dir.shown("", &["-check", "a.go"]));
}

#[test]
fn errors_are_gcs() {
    // Seen from go build: it sorts, but gives up at the tenth error that it finds.
    let many = "package main\n\nfunc f() { a := 1; b := 2; c:= 3; return 1 }\nfunc g() { x := 1; x := 2; var s string = 1; y+1; z() ; z();z() }\n";
    let dir = Dir::new(
        "errors",
        &[
            ("many.go", many),
            ("syntax.go", "package p\nfunc f( { }\nimport \"x\"\n\nfunc g() { a b c d }\nvar x = 08\n"),
        ],
    );
    expect![[r#"
        # command-line-arguments
        ./many.go:3:12: declared and not used: a
        ./many.go:3:20: declared and not used: b
        ./many.go:3:28: declared and not used: c
        ./many.go:3:42: too many return values
        	have (number)
        	want ()
        ./many.go:4:12: declared and not used: x
        ./many.go:4:22: no new variables on left side of :=
        ./many.go:4:32: declared and not used: s
        ./many.go:4:43: cannot use 1 (untyped int constant) as string value in variable declaration
        ./many.go:4:46: undefined: y
        ./many.go:4:51: undefined: z
        ./many.go:4:32: too many errors
        exit 1
    "#]]
    .assert_eq(&dir.shown("", &["-m", "-l", "many.go"]));
    expect![[r#"
        # command-line-arguments
        ./syntax.go:2:9: syntax error: unexpected {, expected )
        ./syntax.go:5:14: syntax error: unexpected name b at end of statement
        ./syntax.go:6:10: invalid digit '8' in octal literal
        exit 1
    "#]]
    .assert_eq(&dir.shown("", &["-check", "syntax.go"]));
    expect![[r#"
        # command-line-arguments
        ./syntax.go:2:9: syntax error: unexpected {, expected )
        ./syntax.go:5:14: syntax error: unexpected name b at end of statement
        ./syntax.go:6:10: invalid digit '8' in octal literal
        exit 1
    "#]]
    .assert_eq(&dir.shown("", &["-l", "syntax.go"]));
}

#[test]
fn generic_code_calls_imported_code() {
    let q = "package q\n\nvar V *int\n\nfunc Keep(p *int) { V = p }\nfunc Look(p *int) {}\n";
    let text = "package m\n\nimport \"m/q\"\n\nfunc f[T any](v T) *int {\n\tx, y := 1, 2\n\tq.Keep(&x)\n\tq.Look(&y)\n\treturn q.V\n}\n\nfunc use() { f(1); f(\"x\") }\n";
    let dir = Dir::new("generic", &[("go.mod", "module m\ngo 1.27\n"), ("a.go", text), ("q/q.go", q)]);
    expect![[r#"
        # m
        ./a.go:6:2: moved to heap: x
        ./a.go:6:2: moved to heap: x
        exit 0
    "#]]
    .assert_eq(&dir.shown("", &["-m", "-l", "."]));
}

#[test]
fn bodies_may_be_in_assembly() {
    let text = "package p\n\nfunc f(p *int)\n";
    let dir = Dir::new(
        "assembly",
        &[
            ("go.mod", "module m\ngo 1.27\n"),
            ("with/a.go", text),
            ("with/a.s", ""),
            ("without/a.go", text),
            ("without/a_arm64.s", ""),
            (
                "late/a.go",
                "package p\n\nimport _ \"unsafe\"\n\n//go:linkname a b\n//go:linkname f c\n//go:linkname f d\n\
                 func f()\n\n//go:noescape\nfunc (T) a() {}\n\n//go:nosplit\ntype T int\n\nfunc (T) f()\n",
            ),
            ("refused/a.go", "package p\n\n//go:uintptrkeepalive\nfunc k(p uintptr) {}\n\nfunc f(p *int)\n"),
        ],
    );
    expect![[r#"
        # m/with
        with/a.go:3:8: leaking param: p
        exit 0
    "#]]
    .assert_eq(&dir.shown("", &["-m", "-l", "with"]));
    expect![[r#"
        # m/without
        without/a.go:3:6: missing function body
        exit 1
    "#]]
    .assert_eq(&dir.shown("", &["-m", "-l", "without"]));
    // What gc looks at only when all else is right, together with directives.
    expect![[r#"
        # m/late
        late/a.go:5:3: //go:linkname must refer to declared function or variable
        late/a.go:7:3: duplicate //go:linkname for f
        late/a.go:11:6: can only use //go:noescape with external func implementations
        late/a.go:13:3: misplaced compiler directive
        late/a.go:16:6: missing function body
        exit 1
    "#]]
    .assert_eq(&dir.shown("", &["-m", "-l", "late"]));
    expect![[r#"
        # m/refused
        refused/a.go:3:3: //go:uintptrkeepalive is only allowed in the standard library
        exit 1
    "#]]
    .assert_eq(&dir.shown("", &["-m", "-l", "refused"]));
}

#[test]
fn line_directives_name_files_beside_their_own() {
    let text = "package m

func f() *int {
L:
\tgoto L
//line foo.y:100
L:
\tx := 1
\treturn &x
}
";
    let q = "package q

//line q.y:70
func F[T any](x T) *T { return &x }

//line ../up.y:80
func G(x int) *int { return &x }
";
    let a = "package m

import \"example.com/m/q\"

//line sub/a.y:7:5
var V = q.F(new(int))
//line /abs/a.y:9
var W = q.G(1)
//line :9
var X = func() *int { return new(int) }()
";
    let module = ("go.mod", "module example.com/m\n\ngo 1.27\n");
    let dir = Dir::new("line_directives", &[module, ("a/a.go", a), ("q/q.go", q), ("labels/a.go", text)]);
    expect![[r#"
        # example.com/m/labels
        labels/foo.y:100: label L already defined at labels/a.go:4:1
        exit 1
    "#]]
    .assert_eq(&dir.shown("", &["-m", "./labels"]));
    expect![[r#"
        # example.com/m/a
        ../q/q.y:70: moved to heap: q.x
        ??:9: new(int) escapes to heap
        ./sub/a.y:7:20: new(int) escapes to heap
        ??:9: func literal does not escape
        exit 0
    "#]]
    .assert_eq(&dir.shown("a", &["-m", "-l", "."]));
    expect![[r#"
        # example.com/m/q
        ../up.y:80: x escapes to heap in G:
        ../up.y:80:   flow: ~r0 ← &x:
        ../up.y:80:     from &x (address-of) at ../up.y:80
        ../up.y:80:     from return &x (return) at ../up.y:80
        ../up.y:80: parameter x leaks to ~r0 for G with derefs=0:
        ../up.y:80:   flow: ~r0 ← &x:
        ../up.y:80:     from &x (address-of) at ../up.y:80
        ../up.y:80:     from return &x (return) at ../up.y:80
        ../up.y:80: moved to heap: x
        exit 0
    "#]]
    .assert_eq(&dir.shown("a", &["-m=2", "-l", "../q"]));
}
