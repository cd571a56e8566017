//! Constants: overflow, representability, and the conversion of untyped
//! operands to the type their context asks for.

use alloc::format;

use super::{
    Checker,
    assign::Context,
    operand::{ExprRef, Operand},
};
use crate::ast::{BinaryOp, ExprId, ExprKind, UnaryOp};
use crate::types::{
    arena::{Type, TypeId},
    basic::BasicKind,
    constant::{ConstKind, ConstValue, binary},
    info::Mode,
};

/// Untyped integer constants have at most this many bits.
const MAX_BITS: u64 = 512;
/// The longest string constant. gc's limit is 2e9 bytes, which it reaches by
/// not joining the parts; a program that needs more than this is no real one.
const MAX_STRING: usize = 32 << 20;

/// Why a constant does not fit, as an error code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Misfit {
    Truncated,
    Overflow,
    Invalid,
    Conversion,
}

impl Misfit {
    fn code(self) -> &'static str {
        match self {
            Self::Truncated => "TruncatedFloat",
            Self::Overflow => "NumericOverflow",
            Self::Invalid => "InvalidConstVal",
            Self::Conversion => "InvalidUntypedConversion",
        }
    }
}

/// Whether `x` is representable as a value of a basic type, and the rounded
/// value if it is.
pub(super) fn representable(x: &ConstValue, kind: BasicKind) -> Option<ConstValue> {
    if !x.is_known() {
        return Some(ConstValue::Unknown);
    }
    let round = |x: &ConstValue, single: bool| {
        let value = if single { x.as_f32() } else { x.as_f64() }?;
        value.is_finite().then(|| ConstValue::from_f64(value))
    };
    if kind.is_integer() {
        let x = x.to_int();
        if x.kind() != ConstKind::Int {
            return None;
        }
        let signed = |bits: u32| x.as_i64().is_some_and(|i| i >> (bits - 1) == 0 || i >> (bits - 1) == -1);
        let unsigned = |bits: u32| x.as_u64().is_some_and(|u| bits == 64 || u >> bits == 0);
        let fits = match kind {
            BasicKind::Int8 => signed(8),
            BasicKind::Int16 => signed(16),
            BasicKind::Int32 => signed(32),
            BasicKind::Int | BasicKind::Int64 => signed(64),
            BasicKind::Uint8 => unsigned(8),
            BasicKind::Uint16 => unsigned(16),
            BasicKind::Uint32 => unsigned(32),
            BasicKind::Uint | BasicKind::Uint64 | BasicKind::Uintptr => unsigned(64),
            _ => true,
        };
        return fits.then_some(x);
    }
    if kind.is_float() {
        let x = x.to_float();
        if x.kind() != ConstKind::Float {
            return None;
        }
        return match kind {
            BasicKind::Float32 => round(&x, true),
            BasicKind::Float64 => round(&x, false),
            _ => Some(x),
        };
    }
    if kind.is_complex() {
        let x = x.to_complex();
        let ConstValue::Complex(parts) = &x else { return None };
        if kind == BasicKind::UntypedComplex {
            return Some(x);
        }
        let single = kind == BasicKind::Complex64;
        let (re, im) = (round(&parts.0, single)?, round(&parts.1, single)?);
        let im = ConstValue::complex(ConstValue::Int(0), im);
        return Some(binary(&re, BinaryOp::Add, &im, false));
    }
    let same = kind.is_string() && x.kind() == ConstKind::Str || kind.is_boolean() && x.kind() == ConstKind::Bool;
    same.then(|| x.clone())
}

impl Checker<'_> {
    /// Reports a constant result that is too large for its type.
    pub(super) fn overflow(&mut self, x: &mut Operand, op_pos: u32) {
        let pos = self.here(op_pos);
        if !x.value.is_known() {
            self.error(pos, "InvalidConstVal", "constant result is not representable");
            return;
        }
        if !self.types.is_untyped(x.ty) {
            self.representable(x, self.types.underlying(x.ty));
            return;
        }
        match &x.value {
            ConstValue::Int(_) | ConstValue::BigInt(_) if x.value.bit_len() > MAX_BITS => {
                let name = x.node().map_or("", |e| self.op_name(e));
                self.error(pos, "InvalidConstVal", format!("constant {name}overflow"));
                x.value = ConstValue::Unknown;
            }
            ConstValue::Str(bytes) if bytes.len() > MAX_STRING => {
                let len = bytes.len();
                let message = format!("constant string too long ({len} bytes > {MAX_STRING} bytes)");
                self.error(pos, "InvalidConstVal", message);
                x.value = ConstValue::Unknown;
            }
            _ => {}
        }
    }

    fn op_name(&self, e: ExprId) -> &'static str {
        match self.file().exprs[e].kind {
            ExprKind::Unary { op: UnaryOp::BitNot, .. } => "bitwise complement ",
            ExprKind::Binary { op, .. } => match op {
                BinaryOp::Add => "addition ",
                BinaryOp::Sub => "subtraction ",
                BinaryOp::Xor => "bitwise XOR ",
                BinaryOp::Mul => "multiplication ",
                BinaryOp::Shl => "shift ",
                _ => "",
            },
            _ => "",
        }
    }

    /// Where messages about an operation point: its operator.
    pub(super) fn op_pos(&self, e: ExprId) -> u32 {
        let file = self.file();
        match file.exprs[e].kind {
            ExprKind::Unary { .. } | ExprKind::Binary { .. } => file.exprs[e].pos,
            _ => super::error::start_pos(file, e),
        }
    }

    /// Converts constant `x` to basic type `ty`, or reports that it does not fit.
    pub(super) fn representable(&mut self, x: &mut Operand, ty: TypeId) {
        match self.representation(x, ty) {
            Ok(value) => x.value = value,
            Err(misfit) => {
                self.invalid_conversion(misfit, x, ty);
                x.invalidate();
            }
        }
    }

    fn representation(&self, x: &Operand, ty: TypeId) -> Result<ConstValue, Misfit> {
        let Some(kind) = self.types.basic(ty) else { return Err(Misfit::Invalid) };
        representable(&x.value, kind).ok_or_else(|| match self.types.basic(x.ty) {
            Some(from) if from.is_numeric() && kind.is_numeric() => {
                if !from.is_integer() && kind.is_integer() {
                    Misfit::Truncated
                } else {
                    Misfit::Overflow
                }
            }
            _ => Misfit::Invalid,
        })
    }

    fn invalid_conversion(&mut self, misfit: Misfit, x: &Operand, target: TypeId) {
        let (operand, ty) = (self.os(x), self.ts(target));
        let message = match misfit {
            Misfit::Truncated => format!("{operand} truncated to {ty}"),
            Misfit::Overflow => format!("{operand} overflows {ty}"),
            _ => format!("cannot convert {operand} to type {ty}"),
        };
        self.error(self.at_operand(x), misfit.code(), message);
    }

    /// Converts an untyped operand to `target`, or reports that it cannot be.
    pub(super) fn convert_untyped(&mut self, x: &mut Operand, target: TypeId) {
        match self.implicit_type(x, target) {
            Ok((ty, value)) => self.apply_implicit(x, ty, value),
            Err(misfit) => {
                let shown = if self.types.is_type_param(target) { target } else { self.types.underlying(target) };
                self.invalid_conversion(misfit, x, shown);
                x.invalidate();
            }
        }
    }

    fn apply_implicit(&mut self, x: &mut Operand, ty: TypeId, value: Option<ConstValue>) {
        if let Some(value) = value {
            if self.settle_constant(x, ty, &value) {
                (x.ty, x.value) = (ty, value);
                return;
            }
            self.update_value(x, &value);
            x.value = value;
        }
        if ty != x.ty {
            x.ty = ty;
            self.update_operand_type(x, ty, false);
        }
    }

    /// The type (and value) that untyped operand `x` takes where `target` is
    /// wanted.
    pub(super) fn implicit_type(
        &mut self,
        x: &Operand,
        target: TypeId,
    ) -> Result<(TypeId, Option<ConstValue>), Misfit> {
        if !x.is_valid() || self.types.is_typed(x.ty) || !self.types.is_valid(target) {
            return Ok((x.ty, None));
        }
        if self.types.is_untyped(target) {
            return self.max_type(x.ty, target).map(|t| (t, None)).ok_or(Misfit::Conversion);
        }
        if x.is_nil() {
            return if self.all_have_nil(target) { Ok((target, None)) } else { Err(Misfit::Conversion) };
        }
        let Some(from) = self.types.basic(x.ty) else { return Err(Misfit::Conversion) };
        match self.types.under(target) {
            Type::Unknown => Ok((self.type_without_target(x), None)),
            Type::Basic(to) => {
                if x.mode == Mode::Constant {
                    return self.representation(x, target).map(|v| (target, Some(v)));
                }
                let fits = match from {
                    BasicKind::UntypedBool => to.is_boolean(),
                    BasicKind::UntypedInt
                    | BasicKind::UntypedRune
                    | BasicKind::UntypedFloat
                    | BasicKind::UntypedComplex => to.is_numeric(),
                    BasicKind::UntypedString => to.is_string(),
                    _ => false,
                };
                if fits { Ok((target, None)) } else { Err(Misfit::Conversion) }
            }
            Type::Interface(_) if self.types.is_type_param(target) => {
                for term in self.type_terms(target) {
                    let Some((_, under)) = term else { return Err(Misfit::Conversion) };
                    self.implicit_type(x, under).map_err(|_| Misfit::Conversion)?;
                }
                Ok((target, None))
            }
            Type::Interface(_) => {
                let set = self.type_set(target);
                if set.open || set.methods.is_empty() && set.terms.is_none() && !set.comparable {
                    Ok((x.ty.default_type(), None))
                } else {
                    Err(Misfit::Conversion)
                }
            }
            _ => Err(Misfit::Conversion),
        }
    }

    fn all_have_nil(&mut self, target: TypeId) -> bool {
        if !self.types.is_type_param(target) {
            return self.types.has_nil(target);
        }
        self.type_terms(target).into_iter().all(|t| t.is_some_and(|(_, u)| self.types.has_nil(u)))
    }

    /// The larger of two untyped types.
    pub(super) fn max_type(&self, a: TypeId, b: TypeId) -> Option<TypeId> {
        if a == b {
            return Some(a);
        }
        let (x, y) = (self.types.basic(a)?, self.types.basic(b)?);
        if !(x.is_untyped() && x.is_numeric() && y.is_untyped() && y.is_numeric()) {
            return None;
        }
        Some(if x > y { a } else { b })
    }

    /// The type of an untyped operand whose context is not known: its default
    /// type if it has that value.
    pub(super) fn type_without_target(&self, x: &Operand) -> TypeId {
        let default = x.ty.default_type();
        if !x.is_constant() {
            return default;
        }
        let fits = |ty: TypeId| self.types.basic(ty).is_some_and(|k| representable(&x.value, k).is_some());
        [default, TypeId::UINT64, TypeId::FLOAT64].into_iter().find(|&t| fits(t)).unwrap_or(TypeId::UNKNOWN)
    }

    /// [`implicit_type`](Self::implicit_type) in an assignment, where the
    /// message is another one.
    pub(super) fn assign_implicit(&mut self, x: &mut Operand, target: TypeId, context: Context<'_>) -> bool {
        match self.implicit_type(x, target) {
            Ok((ty, value)) => {
                self.apply_implicit(x, ty, value);
                true
            }
            Err(misfit) => {
                let suffix = match misfit {
                    Misfit::Truncated => " (truncated)",
                    Misfit::Overflow => " (overflows)",
                    _ => "",
                };
                let code = match misfit {
                    Misfit::Truncated | Misfit::Overflow => misfit.code(),
                    _ => "IncompatibleAssign",
                };
                let (operand, ty, context) = (self.os(x), self.ts(target), self.context_text(context));
                let message = format!("cannot use {operand} as {ty} value in {context}{suffix}");
                self.error(self.at_operand(x), code, message);
                x.invalidate();
                false
            }
        }
    }

    pub(super) fn all_basic(&mut self, ty: TypeId, of: impl Fn(BasicKind) -> bool) -> bool {
        if !self.types.is_type_param(ty) {
            return self.types.is_basic(ty, of);
        }
        let terms = self.type_terms(ty);
        let fits = |u: TypeId| self.types.is_basic(u, &of) || self.types.is_unknown(u);
        terms.into_iter().all(|t| t.is_some_and(|(_, u)| fits(u)))
    }

    pub(super) fn all_integer(&mut self, ty: TypeId) -> bool {
        self.all_basic(ty, BasicKind::is_integer)
    }

    pub(super) fn all_numeric(&mut self, ty: TypeId) -> bool {
        self.all_basic(ty, BasicKind::is_numeric)
    }

    pub(super) fn all_boolean(&mut self, ty: TypeId) -> bool {
        self.all_basic(ty, BasicKind::is_boolean)
    }

    pub(super) fn all_string(&mut self, ty: TypeId) -> bool {
        self.all_basic(ty, BasicKind::is_string)
    }

    /// The offset that messages about an operand begin at, for dummies.
    pub(super) fn offset_of(&self, x: &Operand) -> u32 {
        match &x.expr {
            ExprRef::Node(e) => super::error::start_pos(self.file(), *e),
            ExprRef::Dummy(pos, _) => *pos,
            ExprRef::None => 0,
        }
    }
}
