//! Small packages whose comments assert something, and what comes of it.

use alloc::{format, string::String, vec::Vec};

use expect_test::{Expect, expect};

use crate::{Options, Release, Session, base::SourceFile, report::NoteKind};

/// Checks `text`; nothing is known of what it imports.
fn check(text: &str, expected: &Expect) {
    let file = SourceFile { name: "a.go".into(), text: text.into() };
    let report = Session::new(Release::default()).analyze(&[file], &Options::default());
    let mut lines: Vec<String> = Vec::new();
    for assertion in &report.assertions {
        let sites = assertion.sites.iter().map(|&site| {
            let location = &report.locations[site as usize];
            format!("{}:{}:{}", location.place.at.line, location.place.at.col, location.text)
        });
        let kind = match &assertion.kind {
            crate::report::AssertionKind::NoHeap { function, place } => {
                format!("no heap in {function} at {}:{}", place.at.line, place.at.col)
            }
            kind => format!("{kind:?}"),
        };
        let sites: Vec<String> = sites.collect();
        lines.push(format!("{}: {kind}: {:?} {}", assertion.place.at.line, assertion.outcome, sites.join(", ")));
    }
    for note in &report.notes {
        if let NoteKind::Directive { text, mistake } = &note.kind {
            lines.push(format!("{}:{}: {mistake:?} {text}", note.place.at.line, note.place.at.col));
        }
    }
    let lines: Vec<&str> = lines.iter().map(|line| line.trim_end()).collect();
    expected.assert_eq(&lines.join("\n"));
}

#[test]
fn a_function_is_all_that_is_written_and_inlined_in_it() {
    check(
        "package p

//escapade:noheap
func sum(v []int) (n int) {
	for _, x := range v {
		n += x
	}
	return
}

var sink *int

// keep has a doc comment.
//
//go:noinline
//escapade:noheap
func keep(n int) { sink = &n }

func fresh() *int { return new(int) }

//escapade:noheap
func inlined() { sink = fresh() }

//escapade:noheap
func closures() func() int {
	n := 1
	return func() int { n++; return n }
}

type T[E any] struct{ e E }

//escapade:noheap
func (t *T[E]) get() *E { return &t.e }

//escapade:noheap
func calls(n int) { keep(n) }

//escapade:noheap
//escapade:noheap
func twice() {}

// Only what is boxed as an int is on the heap.
//
//escapade:noheap
func box[E any](e E) any { return e }

func use(n int) { sink, _, _, _ = (&T[int]{}).get(), box(int8(n)), box(n), box(int16(n)) }
",
        &expect![[r#"
            3: no heap in sum at 4:6: Holds
            16: no heap in keep at 17:6: Fails 17:11:n
            21: no heap in inlined at 22:6: Fails 22:30:new(int)
            24: no heap in closures at 25:6: Fails 26:2:n, 27:9:func literal
            32: no heap in (*T).get at 33:16: Holds
            35: no heap in calls at 36:6: Holds
            38: no heap in twice at 40:6: Holds
            44: no heap in box at 45:6: Fails 45:35:e"#]],
    );
}

#[test]
fn lines_have_values() {
    check(
        "package p

var sink any

func f(n int, p *int) {
	x := new(int)   // want stack
	y := new(int)   // want heap
	sink = y
	z := new(int)   // kept below // want stack
	sink = z
	n++             // want stack
	n++             // want heap
	b := make([]byte, n) // want stack
	c := make([]byte, n) // want heap
	_ = []any{x, b[0], c}
	s := \"// want heap\" + `
// want heap
//escapade:noheap
`
	_ = s
} // want stack

var global = new(int) // want heap
var local = 1         // want heap

func leaks(p *int) *int { return p } // want stack
",
        &expect![[r#"
            6: WantStack: Holds 6:10:new(int)
            7: WantHeap: Holds 7:10:new(int)
            9: WantStack: Fails 9:10:new(int)
            11: WantStack: NoValue
            12: WantHeap: NoValue
            13: WantStack: DependsOnSize 13:11:make([]byte, n)
            14: WantHeap: DependsOnSize 14:11:make([]byte, n)
            21: WantStack: NoValue
            23: WantHeap: Holds 23:17:new(int)
            24: WantHeap: NoValue
            26: WantStack: Holds 26:12:p"#]],
    );
}

#[test]
fn what_cannot_be_decided_is_said() {
    check(
        "package p

import \"unknown\"

//escapade:noheap
func generic[T any](v T) *T { return &v } // want heap

//escapade:noheap
func external(p *int)

//escapade:noheap
func _() { _ = new(int) }

//escapade:noheap
func broken() { undefined() } // want stack

//escapade:noheap
func passes() {
	x := new(int) // want stack
	unknown.F(x)  // want heap
}

//escapade:noheap
func certain() *int {
	unknown.F(1)
	return new(int)
}

func calls() { unknown.F(1) }

//escapade:noheap
func inlines() { calls() }

//escapade:noheap
func knows() {}
",
        &expect![[r#"
            5: no heap in generic at 6:6: Undecided(NeverInstantiated)
            6: WantHeap: Undecided(NeverInstantiated)
            8: no heap in external at 9:6: Undecided(NoCode)
            11: no heap in _ at 12:6: Undecided(NoCode)
            14: no heap in broken at 15:6: Undecided(Errors)
            15: WantStack: Undecided(Errors)
            17: no heap in passes at 18:6: Undecided(UnknownCode) 19:10:new(int)
            19: WantStack: Undecided(UnknownCode) 19:10:new(int)
            20: WantHeap: Undecided(UnknownCode)
            23: no heap in certain at 24:6: Fails 26:12:new(int)
            31: no heap in inlines at 32:6: Undecided(UnknownCode)
            34: no heap in knows at 35:6: Holds"#]],
    );
}

#[test]
fn mistakes_are_noted() {
    check(
        "//escapade:noheap

package p

//escapade:noheap
type t int

var (
	a = 1
	//escapade:noheap
)

//escapade:nohaep
// escapade:noheap
func f() { //escapade:noheap
	//escapade:noheap
	x := new(int) // want haep
	// want stack
	_ = x
	// x = new(int) // want heap
}

//escapade:noheap

func g() {}

//escapade:noheap
",
        &expect![[r#"
            23: no heap in g at 25:6: Holds
            1:1: Misplaced //escapade:noheap
            5:1: Misplaced //escapade:noheap
            10:2: Misplaced //escapade:noheap
            13:1: Unknown //escapade:nohaep
            14:1: Misspelt // escapade:noheap
            15:12: Misplaced //escapade:noheap
            16:2: Misplaced //escapade:noheap
            17:16: Misspelt // want haep
            18:2: Misplaced // want stack
            27:1: Misplaced //escapade:noheap"#]],
    );
}

#[test]
fn broken_files_have_assertions_too() {
    check(
        "package p

//escapade:noheap
func f() { return 1 }

func g() {
	x := new(int) // want stack
	_ = x
}

func h() {
	y := new(int // want stack
}

//escapade:noheap
",
        &expect![[r#"
            3: no heap in f at 4:6: Undecided(Errors)
            7: WantStack: Holds 7:10:new(int)
            12: WantStack: Undecided(Errors)"#]],
    );
    check("package\n\nfunc f() {\n\t_ = new(int) // want stack\n}\n", &expect![[r#""#]]);
}
