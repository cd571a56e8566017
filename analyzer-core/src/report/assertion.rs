//! What comments assert, as plain data. Decided in [`crate::assert`].

use alloc::{string::String, vec::Vec};
use serde::{Deserialize, Serialize};

use super::Place;

/// What a comment asserts, and whether that is so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Assertion {
    /// The comment.
    pub place: Place,
    /// What it asserts.
    pub kind: AssertionKind,
    /// Whether that is so.
    pub outcome: AssertionOutcome,
    /// The locations that decide it, as indices into the report's `locations`:
    /// those on the heap, or whose size decides; if neither matters, all of the
    /// line.
    pub sites: Vec<u32>,
}

impl Assertion {
    /// Whether it holds. What is not decided does not.
    pub fn holds(&self) -> bool {
        self.outcome == AssertionOutcome::Holds
    }
}

/// What a comment asserts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum AssertionKind {
    /// `//escapade:noheap`: nothing in a function is on the heap.
    NoHeap {
        /// The function, as gc prints it.
        function: String,
        /// Its name in the declaration.
        place: Place,
    },
    /// `// want heap`: something on the line is on the heap.
    WantHeap,
    /// `// want stack`: something on the line has a verdict, and nothing is on
    /// the heap.
    WantStack,
}

/// Whether an assertion holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum AssertionOutcome {
    /// It does.
    Holds,
    /// It does not.
    Fails,
    /// Nothing is on the heap for certain, but something that is large at run
    /// time would be.
    DependsOnSize,
    /// Nothing on the line has a verdict.
    NoValue,
    /// It cannot be said.
    Undecided(Undecided),
}

/// Why an assertion cannot be decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Undecided {
    /// There are errors in the function.
    Errors,
    /// The function is generic and never instantiated: there is no code.
    NeverInstantiated,
    /// gc compiles nothing here: the function is called `_`, or is implemented
    /// elsewhere.
    NoCode,
    /// It depends on code that is not known.
    UnknownCode,
}

/// What is wrong with a comment that was probably meant to assert something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum DirectiveMistake {
    /// There is no such directive.
    Unknown,
    /// `//escapade:noheap` does not stand before a function, or `// want …` not
    /// behind code.
    Misplaced,
    /// It is not written as it has to be.
    Misspelt,
}
