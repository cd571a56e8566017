//! From offsets to lines and columns.

use alloc::vec::Vec;

use super::{GoError, Place};
use crate::base::{Diagnostic, FileId, Id, LineCol, LineIndex, Pos, Span};

/// The line indices of the files of a report, in their order.
pub(crate) struct Places {
    first: FileId,
    lines: Vec<LineIndex>,
}

impl Places {
    /// Of the files with the ids from `first` on.
    pub(crate) fn new(first: FileId, lines: Vec<LineIndex>) -> Self {
        Self { first, lines }
    }

    /// The file's index in the report; a file that is not of the report has
    /// one that is too large.
    fn index(&self, file: FileId) -> usize {
        file.index().wrapping_sub(self.first.index())
    }

    /// The place at `pos`, underlining `span`. A position that the compiler
    /// made up has line 0.
    pub(crate) fn place(&self, pos: Pos, span: Span) -> Place {
        let file = self.index(pos.file) as u32;
        if !pos.is_known() {
            return Place { file, at: LineCol::default(), span: Span::default() };
        }
        let at = self.lines.get(self.index(pos.file)).map_or_else(LineCol::default, |lines| lines.line_col(pos.offset));
        Place { file, at, span }
    }

    /// Errors without those that gc does not say: of equal ones in a row on
    /// one line it says the first, of syntax errors on one line too.
    pub(crate) fn errors(&self, diagnostics: &[Diagnostic]) -> Vec<GoError> {
        let is_syntax = |error: &GoError| error.message.starts_with("syntax error");
        let mut errors: Vec<GoError> = Vec::new();
        for diagnostic in diagnostics {
            let error = self.error(diagnostic);
            let last = errors.iter().rev().find(|last| is_syntax(last) == is_syntax(&error));
            let repeated = last.is_some_and(|last| {
                (last.place.file, last.place.at.line) == (error.place.file, error.place.at.line)
                    && (is_syntax(&error) || last.message == error.message)
            });
            if !repeated {
                errors.push(error);
            }
        }
        errors
    }

    fn error(&self, diagnostic: &Diagnostic) -> GoError {
        let pos = Pos { file: diagnostic.file, offset: diagnostic.pos };
        GoError {
            place: self.place(pos, diagnostic.span),
            code: diagnostic.code.0.into(),
            message: diagnostic.message.clone(),
            args: diagnostic.args.clone(),
        }
    }
}
