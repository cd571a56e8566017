//! `escapade` and programs of many packages: what the go command says about
//! them, and what it builds.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use expect_test::expect;

/// A directory of its own for one test, with the module `example.com/m` in it.
struct Dir(PathBuf);

impl Dir {
    fn new(test: &str, files: &[(&str, &str)]) -> Self {
        let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
        let _ = fs::remove_dir_all(&dir);
        for (name, text) in [("go.mod", "module example.com/m\n\ngo 1.27\n")].iter().chain(files) {
            let path = dir.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Self(dir.canonicalize().unwrap())
    }

    /// Both outputs and the status; this directory is shown as `DIR`.
    fn shown(&self, args: &[&str]) -> String {
        // Whatever this machine has of the standard library.
        self.shown_with("", args)
    }

    /// The same with the standard library from packs.
    fn shown_with(&self, packs: &str, args: &[&str]) -> String {
        let mut escapade = Command::new(env!("CARGO_BIN_EXE_escapade"));
        escapade.args(args).env("PWD", &self.0).env("ESCAPADE_STD", packs).current_dir(&self.0);
        let out = escapade.output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(&self.0.display().to_string(), "DIR");
        let status = out.status.code().map_or("killed".into(), |code| code.to_string());
        format!("{}{}exit {status}\n", text(&out.stdout), text(&out.stderr))
    }
}

/// A small GOROOT: what is in it is all that the standard library has.
const GOROOT: &[(&str, &str)] = &[
    ("root/src/go.mod", "module std\n\ngo 1.27\n"),
    ("root/src/builtin/b.go", "package builtin\n"),
    ("root/src/unsafe/u.go", "package unsafe\n"),
    (
        "root/src/fmt/f.go",
        "package fmt\n\nimport \"golang.org/x/v\"\n\nfunc Println(args ...any) (n int, err error) { return v.N, nil }\n",
    ),
    ("root/src/fmt/f_test.go", "package fmt\n"),
    ("root/src/internal/x/x.go", "package x\n\nvar X int\n"),
    ("root/src/only/windows_windows.go", "package only\n"),
    ("root/src/fmt/testdata/t.go", "package t\n"),
    ("root/src/vendor/golang.org/x/v/v.go", "package v\n\nconst N = 1\n"),
    ("root/src/cmd/go.mod", "module cmd\n\ngo 1.27\n"),
    ("root/src/cmd/tool/main.go", "package main\n\nimport \"fmt\"\n\nfunc main() { fmt.Println() }\n"),
];

#[test]
fn the_go_command_refuses_before_the_compiler() {
    let mut files = GOROOT.to_vec();
    files.extend([
        ("a/a.go", "package a\n\nimport \"example.com/m/b\"\n"),
        ("b/b.go", "package b\n\nimport \"example.com/m/a\"\n"),
        ("self/s.go", "package self\n\nimport \"example.com/m/self\"\n"),
        ("missing/m.go", "package missing\n\nimport \"example.com/m/none\"\nimport \"fmtx\"\nimport \"example.org/x\"\nimport \"./rel\"\n"),
        ("prog/p.go", "package main\n\nfunc main() {}\n"),
        ("program/p.go", "package program\n\nimport _ \"example.com/m/prog\"\n"),
        ("in/internal/z/z.go", "package z\n"),
        ("internal/i.go", "package i\n\nimport _ \"example.com/m/in/internal/z\"\nimport _ \"internal/x\"\n"),
        ("in/deep/d.go", "package deep\n\nimport _ \"example.com/m/in/internal/z\"\n"),
        ("excluded/e.go", "//go:build ignore\n\npackage e\n"),
        ("mixed/a.go", "package a\n"),
        ("mixed/b.go", "package b\n"),
        ("many/m.go", "package many\n\nimport _ \"example.com/m/mixed\"\nimport _ \"example.com/m/excluded\"\nimport _ \"example.com/m/missing\"\nimport _ \"example.com/m/a\"\n"),
        ("cgo/c.go", "package cgo\n\nimport \"C\"\n"),
    ]);
    let dir = Dir::new("refused_modules", &files);
    let shown = |package: &str| dir.shown(&["-m", "-l", "-goroot=root", package]);
    expect![[r#"
        package example.com/m/a
        	imports example.com/m/b from a.go
        	imports example.com/m/a from b.go: import cycle not allowed
        exit 1
    "#]]
    .assert_eq(&shown("./a"));
    expect![[r#"
        package example.com/m/self
        	imports example.com/m/self from s.go: import cycle not allowed
        exit 1
    "#]]
    .assert_eq(&shown("./self"));
    expect![[r#"
        missing/m.go:6:8: "./rel" is relative, but relative import paths are not supported in module mode
        missing/m.go:3:8: no required module provides package example.com/m/none; to add it:
        	go get example.com/m/none
        missing/m.go:5:8: no required module provides package example.org/x; to add it:
        	go get example.org/x
        missing/m.go:4:8: package fmtx is not in std (DIR/root/src/fmtx)
        missing/m.go:6:8: local import "./rel" in non-local package
        exit 1
    "#]]
    .assert_eq(&shown("./missing"));
    expect![[r#"
        program/p.go:3:8: import "example.com/m/prog" is a program, not an importable package
        exit 1
    "#]]
    .assert_eq(&shown("./program"));
    expect![[r#"
        package example.com/m/internal
        	internal/i.go:3:8: use of internal package example.com/m/in/internal/z not allowed
        exit 1
    "#]]
    .assert_eq(&shown("./internal"));
    expect![[r#"
        exit 0
    "#]]
    .assert_eq(&shown("./in/deep"));
    expect![[r#"
        package example.com/m/many
        	imports example.com/m/a from m.go
        	imports example.com/m/b from a.go
        	imports example.com/m/a from b.go: import cycle not allowed
        package example.com/m/many
        	imports example.com/m/excluded: build constraints exclude all Go files in DIR/excluded
        missing/m.go:6:8: "./rel" is relative, but relative import paths are not supported in module mode
        missing/m.go:3:8: no required module provides package example.com/m/none; to add it:
        	go get example.com/m/none
        missing/m.go:5:8: no required module provides package example.org/x; to add it:
        	go get example.org/x
        missing/m.go:4:8: package fmtx is not in std (DIR/root/src/fmtx)
        missing/m.go:6:8: local import "./rel" in non-local package
        many/m.go:3:8: found packages a (a.go) and b (b.go) in DIR/mixed
        exit 1
    "#]]
    .assert_eq(&shown("./many"));
    expect![[r#"
        package example.com/m/cgo: build constraints exclude all Go files in DIR/cgo
        exit 1
    "#]]
    .assert_eq(&shown("./cgo"));
    expect![[r#"
        package nothing is not in std (DIR/root/src/nothing)
        exit 1
    "#]]
    .assert_eq(&shown("nothing"));
}

#[test]
fn imports_are_checked_before() {
    let dir = Dir::new(
        "imports",
        &[
            ("a/a.go", "package a\n\nimport \"example.com/m/b\"\n\nvar X int = b.X\n"),
            ("b/b.go", "package b\n\nimport \"example.com/m/c\"\n\nvar X = c.Y\n\nfunc f() int {}\n"),
            ("c/c.go", "package c\n\nvar Y = \"\"\n\nfunc F(p *int) *int { return p }\n"),
            ("d/d.go", "package d\n\nimport \"example.com/m/c\"\n\nfunc g() { x := 1; c.F(&x) }\n\nvar Z int = c.Y\n"),
            ("e/e.go", "package e\n\nimport \"example.com/m/c\"\n\nfunc g() { x := 1; c.F(&x) }\n"),
        ],
    );
    expect![[r#"
        # example.com/m/b
        b/b.go:7:15: missing return
        exit 1
    "#]]
    .assert_eq(&dir.shown(&["-m", "-l", "./a"]));
    expect![[r#"
        # example.com/m/d
        d/d.go:7:13: cannot use c.Y (variable of type string) as int value in variable declaration
        exit 1
    "#]]
    .assert_eq(&dir.shown(&["-m", "-l", "./d"]));
    expect![[r#"
        exit 0
    "#]]
    .assert_eq(&dir.shown(&["-m", "-l", "./e"]));
    expect![[r#"
        # example.com/m/c
        c/c.go:5:8: leaking param: p to result ~r0 level=0
        # example.com/m/b
        b/b.go:7:15: missing return
        # example.com/m/d
        d/d.go:7:13: cannot use c.Y (variable of type string) as int value in variable declaration
        exit 1
    "#]]
    .assert_eq(&dir.shown(&["-m", "-l", "./..."]));
    expect![[r#"
        # example.com/m/c
        c/c.go:5:8: leaking param: p to result ~r0 level=0
        exit 0
    "#]]
    .assert_eq(&dir.shown(&["-m", "-l", "./c", "./e"]));
    expect![[r#"
        exit 0
    "#]]
    .assert_eq(&dir.shown(&["-check", "./c"]));
}

#[test]
fn std_is_what_go_list_lists() {
    let mut files = GOROOT.to_vec();
    files.push((
        "a.go",
        "package m\n\nimport \"fmt\"\n\nfunc f() { x := 1; var n string; n, _ = fmt.Println(&x); _ = n }\n",
    ));
    files.push(("b/b.go", "package b\n\nimport \"fmt\"\n\nfunc f() { x := 1; fmt.Println(&x) }\n"));
    let dir = Dir::new("std_modules", &files);
    let counted = |args: &[&str]| {
        let shown = dir.shown(args);
        // The seconds are the machine's.
        shown.split_once(" lines, ").map_or(shown.clone(), |(counts, rest)| {
            format!("{counts} lines\n{}", rest.split_once('\n').map_or("", |(_, rest)| rest))
        })
    };
    expect![[r#"
        3 packages, 11 lines
        exit 0
    "#]]
    .assert_eq(&counted(&["-check", "-goroot=root", "std"]));
    expect![[r#"
        1 packages, 5 lines
        exit 0
    "#]]
    .assert_eq(&counted(&["-check", "-goroot=root", "cmd"]));
    expect![[r#"
        2 packages, 8 lines
        exit 0
    "#]]
    .assert_eq(&counted(&["-check", "-goroot=root", "fmt", "internal/x"]));
    expect![[r#"
        # fmt
        root/src/fmt/f.go:5:14: args does not escape
        exit 0
    "#]]
    .assert_eq(&dir.shown(&["-m", "-l", "-goroot=root", "fmt"]));
    expect![[r#"
        # example.com/m
        ./a.go:5:41: cannot use 1st function result (value of type int) as string value in multiple assignment
        exit 1
    "#]]
    .assert_eq(&dir.shown(&["-m", "-l", "-goroot=root", "."]));
    expect![[r#"
        # example.com/m/b
        b/b.go:5:31: ... argument does not escape
        exit 0
    "#]]
    .assert_eq(&dir.shown(&["-m", "-l", "-goroot=root", "./b"]));
    expect![[r#"
        # fmt
        root/src/fmt/f.go:5:14: args does not escape
        exit 0
    "#]]
    .assert_eq(&dir.shown(&["-m", "-l", "root/src/fmt"]));
    expect![[r#"
        escapade: fmt is no directory; with -goroot=DIR it can be an import path
        exit 2
    "#]]
    .assert_eq(&dir.shown(&["-m", "-l", "fmt"]));
}

#[test]
fn generic_code_of_other_packages_does_what_it_does_there() {
    let mut files = GOROOT.to_vec();
    files.push((
        "root/src/internal/abi/a.go",
        "package abi\n\nfunc EscapeNonString[T any](v T) { panic(\"intrinsic\") }\n",
    ));
    files.push((
        "root/src/hash/h.go",
        "package hash\n\nimport \"internal/abi\"\n\n\
         func Of[T comparable](v T) int { var n int = 1; abi.EscapeNonString(v); return n }\n",
    ));
    files.push((
        "a.go",
        "package m\n\nimport \"hash\"\n\n\
         type pair struct{ a, b string }\n\n\
         func pointer(p *int) int { return hash.Of(p) }\n\
         func text(s string) int { return hash.Of(s) }\n\
         func texts(s [2]pair) int { return hash.Of(s) }\n\
         func boxed(s any) int { return hash.Of(s) }\n",
    ));
    let dir = Dir::new("generic_std", &files);
    expect![[r##"
        # example.com/m
        ./root/src/internal/abi/a.go:3:42: "intrinsic" escapes to heap
        ./a.go:7:14: leaking param: p
        ./root/src/internal/abi/a.go:3:42: "intrinsic" escapes to heap
        ./a.go:8:11: s does not escape
        ./root/src/internal/abi/a.go:3:42: "intrinsic" escapes to heap
        ./a.go:9:12: s does not escape
        ./root/src/internal/abi/a.go:3:42: "intrinsic" escapes to heap
        ./a.go:10:12: leaking param: s
        exit 0
    "##]]
    .assert_eq(&dir.shown(&["-m", "-l", "-goroot=root", "."]));
}

#[test]
fn std_comes_from_packs() {
    let mut files = GOROOT.to_vec();
    files.extend([
        ("b/b.go", "package b\n\nimport \"fmt\"\n\nfunc f() { x := 1; fmt.Println(&x) }\n"),
        ("c/c.go", "package c\n\nimport (\n\t_ \"fmtx\"\n\t_ \"internal/x\"\n\t_ \"golang.org/x/v\"\n)\n"),
    ]);
    let dir = Dir::new("std_packs", &files);
    expect![[r#"
        exit 0
    "#]]
    .assert_eq(&dir.shown(&["-packs=packs", "-goroot=root", "std"]));
    let index = fs::read_to_string(dir.0.join("packs/index.txt")).unwrap();
    let names: Vec<&str> = index.lines().skip(1).filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(names, ["fmt", "internal/x", "vendor/golang.org/x/v"]);
    let shown = |package: &str| dir.shown_with("packs", &["-m", "-l", package]);
    expect![[r#"
        # example.com/m/b
        b/b.go:5:31: ... argument does not escape
        exit 0
    "#]]
    .assert_eq(&shown("./b"));
    expect![[r#"
        c/c.go:4:2: package fmtx is not in std
        c/c.go:6:2: no required module provides package golang.org/x/v; to add it:
        	go get golang.org/x/v
        package example.com/m/c
        	c/c.go:5:2: use of internal package internal/x not allowed
        exit 1
    "#]]
    .assert_eq(&shown("./c"));
    // With sources for what is asked for.
    expect![[r#"
        # fmt
        root/src/fmt/f.go:5:14: args does not escape
        exit 0
    "#]]
    .assert_eq(&dir.shown_with("packs", &["-m", "-l", "-goroot=root", "fmt"]));

    let pack = dir.0.join("packs/fmt.txt");
    let bytes = fs::read(&pack).unwrap();
    fs::write(&pack, &bytes[..bytes.len() - 1]).unwrap();
    expect![[r#"
        # example.com/m/b
        b/b.go:5:12: moved to heap: x
        escapade: packs/fmt.txt: a damaged pack; nothing is known of package fmt
        exit 0
    "#]]
    .assert_eq(&shown("./b"));
    fs::remove_file(&pack).unwrap();
    expect![[r#"
        # example.com/m/b
        b/b.go:5:12: moved to heap: x
        escapade: packs/fmt.txt: No such file or directory (os error 2); nothing is known of package fmt
        exit 0
    "#]]
    .assert_eq(&shown("./b"));
    expect![[r#"
        escapade: no packs of the standard library: nothing/index.txt: No such file or directory (os error 2)
        exit 2
    "#]]
    .assert_eq(&dir.shown_with("nothing", &["-m", "-l", "./b"]));
}

#[test]
fn modules_are_replaced_by_directories() {
    let go_mod = "module example.com/m\n\ngo 1.27\n\nrequire (\n\texample.org/x v1.0.0\n\texample.org/z v1.0.0\n)\n\n\
                  replace example.org/x => ./x\nreplace example.org/y v1.2.3 => ./y\n";
    let mut files = GOROOT.to_vec();
    files.extend([
        ("go.mod", go_mod),
        ("a.go", "package m\n\nimport \"example.org/x/sub\"\n\nvar V int = sub.S\n"),
        ("x/go.mod", "module example.org/x\n\ngo 1.21\n"),
        ("x/sub/s.go", "package sub\n\nconst S = \"s\"\n"),
        ("old/o.go", "package old\n\nimport _ \"example.org/x/new\"\n"),
        ("x/new/n.go", "package new\n\nfunc f() {\n\tfor range 10 {\n\t}\n}\n"),
        ("b/b.go", "package b\n\nimport _ \"example.org/y\"\n"),
        ("y/go.mod", "module example.org/y\n"),
        ("y/y.go", "package y\n"),
        ("c/c.go", "package c\n\nimport _ \"example.org/x/none\"\n"),
        ("d/d.go", "package d\n\nimport \"example.org/z\"\n\nvar V int = z.V\n"),
    ]);
    let dir = Dir::new("replaced_modules", &files);
    let shown = |package: &str| dir.shown(&["-m", "-l", "-goroot=root", package]);
    expect![[r##"
        # example.com/m
        ./a.go:5:13: cannot use sub.S (untyped string constant "s") as int value in variable declaration
        exit 1
    "##]]
    .assert_eq(&shown("."));
    expect![[r#"
        # example.org/x/new
        x/new/n.go:4:12: cannot range over 10 (untyped int constant): requires go1.22 or later (-lang was set to go1.21; check go.mod)
        exit 1
    "#]]
    .assert_eq(&shown("./old"));
    expect![[r#"
        b/b.go:3:8: module example.org/y provides package example.org/y and is replaced but not required; to add it:
        	go get example.org/y@v1.2.3
        exit 1
    "#]]
    .assert_eq(&shown("./b"));
    expect![[r#"
        c/c.go:3:8: no required module provides package example.org/x/none; to add it:
        	go get example.org/x/none
        exit 1
    "#]]
    .assert_eq(&shown("./c"));
    // Where it is nobody knows: the module cache is not looked at.
    expect![[r#"
        exit 0
    "#]]
    .assert_eq(&shown("./d"));
}

#[test]
fn packages_may_end_like_files() {
    let mut files = GOROOT.to_vec();
    files.extend([
        ("root/src/lib/lib.go/l.go", "package lib\n\nfunc F(p *int) {}\n"),
        ("dir.go/d.go", "package dir\n\nfunc F(p *int) {}\n"),
    ]);
    let dir = Dir::new("like_files", &files);
    expect![[r#"
        # lib/lib.go
        root/src/lib/lib.go/l.go:3:8: p does not escape
        # example.com/m/dir.go
        dir.go/d.go:3:8: p does not escape
        exit 0
    "#]]
    .assert_eq(&dir.shown(&["-m", "-l", "-goroot=root", "lib/lib.go", "./dir.go"]));
}

#[test]
fn vendored_packages_have_the_languages_of_their_modules() {
    let go_mod = |version: &str| {
        let modules = ["a", "b", "c", "d"].map(|name| format!("require ex.org/{name} v1.0.0\n")).concat();
        format!("module example.com/m\n\ngo {version}\n\n{modules}\nreplace ex.org/d => ./d\n")
    };
    let package = |name: &str| {
        let body = "(n int) (p *int) {\n\tfor i := 0; i < n; i++ {\n\t\tp = &i\n\t}\n\treturn p\n}\n";
        format!("package {name}\n\nfunc Last{body}")
    };
    let names = ["a", "b", "c", "d", "unlisted"];
    let [a, b, c, d, unlisted] = names.map(package);
    let new = |test: &str, version: &str, imported: &[&str]| {
        let lines = |line: &dyn Fn(&str) -> String| imported.iter().map(|name| line(name)).collect::<Vec<_>>().concat();
        let imports = lines(&|name| format!("import \"ex.org/{name}\"\n"));
        let calls = lines(&|name| format!("\t_ = {name}.Last(3)\n"));
        let files = [
            ("go.mod", &*go_mod(version)),
            ("m.go", &format!("package m\n\n{imports}\nfunc f() {{\n{calls}}}\n")),
            ("d/go.mod", "module ex.org/d\n\ngo 1.25\n"),
            ("d/d.go", "package d\n"),
            ("vendor/ex.org/a/a.go", &a),
            ("vendor/ex.org/b/b.go", &b),
            ("vendor/ex.org/c/c.go", &c),
            ("vendor/ex.org/d/d.go", &d),
            ("vendor/ex.org/unlisted/u.go", &unlisted),
            (
                "vendor/modules.txt",
                "# ex.org/a v1.0.0\n## explicit; go 1.22.1\nex.org/a\n\
                 # ex.org/b v1.0.0\n## explicit; go 1.21\nex.org/b\n\
                 # ex.org/c v1.0.0\n## explicit\nex.org/c\n\
                 # ex.org/d v1.0.0 => ./d\n## explicit; go 1.21\nex.org/d\n# ex.org/d => ./d\n",
            ),
        ];
        Dir::new(test, &files)
    };
    // A loop has a variable for each iteration from go1.22 on; only then it
    // matters to the caller that it is on the heap.
    expect![[r#"
        # example.com/m
        ./m.go:9:12: inlining call to a.Last
        ./m.go:10:12: inlining call to b.Last
        ./m.go:11:12: inlining call to c.Last
        ./m.go:12:12: inlining call to d.Last
        ./m.go:9:12: moved to heap: a.i
        exit 0
    "#]]
    .assert_eq(&new("vendored", "1.27", &names[..4]).shown(&["-m", "."]));
    expect![[r#"
        # example.com/m
        ./m.go:5:6: can inline f
        ./m.go:6:19: inlining call to unlisted.Last
        ./m.go:6:19: moved to heap: unlisted.i
        exit 0
    "#]]
    .assert_eq(&new("unlisted", "1.22", &["unlisted"]).shown(&["-m", "."]));
    expect![[r#"
        go: ignoring package ex.org/unlisted which exists in the vendor directory but is missing from vendor/modules.txt. To sync the vendor directory run go mod vendor.
        m.go:5:8: cannot find module providing package ex.org/none: import lookup disabled by -mod=vendor
        	(Go version in go.mod is at least 1.14 and vendor directory exists.)
        m.go:4:8: cannot find module providing package ex.org/unlisted: import lookup disabled by -mod=vendor
        	(Go version in go.mod is at least 1.14 and vendor directory exists.)
        exit 1
    "#]]
    .assert_eq(&new("ignored", "1.23", &["a", "unlisted", "none"]).shown(&["-m", "."]));
    let dir = new("named", "1.27", &[]);
    expect![[r#"
        # ex.org/a
        vendor/ex.org/a/a.go:3:6: can inline Last
        vendor/ex.org/a/a.go:4:6: moved to heap: i
        # ex.org/b
        vendor/ex.org/b/b.go:3:6: can inline Last
        vendor/ex.org/b/b.go:4:6: moved to heap: i
        exit 0
    "#]]
    .assert_eq(&dir.shown(&["-m", "vendor/ex.org/a", "vendor/ex.org/b"]));
    expect![[r#"
        directory DIR/vendor/ex.org/unlisted is not a package listed in vendor/modules.txt
        exit 1
    "#]]
    .assert_eq(&dir.shown(&["-m", "vendor/ex.org/unlisted"]));
}
