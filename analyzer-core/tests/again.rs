//! What a session does again when a text has changed. That the report is always
//! the one that a fresh session gives is tried with many more edits in
//! `fuzz/tests/edits.rs`.

use std::fmt::Write as _;

use analyzer_core::{
    Level, Options, Session, Work,
    base::SourceFile,
    build::{Archive, NoPackages},
    report::Report,
};

fn options(level: Level) -> Options {
    Options { level, ..Options::default() }
}

fn analyze(session: &mut Session, text: &str, level: Level) -> Report {
    session.analyze(&[SourceFile { name: "main.go".into(), text: text.into() }], &options(level))
}

/// What a session that has seen `before` does when it sees `after`; the report
/// must be that of a session that has not.
#[track_caller]
fn work(before: &str, after: &str) -> Work {
    let mut work = None;
    for level in [Level::Decisions, Level::Explain] {
        let mut session = Session::default();
        // What is analysed for the first time is not kept.
        analyze(&mut session, before, level);
        analyze(&mut session, before, level);
        let edited = analyze(&mut session, after, level);
        assert!(edited.errors.is_empty(), "{:?}", edited.errors);
        let fresh = analyze(&mut Session::default(), after, level);
        assert!(edited == fresh, "{level:?}: {edited:#?}\nis not\n{fresh:#?}");
        assert_eq!(*work.get_or_insert(session.work()), session.work(), "{level:?}");
    }
    work.unwrap_or_default()
}

#[track_caller]
fn analysed(before: &str, after: &str) -> usize {
    let work = work(before, after);
    if work.functions == 0 { usize::MAX } else { work.analysed }
}

/// A program of a thousand lines in which every function calls others.
fn large() -> String {
    let mut text = String::from("package main\n\ntype point struct{ x, y int }\n\nvar sink any\n");
    for number in 0..82 {
        let other = number / 2;
        let _ = write!(
            text,
            "\nfunc f{number}(p *point, n int) *point {{\n\tq := point{{p.x + {number}, n}}\n\tb := make([]byte, 16)\n\
             \tfor i := range b {{\n\t\tb[i] = byte(q.y)\n\t}}\n\tif n > 0 {{\n\t\tsink = f{other}(&q, n-1)\n\t}}\n\
             \treturn &q\n}}\n"
        );
    }
    text + "\nfunc main() {\n\tprintln(f0(&point{1, 2}, 3).x)\n}\n"
}

#[test]
fn an_edit_in_a_function_is_about_that_function() {
    let before = large();
    assert!(before.lines().count() > 985);
    for (from, to) in [
        ("q := point{p.x + 40, n}", "q := point{p.x + 4000, n}\n\tprintln(n)"),
        ("q := point{p.x + 40, n}", "q := point{p.x + 40, n}\n\t{\n\t\tr := q\n\t\tsink = &r\n\t}"),
        ("\tq := point{p.x + 40, n}\n\tb := make([]byte, 16)", "\tq := point{n, n}; b := make([]byte, n)"),
    ] {
        let after = before.replace(from, to);
        assert_ne!(before, after);
        assert_eq!(work(&before, &after), Work { functions: 83, analysed: 1 }, "{to}");
    }
    assert_eq!(work(&before, &before), Work { functions: 83, analysed: 0 });
}

#[test]
fn one_edit_after_the_other() {
    let mut session = Session::default();
    let mut text = large();
    analyze(&mut session, &text, Level::Explain);
    analyze(&mut session, &text, Level::Explain);
    for (edit, function) in [3, 3, 3, 70, 3, 40, 41].into_iter().enumerate() {
        let head = format!("func f{function}(p *point, n int) *point {{\n");
        text = text.replace(&head, &format!("{head}\tprintln(&[{edit}]int{{}})\n\tsink = []int{{n, {edit}}}\n"));
        let report = analyze(&mut session, &text, Level::Explain);
        assert!(report == analyze(&mut Session::default(), &text, Level::Explain), "edit {edit}");
        assert_eq!(session.work().analysed, 1, "edit {edit}");
        // What is wrong for a moment is no reason to begin anew.
        let wrong = text.replace(&head, &format!("{head}\tprintln(undefined)\n"));
        assert!(!analyze(&mut session, &wrong, Level::Explain).errors.is_empty());
    }
}

/// What a session does that has seen `before`, when `typed` comes in the place of
/// `at`, letter by letter; each report must be that of a fresh session.
#[track_caller]
fn typed(before: &str, at: &str, typed: &str) -> Vec<Work> {
    assert!(before.contains(at));
    let mut session = Session::default();
    analyze(&mut session, before, Level::Decisions);
    analyze(&mut session, before, Level::Decisions);
    let mut work = Vec::new();
    for length in 1..=typed.len() {
        let text = before.replacen(at, &typed[..length], 1);
        let report = analyze(&mut session, &text, Level::Decisions);
        let fresh = analyze(&mut Session::default(), &text, Level::Decisions);
        assert!(report == fresh, "{:?}: {report:#?}\nis not\n{fresh:#?}", &typed[..length]);
        work.push(session.work());
    }
    work
}

#[test]
fn errors_are_about_the_function_that_they_are_in() {
    let before = large().replace("\tsink = f20(&q, n-1)\n", "\tsink = f20(&q, n-1)\n\t//\n");
    assert_eq!(before.matches("\t//\n").count(), 2, "in f40 and f41");
    let work = typed(&before, "\t//\n", "\tr := f2(&point{n, q.x}, len(b))\n\tsink = []*point{r, \"");
    // While a brace is missing, the next function belongs to it.
    let (whole, part): (Vec<&Work>, Vec<_>) = work.iter().partition(|work| **work == Work::default());
    assert!(whole.len() * 3 < part.len(), "{work:?}");
    // With the two that call it.
    assert!(part.iter().all(|work| work.functions == 83 && work.analysed <= 3), "{work:?}");
}

#[test]
fn callers_of_what_has_errors_know_nothing_of_it() {
    for (at, text) in [
        ("return n + 1", "return n + m"),
        ("return n + 1", "if n > { return 3 }; return n"),
        ("x := 1", "x := 1; y := \"a"),
        ("x := 1", "x := 1; y := 2"),
        ("sink = p", "sink = p; p.x = 1; for { undefined() }"),
        ("println(caller())", "println(caller(1))"),
        ("println(caller())", "println(func() int { return caller() + missing }())"),
        ("other()", "}; other()"),
    ] {
        typed(CALLS, at, text);
    }
}

const CALLS: &str = "\
package main

var sink *int

func keep(p *int) { sink = p }

func small(n int) int { return n + 1 }

//go:noinline
func caller() int {
	x := 1
	keep(&x)
	return small(2)
}

func other() { for range 3 { println(caller()) } }

func main() { other() }
";

#[test]
fn callers_are_analysed_again_if_they_have_to_be() {
    // The callers that it is inlined into, and they are not.
    assert_eq!(analysed(CALLS, &CALLS.replace("n + 1", "n + 2")), 3, "with what the caller inlines");
    // Nobody inlines the caller, and it still keeps nothing.
    assert_eq!(analysed(CALLS, &CALLS.replace("x := 1", "x := 7")), 3);
    // What it does with its argument is another thing now.
    let before = CALLS.replace("sink = p }", "for range 3 { println(2) }; for range 3 { sink = p } }");
    let after = before.replace("println(2) }; for range 3 { sink = p }", "println(2) }; for range 3 { *p = 1 }");
    assert_ne!(before, after);
    analysed(&before, &after);
}

#[test]
fn what_others_depend_on_is_seen() {
    for (from, to) in [
        ("keep(&x)", "keep(&x); println(other)"),
        ("n + 1", "n + small(n)"),
        ("return small(2)", "var e error; if e != nil { println(e.Error()) }; return small(2)"),
        ("return small(2)", "f := func() int { return small(2) }; return f()"),
        ("return small(2)", "type t struct{ p *int }; return small(len([]t{{&x}}))"),
        ("x := 1", "//go:noinline\n\tx := 1"),
        ("func small", "var before = small(3)\n\nfunc small"),
        ("func small", "func more() {}\n\nfunc small"),
    ] {
        let after = CALLS.replace(from, to);
        assert_ne!(CALLS, after);
        for (before, after) in [(CALLS, &*after), (&*after, CALLS)] {
            let mut session = Session::default();
            analyze(&mut session, before, Level::Explain);
            analyze(&mut session, before, Level::Explain);
            let edited = analyze(&mut session, after, Level::Explain);
            assert!(edited == analyze(&mut Session::default(), after, Level::Explain), "{after}");
        }
    }
}

const MODULE: &str = "\
-- go.mod --
module m

go 1.27
-- main.go --
package main

import \"m/keep\"

func main() {
	x := 1
	keep.It(&x)
	helped()
}
-- help.go --
package main

import \"m/keep\"

func helped() *int {
	defer println(0)
	x, y := 1, 2
	keep.It(&y)
	return &x
}
-- keep/keep.go --
package keep

var kept *int

func It(p *int) { kept = p }

func Other() { println(2) }
";

#[test]
fn a_package_of_a_module_is_no_exception() {
    let files = |text: &str| {
        let file = |(name, text): (String, String)| SourceFile { name, text: text.into_bytes() };
        Archive::parse(text).files.into_iter().map(file).collect::<Vec<_>>()
    };
    let analyze = |session: &mut Session, text: &str| {
        session.analyze_module(&files(text), "main.go", &options(Level::Explain), &mut NoPackages)
    };
    let mut session = Session::default();
    analyze(&mut session, MODULE);
    analyze(&mut session, MODULE);
    for (from, to, analysed) in [
        ("x := 1", "x := 2\n\tprintln(x)", 1),
        ("x, y := 1, 2", "x, y := 1, 3\n\tfor range 3 {\n\t\tprintln(x)\n\t}", 1),
        // What is imported is another thing: everything begins anew.
        ("kept = p", "*p = 2", 0),
        ("x := 1", "x := 3", 1),
    ] {
        let text = MODULE.replace(from, to);
        let report = analyze(&mut session, &text);
        assert!(report == analyze(&mut Session::default(), &text), "{text}");
        assert_eq!(session.work().analysed, analysed, "{to}");
        analyze(&mut session, MODULE);
        analyze(&mut session, MODULE);
    }
}

/// Function literals in what is inlined are called after the number of inlined
/// calls in the package, also in wrappers of methods.
#[test]
fn literals_in_wrappers_are_counted_in_the_whole_package() {
    let program = |statement: &str| {
        format!(
            "package main\n\ntype box struct{{ items []int }}\n\ntype part struct{{ *box }}\n\n\
             type robot struct{{ part }}\n\nfunc one() int {{ return 1 }}\n\nfunc two() int {{ return one() + one() }}\n\n\
             func (b *box) each(f func(int)) func() {{\n\treturn func() {{\n\t\t{statement}\n\t\tf(len(b.items))\n\t}}\n}}\n\n\
             var parts = []any{{part{{}}, &robot{{}}}}\n\nfunc main() {{ println(two(), parts) }}\n"
        )
    };
    let work = work(&program("println(2)"), &program("_ = any(17)"));
    assert_eq!(work.analysed, work.functions);
}
