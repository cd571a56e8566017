//! From solved graphs to what people and programs read.
//!
//! [`data`](self) holds the report as plain data, `printed` says what gc prints
//! in front of a line; the other files fill it. gc's texts are made here and
//! nowhere else.

mod assemble;
mod assertion;
mod data;
mod files;
mod ledger;
mod merge;
mod picture;
mod places;
mod printed;
mod verdicts;
mod why;

pub use assertion::{Assertion, AssertionKind, AssertionOutcome, DirectiveMistake, Undecided};
pub use data::{
    Explanation, FileDirective, FunctionLedger, GoError, HeapReason, HeapSite, InlinedFrom, LineClass, LineVerdict,
    LocationKind, LocationVerdict, Message, MessageKind, NoAllocationReason, Note, NoteKind, ParamFlow, PathNote,
    PathStep, Place, Report, Summary, Verdict,
};
pub use picture::{Cell, InlinedCall, Picture, Pointer, Region};
pub use why::Why;

pub(crate) use assemble::{Findings, Turn, add_places, fill, finish, sum_up, turns};
pub(crate) use merge::{Member, Merge, OwnedTurn, Shift, Whole};
pub(crate) use places::Places;
