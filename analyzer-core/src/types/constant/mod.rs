//! Exact constant arithmetic, with the results of Go's `go/constant`.
//!
//! Integers are exact. Floating-point values are fractions as long as their
//! components stay below 4096 bits and binary floats of 512 bits of precision
//! beyond that; once a value is a [`Float`] it stays one. gc's error messages
//! and the limits of what it accepts depend on exactly these choices.
//!
//! ```text
//! Int ⊂ BigInt ⊂ Rat ⊂ Float ⊂ Complex      (operands are matched upwards)
//! ```
//!
//! Invariants: a [`ConstValue::BigInt`] does not fit in an `i64`; operations
//! that Go does not define for their operands give [`ConstValue::Unknown`].

mod float;
mod format;
mod literal;
mod ops;

pub use float::Float;
pub(crate) use format::quote;
pub use literal::unquote;
pub(crate) use literal::{from_literal, unquote_text};
pub(crate) use ops::{binary, compare, shift, unary};

use alloc::{boxed::Box, sync::Arc};
use num_bigint::{BigInt, Sign};
use num_rational::Ratio;

/// A constant's exact value.
#[derive(Clone, PartialEq, Debug, Default)]
pub enum ConstValue {
    /// Not known because of an error.
    #[default]
    Unknown,
    /// A boolean.
    Bool(bool),
    /// A string; Go strings are bytes.
    Str(Arc<[u8]>),
    /// An integer.
    Int(i64),
    /// An integer that does not fit in an `i64`.
    BigInt(Box<BigInt>),
    /// A fraction.
    Rat(Box<Ratio<BigInt>>),
    /// A float that is too large or small for a fraction.
    Float(Box<Float>),
    /// Real and imaginary part.
    Complex(Box<(ConstValue, ConstValue)>),
}

/// What kind of value a [`ConstValue`] is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ConstKind {
    /// Not known.
    Unknown,
    /// A boolean.
    Bool,
    /// A string.
    Str,
    /// An integer.
    Int,
    /// A floating-point value.
    Float,
    /// A complex value.
    Complex,
}

/// Fractions whose components have fewer bits than this stay fractions.
const MAX_EXP: u64 = 4 << 10;

fn small_int(x: &BigInt) -> bool {
    x.bits() < MAX_EXP
}

impl ConstValue {
    /// A string constant.
    pub fn string(bytes: &[u8]) -> Self {
        Self::Str(bytes.into())
    }

    /// An integer constant.
    pub fn int(value: BigInt) -> Self {
        match i64::try_from(&value) {
            Ok(small) => Self::Int(small),
            Err(_) => Self::BigInt(Box::new(value)),
        }
    }

    /// An unsigned integer constant.
    pub fn uint(value: u64) -> Self {
        Self::int(BigInt::from(value))
    }

    /// A fraction, or a float if it is too large for one.
    pub(crate) fn rat(value: Ratio<BigInt>) -> Self {
        if small_int(value.numer()) && small_int(value.denom()) {
            Self::Rat(Box::new(value))
        } else {
            Self::float(Float::from_ratio(value.numer(), value.denom()))
        }
    }

    /// A float constant; what has no finite value is unknown.
    pub(crate) fn float(value: Option<Float>) -> Self {
        value.map_or(Self::Unknown, |f| Self::Float(Box::new(f)))
    }

    /// The value of a finite `f64`.
    pub(crate) fn from_f64(value: f64) -> Self {
        let Some(float) = Float::from_f64(value) else { return Self::Unknown };
        float.to_ratio().map_or_else(|| Self::Float(Box::new(float)), |r| Self::Rat(Box::new(r)))
    }

    /// A complex constant.
    pub(crate) fn complex(re: Self, im: Self) -> Self {
        if re == Self::Unknown || im == Self::Unknown { Self::Unknown } else { Self::Complex(Box::new((re, im))) }
    }

    /// What kind of value it is.
    pub fn kind(&self) -> ConstKind {
        match self {
            Self::Unknown => ConstKind::Unknown,
            Self::Bool(_) => ConstKind::Bool,
            Self::Str(_) => ConstKind::Str,
            Self::Int(_) | Self::BigInt(_) => ConstKind::Int,
            Self::Rat(_) | Self::Float(_) => ConstKind::Float,
            Self::Complex(_) => ConstKind::Complex,
        }
    }

    /// Whether the value is known.
    pub fn is_known(&self) -> bool {
        !matches!(self, Self::Unknown)
    }

    /// The boolean, if it is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(b) => Some(*b),
            _ => None,
        }
    }

    /// The bytes, if it is a string.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Str(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// The integer, if it is an integer that fits.
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Int(i) => Some(*i),
            _ => None,
        }
    }

    /// The integer, if it is one that fits.
    pub fn as_u64(&self) -> Option<u64> {
        match self {
            Self::Int(i) => u64::try_from(*i).ok(),
            Self::BigInt(i) => u64::try_from(&**i).ok(),
            _ => None,
        }
    }

    /// The integer, if it is one.
    pub fn as_big_int(&self) -> Option<BigInt> {
        match self {
            Self::Int(i) => Some(BigInt::from(*i)),
            Self::BigInt(i) => Some((**i).clone()),
            _ => None,
        }
    }

    /// The nearest `f64` of a number that is not complex; infinite if it is
    /// too large.
    pub fn as_f64(&self) -> Option<f64> {
        Some(match self {
            Self::Int(_) | Self::BigInt(_) => float::ratio_to_f64(&self.as_big_int()?, &BigInt::from(1), float::F64),
            Self::Rat(r) => float::ratio_to_f64(r.numer(), r.denom(), float::F64),
            Self::Float(f) => f.round_to(float::F64),
            _ => return None,
        })
    }

    /// Like [`as_f64`](Self::as_f64), rounded to an `f32`.
    pub fn as_f32(&self) -> Option<f64> {
        Some(match self {
            Self::Int(_) | Self::BigInt(_) => float::ratio_to_f64(&self.as_big_int()?, &BigInt::from(1), float::F32),
            Self::Rat(r) => float::ratio_to_f64(r.numer(), r.denom(), float::F32),
            Self::Float(f) => f.round_to(float::F32),
            _ => return None,
        })
    }

    /// The sign: -1, 0 or 1; for complex values 0 only if both parts are, for
    /// unknown ones 1.
    pub fn sign(&self) -> i32 {
        let of = |s| match s {
            Sign::Minus => -1,
            Sign::NoSign => 0,
            Sign::Plus => 1,
        };
        match self {
            Self::Int(i) => i.signum() as i32,
            Self::BigInt(i) => of(i.sign()),
            Self::Rat(r) => of(r.numer().sign()),
            Self::Float(f) => f.sign(),
            Self::Complex(c) => c.0.sign() | c.1.sign(),
            _ => 1,
        }
    }

    /// How many bits the magnitude of an integer has.
    pub fn bit_len(&self) -> u64 {
        match self {
            Self::Int(i) => u64::from(64 - i.unsigned_abs().leading_zeros()),
            Self::BigInt(i) => i.bits(),
            _ => 0,
        }
    }

    /// The real part of a number.
    #[must_use]
    pub fn real(&self) -> Self {
        match self {
            Self::Complex(c) => c.0.clone(),
            Self::Int(_) | Self::BigInt(_) | Self::Rat(_) | Self::Float(_) => self.clone(),
            _ => Self::Unknown,
        }
    }

    /// The imaginary part of a number.
    #[must_use]
    pub fn imag(&self) -> Self {
        match self {
            Self::Complex(c) => c.1.clone(),
            Self::Int(_) | Self::BigInt(_) | Self::Rat(_) | Self::Float(_) => Self::Int(0),
            _ => Self::Unknown,
        }
    }

    /// The value as an integer if it is one, else unknown. A float that is
    /// within 4 bits of an integer counts as one, as in `go/constant`.
    #[must_use]
    pub fn to_int(&self) -> Self {
        match self {
            Self::Int(_) | Self::BigInt(_) => self.clone(),
            Self::Rat(r) if r.is_integer() => Self::int(r.numer().clone()),
            Self::Float(f) => f.to_int().map_or(Self::Unknown, Self::int),
            Self::Complex(_) => match self.to_float() {
                re @ (Self::Rat(_) | Self::Float(_)) => re.to_int(),
                _ => Self::Unknown,
            },
            _ => Self::Unknown,
        }
    }

    /// The value as a float if it is one, else unknown.
    #[must_use]
    pub fn to_float(&self) -> Self {
        match self {
            Self::Int(i) => Self::Rat(Box::new(Ratio::from_integer(BigInt::from(*i)))),
            Self::BigInt(i) if small_int(i) => Self::Rat(Box::new(Ratio::from_integer((**i).clone()))),
            Self::BigInt(i) => Self::float(Float::from_ratio(i, &BigInt::from(1))),
            Self::Rat(_) | Self::Float(_) => self.clone(),
            Self::Complex(c) if c.1.sign() == 0 => c.0.to_float(),
            _ => Self::Unknown,
        }
    }

    /// The value as a complex number, else unknown.
    #[must_use]
    pub fn to_complex(&self) -> Self {
        match self {
            Self::Int(_) | Self::BigInt(_) | Self::Rat(_) | Self::Float(_) => {
                Self::Complex(Box::new((self.clone(), Self::Int(0))))
            }
            Self::Complex(_) => self.clone(),
            _ => Self::Unknown,
        }
    }
}
