//! Constants as gc's error messages print them.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::fmt::{self, Write as _};

use super::{ConstValue, Float};

/// The longest string that is printed in full, quotes included.
const MAX_STRING: usize = 72;

impl fmt::Display for ConstValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("unknown"),
            Self::Bool(b) => write!(f, "{b}"),
            Self::Str(s) => f.write_str(&shorten(quote(s))),
            Self::Int(i) => write!(f, "{i}"),
            Self::BigInt(i) => write!(f, "{i}"),
            Self::Rat(r) => match Float::from_ratio(r.numer(), r.denom()) {
                Some(float) => f.write_str(&float_text(&float)),
                None => f.write_str("unknown"),
            },
            Self::Float(x) => f.write_str(&float_text(x)),
            Self::Complex(c) => write!(f, "({} + {}i)", c.0, c.1),
        }
    }
}

fn shorten(quoted: String) -> String {
    if quoted.chars().count() <= MAX_STRING {
        return quoted;
    }
    let mut short: String = quoted.chars().take(MAX_STRING - 3).collect();
    short.push_str("...");
    short
}

/// `bytes` as a Go string literal, as `strconv.Quote` writes it.
pub(crate) fn quote(bytes: &[u8]) -> String {
    let mut out = String::from("\"");
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            quote_char(&mut out, c);
        }
        for &b in chunk.invalid() {
            let _ = write!(out, "\\x{b:02x}");
        }
    }
    out.push('"');
    out
}

fn quote_char(out: &mut String, c: char) {
    match c {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\x07' => out.push_str("\\a"),
        '\x08' => out.push_str("\\b"),
        '\x0c' => out.push_str("\\f"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        '\x0b' => out.push_str("\\v"),
        ' '..='~' => out.push(c),
        c if (c as u32) < 0x20 || c == '\x7f' => drop(write!(out, "\\x{:02x}", c as u32)),
        // Rust's debug escapes apply to what is not printable, as Go's do.
        c if c.escape_debug().count() == 1 => out.push(c),
        c if (c as u32) < 0x10000 => drop(write!(out, "\\u{:04x}", c as u32)),
        c => drop(write!(out, "\\U{:08x}", c as u32)),
    }
}

fn float_text(x: &Float) -> String {
    let value = x.round_to(super::float::F64);
    if (x.sign() == 0) == (value == 0.0) && value.is_finite() {
        let text = general(value, Some(6));
        if !x.is_int() && !text.contains('.') {
            return general(value, None);
        }
        return text;
    }
    // Outside the range of float64: mantissa and decimal exponent by hand,
    // as gc does.
    let (mut m, exp) = x.mant_exp();
    let d = to_f64(exp) * (core::f64::consts::LN_2 / core::f64::consts::LN_10);
    let mut e = d as i64;
    m *= pow10(d - to_f64(e));
    let magnitude = if m < 0.0 { -m } else { m };
    if magnitude < 1.0 - 0.5e-6 {
        m *= 10.0;
        e -= 1;
    } else if magnitude >= 10.0 {
        m /= 10.0;
        e += 1;
    }
    format!("{}e{e:+}", general(m, Some(6)))
}

#[allow(clippy::cast_precision_loss)]
fn to_f64(x: i64) -> f64 {
    x as f64
}

/// 10 to a power between -1 and 1, by the exponential series: core has no `powf`.
fn pow10(x: f64) -> f64 {
    let y = x * core::f64::consts::LN_10;
    let (mut term, mut sum) = (1.0, 1.0);
    for n in 1..40 {
        term *= y / f64::from(n);
        sum += term;
    }
    sum
}

/// C's `%.{precision}g`, or the shortest text that reads back as `value`.
fn general(value: f64, precision: Option<usize>) -> String {
    if value == 0.0 {
        return String::from("0");
    }
    let scientific = match precision {
        Some(p) => format!("{value:.*e}", p - 1),
        None => format!("{value:e}"),
    };
    let Some((mantissa, exponent)) = scientific.split_once('e') else { return scientific };
    let exp: i32 = exponent.parse().unwrap_or(0);
    let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |m| ("-", m));
    let mut digits: Vec<char> = mantissa.chars().filter(char::is_ascii_digit).collect();
    while digits.len() > 1 && digits.last() == Some(&'0') {
        digits.pop();
    }
    let digits: String = digits.into_iter().collect();
    let limit = precision.map_or(6, |p| p as i32);
    let body = if exp < -4 || exp >= limit {
        let (first, rest) = digits.split_at(1);
        let dot = if rest.is_empty() { "" } else { "." };
        let sign = if exp < 0 { '-' } else { '+' };
        format!("{first}{dot}{rest}e{sign}{:02}", exp.abs())
    } else if exp < 0 {
        format!("0.{}{digits}", "0".repeat(exp.unsigned_abs() as usize - 1))
    } else {
        let whole = exp.unsigned_abs() as usize + 1;
        if digits.len() <= whole {
            format!("{digits}{}", "0".repeat(whole - digits.len()))
        } else {
            let (a, b) = digits.split_at(whole);
            format!("{a}.{b}")
        }
    };
    sign.to_string() + &body
}
