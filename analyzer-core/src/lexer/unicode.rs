//! Characters outside ASCII: what an identifier may hold, and how gc's
//! messages print a character.
//!
//! Go's letters are Unicode category L and its digits category Nd. Neither
//! `char::is_alphabetic` nor a regular expression with `\p{L}` will do: the
//! first is a different property, the second costs 40 kB in the binary.

use alloc::{format, string::String};

use super::unicode_tables::{DIGITS, FOLD_DISTANCES, FOLDS, LETTERS};

/// Whether `c`, which is not ASCII, is in category L.
pub(crate) fn is_letter(c: char) -> bool {
    contains(&LETTERS, c)
}

/// Whether `c`, which is not ASCII, is in category Nd.
pub(crate) fn is_digit(c: char) -> bool {
    contains(&DIGITS, c)
}

/// Go's `strings.EqualFold`: whether two names are the same but for their case.
/// `to_lowercase` would be 15 kB of the site.
pub(crate) fn equal_fold(a: &str, b: &str) -> bool {
    a.chars().map(fold).eq(b.chars().map(fold))
}

/// The least code point that is `c` in another case; of ASCII letters the
/// capital.
fn fold(c: char) -> u32 {
    let code = c.to_ascii_uppercase() as u32;
    let after = FOLDS.partition_point(|&entry| entry >> 11 <= code);
    let Some(index) = after.checked_sub(1) else { return code };
    let (entry, distance) = (FOLDS[index], FOLD_DISTANCES[index]);
    let (offset, every_second) = (code - (entry >> 11), entry & 1 << 10 != 0);
    let place = if every_second { offset / 2 } else { offset };
    let folds = place <= entry & ((1 << 10) - 1) && !(every_second && offset % 2 == 1);
    if folds { code - distance } else { code }
}

/// An entry holds the first code point of a run above its length less one, so
/// the last entry that starts at or before `c` is the only candidate.
fn contains(table: &[u32], c: char) -> bool {
    const LENGTH_BITS: u32 = 11;
    let c = c as u32;
    let after = table.partition_point(|&entry| entry >> LENGTH_BITS <= c);
    let Some(&entry) = after.checked_sub(1).and_then(|i| table.get(i)) else { return false };
    c - (entry >> LENGTH_BITS) <= entry & ((1 << LENGTH_BITS) - 1)
}

/// Go's `%#U`: `U+0040 '@'`, without the character if it cannot be printed.
/// `code` may lie beyond Unicode.
pub(super) fn code_point(code: u32) -> String {
    match char::from_u32(code) {
        Some(c) if is_printable(c) => format!("U+{code:04X} '{c}'"),
        _ => format!("U+{code:04X}"),
    }
}

/// Go's `%q` for a character.
pub(super) fn quote(c: char) -> String {
    match c {
        '\'' => String::from(r"'\''"),
        '\\' => String::from(r"'\\'"),
        '\x07' => String::from(r"'\a'"),
        '\x08' => String::from(r"'\b'"),
        '\x0c' => String::from(r"'\f'"),
        '\n' => String::from(r"'\n'"),
        '\r' => String::from(r"'\r'"),
        '\t' => String::from(r"'\t'"),
        '\x0b' => String::from(r"'\v'"),
        _ if is_printable(c) => format!("'{c}'"),
        _ => match c as u32 {
            code @ ..0x80 => format!(r"'\x{code:02x}'"),
            code @ ..0x1_0000 => format!(r"'\u{code:04x}'"),
            code => format!(r"'\U{code:08x}'"),
        },
    }
}

/// Go's `strconv.IsPrint`: graphic, and no space but U+0020. The standard
/// library keeps its table of these to itself but escapes all others; the `x`
/// is there because it also escapes a combining mark that comes first.
pub(crate) fn is_printable(c: char) -> bool {
    let mut buffer = [0; 8];
    buffer[0] = b'x';
    let len = 1 + c.encode_utf8(&mut buffer[1..]).len();
    let text = core::str::from_utf8(&buffer[..len]).unwrap_or_default();
    matches!(c, '"' | '\'' | '\\') || text.escape_debug().eq(text.chars())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_digits_are_those_of_go() {
        for c in ['ä', 'ª', 'ǅ', 'ʰ', 'א', '中', '鿿', '가', '힣', '𝒳', '\u{2ebe0}'] {
            assert!(is_letter(c) && !is_digit(c), "{c}");
        }
        for c in ['٣', '᧐', '𝟗'] {
            assert!(is_digit(c) && !is_letter(c), "{c}");
        }
        // Nl, No, Mn, So, Zs and the ends of the table.
        for c in ['Ⅷ', '²', '\u{301}', '😀', '\u{a0}', '\u{80}', char::MAX] {
            assert!(!is_digit(c) && !is_letter(c), "{c:?}");
        }
    }

    #[test]
    fn case_folds_as_in_go() {
        for (a, b) in [("Name", "nAME"), ("Ä", "ä"), ("Ÿ", "ÿ"), ("ǅ", "ǆ"), ("Σ", "ς"), ("K", "\u{212a}"), ("Ж", "ж")]
        {
            assert!(equal_fold(a, b) && equal_fold(b, a), "{a} {b}");
        }
        for (a, b) in [("a", "b"), ("a", "aa"), ("ı", "i"), ("ß", "SS"), ("Ā", "Ă"), ("中", "国"), ("İ", "i")] {
            assert!(!equal_fold(a, b) && !equal_fold(b, a), "{a} {b}");
        }
        // Whatever the standard library says of single characters is true here.
        for c in (0x80..0x1_0000).filter_map(char::from_u32) {
            let mut lower = c.to_lowercase();
            if let (Some(lower), None) = (lower.next(), lower.next()) {
                assert_eq!(fold(c), fold(lower), "{c}");
            }
        }
    }

    #[test]
    fn characters_print_as_go_prints_them() {
        assert_eq!(code_point(u32::from('@')), "U+0040 '@'");
        assert_eq!(code_point(u32::from('"')), "U+0022 '\"'");
        assert_eq!(code_point(0x301), "U+0301 '\u{301}'");
        assert_eq!(code_point(0xa0), "U+00A0");
        assert_eq!(code_point(1), "U+0001");
        assert_eq!(code_point(0xd800), "U+D800");
        assert_eq!(code_point(0x11_0000), "U+110000");
        assert_eq!(quote('\''), r"'\''");
        assert_eq!(quote('"'), "'\"'");
        assert_eq!(quote('\n'), r"'\n'");
        assert_eq!(quote('\x01'), r"'\x01'");
        assert_eq!(quote('\u{a0}'), r"'\u00a0'");
        assert_eq!(quote('中'), "'中'");
    }
}
