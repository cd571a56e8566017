//! What comments assert, in words, and whether all of it holds.

use analyzer_core::report::{
    Assertion, AssertionKind, AssertionOutcome, DirectiveMistake, Note, NoteKind, Report, Undecided,
};

/// Whether all that is asserted holds, and nothing was meant to be that is not.
pub(crate) fn all_hold(report: &Report) -> bool {
    let mistaken = |note: &Note| matches!(note.kind, NoteKind::Directive { .. });
    report.assertions.iter().all(Assertion::holds) && !report.notes.iter().any(mistaken)
}

/// What is asserted, and what is to be said about it.
pub(crate) fn text(assertion: &Assertion) -> String {
    let what = match &assertion.kind {
        AssertionKind::NoHeap { function, .. } => format!("nothing in {function} is on the heap"),
        AssertionKind::WantHeap => "something on this line is on the heap".to_owned(),
        AssertionKind::WantStack => "what is on this line is on the stack".to_owned(),
    };
    format!("it is asserted that {what}: {}", outcome_text(assertion.outcome))
}

fn outcome_text(outcome: AssertionOutcome) -> &'static str {
    match outcome {
        AssertionOutcome::Holds => "that holds",
        AssertionOutcome::Fails => "that does not hold",
        AssertionOutcome::DependsOnSize => "that depends on sizes that are known only at run time",
        AssertionOutcome::NoValue => "that does not hold, as nothing on this line has a verdict",
        AssertionOutcome::Undecided(Undecided::Errors) => "that cannot be said because of errors",
        AssertionOutcome::Undecided(Undecided::NeverInstantiated) => {
            "that cannot be said of generic code that is never instantiated"
        }
        AssertionOutcome::Undecided(Undecided::NoCode) => "that cannot be said, as the compiler makes no code of it",
        AssertionOutcome::Undecided(Undecided::UnknownCode) => {
            "that cannot be said, as it depends on code that is not known"
        }
    }
}

/// What is wrong with a comment.
pub(crate) fn mistake_text(comment: &str, mistake: DirectiveMistake) -> String {
    let what = match mistake {
        DirectiveMistake::Unknown => "there is no such directive; the only one is `//escapade:noheap`",
        DirectiveMistake::Misplaced => {
            "it asserts nothing here; `//escapade:noheap` stands on a line of its own before a function, \
             `// want heap` and `// want stack` behind code"
        }
        DirectiveMistake::Misspelt => {
            "it asserts nothing; what does is `//escapade:noheap`, `// want heap` and `// want stack`"
        }
    };
    format!("`{comment}`: {what}")
}
