//! Reporting errors and getting back on track after them.

use alloc::{
    format,
    string::{String, ToString},
    vec,
    vec::Vec,
};

use super::{INVALID_SYNTAX, Parser, UNEXPECTED_TOKEN, errors::LineKey, same_kind, token_text};
use crate::{
    base::{Code, Diagnostic, Severity, Span},
    lexer::TokenKind,
};

/// Where a loop was a turn ago.
#[derive(Clone, Copy, Default)]
pub(super) struct Progress(Option<u32>);

impl Parser<'_> {
    /// Reports an error of the lexer or the parser.
    pub(super) fn error_at(&mut self, pos: u32, code: Code, message: String, args: Vec<String>) {
        let span = if pos == self.token.span.start { self.token.span } else { Span::new(pos, pos) };
        self.error_over(pos, span, code, message, args);
    }

    /// Same, with the bytes to underline.
    pub(super) fn error_over(&mut self, pos: u32, span: Span, code: Code, message: String, args: Vec<String>) {
        if !self.stopped {
            self.errors.found += 1;
            self.report(self.diagnostic(pos, span, code, message, args));
        }
    }

    /// Reports an error about something that has been read without trouble:
    /// it does not count as an error of the text around it.
    pub(super) fn report(&mut self, error: Diagnostic) {
        if self.errors.push(self.line_key(error.pos), error) && !self.stopped {
            self.stop();
        }
    }

    pub(super) fn diagnostic(
        &self,
        pos: u32,
        span: Span,
        code: Code,
        message: String,
        args: Vec<String>,
    ) -> Diagnostic {
        Diagnostic { code, severity: Severity::Error, file: self.file, pos, span, message, args }
    }

    fn line_key(&self, pos: u32) -> LineKey {
        let at = self.lines.line_col(pos);
        (at.line, self.tree.line_directives.partition_point(|directive| directive.start <= at))
    }

    pub(super) fn syntax_error(&mut self, message: &str) {
        self.syntax_error_at(self.pos(), message);
    }

    /// Reports a syntax error. A message that starts with `in`, `at`, `after`
    /// or `expected` gets the token at hand put before it.
    pub(super) fn syntax_error_at(&mut self, pos: u32, message: &str) {
        if self.kind() == TokenKind::Eof && self.errors.found > 0 {
            return; // it would only repeat that something is missing
        }
        let joint = if ["in ", "at ", "after "].iter().any(|word| message.starts_with(word)) {
            " "
        } else if message.starts_with("expected ") {
            ", "
        } else {
            self.error_at(pos, INVALID_SYNTAX, format!("syntax error: {message}"), vec![message.to_string()]);
            return;
        };
        let token = self.token_at_hand();
        let text = format!("syntax error: unexpected {token}{joint}{message}");
        self.error_at(pos, UNEXPECTED_TOKEN, text, vec![token, message.to_string()]);
    }

    fn token_at_hand(&self) -> String {
        match self.kind() {
            TokenKind::Name => format!("name {}", self.token.text),
            TokenKind::Literal(_) => format!("literal {}", self.token.text),
            TokenKind::Semi(semi) => TokenKind::Semi(semi).text().to_string(),
            TokenKind::AssignOp(op) => format!("{}=", op.text()),
            kind => token_text(kind),
        }
    }

    /// Skips tokens up to one of `follow`, and in a function also up to a
    /// keyword that begins a statement; with an empty `follow`, one token.
    pub(super) fn advance(&mut self, follow: &[TokenKind]) {
        if follow.is_empty() {
            if self.kind() != TokenKind::Eof {
                self.next();
            }
            return;
        }
        let in_function = self.fnest > 0;
        loop {
            let kind = self.kind();
            let stop = kind == TokenKind::Eof
                || follow.iter().any(|&f| same_kind(f, kind))
                || in_function && begins_statement(kind);
            if stop {
                return;
            }
            self.next();
        }
    }

    /// Called once per turn of a loop: skips a token if the turn before read
    /// none, so that no text can hold the parser up.
    pub(super) fn progress(&mut self, last: &mut Progress) {
        let here = self.pos();
        if last.0.replace(here) == Some(here) {
            self.advance(&[]);
            last.0 = Some(self.pos());
        }
    }
}

/// Keywords at which it is good to go on reading a function.
fn begins_statement(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Break
            | TokenKind::Const
            | TokenKind::Continue
            | TokenKind::Defer
            | TokenKind::Fallthrough
            | TokenKind::For
            | TokenKind::Go
            | TokenKind::Goto
            | TokenKind::If
            | TokenKind::Return
            | TokenKind::Select
            | TokenKind::Switch
            | TokenKind::Type
            | TokenKind::Var
    )
}
