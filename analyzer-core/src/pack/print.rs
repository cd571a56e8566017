//! The text of what is kept of a file, every byte of it at its place.
//!
//! What is dropped leaves its line breaks behind, and spaces in front of what
//! follows on its line: a place in the pruned file is that place in the
//! original. No table is needed to say where something was, and runs of line
//! breaks and tabs compress to nothing. `//line` comments stay where they are.

use alloc::vec::Vec;

use crate::{
    base::{LineCol, LineDirective, LineIndex, Span},
    lexer::{Lexer, Semi, Source, TokenKind},
};

pub(super) struct Printer<'a> {
    text: &'a [u8],
    lines: LineIndex,
    out: Vec<u8>,
    /// Where the next byte goes.
    line: u32,
    col: u32,
    /// Those that are not written yet.
    directives: &'a [LineDirective],
}

impl<'a> Printer<'a> {
    pub(super) fn new(text: &'a [u8], directives: &'a [LineDirective]) -> Self {
        Self { text, lines: LineIndex::new(text), out: Vec::new(), line: 1, col: 1, directives }
    }

    /// Begins a piece of a file, on the line of `offset`.
    pub(super) fn restart(&mut self, offset: u32) {
        self.out.clear();
        (self.line, self.col) = (self.line_of(offset), 1);
    }

    /// The piece.
    pub(super) fn take(&mut self) -> Vec<u8> {
        self.out.push(b'\n');
        core::mem::take(&mut self.out)
    }

    /// The line of `offset`.
    pub(super) fn line_of(&self, offset: u32) -> u32 {
        self.place(offset).line
    }

    /// Before a declaration that stood at `offset`: on its line, and apart
    /// from what stands there already.
    pub(super) fn begin(&mut self, offset: u32) {
        let at = self.place(offset);
        self.directives_before(LineCol { line: at.line, col: 1 });
        self.break_lines(at.line);
        if self.col > 1 && self.out.last() != Some(&b'(') {
            self.write(";");
        }
        self.directives_before(at);
    }

    /// Writes the `//line` comments in front of `place`.
    fn directives_before(&mut self, place: LineCol) {
        while let Some((first, rest)) = self.directives.split_first()
            && first.start <= place
        {
            self.directives = rest;
            let Span { start, end } = first.comment;
            let text = self.text.get(start as usize..end as usize).unwrap_or_default();
            if let Ok(text) = core::str::from_utf8(text) {
                self.put(self.place(start), text, false);
            }
        }
    }

    /// Writes `text`, which is one line, here.
    pub(super) fn write(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
        self.col += text.len() as u32;
    }

    /// Writes the tokens of `span`.
    pub(super) fn source(&mut self, span: Span) {
        let text = self.text.get(span.start as usize..span.end as usize).unwrap_or_default();
        let source = Source::new(text);
        let mut lexer = Lexer::new(&source);
        let mut end = 0;
        loop {
            let token = lexer.next_token();
            lexer.events.clear();
            match token.kind {
                TokenKind::Eof => return,
                TokenKind::Semi(Semi::Newline | Semi::Eof) => continue,
                _ => {}
            }
            let at = self.place(span.start + token.span.start);
            self.token(at, token.text, token.span.start > end);
            end = token.span.end;
        }
    }

    /// Writes the line comment at `offset`.
    pub(super) fn comment(&mut self, offset: u32, text: &str) {
        self.directives_before(self.place(offset));
        self.break_lines(self.place(offset).line);
        self.write(text);
    }

    /// The file.
    pub(super) fn finish(mut self) -> Vec<u8> {
        self.out.push(b'\n');
        self.out
    }

    fn token(&mut self, at: LineCol, text: &str, spaced: bool) {
        self.directives_before(at);
        self.put(at, text, spaced);
    }

    /// Writes `text` at `at`, or behind what stands there already.
    fn put(&mut self, at: LineCol, text: &str, spaced: bool) {
        if self.break_lines(at.line) || self.col == 1 {
            // As gofmt indents.
            self.pad(at.col, b'\t');
        } else if self.col < at.col {
            self.pad(at.col, b' ');
        } else if spaced {
            // A keyword that was not there has taken the place.
            self.pad(self.col + 1, b' ');
        }
        self.out.extend_from_slice(text.as_bytes());
        let breaks = text.bytes().filter(|&b| b == b'\n').count() as u32;
        self.line += breaks;
        self.col = match text.rfind('\n') {
            Some(last) => (text.len() - last) as u32,
            None => self.col + text.len() as u32,
        };
    }

    /// Goes to line `line` unless that is where we are; whether it was not.
    fn break_lines(&mut self, line: u32) -> bool {
        if line <= self.line {
            return false;
        }
        self.out.extend((self.line..line).map(|_| b'\n'));
        (self.line, self.col) = (line, 1);
        true
    }

    fn pad(&mut self, col: u32, with: u8) {
        self.out.extend((self.col..col).map(|_| with));
        self.col = col;
    }

    fn place(&self, offset: u32) -> LineCol {
        self.lines.line_col(offset)
    }
}
