//! `//line` directives: where gc says that something is.
//!
//! A directive says what the text behind it was made from, so that messages
//! point there. Places stay what they are in the text, for that is where an
//! editor has to go; they are translated where gc's lines are written. Mirrors
//! gc's `syntax.PosBase`, `syntax.Pos` and, for the numbers that are printed
//! in front of a message, `cmd/internal/src`.

use alloc::{
    format,
    string::{String, ToString},
    sync::Arc,
};
use core::fmt;
use serde::{Deserialize, Serialize};

use super::source::{LineCol, Span};

/// A `//line` or `/*line*/` comment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LineDirective {
    /// The comment.
    pub comment: Span,
    /// From here on it holds, up to the next one.
    pub start: LineCol,
    /// What it says of places.
    pub origin: Origin,
    /// The file name to report, often that of the directive before.
    pub file: Arc<str>,
}

/// Which place counts as which line and column.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Origin {
    /// The place: that of the byte behind the comment, whose line break belongs
    /// to it. gc takes a comment of several lines for one.
    pub at: LineCol,
    /// The line to report for `at`.
    pub line: u32,
    /// The column to report for `at`; 0 means that columns are unknown.
    pub col: u32,
}

impl Origin {
    /// The line and column to report for `place`, column 0 if it is unknown.
    /// gc's arithmetic: a file that ends with a directive ends before it.
    pub fn relative(&self, place: LineCol) -> (u64, u64) {
        let shift =
            |from: u32, by: u32, to: u32| u64::from(from).wrapping_add(u64::from(by)).wrapping_sub(u64::from(to));
        let col = match self.col {
            0 => 0,
            col if place.line == self.at.line => shift(col, place.col, self.at.col),
            _ => u64::from(place.col),
        };
        (shift(self.line, place.line, self.at.line), col)
    }
}

impl LineDirective {
    /// The one among `directives` that holds at `place`.
    pub fn index_at(directives: &[Self], place: LineCol) -> Option<usize> {
        directives.partition_point(|directive| directive.start <= place).checked_sub(1)
    }
}

/// A place as gc names it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reported<'a> {
    /// The file, or what a directive says.
    pub file: &'a str,
    /// The line.
    pub line: u64,
    /// The column in bytes; 0 if it is unknown.
    pub col: u64,
}

impl<'a> Reported<'a> {
    /// Where gc's parser and type checker say that `place` of the file `name`
    /// is.
    pub fn new(name: &'a str, directives: &'a [LineDirective], place: LineCol) -> Self {
        let Some(directive) = LineDirective::index_at(directives, place).map(|index| &directives[index]) else {
            return Self { file: name, line: place.line.into(), col: place.col.into() };
        };
        let (line, col) = directive.origin.relative(place);
        Self { file: &directive.file, line, col }
    }
}

impl fmt::Display for Reported<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)?;
        if self.col > 0 { write!(f, ":{}", self.col) } else { Ok(()) }
    }
}

/// A place as gc writes it inside of an error: with the place in the file
/// itself behind it if a directive says otherwise.
pub fn place_text(name: &str, directives: &[LineDirective], place: LineCol) -> String {
    let absolute = Reported::new(name, &[], place);
    let relative = Reported::new(name, directives, place);
    if relative == absolute { absolute.to_string() } else { format!("{relative}[{absolute}]") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_relative_on_the_line_of_the_comment_only() {
        let at = |line, col| LineCol { line, col };
        let directive = |start, line, col| LineDirective {
            comment: Span::default(),
            start,
            origin: Origin { at: start, line, col },
            file: Arc::from("b.y"),
        };
        let directives = [directive(at(3, 10), 70, 5), directive(at(6, 1), 2, 0)];
        let text = |line, col| place_text("a.go", &directives, at(line, col));
        assert_eq!(text(3, 9), "a.go:3:9");
        assert_eq!(text(3, 12), "b.y:70:7[a.go:3:12]");
        assert_eq!(text(5, 12), "b.y:72:12[a.go:5:12]");
        assert_eq!(text(6, 12), "b.y:2[a.go:6:12]");
        let same = [directive(at(2, 1), 2, 1)];
        assert_eq!(place_text("b.y", &same, at(4, 2)), "b.y:4:2");
        // Behind a directive at the end of the file there is no line.
        let origin = Origin { at: at(9, 1), line: 1, col: 0 };
        assert_eq!(origin.relative(at(8, 20)), (0, 0));
    }
}
