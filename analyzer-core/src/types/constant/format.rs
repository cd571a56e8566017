//! Constants as gc's error messages print them.

use alloc::{
    format,
    string::{String, ToString},
};
use core::fmt::{self, Write as _};

use num_bigint::{BigInt, BigUint};

use super::{
    ConstValue, Float,
    float::{F64, ratio_to_f64},
};
use crate::lexer::is_printable;

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
        c if is_printable(c) => out.push(c),
        c if (c as u32) < 0x10000 => drop(write!(out, "\\u{:04x}", c as u32)),
        c => drop(write!(out, "\\U{:08x}", c as u32)),
    }
}

fn float_text(x: &Float) -> String {
    let value = x.round_to(F64);
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
    let sign = if value < 0.0 { "-" } else { "" };
    let (mut digits, exp) = match precision {
        Some(count) => decimal(value, count),
        None => shortest(value),
    };
    digits.truncate(digits.trim_end_matches('0').len().max(1));
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

/// The first `count` decimal digits of `value`, which is neither zero nor
/// infinite, rounded, and the power of ten that the first one counts. The
/// formatting of the standard library would be 10 kB of the site.
fn decimal(value: f64, count: usize) -> (String, i32) {
    let one = BigUint::from(1_u32);
    let (num, den) = parts(value);
    let power = |e: i32| BigUint::from(10_u32).pow(e.unsigned_abs());
    // 1233 / 4096 is a little less than the logarithm of 2.
    let mut exp = ((num.bits() as i32 - den.bits() as i32) * 1233) >> 12;
    loop {
        let shift = count as i32 - 1 - exp;
        let (num, den) =
            if shift >= 0 { (&num * power(shift), den.clone()) } else { (num.clone(), &den * power(shift)) };
        let mut digits = &num / &den;
        let twice = (&num % &den) << 1_u32;
        if twice > den || (twice == den && digits.bit(0)) {
            digits += &one;
        }
        let text = digits.to_string();
        if text.len() == count {
            return (text, exp);
        }
        exp += if text.len() < count { -1 } else { 1 };
    }
}

/// The shortest decimal digits that read back as `value`.
fn shortest(value: f64) -> (String, i32) {
    // 17 digits always do.
    for count in 1..17 {
        let (text, exp) = decimal(value, count);
        let shift = exp - (count as i32 - 1);
        let power = BigInt::from(10_u32).pow(shift.unsigned_abs());
        // What lies above may be nearer than half of what is between floats
        // where what is rounded to is not: below a power of two.
        let nearest: BigInt = text.parse().unwrap_or_default();
        for digits in [nearest.clone(), nearest + 1] {
            let (num, den) =
                if shift >= 0 { (&digits * &power, BigInt::from(1)) } else { (digits.clone(), power.clone()) };
            let text = digits.to_string();
            if ratio_to_f64(&num, &den, F64).to_bits() == value.abs().to_bits() && text.len() == count {
                return (text, exp);
            }
        }
    }
    decimal(value, 17)
}

/// `value` without its sign as a fraction.
fn parts(value: f64) -> (BigUint, BigUint) {
    let bits = value.to_bits();
    let (raw, fraction) = (bits >> 52 & 0x7ff, bits & ((1 << 52) - 1));
    let mant = BigUint::from(if raw == 0 { fraction } else { fraction | 1 << 52 });
    let one = BigUint::from(1_u32);
    let exp = raw.max(1) as i64 - 1075;
    if exp >= 0 { (mant << exp.unsigned_abs(), one) } else { (mant, one << exp.unsigned_abs()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_those_of_the_standard_library() {
        let mut state = 88_172_645_463_325_252_u64;
        let mut values: alloc::vec::Vec<f64> =
            [1.0, 0.1, 0.5, 2.5, 9.5, 0.25, 1e22, 1e23, 5e-324, 123_456.5, 999_999.5].into();
        values.extend([f64::MAX, f64::MIN_POSITIVE, core::f64::consts::PI, 9_007_199_254_740_993.0, -1.5]);
        values.extend((1..2047).map(|exp| f64::from_bits(exp << 52)));
        values.extend((0..500).filter_map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            Some(f64::from_bits(state)).filter(|value| value.is_finite() && *value != 0.0)
        }));
        let split = |text: String| {
            let (mantissa, exp) = text.split_once('e').map(|(m, e)| (m.to_string(), e.to_string())).unwrap();
            (mantissa.replace(['.', '-'], ""), exp.parse::<i32>().unwrap())
        };
        for value in values {
            // Of two that are equally near Rust takes the upper one, Go the even one.
            let (digits, exp) = shortest(value);
            assert_eq!((digits.len(), exp), (split(format!("{value:e}")).0.len(), exp), "{value}");
            assert_eq!(format!("{}.{}e{exp}", &digits[..1], &digits[1..]).parse(), Ok(value.abs()));
            for count in [1, 6, 15, 17] {
                assert_eq!(decimal(value, count), split(format!("{value:.*e}", count - 1)), "{value} {count}");
            }
        }
    }
}
