//! Ids and arenas, positions, the line index and the interner.
//!
//! Everything the stages hand to each other refers to things by small ids
//! into arenas instead of by reference: dumps, side tables and tests stay
//! simple, and nothing here needs std.

mod arena;
mod diagnostic;
mod directive;
mod intern;
mod sort;
mod source;

pub(crate) use arena::new_id;
pub use arena::{Id, IdVec, SideTable};
pub use diagnostic::{Code, Diagnostic, Severity};
pub use directive::{LineDirective, Origin, Reported, place_text};
pub use intern::{Interner, Symbol};
pub use sort::{sort, sort_by, sort_by_key};
pub(crate) use source::bytes_that_are;
pub use source::{FileId, LineCol, LineIndex, Pos, SourceFile, Span};
