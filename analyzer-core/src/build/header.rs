//! A file's package clause and imports, without parsing the rest.
//!
//! The go command must know them before it can call the compiler. Lenient: at
//! the first thing that does not belong there, reading ends.

use alloc::{string::String, vec::Vec};

use super::constraint::valid_prefix;
use crate::{
    base::Span,
    lexer::{Lexer, Source},
};

/// The head of a Go file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// The name in the package clause.
    pub package: Option<String>,
    /// The imports in source order.
    pub imports: Vec<Import>,
}

/// One import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// The path, without quotes. Paths have no escapes that matter: what the
    /// go command accepts as a path is written as it is.
    pub path: String,
    /// Where the declaration begins: with the local name, if there is one.
    pub start: u32,
    /// The string literal.
    pub span: Span,
}

/// As many bytes are looked at first: the head of most files.
const FIRST_TRY: usize = 4096;

impl Header {
    /// Reads the head of `text`.
    pub fn read(text: &[u8]) -> Self {
        // Files are much longer than their heads, which are read again and
        // again: it pays not to look at the rest, not even for valid UTF-8.
        if let Some((head, _)) = text.split_at_checked(FIRST_TRY) {
            let (header, complete) = Self::read_valid(valid_prefix(head));
            if complete {
                return header;
            }
        }
        Self::read_valid(valid_prefix(text)).0
    }

    /// Reads the head of `text`, and says whether text that might follow makes
    /// no difference.
    fn read_valid(text: &str) -> (Self, bool) {
        let mut scanner = Scanner { text, at: 0, ended: false };
        let header = Self::scan(&mut scanner);
        (header, !scanner.ended)
    }

    fn scan(scanner: &mut Scanner<'_>) -> Self {
        let mut header = Self::default();
        if scanner.next() != Some(Token::Word("package")) {
            return header;
        }
        let Some(Token::Word(name)) = scanner.next().filter(|token| !token.is_keyword()) else { return header };
        header.package = Some(name.into());
        let mut in_group = false;
        loop {
            match scanner.next() {
                Some(Token::Other(";")) => {}
                Some(Token::Word("import")) if !in_group => match scanner.next() {
                    Some(Token::Other("(")) => in_group = true,
                    token => {
                        if !header.spec(scanner, token) {
                            return header;
                        }
                    }
                },
                Some(Token::Other(")")) if in_group => in_group = false,
                token if in_group => {
                    if !header.spec(scanner, token) {
                        return header;
                    }
                }
                _ => return header,
            }
        }
    }

    /// Reads `[name | .] "path"`, whose first token is `first`.
    fn spec(&mut self, scanner: &mut Scanner<'_>, first: Option<Token<'_>>) -> bool {
        let (path, name) = match first {
            Some(Token::Word(name) | Token::Other(name @ ".")) => {
                let start = scanner.at - name.len();
                (scanner.next(), Some(start as u32))
            }
            other => (other, None),
        };
        let Some(Token::String { text, start }) = path else { return false };
        let span = Span::new(start, start + text.len() as u32);
        let start = name.unwrap_or(start);
        self.imports.push(Import { path: text[1..text.len() - 1].into(), start, span });
        true
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Token<'a> {
    Word(&'a str),
    /// With its quotes.
    String {
        text: &'a str,
        start: u32,
    },
    /// One character.
    Other(&'a str),
}

impl Token<'_> {
    /// Whether it is a word that cannot be a name.
    fn is_keyword(&self) -> bool {
        matches!(self, Self::Word(word) if Lexer::new(&Source::new(word.as_bytes())).next_token().kind.is_keyword())
    }
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    /// Whether the end of the text was seen.
    ended: bool,
}

impl<'a> Scanner<'a> {
    /// The next token; `None` at the end and where there is none.
    fn next(&mut self) -> Option<Token<'a>> {
        let token = self.scan();
        self.ended |= token.is_none() || self.at == self.text.len();
        token
    }

    fn scan(&mut self) -> Option<Token<'a>> {
        loop {
            let rest = self.text.get(self.at..)?;
            let trimmed = rest.trim_start_matches([' ', '\t', '\r', '\n', '\u{feff}']);
            self.at += rest.len() - trimmed.len();
            let skipped = if trimmed.starts_with("//") {
                trimmed.find('\n').unwrap_or(trimmed.len())
            } else if trimmed.starts_with("/*") {
                trimmed.find("*/")? + 2
            } else {
                break;
            };
            self.at += skipped;
        }
        let rest = &self.text[self.at..];
        let first = rest.chars().next()?;
        let start = self.at as u32;
        let len = match first {
            '"' | '`' => rest[1..].find([first, if first == '"' { '\n' } else { '`' }])? + 2,
            _ => rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len()).max(first.len_utf8()),
        };
        let text = &rest[..len];
        self.at += len;
        match first {
            '"' | '`' if text.ends_with(first) => Some(Token::String { text, start }),
            '"' | '`' => None,
            _ if first.is_alphabetic() || first == '_' => Some(Token::Word(text)),
            _ => Some(Token::Other(text)),
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    fn read(text: &str) -> (Option<String>, Vec<String>) {
        let header = Header::read(text.as_bytes());
        (header.package, header.imports.into_iter().map(|import| import.path).collect())
    }

    #[test]
    fn the_head_is_read_and_nothing_else() {
        let text = "\u{feff}// c\n/* d */ package p; import \"a\"\nimport (\n\tx \"b/c\" // e\n\t. `d`\n\t_ \"e\"; \"f\"\n)\n\nvar s = \"g\"\nimport \"h\"\n";
        assert_eq!(read(text), (Some("p".into()), ["a", "b/c", "d", "e", "f"].map(String::from).into()));
        let header = Header::read(text.as_bytes());
        let span = header.imports[1].span;
        assert_eq!(&text[span.start as usize..span.end as usize], "\"b/c\"");
    }

    #[test]
    fn long_heads_are_read_to_their_end() {
        for padding in FIRST_TRY - 60..FIRST_TRY + 10 {
            let text = format!(
                "// {}\npackage p\n\nimport (\n\t\"中/b\"\n)\n\nimport \"c\"\n\nvar x = 1\n",
                "x".repeat(padding)
            );
            assert_eq!(read(&text), (Some("p".into()), ["中/b", "c"].map(String::from).into()), "{padding}");
        }
    }

    #[test]
    fn broken_heads_end_early() {
        assert_eq!(read(""), (None, Vec::new()));
        assert_eq!(read("packag p"), (None, Vec::new()));
        assert_eq!(read("package package p"), (None, Vec::new()));
        assert_eq!(read("package\nimport \"a\""), (None, Vec::new()));
        assert_eq!(read("package p\nimport \"a\nimport \"b\""), (Some("p".into()), Vec::new()));
        assert_eq!(read("package p\nimport ("), (Some("p".into()), Vec::new()));
        assert_eq!(read("package p\nimport /* x"), (Some("p".into()), Vec::new()));
        assert_eq!(read("package 中\nimport `"), (Some("中".into()), Vec::new()));
    }
}
