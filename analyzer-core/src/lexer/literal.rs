//! What may go wrong inside a literal. The shape of a literal is known from
//! its first bytes; here its end is found and its inside is checked, with the
//! texts and places of gc's `syntax/scanner.go`.

use alloc::{
    format,
    string::{String, ToString},
    vec,
    vec::Vec,
};

use super::unicode::{code_point, quote};
use crate::ast::LitKind;

/// A complaint about a literal, at an offset from the literal's start.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct LitError {
    pub(super) at: usize,
    pub(super) unterminated: bool,
    pub(super) message: String,
    pub(super) args: Vec<String>,
}

impl LitError {
    fn new(at: usize, message: impl Into<String>, args: Vec<String>) -> Self {
        Self { at, unterminated: false, message: message.into(), args }
    }

    fn unterminated(message: &str) -> Self {
        Self { at: 0, unterminated: true, message: message.into(), args: Vec::new() }
    }
}

fn base_name(base: u32) -> &'static str {
    match base {
        2 => "binary",
        8 => "octal",
        10 => "decimal",
        _ => "hexadecimal",
    }
}

/// Reads the digits and separators of a number.
struct Digits<'a> {
    bytes: &'a [u8],
    at: usize,
    seen_digit: bool,
    seen_separator: bool,
    /// Where the first decimal digit stands that is too big for the base.
    too_big: Option<usize>,
}

impl Digits<'_> {
    fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    fn skip(&mut self, base: u32) {
        loop {
            match self.peek() {
                b'_' => self.seen_separator = true,
                digit @ b'0'..=b'9' => {
                    self.seen_digit = true;
                    if self.too_big.is_none() && u32::from(digit - b'0') >= base {
                        self.too_big = Some(self.at);
                    }
                }
                b'a'..=b'f' | b'A'..=b'F' if base == 16 => self.seen_digit = true,
                _ => return,
            }
            self.at += 1;
        }
    }
}

/// The kind of the number `text`, and the first thing that is wrong with it.
pub(super) fn number(text: &str) -> (LitKind, Option<LitError>) {
    let bytes = text.as_bytes();
    if bytes.first() != Some(&b'0') && bytes.iter().all(u8::is_ascii_digit) {
        return (LitKind::Int, None);
    }

    let mut error = None;
    let mut complain = |at, message: String, args| {
        error.get_or_insert_with(|| LitError::new(at, message, args));
    };
    let mut digits = Digits { bytes, at: 0, seen_digit: false, seen_separator: false, too_big: None };
    let (base, prefix) = match (bytes.first(), bytes.get(1).map(u8::to_ascii_lowercase)) {
        (Some(b'0'), Some(b'x')) => (16, b'x'),
        (Some(b'0'), Some(b'o')) => (8, b'o'),
        (Some(b'0'), Some(b'b')) => (2, b'b'),
        (Some(b'0'), _) => (8, b'0'),
        _ => (10, 0),
    };
    let name = base_name(base);
    let named = || vec![name.to_string()];
    if matches!(prefix, b'x' | b'o' | b'b') {
        digits.at = 2;
    }

    let mut kind = LitKind::Int;
    digits.skip(base);
    if digits.peek() == b'.' {
        if matches!(prefix, b'o' | b'b') {
            complain(digits.at, format!("invalid radix point in {name} literal"), named());
        }
        digits.at += 1;
        kind = LitKind::Float;
        digits.skip(base);
    }
    if !digits.seen_digit {
        complain(digits.at, format!("{name} literal has no digits"), named());
    }

    let letter = digits.peek();
    if matches!(letter, b'e' | b'E' | b'p' | b'P') {
        let text = quote(char::from(letter));
        if letter.eq_ignore_ascii_case(&b'e') {
            if !matches!(prefix, 0 | b'0') {
                complain(digits.at, format!("{text} exponent requires decimal mantissa"), vec![text]);
            }
        } else if prefix != b'x' {
            complain(digits.at, format!("{text} exponent requires hexadecimal mantissa"), vec![text]);
        }
        digits.at += 1;
        kind = LitKind::Float;
        if matches!(digits.peek(), b'+' | b'-') {
            digits.at += 1;
        }
        digits.seen_digit = false;
        digits.skip(10);
        if !digits.seen_digit {
            complain(digits.at, "exponent has no digits".into(), Vec::new());
        }
    } else if prefix == b'x' && kind == LitKind::Float {
        complain(digits.at, "hexadecimal mantissa requires a 'p' exponent".into(), Vec::new());
    }
    if digits.peek() == b'i' {
        kind = LitKind::Imag;
    }

    if let (LitKind::Int, Some(at)) = (kind, digits.too_big) {
        let digit = quote(char::from(bytes[at]));
        complain(at, format!("invalid digit {digit} in {name} literal"), vec![digit, name.to_string()]);
    }
    if digits.seen_separator
        && let Some(at) = misplaced_separator(bytes)
    {
        complain(at, "'_' must separate successive digits".into(), Vec::new());
    }
    (kind, error)
}

/// The first `_` that does not stand between two digits, a prefix being one.
fn misplaced_separator(bytes: &[u8]) -> Option<usize> {
    let second = bytes.get(1).map_or(0, u8::to_ascii_lowercase);
    let prefixed = bytes[0] == b'0' && matches!(second, b'x' | b'o' | b'b');
    let start = if prefixed { 2 } else { 0 };
    let is_digit = |b: u8| b.is_ascii_digit() || second == b'x' && prefixed && b.is_ascii_hexdigit();
    let mut after_digit = prefixed;
    for (at, &byte) in bytes.iter().enumerate().skip(start) {
        if byte == b'_' {
            if !after_digit {
                return Some(at);
            }
            after_digit = false;
        } else if is_digit(byte) {
            after_digit = true;
        } else {
            if at > start && bytes[at - 1] == b'_' {
                return Some(at - 1);
            }
            after_digit = false;
        }
    }
    (bytes.last() == Some(&b'_')).then(|| bytes.len() - 1)
}

/// The length of the literal that `text` begins with, a string in double
/// quotes, and what is wrong inside.
pub(super) fn string(text: &str) -> (usize, Vec<LitError>) {
    let bytes = text.as_bytes();
    let mut errors = Vec::new();
    let mut at = 1;
    loop {
        match bytes.get(at) {
            None => {
                errors.push(LitError::unterminated("string not terminated"));
                return (at, errors);
            }
            Some(b'"') => return (at + 1, errors),
            Some(b'\n') => {
                errors.push(LitError::new(at, "newline in string", Vec::new()));
                return (at, errors);
            }
            Some(b'\\') => errors.extend(escape(text, &mut at, b'"')),
            Some(_) => at += 1,
        }
    }
}

/// Same for a raw string.
pub(super) fn raw_string(text: &str) -> (usize, Vec<LitError>) {
    match text.as_bytes().iter().skip(1).position(|&b| b == b'`') {
        Some(inside) => (inside + 2, Vec::new()),
        None => (text.len(), vec![LitError::unterminated("string not terminated")]),
    }
}

/// Same for a rune.
pub(super) fn rune(text: &str) -> (usize, Vec<LitError>) {
    let bytes = text.as_bytes();
    let mut errors: Vec<LitError> = Vec::new();
    let mut at = 1;
    let mut count = 0;
    loop {
        match bytes.get(at) {
            None => {
                if errors.is_empty() {
                    errors.push(LitError::unterminated("rune literal not terminated"));
                }
                return (at, errors);
            }
            Some(b'\'') => {
                if errors.is_empty() && count == 0 {
                    errors.push(LitError::new(at, "empty rune literal or unescaped '", Vec::new()));
                } else if errors.is_empty() && count != 1 {
                    errors.push(LitError::new(0, "more than one character in rune literal", Vec::new()));
                }
                return (at + 1, errors);
            }
            Some(b'\n') => {
                if errors.is_empty() {
                    errors.push(LitError::new(at, "newline in rune literal", Vec::new()));
                }
                return (at, errors);
            }
            Some(b'\\') => errors.extend(escape(text, &mut at, b'\'')),
            Some(_) => at += char_at(text, at).map_or(1, char::len_utf8),
        }
        count += 1;
    }
}

fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// Reads the escape sequence whose backslash is at `at`. After an error `at`
/// is where gc goes on: at the character that does not fit.
fn escape(text: &str, at: &mut usize, end_quote: u8) -> Option<LitError> {
    *at += 1;
    let (digits, base, max) = match text.as_bytes().get(*at).copied()? {
        b'a' | b'b' | b'f' | b'n' | b'r' | b't' | b'v' | b'\\' => {
            *at += 1;
            return None;
        }
        byte if byte == end_quote => {
            *at += 1;
            return None;
        }
        b'0'..=b'7' => (3, 8, 255),
        b'x' => (2, 16, 255),
        b'u' => (4, 16, u32::from(char::MAX)),
        b'U' => (8, 16, u32::from(char::MAX)),
        _ => return Some(LitError::new(*at, "unknown escape", Vec::new())),
    };
    if base == 16 {
        *at += 1;
    }
    let mut value = 0_u32;
    for _ in 0..digits {
        let c = char_at(text, *at)?;
        let Some(digit) = c.to_digit(base) else {
            let (c, name) = (quote(c), base_name(base));
            let message = format!("invalid character {c} in {name} escape");
            return Some(LitError::new(*at, message, vec![c, name.to_string()]));
        };
        value = value.wrapping_mul(base).wrapping_add(digit);
        *at += 1;
    }
    if base == 8 && value > max {
        let message = format!("octal escape value {value} > 255");
        return Some(LitError::new(*at, message, vec![value.to_string()]));
    }
    if value > max || (0xd800..0xe000).contains(&value) {
        let code = code_point(value);
        let message = format!("escape is invalid Unicode code point {code}");
        return Some(LitError::new(*at, message, vec![code]));
    }
    None
}
