//! Errors in Go code as data.
//!
//! A diagnostic carries a permanent [`Code`], a place, gc's own wording (the
//! command line prints it as it is) and the arguments from which the edge
//! makes prose in the reader's language.

use alloc::{string::String, vec::Vec};
use serde::{Deserialize, Serialize};

use super::source::{FileId, Span};

/// A permanent diagnostic code. Syntax errors have codes of their own; type
/// errors use the names of Go's `internal/types/errors`.
///
/// Codes are never renumbered or reused: sites and tests refer to them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Code(pub &'static str);

/// How bad it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Severity {
    /// gc would refuse the program.
    Error,
    /// gc accepts the program; the analysis has something to say.
    Note,
}

/// One error or note.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// What kind of diagnostic it is.
    pub code: Code,
    /// Error or note.
    pub severity: Severity,
    /// The file it is in.
    pub file: FileId,
    /// Where gc points: the message's line and column.
    pub pos: u32,
    /// What to underline.
    pub span: Span,
    /// gc's wording, without position.
    pub message: String,
    /// The names, types and numbers in `message`, for prose in other languages.
    pub args: Vec<String>,
}
