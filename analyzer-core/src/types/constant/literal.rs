//! Constants from literal text.

use alloc::{string::String, vec::Vec};
use num_bigint::{BigInt, BigUint};
use num_rational::Ratio;

use super::{ConstValue, Float};
use crate::ast::LitKind;

/// The value of a literal; unknown if the text is malformed (the lexer has
/// said so) or the value has no finite representation.
pub(crate) fn from_literal(text: &str, kind: LitKind) -> ConstValue {
    match kind {
        LitKind::Int => match parse_small(text) {
            Some(small) => ConstValue::Int(small),
            None => parse_int(text).map_or(ConstValue::Unknown, ConstValue::int),
        },
        LitKind::Float => parse_float(text).unwrap_or_default(),
        LitKind::Imag => {
            let digits = text.strip_suffix('i').unwrap_or(text);
            let im = parse_imaginary(digits).unwrap_or_default();
            ConstValue::complex(ConstValue::Int(0), im)
        }
        LitKind::Rune => rune(text).map_or(ConstValue::Unknown, |c| ConstValue::Int(i64::from(c))),
        LitKind::String => match plain_string(text) {
            Some(plain) => ConstValue::string(plain.as_bytes()),
            None => unquote(text).map_or(ConstValue::Unknown, |s| ConstValue::string(&s)),
        },
    }
}

/// The value of a literal that nothing need be taken out of and that fits:
/// nearly all integers, in tables many thousands of them.
fn parse_small(text: &str) -> Option<i64> {
    let (radix, digits) = match text.as_bytes() {
        [b'0', b'x' | b'X', ..] => (16, &text[2..]),
        [b'0', _, ..] => return None,
        _ => (10, text),
    };
    i64::from_str_radix(digits, radix).ok()
}

/// What is between the quotes of a string literal without escapes.
fn plain_string(text: &str) -> Option<&str> {
    let body = text.strip_prefix('"')?.strip_suffix('"')?;
    (!body.as_bytes().contains(&b'\\')).then_some(body)
}

fn clean(text: &str) -> String {
    text.chars().filter(|&c| c != '_').collect()
}

fn parse_int(text: &str) -> Option<BigInt> {
    let digits = clean(text);
    let lower = digits.to_ascii_lowercase();
    let (radix, body) = if let Some(hex) = lower.strip_prefix("0x") {
        (16, hex)
    } else if let Some(binary) = lower.strip_prefix("0b") {
        (2, binary)
    } else if let Some(octal) = lower.strip_prefix("0o") {
        (8, octal)
    } else if lower.len() > 1 && lower.starts_with('0') {
        (8, &lower[1..])
    } else {
        (10, lower.as_str())
    };
    if let Ok(small) = i64::from_str_radix(body, radix) {
        return Some(BigInt::from(small));
    }
    BigInt::parse_bytes(body.as_bytes(), radix)
}

/// Imaginary literals may look like integers; a leading `0` does not make
/// them octal, for compatibility.
fn parse_imaginary(text: &str) -> Option<ConstValue> {
    let lower = clean(text).to_ascii_lowercase();
    let prefixed = lower.starts_with("0x") || lower.starts_with("0b") || lower.starts_with("0o");
    if prefixed && !lower.contains(['.', 'p']) {
        return parse_int(text).map(|i| ConstValue::rat(Ratio::from_integer(i)));
    }
    parse_float(text)
}

/// Decimal exponents beyond this are infinite or zero with any mantissa that
/// fits in a source file of 4 GiB.
const MAX_DECIMAL: i64 = 700_000_000;

fn parse_float(text: &str) -> Option<ConstValue> {
    let lower = clean(text).to_ascii_lowercase();
    let (radix, body, marker) = match lower.strip_prefix("0x") {
        Some(hex) => (16, hex, 'p'),
        None => (10, lower.as_str(), 'e'),
    };
    let (mantissa, exponent) = body.split_once(marker).unwrap_or((body, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let mut digits = String::with_capacity(whole.len() + fraction.len());
    digits.push_str(whole);
    digits.push_str(fraction);
    let mant = BigUint::parse_bytes(if digits.is_empty() { b"0" } else { digits.as_bytes() }, radix)?;
    if mant.bits() == 0 {
        return Some(ConstValue::rat(Ratio::from_integer(BigInt::from(0))));
    }
    let negative = exponent.starts_with('-');
    let exponent: i64 = exponent.parse().unwrap_or(if negative { -MAX_DECIMAL } else { MAX_DECIMAL });
    if radix == 16 {
        let exp = exponent.clamp(-(1 << 40), 1 << 40) - 4 * fraction.len() as i64;
        let float = Float::from_parts(mant, exp)?;
        return Some(float.to_ratio().map_or_else(|| ConstValue::float(Some(float)), ConstValue::rat));
    }
    let exp = exponent.clamp(-MAX_DECIMAL, MAX_DECIMAL) - fraction.len() as i64;
    decimal(mant, exp)
}

/// `mant · 10^exp`: a fraction if it is small enough, else a float.
fn decimal(mant: BigUint, exp: i64) -> Option<ConstValue> {
    // An estimate of the binary exponent that is good to a few bits.
    let top = mant.bits() as i64 + exp * 3322 / 1000;
    let max = super::MAX_EXP as i64;
    if top.abs() < max + 64 {
        let power = BigInt::from(10).pow(exp.unsigned_abs() as u32);
        let mant = BigInt::from(mant);
        let (num, den) = if exp >= 0 { (mant * power, BigInt::from(1)) } else { (mant, power) };
        let float = Float::from_ratio(&num, &den)?;
        if float.is_small() {
            return Some(ConstValue::Rat(alloc::boxed::Box::new(Ratio::new(num, den))));
        }
        return Some(ConstValue::float(Some(float)));
    }
    let mant = Float::from_parts(mant, 0)?;
    let power = power_of_ten(exp.unsigned_abs());
    match (power, exp >= 0) {
        (Some(power), true) => Some(ConstValue::float(mant.mul(&power))),
        (Some(power), false) => Some(ConstValue::float(mant.quo(&power))),
        (None, true) => None,
        // Too small for any exponent: zero.
        (None, false) => Some(ConstValue::rat(Ratio::from_integer(BigInt::from(0)))),
    }
}

fn power_of_ten(mut exp: u64) -> Option<Float> {
    let mut result = Float::from_parts(BigUint::from(1u32), 0)?;
    let mut base = Float::from_parts(BigUint::from(10u32), 0)?;
    loop {
        if exp & 1 == 1 {
            result = result.mul(&base)?;
        }
        exp >>= 1;
        if exp == 0 {
            return Some(result);
        }
        base = base.mul(&base)?;
    }
}

fn rune(text: &str) -> Option<u32> {
    let body = text.strip_prefix('\'')?.strip_suffix('\'')?;
    let mut chars = body.chars();
    let value = match chars.next()? {
        '\\' => escape(&mut chars)?.0,
        c => c as u32,
    };
    chars.as_str().is_empty().then_some(value)
}

/// The bytes of a Go string literal, raw or interpreted; `None` if malformed.
pub fn unquote(text: &str) -> Option<Vec<u8>> {
    if let Some(raw) = text.strip_prefix('`') {
        return Some(raw.strip_suffix('`')?.bytes().filter(|&b| b != b'\r').collect());
    }
    let body = text.strip_prefix('"')?.strip_suffix('"')?;
    let mut bytes = Vec::with_capacity(body.len());
    let mut chars = body.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            continue;
        }
        match escape(&mut chars)? {
            (value, true) => bytes.push(value as u8),
            (value, false) => bytes.extend_from_slice(char::from_u32(value)?.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    Some(bytes)
}

/// The text of a string literal; invalid UTF-8 is replaced.
pub(crate) fn unquote_text(text: &str) -> Option<String> {
    unquote(text).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

/// The value of the escape behind a backslash, and whether it is one byte
/// rather than a code point.
fn escape(chars: &mut core::str::Chars<'_>) -> Option<(u32, bool)> {
    let c = chars.next()?;
    let mut number = |digits: usize, radix: u32, first: u32| {
        let mut value = first;
        for _ in 0..digits {
            value = value.checked_mul(radix)?.checked_add(chars.next()?.to_digit(radix)?)?;
        }
        Some(value)
    };
    Some(match c {
        'a' => (7, false),
        'b' => (8, false),
        'f' => (12, false),
        'n' => (10, false),
        'r' => (13, false),
        't' => (9, false),
        'v' => (11, false),
        '\\' | '\'' | '"' => (c as u32, false),
        'x' => (number(2, 16, 0)?, true),
        'u' => (number(4, 16, 0)?, false),
        'U' => (number(8, 16, 0)?, false),
        '0'..='7' => {
            let value = number(2, 8, c.to_digit(8)?)?;
            (u8::try_from(value).ok()?.into(), true)
        }
        _ => return None,
    })
}
