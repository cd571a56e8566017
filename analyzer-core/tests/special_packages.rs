//! Packages that gc itself treats in a way of their own, by their import path.

use std::{fs, path::Path};

use analyzer_core::{
    Level, Options, Release, Session,
    base::SourceFile,
    build::{Loader, PackageSource, Resolved},
};

/// The `-m -l` lines about `text` as package `path` of the standard library.
fn lines(path: &str, text: &str) -> Vec<String> {
    let options = Options { inline: false, std: true, package: path.into(), ..Options::default() };
    let files = [SourceFile { name: "a.go".into(), text: text.into() }];
    let report = Session::new(Release::default()).analyze(&files, &options);
    assert!(report.errors.is_empty(), "{:?}", report.errors);
    report
        .messages
        .iter()
        .map(|message| format!("{}:{}: {}", message.place.at.line, message.place.at.col, message.text))
        .collect()
}

#[test]
fn verified_code_has_no_addresses_in_its_data() {
    let text = "package p\n\n\
        type T struct{ s string; p *int }\n\n\
        var Bytes = []byte{1, 2}\n\
        var Ptr = &T{}\n\
        var Func = func() int { return 1 }\n\
        var Array = [2]any{nil, 5}\n\
        var Struct = T{\"a\", nil}\n\
        var Map = map[int]int{}\n";
    let map = "10:22: map[int]int{} escapes to heap";
    assert_eq!(lines("crypto/sha256", text), [map]);
    let all = [
        "5:19: []byte{...} escapes to heap",
        "6:11: &T{} escapes to heap",
        "7:12: func literal escapes to heap",
        "8:25: 5 escapes to heap",
        map,
    ];
    assert_eq!(lines("crypto/internal/fips140/p", text), all);
}

#[test]
fn pointers_to_what_is_never_in_the_heap_are_no_pointers() {
    let text = "package sys\n\n\
        type nih struct{}\n\
        type NotInHeap struct{ _ nih }\n\
        type span struct{ _ NotInHeap; next *span; start *byte }\n\
        type holder struct{ n int; s *span }\n\
        type other struct{ _ [4]span }\n\n\
        var sink any\n\
        func f(s *span, all []span, h *holder, o *other) *byte { return s.start }\n\
        func g(h holder) holder { return h }\n\
        func box(s *span) { sink = s }\n";
    assert_eq!(lines("internal/runtime/sys", text), ["10:29: h does not escape", "12:28: s escapes to heap"]);
    assert_eq!(
        lines("internal/runtime/other", text),
        [
            "10:8: leaking param: s to result ~r0 level=1",
            "10:17: all does not escape",
            "10:29: h does not escape",
            "10:40: o does not escape",
            "11:8: leaking param: h to result ~r0 level=0",
            "12:10: leaking param: s",
        ]
    );
}

#[test]
fn what_is_hashed_by_address_escapes() {
    let text = "package abi\n\n\
        func EscapeNonString[T any](v T) {}\n\n\
        type names struct{ a, b string; c [2]struct{ n int; s string } }\n\
        type mixed struct{ names; p *int }\n\n\
        func f(p *int, s string, n names, m mixed, b []byte, all [3]string) {\n\
        \tEscapeNonString(p)\n\
        \tEscapeNonString(s)\n\
        \tEscapeNonString(n)\n\
        \tEscapeNonString(m)\n\
        \tEscapeNonString(b)\n\
        \tEscapeNonString(all)\n\
        }\n";
    let of_f = |path| {
        let mut lines = lines(path, text);
        lines.retain(|line| line.starts_with("8:"));
        lines
    };
    let stays = [
        "8:8: p does not escape",
        "8:16: s does not escape",
        "8:26: n does not escape",
        "8:35: m does not escape",
        "8:44: b does not escape",
        "8:54: all does not escape",
    ];
    assert_eq!(of_f("internal/other"), stays);
    let mut leaks = stays;
    (leaks[0], leaks[3], leaks[4]) = ("8:8: leaking param: p", "8:35: leaking param: m", "8:44: leaking param: b");
    assert_eq!(of_f("internal/abi"), leaks);
}

/// What package testing has that matters here.
const TESTING: &str = "package testing\n\n\
    type B struct { N, left int; next func(*B) }\n\n\
    var running *B\n\n\
    func (b *B) Loop() bool { b.next(b); return b.left > 0 }\n\
    func (b *B) Run(name string, f func(b *B)) bool { running = b; b.next = f; return true }\n";

struct Testing;

impl Loader for Testing {
    fn resolve(&mut self, path: &str, _importer: &str) -> Resolved {
        if path == "testing" { Resolved::Package(path.into()) } else { Resolved::Unknown }
    }

    fn load(&mut self, _path: &str) -> Option<PackageSource> {
        Some(PackageSource { files: vec![testing()], std: true, ..PackageSource::default() })
    }
}

fn testing() -> SourceFile {
    SourceFile { name: "testing.go".into(), text: TESTING.into() }
}

#[test]
fn loops_of_benchmarks_keep_what_they_compute_alive() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let text = fs::read(tests.join("escape/bloop.go")).unwrap();
    let recorded = fs::read_to_string(tests.join("recorded/escape/bloop.m2l.txt")).unwrap();
    let mut session = Session::new(Release::default());
    let options = Options { level: Level::Explain, inline: false, ..Options::default() };
    let std = Options { package: "testing".into(), std: true, ..options.clone() };
    session.analyze_with(&[testing()], &std, &mut Testing);
    let files = [SourceFile { name: "bloop.go".into(), text }];
    let report = session.analyze_with(&files, &options, &mut Testing);
    assert!(report.errors.is_empty(), "{:?}", report.errors);
    let ours: Vec<String> = (report.explanations.iter())
        .filter(|line| report.files.get(line.place.file as usize).is_some())
        .map(|line| report.line(line.place, &line.text))
        .collect();
    // What is not about the loops themselves depends on the rest of package testing.
    let about_testing = |line: &&str| line.contains("testing.") || line.starts_with("<autogenerated>");
    let gc: Vec<&str> = recorded.lines().filter(|line| !about_testing(line)).collect();
    let ours: Vec<&str> = ours.iter().map(String::as_str).filter(|line| !about_testing(line)).collect();
    assert!(gc.len() > 100);
    let different = ours.iter().zip(&gc).find(|(ours, gc)| ours != gc);
    assert!(ours.len() == gc.len() && different.is_none(), "{different:?}");
}
