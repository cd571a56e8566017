//! Comments that assert something about allocations, checked like tests.
//!
//! ```go
//! //escapade:noheap
//! func sum(values []int) (total int) { … }   // nothing in it is on the heap
//!
//! p := new(int)   // want heap
//! q := point{}    // want stack
//! ```
//!
//! gc has nothing of the kind. Its own tests of escape analysis compare `-m`
//! lines with `// ERROR "…"` comments; here a comment says what a reader cares
//! about, and words of gc do not matter.
//!
//! * `//escapade:noheap` stands before a function as `//go:` directives do, in
//!   or behind its doc comment. It holds if no location in the function is on
//!   the heap: not in its closures, and not in what is inlined into it. It says
//!   nothing about calls that stay calls: functions called want a directive of
//!   their own.
//! * `// want heap` and `// want stack` stand behind code, maybe behind other
//!   words and another `//`. Something on that line has to be on the heap, or
//!   has to have a verdict and nothing may be on the heap.
//!
//! What is promised is what escape analysis decides, for gc's code of the
//! function where it stands. That an `append` or the assignment to an element
//! of a map has to grow what it adds to, that `go` starts a goroutine and what
//! a called function does with memory of its own are not in it: the first is
//! seen where gc prints a line for the `append`, the others never are.
//!
//! A size that is known only at run time is neither: gc says "does not escape"
//! and allocates if it is large. Such an assertion has an outcome of its own
//! ([`DependsOnSize`](crate::report::AssertionOutcome::DependsOnSize)). So has one that cannot be decided,
//! because there is no code that gc would compile or because there is code
//! that is not known; only what is certain holds or fails.
//!
//! A function is an interval of bytes here, and so are its closures; what was
//! inlined stands where the outermost call does. That the comments were found
//! by the lexer and given to functions by the parser keeps strings that look
//! like comments out, and directives where `//go:` would be misplaced.

mod comment;

mod evidence;

use alloc::{format, string::String, vec::Vec};

use comment::Said;
pub(crate) use comment::may_assert;
use evidence::Evidence;

use crate::{
    ast::{self, DeclId, DeclKind, ExprKind, UnaryOp},
    base::{Diagnostic, FileId, Interner, Pos, Span},
    ir::lower::Lowered,
    report::{AssertionKind, DirectiveMistake, Note, NoteKind, Place, Places, Report},
};

/// What is needed besides verdicts and notes.
#[derive(Clone, Copy)]
pub(crate) struct Input<'a> {
    /// The package's files, as in the report.
    pub(crate) files: &'a [(FileId, &'a ast::File)],
    pub(crate) interner: &'a Interner,
    pub(crate) places: &'a Places,
    /// All errors of syntax and types, also those that the report leaves out.
    pub(crate) errors: [&'a [Diagnostic]; 2],
    /// The code; `None` if there is none, because of errors.
    pub(crate) lowered: Option<&'a Lowered>,
}

/// Adds to `report`, whose errors, locations and notes are complete, what its
/// comments assert, and notes about comments that are mistaken.
pub(crate) fn check(report: &mut Report, input: Input<'_>) {
    if input.files.iter().all(|(_, tree)| tree.remarks.is_empty()) {
        return;
    }
    let claims = claims(report, input);
    if !claims.is_empty() {
        let evidence = Evidence::gather(report, input);
        report.assertions = claims.into_iter().map(|claim| evidence.decide(claim)).collect();
    }
    crate::base::sort_by_key(&mut report.notes, |note| (note.place.file, note.place.at));
}

/// What a comment asserts.
struct Claim {
    place: Place,
    kind: AssertionKind,
}

/// Reads the comments; what is mistaken becomes a note.
fn claims(report: &mut Report, input: Input<'_>) -> Vec<Claim> {
    let mut claims: Vec<Claim> = Vec::new();
    for &(file, tree) in input.files {
        for remark in &tree.remarks {
            let place = input.places.place(Pos { file, offset: remark.span.start }, remark.span);
            for said in comment::read(&remark.text, remark.alone, remark.func.is_some()) {
                match (said, remark.func) {
                    (Said::NoHeap, Some(func)) => {
                        let (function, span) = func_name(tree, input.interner, func);
                        let name = input.places.place(Pos { file, offset: span.start }, span);
                        let kind = AssertionKind::NoHeap { function, place: name };
                        // Said twice is said once.
                        if claims.last().is_none_or(|last| last.kind != kind) {
                            claims.push(Claim { place, kind });
                        }
                    }
                    (Said::WantHeap, _) => claims.push(Claim { place, kind: AssertionKind::WantHeap }),
                    (Said::WantStack, _) => claims.push(Claim { place, kind: AssertionKind::WantStack }),
                    (Said::Mistake(mistake), _) => {
                        let broken = report.errors.iter().any(|error| error.place.file == place.file);
                        // With errors in the file the function may not have been found.
                        if mistake != DirectiveMistake::Misplaced || !broken {
                            let kind = NoteKind::Directive { text: remark.text.clone(), mistake };
                            report.notes.push(Note { place, kind });
                        }
                    }
                    (Said::NoHeap, None) => {}
                }
            }
        }
    }
    claims
}

/// The function's name as gc prints it, and where it is written.
fn func_name(tree: &ast::File, interner: &Interner, decl: DeclId) -> (String, Span) {
    let DeclKind::Func { recv, name, .. } = &tree.decl(decl).kind else { return (String::new(), Span::default()) };
    let text = |id| match tree.expr(id).kind {
        ExprKind::Name(symbol) => interner.text(symbol),
        _ => "",
    };
    let function = text(*name);
    let span = tree.span(*name);
    let Some(recv) = recv else { return (String::from(function), span) };
    let mut base = tree.unparen(recv.ty);
    let mut pointer = false;
    if let ExprKind::Unary { op: UnaryOp::Deref, x } = tree.expr(base).kind {
        (base, pointer) = (tree.unparen(x), true);
    }
    if let ExprKind::Index { x, .. } = tree.expr(base).kind {
        base = x;
    }
    let base = text(base);
    (if pointer { format!("(*{base}).{function}") } else { format!("{base}.{function}") }, span)
}

#[cfg(test)]
mod tests;
