//! Verdicts where they say something else than gc's lines do.

use std::fmt::Write as _;

use analyzer_core::{
    Options, Release, Session,
    base::SourceFile,
    report::{HeapReason, NoAllocationReason, ParamFlow, Verdict},
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

#[test]
fn instances_of_generic_code_are_told_apart_where_they_differ() {
    let text = "package p

func box[T any](v T) any { return v }
func keep[T any](v T) *T { return &v }

func use() {
	_, _, _ = box(1), box(int8(1)), box(int8(2))
	_, _ = keep(1), keep(int8(1))
}
";
    let file = SourceFile { name: "a.go".into(), text: text.into() };
    let options = Options { inline: false, ..Options::default() };
    let report = Session::new(Release::default()).analyze(&[file], &options);
    let told: Vec<(u32, &Verdict, String)> = report
        .locations
        .iter()
        .map(|location| (location.place.at.line, &location.verdict, location.instances.join(" ")))
        .collect();
    let small = Verdict::NoAllocation(NoAllocationReason::SmallValue);
    let heap = Verdict::Heap(HeapReason::Boxed);
    let returned = Verdict::Heap(HeapReason::Returned);
    assert_eq!(
        told,
        [
            (3, &heap, "box[go.shape.int]".to_owned()),
            (3, &small, "box[go.shape.int8]".to_owned()),
            (4, &returned, String::new()),
        ]
    );
}

#[test]
fn types_that_hold_another_twice_take_no_time() {
    let mut text = String::from("package p\n\ntype T0 struct{ a, b int }\n");
    for i in 1..100 {
        let inner = i - 1;
        writeln!(text, "type T{i} struct{{ a, b T{inner} }}").unwrap();
    }
    text += "func f(p *T99) { q := *p; _ = &q }\nfunc g() *T9 { x := T9{}; return &x }\n";
    assert_eq!(verdicts(&text, &["x"]), [("x".to_owned(), Verdict::Heap(HeapReason::Returned))]);
}

/// gc looks for instances without end, but not in a text with syntax errors.
#[test]
fn instances_have_an_end_where_nobody_has_checked_that() {
    let text = include_str!("robust/instances.go");
    let file = SourceFile { name: "a.go".into(), text: text.into() };
    let report = Session::new(Release::default()).analyze(&[file], &Options::default());
    assert_eq!(report.errors.len(), 1, "{:?}", report.errors);
    assert!(report.functions.len() < 2_000, "{}", report.functions.len());
}

/// Here it is a type that grows: each instance has a method whose result is a
/// larger one.
#[test]
fn types_have_an_end_that_their_methods_mention() {
    let text = "package p

type list[T any] struct{ v T }

type pair[A, B any] struct {
	a A
	b B
}

func (l *list[T]) zip() *list[pair[T, T]] { return nil }

func (l *list[T]) with[U any](o *list[U]) *list[pair[T, U]] { return new(list[pair[T, U]]) }

func use() {
	l := new(list[int])
	l.zip()
	l.with(l)
}
";
    let file = SourceFile { name: "a.go".into(), text: text.into() };
    let report = Session::new(Release::default()).analyze(&[file], &Options::default());
    let errors: Vec<&str> = report.errors.iter().map(|error| &*error.message).collect();
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(errors[0].starts_with("instantiation cycle"), "{errors:?}");
    assert!(report.functions.len() < 2_000, "{}", report.functions.len());
}

#[test]
fn a_path_goes_on_where_gc_stops_at_something_that_escapes_itself() {
    let text = "package p

func start(done chan bool) int {
	total := 0
	go func() {
		total++
		done <- true
	}()
	<-done
	return total
}

func last(values []int) *int {
	var p *int
	for range values {
		x := 1
		p = &x
	}
	return p
}
";
    let file = SourceFile { name: "a.go".into(), text: text.into() };
    let options = Options { inline: false, ..Options::default() };
    let report = Session::new(Release::default()).analyze(&[file], &options);
    let flows = |name: &str| {
        let location = report.locations.iter().find(|location| location.text == name).expect(name);
        let function = &report.functions[location.function.expect("it is in a function") as usize];
        let flows: Vec<&str> = location.path.iter().map(|step| step.flow.as_str()).collect();
        (function.name.as_str(), flows)
    };
    let total = ["{storage for func literal} ← &total", "{heap} ← &{storage for func literal}"];
    assert_eq!(flows("total"), ("start", total.to_vec()));
    assert_eq!(flows("x"), ("last", ["p ← &x"].to_vec()), "the loop is reason enough");
}
