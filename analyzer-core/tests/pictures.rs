//! A function's memory when it returns: what is where, and what may point at it.

use std::fmt::Write as _;

use analyzer_core::{
    Options, Session,
    base::SourceFile,
    report::{Picture, Region},
};

fn picture(text: &str, line: u32) -> Picture {
    picture_with(text, line, false)
}

fn picture_with(text: &str, line: u32, inline: bool) -> Picture {
    let file = SourceFile { name: "a.go".into(), text: text.into() };
    let options = Options { picture: Some((0, line)), inline, ..Options::default() };
    let report = Session::default().analyze(&[file], &options);
    assert_eq!(report.errors, []);
    report.picture.expect("there is a function")
}

/// `region calls: name type size taken -> pointers`, one line for each cell.
fn drawn(picture: &Picture) -> String {
    let name = |index: u32| {
        let cell = &picture.cells[index as usize];
        let name = match cell.region {
            Region::Caller => format!("*{}", cell.name),
            Region::Elsewhere => "elsewhere".to_owned(),
            Region::Frame | Region::Heap | Region::Captured => cell.name.clone(),
        };
        let calls = cell.calls.iter().map(|call| format!("{}@{}", call.function, call.place.at.line));
        calls.chain([name]).collect::<Vec<_>>().join(": ")
    };
    let mut out = String::new();
    for (index, cell) in (0..).zip(&picture.cells) {
        let size = cell.size.map_or_else(|| "?".to_owned(), |size| size.to_string());
        let _ = write!(out, "{:?} {} ({}) {size}", cell.region, name(index), cell.ty);
        if let Some(taken) = cell.taken {
            let _ = write!(out, " takes {taken}");
        }
        let to: Vec<String> = picture.pointers.iter().filter(|p| p.from == index).map(|p| name(p.to)).collect();
        let _ = writeln!(out, "{}", if to.is_empty() { String::new() } else { format!(" -> {}", to.join(", ")) });
    }
    out
}

#[test]
fn what_is_returned_is_on_the_heap_and_what_stays_is_not() {
    let text = "package p

type node struct {
	next *node
	n    int
}

var last *node

func f(head *node, count int) *node {
	x := node{next: head}
	y := node{}
	p := &x
	q := &y
	q.n = count
	last = &node{}
	return p
}

func g() {}
";
    let expected = "\
Frame head (*node) 8 -> *head
Frame ~r0 (*node) 8 -> x
Heap x (node) 16 takes 16 -> *head
Frame y (node) 16
Frame p (*node) 8 -> x
Frame q (*node) 8 -> y
Heap &node{} (node) 16 takes 16
Caller *head (node) ?
Elsewhere elsewhere () ? -> &node{}
Frame count (int) 8
";
    let drawn_f = picture(text, 12);
    assert_eq!(drawn(&drawn_f), expected);
    assert_eq!((drawn_f.function, drawn_f.more), (0, 0));
    assert_eq!(drawn(&picture(text, 20)), "");
}

#[test]
fn slices_closures_and_interfaces_point_at_what_is_behind_them() {
    let text = "package p

func f(n int) (func() int, any) {
	b := make([]int, 3, 5)
	c := []*int{&n}
	total := 0
	add := func() int {
		total += b[0]
		return total + *c[0]
	}
	var v any = b
	return add, v
}
";
    let picture = picture(text, 11);
    let drawn = drawn(&picture);
    for line in [
        "Frame b ([]int) 24 -> make([]int, 3, 5)",
        "Heap make([]int, 3, 5) ([5]int) 40 takes 48",
        "Heap []*int{...} ([1]*int) 8 takes 8 -> n",
        "Heap n (int) 8 takes 8",
        "Heap func literal (func() int) 64 takes 64 -> total, make([]int, 3, 5), []*int{...}",
        "Frame v (any) 16 -> b",
    ] {
        assert!(drawn.lines().any(|drawn| drawn == line), "{line} is not in\n{drawn}");
    }
}

#[test]
fn large_functions_show_what_has_to_do_with_pointers() {
    let mut text = "package p\n\nfunc f() *int {\n".to_owned();
    for i in 0..100 {
        let _ = writeln!(text, "\tx{i} := {i}\n\tprintln(x{i})");
    }
    text += "\tlast := 1\n\treturn &last\n}\n";
    let picture = picture(&text, 3);
    assert_eq!((picture.cells.len(), picture.more), (32, 70));
    assert_eq!(picture.cells[..2].iter().map(|cell| cell.name.as_str()).collect::<Vec<_>>(), ["~r0", "last"]);
}

#[test]
fn a_literal_has_a_picture_of_its_own_while_the_cursor_is_in_it() {
    let text = "package p

var last *int

func f(n int) func() *int {
	kept, near := n, n
	func() {
		near++
		last = new(int)
	}()
	return func() *int {
		q := &kept
		kept++
		return q
	}
}
";
    let called = "\
Heap new(int) (int) 8 takes 8
Elsewhere elsewhere () ? -> new(int)
Captured near (int) 8
";
    // The line on which it begins is about the literal as a value.
    for (line, expected) in [(8, called), (10, called)] {
        assert_eq!(drawn(&picture(text, line)), expected, "line {line}");
    }
    let returned = "\
Heap kept (int) 8 takes 8
Frame ~r0 (*int) 8 -> kept
Frame q (*int) 8 -> kept
";
    assert_eq!(drawn(&picture(text, 12)), returned);
    for line in [7, 11, 16] {
        assert!(drawn(&picture(text, line)).contains("Frame n (int) 8"), "line {line}");
    }
}

#[test]
fn what_came_with_inlined_calls_says_with_which() {
    let text = "package p

type point struct{ x int }

var last *point

func newPoint(x int) *point {
	p := point{x}
	return &p
}

func keep(x int) {
	last = newPoint(x)
}

func f() int {
	a := newPoint(1)
	b := newPoint(2)
	keep(3)
	return a.x + b.x
}
";
    let expected = "\
Frame a (*point) 8 -> newPoint@17: p
Frame b (*point) 8 -> newPoint@18: p
Frame newPoint@17: ~r0 (*point) 8 -> newPoint@17: p
Frame newPoint@17: p (point) 8
Frame newPoint@18: ~r0 (*point) 8 -> newPoint@18: p
Frame newPoint@18: p (point) 8
Frame keep@19: newPoint@13: ~r0 (*point) 8 -> keep@19: newPoint@13: p
Heap keep@19: newPoint@13: p (point) 8 takes 8
Elsewhere elsewhere () ? -> keep@19: newPoint@13: p
Frame ~r0 (int) 8
Frame newPoint@17: x (int) 8
Frame newPoint@18: x (int) 8
Frame keep@19: x (int) 8
Frame keep@19: newPoint@13: x (int) 8
";
    assert_eq!(drawn(&picture_with(text, 16, true)), expected);
    // Of the call itself there is nothing else to say.
    assert!(picture(text, 16).cells.iter().all(|cell| cell.calls.is_empty()));
}
