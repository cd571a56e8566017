//! From gc's bytes to the editor's UTF-16 units. The only place that converts.
//!
//! Offsets and columns of a report count bytes of UTF-8; `CodeMirror` counts
//! UTF-16 units from the start of the text. Both see the same characters: the
//! editor splits lines at `\n` alone and keeps everything else, and a lone
//! surrogate crosses to Rust as U+FFFD, which is one unit too.

use analyzer_core::{base::LineIndex, report::Place};

/// Bytes between two remembered positions.
const STEP: usize = 1024;

/// The positions of one text.
pub struct Columns<'a> {
    text: &'a str,
    lines: LineIndex,
    /// UTF-16 units before byte `i * STEP`; empty for ASCII, where both agree.
    units: Vec<u32>,
}

impl<'a> Columns<'a> {
    /// Reads through `text` once.
    pub fn new(text: &'a str) -> Self {
        let mut units = Vec::new();
        if !text.is_ascii() {
            let mut so_far = 0;
            for (offset, c) in text.char_indices() {
                if offset.div_ceil(STEP) >= units.len() {
                    units.resize(offset / STEP + 1, so_far);
                }
                so_far += c.len_utf16() as u32;
            }
        }
        Self { text, lines: LineIndex::new(text.as_bytes()), units }
    }

    /// UTF-16 units before byte `offset`; the end of the text for offsets past it.
    pub fn utf16(&self, offset: u32) -> u32 {
        let offset = (offset as usize).min(self.text.len());
        if self.units.is_empty() {
            return offset as u32;
        }
        let offset = floor(self.text, offset);
        let step = (offset / STEP).min(self.units.len() - 1);
        let from = ceil(self.text, step * STEP).min(offset);
        let rest = self.text[from..offset].encode_utf16().count();
        self.units[step] + rest as u32
    }

    /// The range to select for `place`: its span or, if that is empty, the
    /// point where gc's message points.
    pub fn range(&self, place: &Place) -> (u32, u32) {
        let (start, end) = if place.span.start < place.span.end {
            (place.span.start, place.span.end)
        } else {
            let line = self.lines.line_span(place.at.line).unwrap_or_default();
            let at = (line.start + place.at.col.saturating_sub(1)).min(line.end);
            (at, at)
        };
        (self.utf16(start), self.utf16(end))
    }

    /// The first and the last line of `place`'s span.
    pub fn lines(&self, place: &Place) -> (u32, u32) {
        (self.lines.line_col(place.span.start).line, self.lines.line_col(place.span.end).line)
    }

    /// How many lines and UTF-16 units there are.
    pub fn size(&self) -> (u32, u32) {
        (self.lines.line_count(), self.utf16(u32::MAX))
    }
}

/// The byte behind `units` UTF-16 units; the end of the text for more than it has.
pub fn bytes(text: &str, units: u32) -> u32 {
    let mut so_far = 0;
    let behind = |(offset, c): (usize, char)| {
        let here = (so_far >= units).then_some(offset as u32);
        so_far += c.len_utf16() as u32;
        here
    };
    text.char_indices().find_map(behind).unwrap_or(text.len() as u32)
}

fn floor(text: &str, mut offset: usize) -> usize {
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

fn ceil(text: &str, mut offset: usize) -> usize {
    while offset < text.len() && !text.is_char_boundary(offset) {
        offset += 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use analyzer_core::base::{LineCol, Span};

    use super::*;

    fn naive(text: &str, offset: usize) -> u32 {
        text[..floor(text, offset.min(text.len()))].encode_utf16().count() as u32
    }

    #[test]
    fn every_offset_of_mixed_text_is_converted() {
        let piece = "s := \"中文😀é\" // ␍\r\n\tx\n";
        for repeat in [1, 70, 200] {
            let text = piece.repeat(repeat);
            let columns = Columns::new(&text);
            for offset in 0..=text.len() + 2 {
                assert_eq!(columns.utf16(offset as u32), naive(&text, offset), "offset {offset} of {repeat} pieces");
            }
        }
    }

    #[test]
    fn long_runs_of_wide_characters_cross_the_steps() {
        for c in ["é", "中", "😀"] {
            let text = format!("x{}", c.repeat(3000));
            let columns = Columns::new(&text);
            for (offset, _) in text.char_indices() {
                assert_eq!(columns.utf16(offset as u32), naive(&text, offset), "{c} at {offset}");
                assert_eq!(bytes(&text, naive(&text, offset)), offset as u32);
            }
        }
    }

    #[test]
    fn ascii_needs_no_table() {
        let columns = Columns::new("package main\n");
        assert_eq!((columns.utf16(7), columns.utf16(99)), (7, 13));
        assert!(columns.units.is_empty());
    }

    #[test]
    fn places_without_a_span_use_line_and_column() {
        let text = "a\n中 := 😀x\n";
        let columns = Columns::new(text);
        let at = |line, col| Place { at: LineCol { line, col }, ..Place::default() };
        assert_eq!(columns.range(&at(2, 12)), (9, 9), "behind three bytes, four and four");
        assert_eq!(columns.range(&at(2, 400)), (10, 10), "not past the line");
        assert_eq!(columns.range(&at(77, 1)), (0, 0));
        let spanned = Place { span: Span::new(2, 5), ..at(2, 1) };
        assert_eq!(columns.range(&spanned), (2, 3));
    }
}
