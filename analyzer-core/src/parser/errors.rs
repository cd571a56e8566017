//! Which errors are kept: gc's `base.ErrorfAt`, which prints one syntax error
//! per line and does not repeat itself.

use alloc::{string::String, vec::Vec};

use super::MAX_ERRORS;
use crate::base::Diagnostic;

/// A line under one `//line` directive: its number in the file, and how many
/// directives stand before it.
pub(super) type LineKey = (u32, usize);

/// The errors of a file.
#[derive(Default)]
pub(super) struct ErrorList {
    /// What gc reports while it parses.
    pub(super) list: Vec<Diagnostic>,
    /// What it reports after type checking.
    pub(super) deferred: Vec<Diagnostic>,
    /// How many errors the lexer and the parser have found, kept or not;
    /// neither directives nor labels count.
    pub(super) found: u32,
    last_syntax: Option<LineKey>,
    last_other: Option<(LineKey, String)>,
}

impl ErrorList {
    /// Keeps `error` unless gc would drop it. Says whether there are too many.
    pub(super) fn push(&mut self, line: LineKey, error: Diagnostic) -> bool {
        if error.message.starts_with("syntax error") {
            if self.last_syntax.replace(line) == Some(line) {
                return false;
            }
        } else {
            if self.last_other.as_ref().is_some_and(|(l, text)| *l == line && *text == error.message) {
                return false;
            }
            self.last_other = Some((line, error.message.clone()));
        }
        self.list.push(error);
        self.list.len() >= MAX_ERRORS
    }
}
