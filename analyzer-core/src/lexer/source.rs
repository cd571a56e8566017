//! The bytes of a file as a Go lexer sees them: valid UTF-8 without NUL and
//! byte order marks.
//!
//! gc's `syntax.source` drops such bytes while it reads, with an error, and
//! goes on as if they were not there: `+\0=` is `+=`. We take them out once,
//! before the lexer runs, and keep where they were. A file without any, that
//! is nearly every file, is borrowed as it is and maps offsets to themselves.
//!
//! One difference: gc leaves the dropped bytes in the text of a name or
//! literal, we do not. There is an error in any case.

use alloc::{borrow::Cow, string::String, vec::Vec};

const BOM: char = '\u{feff}';
/// The first byte of [`BOM`].
const BOM_START: u8 = 0xef;

/// Why bytes were taken out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Noise {
    /// A byte order mark at the very beginning, which is fine.
    LeadingBom,
    /// A byte order mark elsewhere.
    Bom,
    /// A NUL.
    Nul,
    /// A byte that is not UTF-8.
    BadUtf8,
}

/// Bytes that were taken out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Removed {
    pub(super) noise: Noise,
    /// Where they were in the file.
    pub(super) offset: u32,
    /// The offset in the clean text of what followed.
    clean: u32,
    /// How many bytes were taken out up to here, these included.
    total: u32,
}

/// A file's clean text and the way back to the offsets of the file.
#[derive(Debug)]
pub struct Source<'t> {
    text: Cow<'t, str>,
    removed: Vec<Removed>,
}

impl<'t> Source<'t> {
    /// Cleans `bytes`.
    pub fn new(bytes: &'t [u8]) -> Self {
        match core::str::from_utf8(bytes) {
            // Looking for a byte is faster than looking for a character.
            Ok(text) if !(bytes.contains(&0) || bytes.contains(&BOM_START) && text.contains(BOM)) => {
                Self { text: Cow::Borrowed(text), removed: Vec::new() }
            }
            _ => Self::cleaned(bytes),
        }
    }

    fn cleaned(bytes: &[u8]) -> Self {
        let mut text = String::with_capacity(bytes.len());
        let mut removed: Vec<Removed> = Vec::new();
        let mut offset = 0;
        let mut remove = |text: &str, offset: u32, len: u32, noise: Noise| {
            let total = removed.last().map_or(0, |last| last.total) + len;
            removed.push(Removed { noise, offset, clean: text.len() as u32, total });
        };
        for chunk in bytes.utf8_chunks() {
            for c in chunk.valid().chars() {
                match c {
                    '\0' => remove(&text, offset, 1, Noise::Nul),
                    BOM if offset == 0 => remove(&text, offset, 3, Noise::LeadingBom),
                    BOM => remove(&text, offset, 3, Noise::Bom),
                    c => text.push(c),
                }
                offset += c.len_utf8() as u32;
            }
            for _ in chunk.invalid() {
                remove(&text, offset, 1, Noise::BadUtf8);
                offset += 1;
            }
        }
        Self { text: Cow::Owned(text), removed }
    }

    /// The clean text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What was taken out, in order.
    pub(super) fn removed(&self) -> &[Removed] {
        &self.removed
    }

    /// The file's offset of the clean character at `clean`.
    pub(super) fn offset(&self, clean: usize) -> u32 {
        self.shift(self.removed.partition_point(|r| r.clean as usize <= clean), clean)
    }

    /// The file's offset just past the clean character that ends at `clean`.
    pub(super) fn end_offset(&self, clean: usize) -> u32 {
        self.shift(self.removed.partition_point(|r| (r.clean as usize) < clean), clean)
    }

    fn shift(&self, before: usize, clean: usize) -> u32 {
        clean as u32 + before.checked_sub(1).map_or(0, |last| self.removed[last].total)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clean_text_is_borrowed() {
        let source = Source::new("a中".as_bytes());
        assert!(matches!(source.text, Cow::Borrowed("a中")));
        assert_eq!((source.offset(1), source.end_offset(4)), (1, 4));
    }

    #[test]
    fn noise_is_removed_and_offsets_lead_back() {
        let source = Source::new(b"\xef\xbb\xbfa\0\xffb\xef\xbb\xbf\xe4\xb8c");
        assert_eq!(source.text(), "abc");
        let noise: Vec<_> = source.removed().iter().map(|r| (r.noise, r.offset)).collect();
        assert_eq!(
            noise,
            [
                (Noise::LeadingBom, 0),
                (Noise::Nul, 4),
                (Noise::BadUtf8, 5),
                (Noise::Bom, 7),
                (Noise::BadUtf8, 10),
                (Noise::BadUtf8, 11)
            ]
        );
        assert_eq!([0, 1, 2, 3].map(|at| source.offset(at)), [3, 6, 12, 13]);
        assert_eq!([1, 2, 3].map(|at| source.end_offset(at)), [4, 7, 13]);
    }
}
