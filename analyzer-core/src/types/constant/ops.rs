//! Operations on constants.

use alloc::{boxed::Box, vec::Vec};
use core::cmp::Ordering;
use num_bigint::BigInt;
use num_rational::Ratio;

use super::{ConstValue, Float};
use crate::ast::{BinaryOp, UnaryOp};

use ConstValue as V;

fn rank(x: &V) -> u8 {
    match x {
        V::Unknown => 0,
        V::Bool(_) | V::Str(_) => 1,
        V::Int(_) => 2,
        V::BigInt(_) => 3,
        V::Rat(_) => 4,
        V::Float(_) => 5,
        V::Complex(_) => 6,
    }
}

/// `x` in the representation of rank `to`, which is not below its own.
fn lift(x: &V, to: u8) -> V {
    if rank(x) >= to {
        return x.clone();
    }
    let int = || x.as_big_int().unwrap_or_default();
    match (to, x) {
        (3, V::Int(_)) => V::BigInt(Box::new(int())),
        (4, V::Int(_) | V::BigInt(_)) => V::Rat(Box::new(Ratio::from_integer(int()))),
        (5, V::Int(_) | V::BigInt(_)) => V::float(Float::from_ratio(&int(), &BigInt::from(1))),
        (5, V::Rat(r)) => V::float(Float::from_ratio(r.numer(), r.denom())),
        (6, V::Int(_) | V::BigInt(_) | V::Rat(_) | V::Float(_)) => V::Complex(Box::new((x.clone(), V::Int(0)))),
        _ => V::Unknown,
    }
}

/// `op y`; `bits` is the size of an unsigned type for `^`, else 0.
pub(crate) fn unary(op: UnaryOp, y: &V, bits: u32) -> V {
    match (op, y) {
        (UnaryOp::Plus, V::Int(_) | V::BigInt(_) | V::Rat(_) | V::Float(_) | V::Complex(_)) => y.clone(),
        (UnaryOp::Neg, V::Int(i)) => i.checked_neg().map_or_else(|| V::int(-BigInt::from(*i)), V::Int),
        (UnaryOp::Neg, V::BigInt(i)) => V::int(-&**i),
        (UnaryOp::Neg, V::Rat(r)) => V::rat(-&**r),
        (UnaryOp::Neg, V::Float(f)) => V::Float(Box::new(f.neg())),
        (UnaryOp::Neg, V::Complex(c)) => V::complex(unary(op, &c.0, 0), unary(op, &c.1, 0)),
        (UnaryOp::BitNot, V::Int(_) | V::BigInt(_)) => {
            let value = !y.as_big_int().unwrap_or_default();
            if bits == 0 {
                return V::int(value);
            }
            // An unsigned type keeps its own bits only.
            let mask = (BigInt::from(1) << bits) - 1;
            V::int(value & mask)
        }
        (UnaryOp::Not, V::Bool(b)) => V::Bool(!b),
        _ => V::Unknown,
    }
}

/// `x op y` without comparisons and shifts; `int_div` forces the truncated
/// division of integers. Division by zero is unknown.
pub(crate) fn binary(x: &V, op: BinaryOp, y: &V, int_div: bool) -> V {
    let to = rank(x).max(rank(y));
    match (&lift(x, to), &lift(y, to)) {
        (V::Bool(a), V::Bool(b)) => match op {
            BinaryOp::AndAnd => V::Bool(*a && *b),
            BinaryOp::OrOr => V::Bool(*a || *b),
            _ => V::Unknown,
        },
        (V::Str(a), V::Str(b)) if op == BinaryOp::Add => {
            let mut bytes = Vec::with_capacity(a.len() + b.len());
            bytes.extend_from_slice(a);
            bytes.extend_from_slice(b);
            V::Str(bytes.into())
        }
        (V::Int(a), V::Int(b)) => small_ints(*a, op, *b, int_div),
        (V::BigInt(a), V::BigInt(b)) => big_ints(a, op, b, int_div),
        (V::Rat(a), V::Rat(b)) => match op {
            BinaryOp::Add => V::rat(&**a + &**b),
            BinaryOp::Sub => V::rat(&**a - &**b),
            BinaryOp::Mul => V::rat(&**a * &**b),
            BinaryOp::Div if b.numer().bits() != 0 => V::rat(&**a / &**b),
            _ => V::Unknown,
        },
        (V::Float(a), V::Float(b)) => V::float(match op {
            BinaryOp::Add => a.add(b),
            BinaryOp::Sub => a.add(&b.neg()),
            BinaryOp::Mul => a.mul(b),
            BinaryOp::Div => a.quo(b),
            _ => None,
        }),
        (V::Complex(x), V::Complex(y)) => complex(x, op, y),
        _ => V::Unknown,
    }
}

fn small_ints(a: i64, op: BinaryOp, b: i64, int_div: bool) -> V {
    let fast = match op {
        BinaryOp::Add => a.checked_add(b),
        BinaryOp::Sub => a.checked_sub(b),
        BinaryOp::Mul => a.checked_mul(b),
        BinaryOp::Div if int_div => a.checked_div(b),
        BinaryOp::Rem => a.checked_rem(b),
        BinaryOp::And => Some(a & b),
        BinaryOp::Or => Some(a | b),
        BinaryOp::Xor => Some(a ^ b),
        BinaryOp::AndNot => Some(a & !b),
        _ => None,
    };
    fast.map_or_else(|| big_ints(&BigInt::from(a), op, &BigInt::from(b), int_div), V::Int)
}

fn big_ints(a: &BigInt, op: BinaryOp, b: &BigInt, int_div: bool) -> V {
    let zero = b.bits() == 0;
    match op {
        BinaryOp::Add => V::int(a + b),
        BinaryOp::Sub => V::int(a - b),
        BinaryOp::Mul => V::int(a * b),
        BinaryOp::Div if int_div && !zero => V::int(a / b),
        BinaryOp::Div if !zero => V::rat(Ratio::new(a.clone(), b.clone())),
        BinaryOp::Rem if !zero => V::int(a % b),
        BinaryOp::And => V::int(a & b),
        BinaryOp::Or => V::int(a | b),
        BinaryOp::Xor => V::int(a ^ b),
        BinaryOp::AndNot => V::int(a & !b.clone()),
        _ => V::Unknown,
    }
}

fn complex((a, b): &(V, V), op: BinaryOp, (c, d): &(V, V)) -> V {
    let add = |x: &V, y: &V| binary(x, BinaryOp::Add, y, false);
    let sub = |x: &V, y: &V| binary(x, BinaryOp::Sub, y, false);
    let mul = |x: &V, y: &V| binary(x, BinaryOp::Mul, y, false);
    let quo = |x: &V, y: &V| binary(x, BinaryOp::Div, y, false);
    match op {
        BinaryOp::Add => V::complex(add(a, c), add(b, d)),
        BinaryOp::Sub => V::complex(sub(a, c), sub(b, d)),
        BinaryOp::Mul => V::complex(sub(&mul(a, c), &mul(b, d)), add(&mul(b, c), &mul(a, d))),
        BinaryOp::Div => {
            let s = add(&mul(c, c), &mul(d, d));
            let re = add(&mul(a, c), &mul(b, d));
            let im = sub(&mul(b, c), &mul(a, d));
            V::complex(quo(&re, &s), quo(&im, &s))
        }
        _ => V::Unknown,
    }
}

/// `x << s` or `x >> s` of an integer.
pub(crate) fn shift(x: &V, op: BinaryOp, s: u64) -> V {
    match (x, op) {
        (V::Int(i), BinaryOp::Shr) => V::Int(i >> s.min(63)),
        (V::Int(_) | V::BigInt(_), BinaryOp::Shl) => V::int(x.as_big_int().unwrap_or_default() << s),
        (V::BigInt(i), BinaryOp::Shr) => V::int(&**i >> s),
        _ => V::Unknown,
    }
}

/// `x op y` for a comparison; `None` if it is not defined for the operands.
pub(crate) fn compare(x: &V, op: BinaryOp, y: &V) -> Option<bool> {
    let to = rank(x).max(rank(y));
    let order = match (&lift(x, to), &lift(y, to)) {
        (V::Bool(a), V::Bool(b)) => a.cmp(b),
        (V::Str(a), V::Str(b)) => a.cmp(b),
        (V::Int(a), V::Int(b)) => a.cmp(b),
        (V::BigInt(a), V::BigInt(b)) => a.cmp(b),
        (V::Rat(a), V::Rat(b)) => a.cmp(b),
        (V::Float(a), V::Float(b)) => a.compare(b),
        (V::Complex(a), V::Complex(b)) => {
            let equal = compare(&a.0, BinaryOp::Eql, &b.0)? && compare(&a.1, BinaryOp::Eql, &b.1)?;
            if equal { Ordering::Equal } else { Ordering::Less }
        }
        _ => return None,
    };
    Some(match op {
        BinaryOp::Eql => order.is_eq(),
        BinaryOp::Neq => order.is_ne(),
        BinaryOp::Lss => order.is_lt(),
        BinaryOp::Leq => order.is_le(),
        BinaryOp::Gtr => order.is_gt(),
        BinaryOp::Geq => order.is_ge(),
        _ => return None,
    })
}
