//! The ledger against what Go measures: `tests/ledger`.
//!
//! `functions.want` has, for each function of `functions.go`, how many objects
//! and bytes one call of it takes, measured by Go itself
//! (`cargo xtask oracle ledger`).

use std::{collections::HashMap, fmt::Write as _, fs, path::Path};

use analyzer_core::{
    Options, Release, Session,
    base::SourceFile,
    report::{HeapSite, LocationKind, Report},
};

/// How many functions' objects must be known to the last one, not only between bounds.
const EXACT: usize = 60;

fn report(text: &str) -> Report {
    let file = SourceFile { name: "functions.go".into(), text: text.into() };
    let report = Session::new(Release::default()).analyze(&[file], &Options::default());
    assert_eq!(report.errors, []);
    report
}

/// The bounds of objects, and the bytes if all of them are known.
fn sum(sites: &[HeapSite]) -> (u32, Option<u32>, Option<u64>) {
    let least = sites.iter().map(|site| site.least).sum();
    let most = sites.iter().map(|site| if site.in_loop { None } else { site.most }).sum();
    (least, most, sites.iter().map(|site| site.bytes).sum())
}

#[test]
fn objects_and_bytes_are_what_go_measures() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ledger");
    let report = report(&fs::read_to_string(dir.join("functions.go")).unwrap());
    let entries: HashMap<&str, &[HeapSite]> =
        report.functions.iter().map(|function| (function.name.as_str(), function.sites.as_slice())).collect();
    let measured = fs::read_to_string(dir.join("functions.want")).unwrap();
    let (mut wrong, mut exact) = (String::new(), 0);
    for line in measured.lines() {
        let [name, objects, bytes] = line.split(' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let (objects, bytes): (u32, u64) = (objects.parse().unwrap(), bytes.parse().unwrap());
        let sites = entries.get(name).unwrap_or_else(|| panic!("{name} has no entry"));
        let (least, most, known) = sum(sites);
        let precise = most == Some(least);
        exact += usize::from(precise);
        if objects < least || most.is_some_and(|most| objects > most) || (precise && known != Some(bytes)) {
            writeln!(wrong, "{name}: {objects} objects, {bytes} bytes; the ledger has {sites:?}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(exact >= EXACT, "only {exact} functions are known exactly");
}

#[test]
fn literals_have_entries_of_their_own_and_bodies_of_range_loops_do_not() {
    let report = report(
        "package p

var sink *int

func f() func() {
	return func() { sink = new(int) }
}

func g(seq func(func(int) bool)) {
	for i := range seq {
		sink = &i
	}
}
",
    );
    let entries: Vec<_> = report
        .functions
        .iter()
        .map(|f| (f.name.as_str(), f.parent, f.sites.iter().map(|site| (site.least, site.in_loop)).collect::<Vec<_>>()))
        .collect();
    assert_eq!(
        entries,
        [
            ("f", None, vec![]),
            // The loop's state, its body as a function value, and `i` in it.
            ("g", None, vec![(1, false), (1, false), (1, true)]),
            ("f.func1", Some(0), vec![(1, false)]),
        ]
    );
}

#[test]
fn what_go_and_defer_keep_has_a_verdict_when_it_is_on_the_heap() {
    let report = report(
        "package p

//go:noinline
func show(n int) {}

type t struct{}

func (t) gowrap(n int) {
	go show(n)
	defer show(n)
	for range n {
		defer show(n)
	}
}
",
    );
    let kept = report.locations.iter().filter(|location| location.what == LocationKind::GoDefer);
    let kept: Vec<_> = kept.map(|location| (location.text.as_str(), location.place.at.line)).collect();
    assert_eq!(kept, [("go", 9), ("defer", 12)]);
}

#[test]
fn channels_have_a_verdict_though_gc_says_nothing() {
    let report = report("package p\n\nfunc f() { c := make(chan int, 1); c <- 1 }\n");
    let verdicts: Vec<_> = report.locations.iter().map(|location| location.text.as_str()).collect();
    assert_eq!(verdicts, ["make(chan int, 1)"]);
    assert!(!report.messages.iter().any(|message| message.text.contains("make")));
}
