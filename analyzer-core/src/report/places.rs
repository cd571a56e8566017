//! From offsets to lines and columns.

use alloc::vec::Vec;

use super::{GoError, Place};
use crate::base::{Diagnostic, Id, LineCol, LineIndex, Pos, Span};

/// The line indices of the files of a report, in their order.
pub(crate) struct Places {
    lines: Vec<LineIndex>,
}

impl Places {
    pub(crate) fn new(lines: Vec<LineIndex>) -> Self {
        Self { lines }
    }

    /// The place at `pos`, underlining `span`. A position that the compiler
    /// made up has line 0.
    pub(crate) fn place(&self, pos: Pos, span: Span) -> Place {
        let file = pos.file.index() as u32;
        if !pos.is_known() {
            return Place { file, at: LineCol::default(), span: Span::default() };
        }
        let at = self.lines.get(pos.file.index()).map_or_else(LineCol::default, |lines| lines.line_col(pos.offset));
        Place { file, at, span }
    }

    pub(crate) fn error(&self, diagnostic: &Diagnostic) -> GoError {
        let pos = Pos { file: diagnostic.file, offset: diagnostic.pos };
        GoError {
            place: self.place(pos, diagnostic.span),
            code: diagnostic.code.0.into(),
            message: diagnostic.message.clone(),
            args: diagnostic.args.clone(),
        }
    }
}
