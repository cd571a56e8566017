//! Files, positions and the line index.
//!
//! Offsets and columns count bytes, as gc's do. The one place that converts
//! to UTF-16 (what a browser's editor counts in) is [`LineIndex::utf16_col`].

use alloc::{string::String, vec::Vec};
use serde::{Deserialize, Serialize};

use super::arena::new_id;

new_id! {
    /// A source file of the session.
    pub struct FileId;
}

/// A file as it was handed in: a name for messages and its bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFile {
    /// The name as messages print it, for example `a.go` or `./a.go`.
    pub name: String,
    /// The text; any bytes are accepted, invalid ones are diagnosed.
    pub text: Vec<u8>,
}

/// A byte offset in a file: where gc's messages point.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Pos {
    /// The file.
    pub file: FileId,
    /// The byte offset in it.
    pub offset: u32,
}

impl Pos {
    /// No place in the file: what the compiler makes up has none, and its
    /// messages are printed without one.
    #[must_use]
    pub const fn unknown(self) -> Self {
        Self { file: self.file, offset: u32::MAX }
    }

    /// Whether this is a place in the file.
    pub const fn is_known(self) -> bool {
        self.offset != u32::MAX
    }
}

/// A half-open range of byte offsets in one file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset past the last byte.
    pub end: u32,
}

impl Span {
    /// The range `start..end`.
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A place as people and gc's messages name it; both numbers start at 1 and
/// the column counts bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
pub struct LineCol {
    /// Line, from 1.
    pub line: u32,
    /// Column in bytes, from 1.
    pub col: u32,
}

/// Where each line of a file begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineIndex {
    starts: Vec<u32>,
    len: u32,
}

impl LineIndex {
    /// Indexes `text`; only `\n` ends a line, as in gc's scanner.
    pub fn new(text: &[u8]) -> Self {
        let ends = text.iter().enumerate().filter(|&(_, &b)| b == b'\n');
        let starts = core::iter::once(0).chain(ends.map(|(i, _)| i as u32 + 1)).collect();
        Self { starts, len: text.len() as u32 }
    }

    /// How many lines there are; an empty file has one.
    pub fn line_count(&self) -> u32 {
        self.starts.len() as u32
    }

    /// The line and byte column of `offset`; past the end means the end.
    pub fn line_col(&self, offset: u32) -> LineCol {
        let offset = offset.min(self.len);
        let line = self.starts.partition_point(|&s| s <= offset) - 1;
        LineCol { line: line as u32 + 1, col: offset - self.starts[line] + 1 }
    }

    /// The bytes of line `line` (from 1), without its `\n`.
    pub fn line_span(&self, line: u32) -> Option<Span> {
        let index = (line as usize).checked_sub(1)?;
        let start = *self.starts.get(index)?;
        let end = self.starts.get(index + 1).map_or(self.len, |&next| next - 1);
        Some(Span { start, end })
    }

    /// The column from 1 in UTF-16 units, as browsers count, of `offset` in `text`.
    pub fn utf16_col(&self, text: &[u8], offset: u32) -> u32 {
        let place = self.line_col(offset);
        let start = offset.min(self.len) - (place.col - 1);
        let head = text.get(start as usize..(start + place.col - 1) as usize).unwrap_or_default();
        String::from_utf8_lossy(head).encode_utf16().count() as u32 + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_bytes_and_utf16_units() {
        let text = "a\n中x😀y\r\n".as_bytes();
        let index = LineIndex::new(text);
        assert_eq!(index.line_count(), 3);
        assert_eq!(index.line_col(0), LineCol { line: 1, col: 1 });
        assert_eq!(index.line_col(5), LineCol { line: 2, col: 4 });
        assert_eq!(index.utf16_col(text, 5), 2);
        assert_eq!(index.utf16_col(text, 10), 5);
        assert_eq!(index.line_col(99), LineCol { line: 3, col: 1 });
        assert_eq!(index.line_span(1), Some(Span::new(0, 1)));
        assert_eq!(index.line_span(4), None);
    }
}
