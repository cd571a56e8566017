//! Verdicts where they say something else than gc's lines do.

use analyzer_core::{
    Options, Release, Session,
    base::SourceFile,
    report::{ParamFlow, Verdict},
};

/// The verdict of each location that is called one of `names`.
fn verdicts(text: &str, names: &[&str]) -> Vec<(String, Verdict)> {
    let file = SourceFile { name: "a.go".into(), text: text.into() };
    let options = Options { inline: false, ..Options::default() };
    let report = Session::new(Release::default()).analyze(&[file], &options);
    assert_eq!(report.errors, []);
    let named = report.locations.into_iter().filter(|location| names.contains(&location.text.as_str()));
    named.map(|location| (location.text, location.verdict)).collect()
}

#[test]
fn parameters_without_pointers_do_not_leak() {
    let text = "package p

type pair struct {
	n int
	q *int
}

func f(n int, q *int) *pair { return &pair{n, q} }
";
    let leaks = Verdict::Param(vec![ParamFlow::Heap { level: 0 }]);
    assert_eq!(verdicts(text, &["n", "q"]), [("q".to_owned(), leaks)]);
}
