//! Binary floats of 512 bits of precision, rounded to nearest even.

use alloc::boxed::Box;
use core::cmp::Ordering;
use num_bigint::{BigInt, BigUint, Sign};
use num_rational::Ratio;

use super::MAX_EXP;

/// The precision in bits.
const PREC: u64 = 512;
/// Beyond this exponent a value is infinite (or zero), as in `math/big`.
const MAX_EXPONENT: i64 = i32::MAX as i64;

/// `mant · 2^exp`, negative if `neg`. The mantissa is odd or zero, so that
/// equal values are equal structures.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Float {
    neg: bool,
    mant: Box<BigUint>,
    exp: i64,
}

/// A machine format: precision, lowest exponent of a bit, lowest exponent
/// that overflows.
#[derive(Clone, Copy)]
pub(super) struct Format {
    precision: i64,
    min_bit: i64,
    max_exp: i64,
}

/// IEEE 754 double.
pub(super) const F64: Format = Format { precision: 53, min_bit: -1074, max_exp: 1024 };
/// IEEE 754 single.
pub(super) const F32: Format = Format { precision: 24, min_bit: -149, max_exp: 128 };

/// How to round what does not fit.
#[derive(Clone, Copy, PartialEq)]
enum Rounding {
    NearestEven,
    ToZero,
    AwayFromZero,
}

/// Drops all but the first `bits` bits of `mant · 2^exp`; `sticky` says that
/// the true value is a little larger.
fn round(mant: BigUint, exp: i64, bits: u64, sticky: bool, how: Rounding) -> (BigUint, i64) {
    let len = mant.bits();
    if len <= bits {
        return (mant, exp);
    }
    let drop = len - bits;
    let half = mant.bit(drop - 1);
    let below = sticky || mant.trailing_zeros().is_some_and(|z| z < drop - 1);
    let mut kept = mant >> drop;
    let up = match how {
        Rounding::NearestEven => half && (below || kept.bit(0)),
        Rounding::ToZero => false,
        Rounding::AwayFromZero => half || below,
    };
    if up {
        kept += 1u32;
    }
    (kept, exp + drop as i64)
}

/// `num / den` with at least `bits` bits, and whether there is a remainder.
fn divide(num: &BigUint, den: &BigUint, bits: u64) -> (BigUint, i64, bool) {
    let shift = (bits + 2 + den.bits()).saturating_sub(num.bits());
    let num = num << shift;
    let quotient = &num / den;
    let rest = num - &quotient * den;
    (quotient, -(shift as i64), rest.bits() != 0)
}

impl Float {
    /// Normalizes; `None` if the value is infinite.
    fn make(neg: bool, mant: BigUint, exp: i64, sticky: bool) -> Option<Self> {
        let (mant, exp) = round(mant, exp, PREC, sticky, Rounding::NearestEven);
        let Some(zeros) = mant.trailing_zeros() else { return Some(Self::zero()) };
        let mant = mant >> zeros;
        let exp = exp + zeros as i64;
        let top = exp + mant.bits() as i64;
        if top > MAX_EXPONENT {
            None
        } else if top < -MAX_EXPONENT {
            Some(Self::zero())
        } else {
            Some(Self { neg, mant: Box::new(mant), exp })
        }
    }

    fn zero() -> Self {
        Self { neg: false, mant: Box::default(), exp: 0 }
    }

    fn is_zero(&self) -> bool {
        self.mant.bits() == 0
    }

    /// The exponent of the first bit: 0.5 ≤ |x| · 2^-top < 1.
    fn top(&self) -> i64 {
        self.exp + self.mant.bits() as i64
    }

    /// -1, 0 or 1.
    pub fn sign(&self) -> i32 {
        match (self.is_zero(), self.neg) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        }
    }

    /// The nearest float of a fraction; `None` if it is infinite.
    pub fn from_ratio(num: &BigInt, den: &BigInt) -> Option<Self> {
        let neg = (num.sign() == Sign::Minus) != (den.sign() == Sign::Minus);
        let (mant, exp, sticky) = divide(num.magnitude(), den.magnitude(), PREC);
        Self::make(neg, mant, exp, sticky)
    }

    /// `mant · 2^exp`; `None` if it is infinite.
    pub(super) fn from_parts(mant: BigUint, exp: i64) -> Option<Self> {
        Self::make(false, mant, exp, false)
    }

    /// The value of a finite `f64`.
    pub fn from_f64(value: f64) -> Option<Self> {
        if !value.is_finite() {
            return None;
        }
        let bits = value.to_bits();
        let raw_exp = ((bits >> 52) & 0x7ff) as i64;
        let fraction = bits & ((1 << 52) - 1);
        let (mant, exp) = if raw_exp == 0 { (fraction, -1074) } else { (fraction | 1 << 52, raw_exp - 1075) };
        Self::make(bits >> 63 == 1, BigUint::from(mant), exp, false)
    }

    /// Whether the value is small enough for a fraction.
    pub(super) fn is_small(&self) -> bool {
        let max = MAX_EXP as i64;
        self.is_zero() || (-max < self.top() && self.top() < max)
    }

    /// The exact fraction, if it is small enough for one.
    pub(super) fn to_ratio(&self) -> Option<Ratio<BigInt>> {
        if !self.is_small() {
            return None;
        }
        let mant = BigInt::from_biguint(self.int_sign(), (*self.mant).clone());
        Some(if self.exp >= 0 {
            Ratio::from_integer(mant << self.exp.unsigned_abs())
        } else {
            Ratio::new(mant, BigInt::from(1) << self.exp.unsigned_abs())
        })
    }

    fn int_sign(&self) -> Sign {
        if self.neg { Sign::Minus } else { Sign::Plus }
    }

    /// Whether the value is an integer.
    pub fn is_int(&self) -> bool {
        self.is_zero() || self.exp >= 0
    }

    /// The integer, if the value is one or 4 bits away from one.
    pub(super) fn to_int(&self) -> Option<BigInt> {
        const DELTA: u64 = 4;
        if !self.is_small() {
            return None;
        }
        let attempts =
            [(PREC, Rounding::NearestEven), (PREC - DELTA, Rounding::ToZero), (PREC - DELTA, Rounding::AwayFromZero)];
        for (bits, how) in attempts {
            let (mant, exp) = round((*self.mant).clone(), self.exp, bits, false, how);
            let zeros = mant.trailing_zeros().unwrap_or(0) as i64;
            if exp + zeros >= 0 {
                let mant = if exp >= 0 { mant << exp.unsigned_abs() } else { mant >> exp.unsigned_abs() };
                return Some(BigInt::from_biguint(self.int_sign(), mant));
            }
        }
        None
    }

    /// The nearest value of a machine format, infinite if it is too large.
    pub(super) fn round_to(&self, format: Format) -> f64 {
        machine(self.neg, &self.mant, self.exp, false, format)
    }

    /// A machine float and a binary exponent whose product is the value, for
    /// printing: 0.5 ≤ |result| < 1.
    pub(super) fn mant_exp(&self) -> (f64, i64) {
        let top = self.top();
        (machine(self.neg, &self.mant, self.exp - top, false, F64), top)
    }

    pub(super) fn neg(&self) -> Self {
        Self { neg: !self.neg && !self.is_zero(), ..self.clone() }
    }

    pub(super) fn add(&self, other: &Self) -> Option<Self> {
        if self.is_zero() {
            return Some(other.clone());
        }
        if other.is_zero() {
            return Some(self.clone());
        }
        // What is more than twice the precision away cannot change the result.
        let distance = 2 * PREC as i64 + 4;
        if self.top() - other.top() > distance {
            return Some(self.clone());
        }
        if other.top() - self.top() > distance {
            return Some(other.clone());
        }
        let exp = self.exp.min(other.exp);
        let int = |f: &Self| BigInt::from_biguint(f.int_sign(), &*f.mant << (f.exp - exp).unsigned_abs());
        let (sign, mant) = (int(self) + int(other)).into_parts();
        Self::make(sign == Sign::Minus, mant, exp, false)
    }

    pub(super) fn mul(&self, other: &Self) -> Option<Self> {
        Self::make(self.neg != other.neg, &*self.mant * &*other.mant, self.exp + other.exp, false)
    }

    /// `None` also for a division by zero.
    pub(super) fn quo(&self, other: &Self) -> Option<Self> {
        if other.is_zero() {
            return None;
        }
        let (mant, exp, sticky) = divide(&self.mant, &other.mant, PREC);
        Self::make(self.neg != other.neg, mant, exp + self.exp - other.exp, sticky)
    }

    pub(super) fn compare(&self, other: &Self) -> Ordering {
        let by_sign = self.sign().cmp(&other.sign());
        if by_sign != Ordering::Equal || self.is_zero() {
            return by_sign;
        }
        let magnitude = self.top().cmp(&other.top()).then_with(|| {
            let exp = self.exp.min(other.exp);
            let scaled = |f: &Self| &*f.mant << (f.exp - exp).unsigned_abs();
            scaled(self).cmp(&scaled(other))
        });
        if self.neg { magnitude.reverse() } else { magnitude }
    }
}

/// The nearest value of `num / den` in a machine format.
pub(super) fn ratio_to_f64(num: &BigInt, den: &BigInt, format: Format) -> f64 {
    let neg = (num.sign() == Sign::Minus) != (den.sign() == Sign::Minus);
    let (mant, exp, sticky) = divide(num.magnitude(), den.magnitude(), 64);
    machine(neg, &mant, exp, sticky, format)
}

/// Rounds to a machine format; subnormal numbers have fewer bits. `mant` has
/// more bits than the format if `sticky`.
fn machine(neg: bool, mant: &BigUint, exp: i64, sticky: bool, format: Format) -> f64 {
    let sign = if neg { -1.0 } else { 1.0 };
    let top = exp + mant.bits() as i64;
    if mant.bits() == 0 || top < format.min_bit {
        return 0.0 * sign;
    }
    if top > format.max_exp {
        return f64::INFINITY * sign;
    }
    let bits = format.precision.min(top - format.min_bit).max(0).unsigned_abs();
    let (kept, exp) = if bits == 0 {
        // Between zero and the smallest number: only more than half rounds up.
        let more = sticky || mant.trailing_zeros().is_some_and(|z| z + 1 < mant.bits());
        (BigUint::from(u32::from(more)), format.min_bit)
    } else {
        round(mant.clone(), exp, bits, sticky, Rounding::NearestEven)
    };
    if exp + kept.bits() as i64 > format.max_exp {
        return f64::INFINITY * sign;
    }
    // At most 53 bits: both factors and the product are exact.
    let value = u64::try_from(&kept).map_or(0.0, exact_f64);
    sign * scale(value, exp)
}

/// A float of at most 53 bits.
#[allow(clippy::cast_precision_loss)]
fn exact_f64(value: u64) -> f64 {
    value as f64
}

/// `value · 2^exp`, exact if the result is representable.
fn scale(mut value: f64, mut exp: i64) -> f64 {
    let power = |e: i64| f64::from_bits((e + 1023).unsigned_abs() << 52);
    while exp > 1000 {
        value *= power(1000);
        exp -= 1000;
    }
    // Going down in steps could round twice; the mantissa is an integer, so
    // values stay normal until the last step.
    while exp < -1000 {
        let step = (-1000).max(exp + 100);
        value *= power(step);
        exp -= step;
    }
    value * power(exp)
}
