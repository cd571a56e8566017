//! Files of packs in pieces, each of which can be read without the others.
//!
//! Of what a pack declares a program uses very little, and reading Go text is
//! most of the work of importing a package. A file in a pack therefore is no
//! Go file but a list of pieces: first its head (package clause and imports),
//! then its declarations, each with the directives in front of it.
//!
//! ```text
//! ␞                 the head
//! package os
//! import "io"
//! ␞12               a declaration; its first line is 12 below the last one of
//! func Exit(code int)                             the piece before
//! ␞t3               a type of a group: what would stand in parentheses
//!     File struct {
//! ```
//!
//! A piece begins with the record separator, which is in no Go text that a
//! file in pieces is made of, and a [line](Head) of its own. Its text has
//! every line and column where it was. The names that it declares are found by
//! looking at how it begins ([`names`]); the writer does the same, and says so
//! where that does not give all of them: such a piece is read at once. A file
//! with `//line` directives, or with a record separator, is left whole.

use alloc::{rc::Rc, string::String, vec::Vec};
use core::{fmt::Write as _, ops::Range};

use crate::base::{SourceFile, bytes_that_are};

/// Begins a piece.
pub(super) const MARK: u8 = 0x1e;

/// What the first line of a piece says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) kind: Kind,
    /// Whether its names can't be told without reading it.
    pub(crate) eager: bool,
    /// The line of its text, from 1.
    pub(crate) line: u32,
    /// `iota` of its first constant.
    pub(crate) iota: u32,
    /// How many types its functions declare.
    pub(crate) locals: u32,
    /// Whether it declares a [plain](super::plain) type.
    pub(crate) plain: bool,
}

/// What is in a piece.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A declaration with its keyword.
    #[default]
    Decl,
    /// What stands in the parentheses of `const (…)`: one declaration.
    Const,
    /// The same, and those behind it that repeat its values.
    ConstRun,
    /// A declaration in `type (…)`.
    Type,
    /// A declaration in `var (…)`.
    Var,
}

impl Kind {
    const LETTERS: [(Self, u8); 4] =
        [(Self::Const, b'c'), (Self::ConstRun, b'r'), (Self::Type, b't'), (Self::Var, b'v')];
}

impl Head {
    /// The first line of a piece; `last` is the last line of the piece before.
    fn write(self, last: u32, out: &mut Vec<u8>) {
        let letter = Kind::LETTERS.iter().find(|(kind, _)| *kind == self.kind);
        let mut line = String::new();
        let _ = write!(line, "{}", self.line.saturating_sub(last));
        for (sign, number) in [('+', self.iota), ('~', self.locals)] {
            if number > 0 {
                let _ = write!(line, "{sign}{number}");
            }
        }
        out.push(MARK);
        out.extend(letter.map(|&(_, letter)| letter));
        out.extend(self.eager.then_some(b'!'));
        out.extend(self.plain.then_some(b'.'));
        out.extend_from_slice(line.as_bytes());
        out.push(b'\n');
    }

    fn read(line: &[u8], last: u32) -> Self {
        let mut head = Self::default();
        let mut rest = line;
        if let Some((&first, behind)) = rest.split_first()
            && let Some(&(kind, _)) = Kind::LETTERS.iter().find(|&&(_, letter)| letter == first)
        {
            (head.kind, rest) = (kind, behind);
        }
        for (sign, flag) in [(b'!', &mut head.eager), (b'.', &mut head.plain)] {
            if let Some((&first, behind)) = rest.split_first()
                && first == sign
            {
                (*flag, rest) = (true, behind);
            }
        }
        head.line = last.saturating_add(number(&mut rest));
        while let Some((sign, mut behind)) = rest.split_first() {
            match sign {
                b'+' => head.iota = number(&mut behind),
                b'~' => head.locals = number(&mut behind),
                _ => {}
            }
            rest = behind;
        }
        head
    }
}

/// The number that `text` begins with.
fn number(text: &mut &[u8]) -> u32 {
    let mut number = 0_u32;
    while let Some((digit @ b'0'..=b'9', rest)) = text.split_first() {
        number = number.saturating_mul(10).saturating_add(u32::from(digit - b'0'));
        *text = rest;
    }
    number
}

/// Writes a file in pieces.
#[derive(Default)]
pub(super) struct Writer {
    pub(super) out: Vec<u8>,
    /// The last line that was written.
    last: u32,
}

impl Writer {
    /// Begins the file with this head.
    pub(super) fn new(head: &[u8]) -> Self {
        let mut out = alloc::vec![MARK];
        out.extend_from_slice(head);
        Self { out, last: 0 }
    }

    /// Writes a piece; its text ends in a newline.
    pub(super) fn piece(&mut self, head: Head, text: &[u8]) {
        head.write(self.last, &mut self.out);
        self.out.extend_from_slice(text);
        self.last = head.line.saturating_add(end_of_piece(text, 0).1).saturating_sub(1);
    }
}

/// What is where in a file in pieces. It can be found out before the file is
/// wanted.
#[derive(Clone, Debug)]
pub struct Split {
    /// Where its head is in its text.
    pub(crate) head: (usize, usize),
    /// Its other pieces, and where they are.
    pub(crate) pieces: Vec<(Head, usize, usize)>,
    /// What they declare, in their order.
    pub(crate) declared: Vec<Found>,
}

/// Something that a piece declares; names are ranges of the file's text.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// The piece, by its number.
    pub(crate) piece: usize,
    pub(crate) name: Range<usize>,
    pub(crate) method: Option<FoundMethod>,
}

/// What there is to know of a method besides its name.
#[derive(Clone, Debug)]
pub(crate) struct FoundMethod {
    /// The name of its receiver's type, and whether the receiver is a pointer.
    pub(crate) base: Range<usize>,
    pub(crate) pointer: bool,
    /// Where its name is in the piece.
    pub(crate) at: u32,
}

/// What is where in each of the files; `None` for one that is left whole.
pub fn split_all(files: &[SourceFile]) -> Rc<[Option<Split>]> {
    files.iter().map(|file| split(&file.text)).collect()
}

/// The pieces of the file `text`; `None` if it is left whole.
pub(crate) fn split(text: &[u8]) -> Option<Split> {
    let (&MARK, _) = text.split_first()? else { return None };
    let first = end_of_piece(text, 1);
    let (mut pieces, mut declared) = (Vec::new(), Vec::new());
    let range = |part: &[u8]| {
        let start = part.as_ptr().addr().wrapping_sub(text.as_ptr().addr());
        // The empty name that is found in a damaged text is nowhere.
        start.checked_add(part.len()).filter(|&end| end <= text.len()).map_or(0..0, |end| start..end)
    };
    let (mut at, mut last) = (first.0, 0);
    while at < text.len() {
        let start = text[at..].iter().position(|&byte| byte == b'\n').map_or(text.len(), |end| at + end + 1);
        let head = Head::read(&text[at + 1..start], last);
        let (end, lines) = end_of_piece(text, start);
        let piece = pieces.len();
        names(head.kind, &text[start..end], &mut |found| {
            declared.push(match found {
                Declared::Name(name) => Found { piece, name: range(name), method: None },
                Declared::Method { base, pointer, name, at } => {
                    Found { piece, name: range(name), method: Some(FoundMethod { base: range(base), pointer, at }) }
                }
            });
        });
        pieces.push((head, start, end));
        last = head.line.saturating_add(lines).saturating_sub(1);
        at = end;
    }
    Some(Split { head: (1, first.0), pieces, declared })
}

/// Where the piece ends whose text begins at `start`, and how many lines it has.
fn end_of_piece(text: &[u8], start: usize) -> (usize, u32) {
    let (mut end, mut lines) = (start, 0);
    // Eight bytes at a time.
    while let Some(word) = text[end..].first_chunk() {
        let word = u64::from_le_bytes(*word);
        if bytes_that_are(MARK, word) != 0 {
            break;
        }
        lines += bytes_that_are(b'\n', word).count_ones();
        end += 8;
    }
    while let Some(&byte) = text.get(end)
        && byte != MARK
    {
        lines += u32::from(byte == b'\n');
        end += 1;
    }
    (end, lines)
}

/// What a piece declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Declared<'t> {
    Name(&'t [u8]),
    Method {
        /// The name of its receiver's type, and whether the receiver is a pointer.
        base: &'t [u8],
        pointer: bool,
        /// Its name, and where that is in the piece.
        name: &'t [u8],
        at: u32,
    },
}

/// Hands what the piece `text` declares to `found`.
pub(crate) fn names<'t>(kind: Kind, text: &'t [u8], found: &mut dyn FnMut(Declared<'t>)) {
    let mut rest = text;
    // Directives.
    while let [b'/', b'/', ..] = rest {
        let end = rest.iter().position(|&byte| byte == b'\n').map_or(rest.len(), |end| end + 1);
        rest = &rest[end..];
    }
    match kind {
        Kind::Decl => match word(&mut rest) {
            b"func" => {
                skip_blanks(&mut rest);
                if let Some((b'(', behind)) = rest.split_first() {
                    rest = behind;
                    let (base, pointer) = receiver(&mut rest);
                    let name = word(&mut rest);
                    let at = (text.len() - rest.len() - name.len()) as u32;
                    found(Declared::Method { base, pointer, name, at });
                } else {
                    found(Declared::Name(word(&mut rest)));
                }
            }
            _ => list(rest, found),
        },
        Kind::ConstRun => rest.split(|&byte| byte == b'\n').for_each(|line| list(line, found)),
        Kind::Const | Kind::Type | Kind::Var => list(rest, found),
    }
}

/// The names at the beginning of `rest`, with commas between them.
fn list<'t>(mut rest: &'t [u8], found: &mut dyn FnMut(Declared<'t>)) {
    loop {
        match word(&mut rest) {
            b"" => return,
            name => found(Declared::Name(name)),
        }
        skip_blanks(&mut rest);
        match rest.split_first() {
            Some((b',', behind)) => rest = behind,
            _ => return,
        }
    }
}

/// The type of the receiver whose parenthesis was read, up to the one that
/// closes it, and whether it is a pointer.
fn receiver<'t>(rest: &mut &'t [u8]) -> (&'t [u8], bool) {
    let (mut name, mut pointer): (&[u8], _) = (b"", false);
    loop {
        let next = word(rest);
        if !next.is_empty() {
            name = next;
        }
        match rest.split_first() {
            // The receiver's name is followed by a blank, its type is not.
            Some((byte @ (b' ' | b'\t' | b'*' | b'('), behind)) => {
                pointer |= *byte == b'*';
                *rest = behind;
            }
            _ => break,
        }
    }
    while let Some((byte, behind)) = rest.split_first() {
        *rest = behind;
        if *byte == b')' {
            break;
        }
    }
    while let Some((b')', behind)) = rest.split_first() {
        *rest = behind;
    }
    (name, pointer)
}

fn skip_blanks(rest: &mut &[u8]) {
    while let Some((b' ' | b'\t', behind)) = rest.split_first() {
        *rest = behind;
    }
}

/// The name that `rest` begins with, blanks in front of it not counted.
fn word<'t>(rest: &mut &'t [u8]) -> &'t [u8] {
    skip_blanks(rest);
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_' || !byte.is_ascii();
    let len = rest.iter().take_while(|byte| is_part(byte)).count();
    let (word, behind) = rest.split_at(len);
    *rest = behind;
    word
}

#[cfg(test)]
mod tests {
    use alloc::{format, string::ToString};

    use super::*;

    fn names_of(kind: Kind, text: &str) -> Vec<String> {
        let mut all = Vec::new();
        let show = |name| core::str::from_utf8(name).unwrap_or_default().to_string();
        names(kind, text.as_bytes(), &mut |declared| {
            all.push(match declared {
                Declared::Name(name) => show(name),
                Declared::Method { base, pointer, name, at } => {
                    assert!(text.as_bytes()[at as usize..].starts_with(name), "{text}");
                    format!("{}{}.{}", if pointer { "*" } else { "" }, show(base), show(name))
                }
            });
        });
        all
    }

    #[test]
    fn names_are_found_without_reading() {
        let decls = [
            ("func Exit(code int)", "Exit"),
            ("//go:noescape\n//go:linkname x y\nfunc f[T any](x T)", "f"),
            ("func (f *File) Close() error", "*File.Close"),
            ("func (File) Close() error", "File.Close"),
            ("func (p *Pointer[T]) Load() *T", "*Pointer.Load"),
            ("func (l List[K, V]) Len() int", "List.Len"),
            ("func (中 *(é)) m()", "*é.m"),
            ("type T struct {\n\ta, b int\n}", "T"),
            ("var a, b int", "a b"),
            ("const A = iota", "A"),
            ("const A,\n\tB = 1, 2", "A"),
            ("func (", "."),
            ("", ""),
        ];
        for (text, expected) in decls {
            assert_eq!(names_of(Kind::Decl, text).join(" "), expected, "{text}");
        }
        assert_eq!(names_of(Kind::Type, "\tT = int\n"), ["T"]);
        assert_eq!(names_of(Kind::Const, "\tA, B T = 1,\n\t\tC\n"), ["A", "B"]);
        assert_eq!(names_of(Kind::ConstRun, "\tA, B = iota, C\n\n\tD, E\n\t_; F\n"), ["A", "B", "D", "E", "_"]);
    }

    #[test]
    fn pieces_are_read_as_they_were_written() {
        let heads = [
            Head { line: 3, ..Head::default() },
            Head { kind: Kind::ConstRun, eager: true, line: 40, iota: 12, locals: 3, plain: true },
            Head { kind: Kind::Type, line: 42, plain: true, ..Head::default() },
        ];
        let mut writer = Writer::new(b"package p\n");
        for head in heads {
            writer.piece(head, b"a\nb\n");
        }
        let text = writer.out;
        let Split { head, pieces, .. } = split(&text).expect("in pieces");
        assert_eq!(&text[head.0..head.1], b"package p\n");
        assert_eq!(pieces.iter().map(|piece| piece.0).collect::<Vec<_>>(), heads);
        for (_, start, end) in pieces {
            assert_eq!(&text[start..end], b"a\nb\n");
        }
        assert!(split(b"package p\n").is_none());
        // Whatever is in them.
        for len in 1..text.len() {
            assert!(split(&text[..len]).is_some());
        }
    }
}
