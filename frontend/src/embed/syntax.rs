//! Colours for code that is shown without an editor: the lexer's tokens.
//!
//! Comments are no tokens; they are found in what lies between two.

use analyzer_core::{
    ast::LitKind,
    lexer::{Lexer, Source, TokenKind},
};
use serde::Serialize;

use crate::editor::columns::Columns;

/// A piece of one colour; offsets are UTF-16 units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Colour {
    /// Start.
    pub from: u32,
    /// End.
    pub to: u32,
    /// `keyword`, `string`, `number` or `comment`.
    pub kind: &'static str,
}

/// The coloured pieces of `text`, in order.
pub(super) fn colours(text: &str, columns: &Columns<'_>) -> Vec<Colour> {
    let source = Source::new(text.as_bytes());
    let mut lexer = Lexer::new(&source);
    let mut found = Vec::new();
    let mut add = |start: u32, end: u32, kind| {
        let (from, to) = (columns.utf16(start), columns.utf16(end));
        if from < to {
            found.push(Colour { from, to, kind });
        }
    };
    let mut end = 0;
    loop {
        let token = lexer.next_token();
        lexer.events.clear();
        // A semicolon at the end of a line may cover the comment before it.
        let start = if matches!(token.kind, TokenKind::Semi(_)) { token.span.end } else { token.span.start };
        if let Some((from, to)) = comment(text, end, start) {
            add(from, to, "comment");
        }
        match token.kind {
            TokenKind::Literal(LitKind::String | LitKind::Rune) => add(token.span.start, token.span.end, "string"),
            TokenKind::Literal(_) => add(token.span.start, token.span.end, "number"),
            TokenKind::Eof => return found,
            _ if token.text.starts_with(|c: char| c.is_ascii_lowercase()) && token.kind != TokenKind::Name => {
                add(token.span.start, token.span.end, "keyword");
            }
            _ => {}
        }
        end = token.span.end.max(end);
    }
}

/// The comments between two tokens, from the first's start to the last's end.
fn comment(text: &str, from: u32, to: u32) -> Option<(u32, u32)> {
    let between = text.get(from as usize..to as usize)?;
    let start = between.find("//").into_iter().chain(between.find("/*")).min()?;
    Some((from + start as u32, from + between.trim_end().len() as u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coloured(text: &str) -> Vec<(String, &'static str)> {
        let units: Vec<u16> = text.encode_utf16().collect();
        let piece = |c: Colour| (String::from_utf16_lossy(&units[c.from as usize..c.to as usize]), c.kind);
        colours(text, &Columns::new(text)).into_iter().map(piece).collect()
    }

    #[test]
    fn keywords_literals_and_comments_have_colours() {
        let text = "// 中文\npackage p /* a */ // b\n\nvar s, é = \"😀//\", 'x' // c\nvar n = 0x1f + `\n`\n//end";
        let expected = [
            ("// 中文", "comment"),
            ("package", "keyword"),
            ("/* a */ // b", "comment"),
            ("var", "keyword"),
            ("\"😀//\"", "string"),
            ("'x'", "string"),
            ("// c", "comment"),
            ("var", "keyword"),
            ("0x1f", "number"),
            ("`\n`", "string"),
            ("//end", "comment"),
        ];
        assert_eq!(coloured(text), expected.map(|(piece, kind)| (piece.to_owned(), kind)));
    }

    #[test]
    fn any_text_is_taken() {
        for text in ["", "\"", "/*", "'", "\u{feff}package\0 p", "func (", "x /* \n */ y", "\\ @ 中"] {
            let found = colours(text, &Columns::new(text));
            assert!(found.windows(2).all(|pair| pair[0].to <= pair[1].from), "{text:?}: {found:?}");
        }
    }
}
