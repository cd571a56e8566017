//! Programs written in another way, of which the analyzer has to say the same:
//! with other names, or with other space between the tokens.
//!
//! A report is about texts and places. [`Rewritten::back`] puts those of a
//! rewritten program into the words and places of the original, and then there
//! may be no difference.

use std::collections::{HashMap, HashSet};

use analyzer_core::{
    base::{FileId, Id, Interner},
    lexer::{self, TokenKind},
    parser::parse_file,
};
use serde_json::Value;

use crate::Random;

/// Lines are no longer than this, before and after: gc has one column for all
/// that is behind the 255th, so that messages there have no order.
const LONGEST_LINE: usize = 200;

/// Names that mean something without being declared, or to the language.
const KNOWN: &str = "_ main init any bool byte comparable complex64 complex128 error float32 float64 int int8 int16 int32 \
    int64 rune string uint uint8 uint16 uint32 uint64 uintptr true false iota nil append cap clear close complex copy \
    delete imag len make max min new panic print println real recover unsafe";

/// A program, and where it comes from.
#[derive(Debug)]
pub struct Rewritten {
    /// The program.
    pub text: Vec<u8>,
    /// Whether its lines are those of the original.
    pub same_lines: bool,
    /// Offsets from which on the distance to the original is another one: here, there.
    moved: Vec<(usize, usize)>,
    /// Names here, and what they were there.
    names: HashMap<String, String>,
    /// Where lines begin, here and there.
    lines: [Vec<usize>; 2],
}

/// A token that is written: its kind, where it begins, and where it ends.
type Token = (TokenKind, usize, usize);

fn tokens(text: &[u8]) -> Vec<Token> {
    let tokens = lexer::tokens(text).into_iter().map(|(kind, span)| (kind, span.start as usize, span.end as usize));
    tokens.filter(|&(kind, start, _)| !matches!(kind, TokenKind::Semi(_)) || text.get(start) == Some(&b';')).collect()
}

/// Whether places in `text` are what they seem, and it is a program at all.
fn is_plain(text: &[u8]) -> bool {
    let Ok(written) = std::str::from_utf8(text) else { return false };
    // Directives count lines themselves, or tell the linker names.
    let directs = ["//line", "/*line", "//go:linkname", "//go:cgo", "//escapade:", "// want"];
    !directs.iter().any(|directive| written.contains(directive))
        && text.split(|byte| *byte == b'\n').all(|line| line.len() <= LONGEST_LINE)
        && !text.contains(&b'\r')
        && parse_file(text, FileId::new(0), &mut Interner::default()).errors.is_empty()
}

/// `text` with other names for what is declared in functions, longer and
/// shorter ones; `None` if there is nothing to rename.
pub fn renamed(text: &[u8], random: &mut Random) -> Option<Rewritten> {
    if !is_plain(text) {
        return None;
    }
    let tokens = tokens(text);
    let word = |token: &Token| std::str::from_utf8(&text[token.1..token.2]).unwrap_or_default();
    // A name is taken for a local one if it is small, and nowhere a member, a
    // key, or declared outside of functions: then it means the same wherever it stands.
    let mut kept: HashSet<&str> = KNOWN.split_whitespace().collect();
    let mut names: Vec<&str> = Vec::new();
    let mut depth = 0_usize;
    for (index, token) in tokens.iter().enumerate() {
        match token.0 {
            TokenKind::Lbrace => depth += 1,
            TokenKind::Rbrace => depth = depth.saturating_sub(1),
            TokenKind::Literal(_) => {
                // Import paths: the names of packages are in them.
                kept.extend(word(token).split(|sign: char| !sign.is_alphanumeric() && sign != '_'));
            }
            TokenKind::Name => {
                let before = index.checked_sub(1).map(|index| tokens[index].0);
                let after = tokens.get(index + 1).map(|token| token.0);
                let member = before == Some(TokenKind::Dot) || after == Some(TokenKind::Colon);
                let large = !word(token).starts_with(|sign: char| sign.is_ascii_lowercase());
                if member || large || (depth == 0 && is_declared(&tokens, index)) {
                    kept.insert(word(token));
                } else {
                    names.push(word(token));
                }
            }
            _ => {}
        }
    }
    kept.extend(fields(&tokens, &word));
    let mut fresh: HashMap<&str, String> = HashMap::new();
    for name in names.into_iter().filter(|name| !kept.contains(name)) {
        let number = fresh.len();
        let tail = ["", "q", "qq", "qqq"][random.below(4)];
        fresh.entry(name).or_insert_with(|| format!("r{number}z{tail}"));
    }
    let taken = |name: &str| tokens.iter().any(|token| token.0 == TokenKind::Name && word(token) == name);
    if fresh.is_empty() || fresh.values().any(|name| taken(name)) {
        return None;
    }
    let mut made = Maker::new(text);
    for token in &tokens {
        made.copy(token.1);
        let new = (token.0 == TokenKind::Name).then(|| fresh.get(word(token))).flatten();
        match new {
            Some(new) => made.replace(token.2, new.as_bytes()),
            None => made.copy(token.2),
        }
    }
    let names = fresh.into_iter().map(|(old, new)| (new, old.to_owned())).collect();
    made.finish(names).filter(|made| made.is_sound(text))
}

/// Whether the name at `index`, outside of all braces, is one that is declared
/// there: the function's own, a type, a variable, a constant, a package. What
/// stands in the parentheses of a function is its own affair.
fn is_declared(tokens: &[Token], index: usize) -> bool {
    let mut parens = 0_usize;
    for token in &tokens[..index] {
        match token.0 {
            TokenKind::Func => parens = 0,
            TokenKind::Lparen | TokenKind::Lbrack => parens += 1,
            TokenKind::Rparen | TokenKind::Rbrack => parens = parens.saturating_sub(1),
            _ => {}
        }
    }
    let in_group = tokens[..index].iter().rev().find_map(|token| match token.0 {
        TokenKind::Func => Some(false),
        TokenKind::Import | TokenKind::Const | TokenKind::Type | TokenKind::Var => Some(true),
        _ => None,
    });
    parens == 0 || in_group == Some(true)
}

/// Names of fields and methods, and all that is written in types: one that is a
/// variable's, too, cannot be told apart here.
fn fields<'a>(tokens: &[Token], word: &impl Fn(&Token) -> &'a str) -> HashSet<&'a str> {
    let mut found = HashSet::new();
    for (index, token) in tokens.iter().enumerate() {
        if !matches!(token.0, TokenKind::Struct | TokenKind::Interface) {
            continue;
        }
        let mut depth = 0_usize;
        for token in &tokens[index + 1..] {
            match token.0 {
                TokenKind::Lbrace => depth += 1,
                TokenKind::Rbrace => depth = depth.saturating_sub(1),
                TokenKind::Name => {
                    found.insert(word(token));
                }
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
    }
    // Methods are declared behind a receiver.
    for window in tokens.windows(3) {
        if let [(TokenKind::Rparen, ..), name @ (TokenKind::Name, ..), (TokenKind::Lparen, ..)] = window {
            found.insert(word(name));
        }
    }
    found
}

/// `text` with other space between its tokens, as far as the grammar does not mind.
pub fn reformatted(text: &[u8], random: &mut Random) -> Option<Rewritten> {
    if !is_plain(text) {
        return None;
    }
    let mut made = Maker::new(text);
    let mut before: Option<TokenKind> = None;
    for (kind, start, end) in tokens(text) {
        made.copy(start);
        let breaks = before.is_some_and(|before| !ends_statement(before));
        let space: &[u8] = match random.below(8) {
            0 if breaks => b"\n",
            1 if breaks => b"\n\n\t",
            2 => b" ",
            3 => b"\t ",
            4 => b" /* x */ ",
            _ => b"",
        };
        made.insert(space);
        made.copy(end);
        before = Some(kind);
    }
    made.finish(HashMap::new()).filter(|made| made.is_sound(text))
}

/// `text`, which is `old` as somebody else has formatted it; `None` if that
/// changed more than space and semicolons.
pub fn formatted(old: &[u8], text: Vec<u8>) -> Option<Rewritten> {
    let written = |text: &[u8]| {
        let all = tokens(text).into_iter();
        all.filter(|token| !matches!(token.0, TokenKind::Semi(_))).collect::<Vec<_>>()
    };
    let (here, there) = (written(&text), written(old));
    let same = here.len() == there.len() && here.iter().zip(&there).all(|(one, two)| one.0 == two.0);
    if !same || !is_plain(old) || !is_plain(&text) {
        return None;
    }
    let mut moved = vec![(0, 0)];
    for ((_, start, end), (_, old_start, old_end)) in here.into_iter().zip(there) {
        moved.extend([(start, old_start), (end, old_end)]);
    }
    let lines = [begins(&text), begins(old)];
    Some(Rewritten { text, same_lines: false, moved, names: HashMap::new(), lines })
}

/// Where lines begin.
fn begins(text: &[u8]) -> Vec<usize> {
    let behind = text.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
    std::iter::once(0).chain(behind).collect()
}

/// Whether a newline behind such a token would be a semicolon.
fn ends_statement(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Name
            | TokenKind::Literal(_)
            | TokenKind::IncOp { .. }
            | TokenKind::Rparen
            | TokenKind::Rbrack
            | TokenKind::Rbrace
            | TokenKind::Break
            | TokenKind::Continue
            | TokenKind::Fallthrough
            | TokenKind::Return
    )
}

/// Writes a program from pieces of another one.
struct Maker<'a> {
    old: &'a [u8],
    at: usize,
    new: Vec<u8>,
    moved: Vec<(usize, usize)>,
}

impl<'a> Maker<'a> {
    fn new(old: &'a [u8]) -> Self {
        Self { old, at: 0, new: Vec::new(), moved: vec![(0, 0)] }
    }

    /// Takes the original up to `end` as it is.
    fn copy(&mut self, end: usize) {
        self.new.extend_from_slice(&self.old[self.at..end]);
        self.at = end;
    }

    fn insert(&mut self, piece: &[u8]) {
        if !piece.is_empty() {
            self.new.extend_from_slice(piece);
            self.moved.push((self.new.len(), self.at));
        }
    }

    /// Puts `piece` in the place of the original up to `end`.
    fn replace(&mut self, end: usize, piece: &[u8]) {
        self.at = end;
        self.insert(piece);
    }

    fn finish(mut self, names: HashMap<String, String>) -> Option<Rewritten> {
        self.copy(self.old.len());
        let lines = [begins(&self.new), begins(self.old)];
        let same_lines = lines[0].len() == lines[1].len();
        is_plain(&self.new).then_some(Rewritten { text: self.new, same_lines, moved: self.moved, names, lines })
    }
}

impl Rewritten {
    /// Whether it has the tokens of `old`, names apart.
    fn is_sound(&self, old: &[u8]) -> bool {
        let kinds = |text: &[u8]| tokens(text).into_iter().map(|token| token.0).collect::<Vec<_>>();
        kinds(&self.text) == kinds(old)
    }

    /// The offset in the original that `offset` here is.
    fn offset(&self, offset: usize) -> usize {
        let piece = self.moved.partition_point(|(here, _)| *here <= offset).saturating_sub(1);
        let (here, there) = self.moved[piece];
        let next = self.moved.get(piece + 1).map_or(usize::MAX, |(_, there)| *there);
        (there + (offset - here)).min(next)
    }

    fn place(&self, line: usize, col: usize) -> Option<(usize, usize)> {
        let begin = self.lines[0].get(line.checked_sub(1)?)?;
        let offset = self.offset(begin + col.checked_sub(1)?);
        let line = self.lines[1].partition_point(|begin| *begin <= offset);
        Some((line, offset - self.lines[1][line - 1] + 1))
    }

    /// A report about this program, in the words and places of the original.
    pub fn back(&self, report: &mut Value) {
        match report {
            Value::String(text) => *text = self.words(text),
            Value::Array(all) => all.iter_mut().for_each(|one| self.back(one)),
            Value::Object(all) => {
                let number = |value: &Value, name: &str| value[name].as_u64().map(|number| number as usize);
                // Places in files of other packages stay.
                let own = all.get("file").is_none_or(|file| *file == 0);
                for (name, value) in all {
                    match &**name {
                        "span" if own => {
                            let start = number(value, "start").map(|start| self.offset(start));
                            value["start"] = start.into();
                        }
                        "at" if own => {
                            let at = number(value, "line").zip(number(value, "col"));
                            if let Some((line, col)) = at.and_then(|(line, col)| self.place(line, col)) {
                                value["line"] = line.into();
                                value["col"] = col.into();
                            }
                        }
                        "span" | "at" => {}
                        _ => self.back(value),
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn words(&self, text: &str) -> String {
        let mut said = String::new();
        let mut rest = text;
        let is_word = |sign: char| sign.is_alphanumeric() || sign == '_';
        while let Some(begin) = rest.find(is_word) {
            said.push_str(&rest[..begin]);
            rest = &rest[begin..];
            let end = rest.find(|sign: char| !is_word(sign)).unwrap_or(rest.len());
            said.push_str(self.names.get(&rest[..end]).map_or(&rest[..end], String::as_str));
            rest = &rest[end..];
        }
        said + rest
    }
}

/// Takes away where underlines end: those of what the compiler has made, which
/// is written nowhere, are as long as its name.
pub fn without_ends(report: &mut Value) {
    match report {
        Value::Array(all) => all.iter_mut().for_each(without_ends),
        Value::Object(all) => {
            if let Some(span) = all.get_mut("span") {
                span["end"].take();
            }
            all.values_mut().for_each(without_ends);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROGRAM: &str = "package main\n\nimport \"fmt\"\n\ntype point struct{ x int }\n\nfunc add(p *point, n int) int {\n\tsum := p.x + n\n\
        \tfmt.Println(&sum)\n\treturn sum\n}\n\nfunc main() { add(&point{1}, 2) }\n";

    #[test]
    fn only_locals_are_renamed() {
        let made = renamed(PROGRAM.as_bytes(), &mut Random::new(1, 1)).expect("locals");
        let text = String::from_utf8(made.text.clone()).expect("text");
        let old: HashSet<&str> = made.names.values().map(String::as_str).collect();
        assert_eq!(old, ["p", "n", "sum"].into(), "{text}");
        let mut said = Value::String(text.lines().nth(7).unwrap_or_default().trim().to_owned());
        made.back(&mut said);
        assert_eq!(said, "sum := p.x + n");
    }

    #[test]
    fn places_lead_back() {
        for index in 0..50 {
            let made = reformatted(PROGRAM.as_bytes(), &mut Random::new(2, index)).expect("a program");
            for ((_, here, _), (_, there, _)) in tokens(&made.text).into_iter().zip(tokens(PROGRAM.as_bytes())) {
                assert_eq!(made.offset(here), there);
                let line = made.lines[0].partition_point(|begin| *begin <= here);
                let (line, col) = made.place(line, here - made.lines[0][line - 1] + 1).expect("a place");
                assert_eq!(made.lines[1][line - 1] + col - 1, there);
            }
        }
    }
}
