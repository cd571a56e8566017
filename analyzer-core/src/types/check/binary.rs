//! Binary operations: arithmetic, comparisons, shifts.

use alloc::{format, string::String, vec::Vec};

use super::{
    Checker,
    operand::{ExprRef, Operand, composite_kind},
};
use crate::ast::{BinaryOp, ExprId, ExprKind};
use crate::types::{
    arena::{Type, TypeId},
    basic::BasicKind,
    constant::{ConstKind, ConstValue, binary, compare, shift},
    info::Mode,
};

/// Constant shifts by more than this are refused: enough for the smallest
/// float64.
const MAX_SHIFT: u64 = 1023 - 1 + 52;

impl Checker<'_> {
    /// A tree of binary operations. Its left spine may be thousands of
    /// operations long (generated concatenations), so it is not recursive.
    pub(super) fn binary_chain(&mut self, e: ExprId) -> Operand {
        let file = self.file();
        let mut spine: Vec<(ExprId, BinaryOp, ExprId)> = Vec::new();
        let mut left = e;
        while let ExprKind::Binary { op, x, y } = file.exprs[left].kind {
            spine.push((left, op, y));
            left = x;
        }
        let mut x = self.expr(None, left);
        while let Some((node, op, right)) = spine.pop() {
            let y = self.expr(None, right);
            x = self.binary(x, y, Some(node), op);
            if x.is_valid() {
                x.expr = ExprRef::Node(node);
            } else {
                x = Operand::invalid(node);
            }
            if node != e {
                self.record_operand(&x);
            }
        }
        x
    }

    /// `x op y`; `e` is the operation, `None` for `x op= y`.
    pub(super) fn binary(&mut self, mut x: Operand, mut y: Operand, e: Option<ExprId>, op: BinaryOp) -> Operand {
        if !x.is_valid() {
            return x;
        }
        if !y.is_valid() {
            x.invalidate();
            x.expr = y.expr;
            return x;
        }
        if op.is_shift() {
            return self.shift(x, y, e, op);
        }
        if self.types.is_unknown(x.ty) || self.types.is_unknown(y.ty) {
            return self.binary_unknown(x, &y, op);
        }
        let maybe_const = (x.maybe_const || y.maybe_const) && x.is_const_like() && y.is_const_like();
        self.match_types(&mut x, &mut y);
        if !x.is_valid() {
            return x;
        }
        x.maybe_const = maybe_const;
        if op.is_comparison() {
            self.comparison(&mut x, &mut y, op, false);
            return x;
        }
        if !self.types.identical(x.ty, y.ty) {
            if self.types.is_valid(x.ty) && self.types.is_valid(y.ty) {
                let (a, b) = (self.ts(x.ty), self.ts(y.ty));
                let text = match e {
                    Some(e) => self.es(e),
                    None => format!("{} {}= {}", self.expr_text(&x), op.text(), self.expr_text(&y)),
                };
                let message = format!("invalid operation: {text} (mismatched types {a} and {b})");
                self.error(self.at_operand(&x), "MismatchedTypes", message);
            }
            x.invalidate();
            return x;
        }
        let defined = match op {
            BinaryOp::Add => self.all_basic(x.ty, |k| k.is_numeric() || k.is_string()),
            BinaryOp::Sub | BinaryOp::Mul | BinaryOp::Div => self.all_numeric(x.ty),
            BinaryOp::AndAnd | BinaryOp::OrOr => self.all_boolean(x.ty),
            _ => self.all_integer(x.ty),
        };
        if !defined {
            let message = format!("invalid operation: operator {} not defined on {}", op.text(), self.os(&x));
            self.error(self.at_operand(&x), "UndefinedOp", message);
            x.invalidate();
            return x;
        }
        if matches!(op, BinaryOp::Div | BinaryOp::Rem) && self.divides_by_zero(&x, &y) {
            self.error(self.at_operand(&y), "DivByZero", "invalid operation: division by zero");
            x.invalidate();
            return x;
        }
        if !(x.is_constant() && y.is_constant()) {
            x.mode = Mode::Value;
            return x;
        }
        if !x.value.is_known() || !y.value.is_known() {
            x.value = ConstValue::Unknown;
            return x;
        }
        let int_div = op == BinaryOp::Div && self.types.is_basic(x.ty, BasicKind::is_integer);
        x.value = binary(&x.value, op, &y.value, int_div);
        let pos = e.map_or_else(|| self.offset_of(&x), |e| self.op_pos(e));
        if let Some(e) = e {
            x.expr = ExprRef::Node(e);
        }
        self.overflow(&mut x, pos);
        x
    }

    fn divides_by_zero(&mut self, x: &Operand, y: &Operand) -> bool {
        if !y.is_constant() || !y.value.is_known() {
            return false;
        }
        if (x.is_constant() || self.all_integer(x.ty)) && y.value.sign() == 0 {
            return true;
        }
        // Complex parts may be too small for their square.
        if x.is_constant() && self.types.is_basic(x.ty, BasicKind::is_complex) {
            let square = |v: &ConstValue| binary(v, BinaryOp::Mul, v, false).sign();
            return square(&y.value.real()) == 0 && square(&y.value.imag()) == 0;
        }
        false
    }

    /// An operation with an operand of an unknown package: the other operand
    /// says what the type must be, if it is typed.
    fn binary_unknown(&mut self, mut x: Operand, y: &Operand, op: BinaryOp) -> Operand {
        for operand in [&x, y] {
            if self.types.is_untyped(operand.ty) {
                let ty = self.type_without_target(operand);
                self.update_operand_type(operand, ty, true);
            }
        }
        x.maybe_const = x.is_const_like() && y.is_const_like();
        let known = [x.ty, y.ty].into_iter().find(|&t| !self.types.is_unknown(t) && self.types.is_typed(t));
        x.mode = Mode::Value;
        x.ty = match op {
            _ if op.is_comparison() => TypeId::UNTYPED_BOOL,
            _ => known.unwrap_or(TypeId::UNKNOWN),
        };
        x
    }

    /// Converts an untyped operand to the type of the other one where that is
    /// possible.
    pub(super) fn match_types(&mut self, x: &mut Operand, y: &mut Operand) {
        if self.may_convert(x, y) {
            self.convert_untyped(x, y.ty);
            if !x.is_valid() {
                return;
            }
            self.convert_untyped(y, x.ty);
            if !y.is_valid() {
                x.invalidate();
            }
        }
    }

    fn may_convert(&mut self, x: &Operand, y: &Operand) -> bool {
        if self.types.is_typed(x.ty) && self.types.is_typed(y.ty) {
            return false;
        }
        if self.all_numeric(x.ty) != self.all_numeric(y.ty) {
            return false;
        }
        // An untyped operand may convert to its default type in an interface.
        if self.types.is_proper_interface(x.ty) || self.types.is_proper_interface(y.ty) {
            return true;
        }
        if self.all_boolean(x.ty) != self.all_boolean(y.ty) || self.all_string(x.ty) != self.all_string(y.ty) {
            return false;
        }
        if x.is_nil() {
            return self.types.has_nil(y.ty);
        }
        if y.is_nil() {
            return self.types.has_nil(x.ty);
        }
        let pointer = |t: TypeId| matches!(self.types.under(t), Type::Pointer(_));
        !(pointer(x.ty) || pointer(y.ty))
    }

    /// `x op y` for a comparison; `case` is a switch case.
    pub(super) fn comparison(&mut self, x: &mut Operand, y: &mut Operand, op: BinaryOp, case: bool) {
        if !self.types.is_valid(x.ty) || !self.types.is_valid(y.ty) {
            x.invalidate();
            return;
        }
        if self.types.is_unknown(x.ty) || self.types.is_unknown(y.ty) {
            *x = self.binary_unknown(x.clone(), y, op);
            return;
        }
        let op = if case { BinaryOp::Eql } else { op };
        if self.assignable(x, y.ty).is_err() && self.assignable(y, x.ty).is_err() {
            let cause = format!("mismatched types {} and {}", self.ts(x.ty), self.ts(y.ty));
            self.bad_comparison(x, y, op, case, "MismatchedTypes", false, cause);
            return;
        }
        let code = "UndefinedOp";
        if matches!(op, BinaryOp::Eql | BinaryOp::Neq) {
            if x.is_nil() || y.is_nil() {
                let ty = if x.is_nil() { y.ty } else { x.ty };
                if !self.types.has_nil(ty) {
                    self.bad_comparison(x, y, op, case, code, false, String::new());
                    return;
                }
            } else if self.incomparable(x.ty, true).is_some() {
                let cause = self.incomparable_cause(x.ty);
                self.bad_comparison(x, y, op, case, code, true, cause);
                return;
            } else if self.incomparable(y.ty, true).is_some() {
                let cause = self.incomparable_cause(y.ty);
                self.bad_comparison(x, y, op, case, code, false, cause);
                return;
            }
        } else if !self.all_basic(x.ty, BasicKind::is_ordered) {
            self.bad_comparison(x, y, op, case, code, true, String::new());
            return;
        } else if !self.all_basic(y.ty, BasicKind::is_ordered) {
            self.bad_comparison(x, y, op, case, code, false, String::new());
            return;
        }
        if x.is_constant() && y.is_constant() {
            x.value = compare(&x.value, op, &y.value).map_or(ConstValue::Unknown, ConstValue::Bool);
            if !x.value.is_known() {
                // gc compares unknown values as different.
                x.value = ConstValue::Bool(false);
            }
        } else {
            x.mode = Mode::Value;
            let (a, b) = (x.ty.default_type(), y.ty.default_type());
            self.update_operand_type(x, a, true);
            self.update_operand_type(y, b, true);
        }
        x.ty = TypeId::UNTYPED_BOOL;
    }

    #[allow(clippy::too_many_arguments)]
    fn bad_comparison(
        &mut self,
        x: &mut Operand,
        y: &Operand,
        op: BinaryOp,
        case: bool,
        code: &'static str,
        at_x: bool,
        mut cause: String,
    ) {
        let mut culprit = if at_x { &*x } else { y };
        if cause.is_empty() {
            if self.types.is_type_param(x.ty) || self.types.is_type_param(y.ty) {
                if !self.types.is_type_param(x.ty) {
                    culprit = y;
                }
                cause = format!("type parameter {} cannot use operator {}", self.ts(culprit.ty), op.text());
            } else {
                let kind = composite_kind(self.types, culprit.ty);
                let what = if kind.is_empty() { self.ts(culprit.ty) } else { kind.into() };
                cause = format!("operator {} not defined on {what}", op.text());
            }
        }
        let (a, b) = (self.expr_text(x), self.expr_text(y));
        if case {
            let message = format!("invalid case {a} in switch on {b} ({cause})");
            self.error(self.at_operand(x), code, message);
        } else {
            let message = format!("invalid operation: {a} {} {b} ({cause})", op.text());
            self.error(self.at_operand(culprit), code, message);
        }
        x.invalidate();
    }

    fn shift(&mut self, mut x: Operand, mut y: Operand, e: Option<ExprId>, op: BinaryOp) -> Operand {
        let x_unknown = self.types.is_unknown(x.ty);
        let y_unknown = self.types.is_unknown(y.ty);
        if x_unknown || y_unknown {
            if self.types.is_untyped(y.ty) {
                self.update_operand_type(&y, TypeId::UINT, true);
            }
            x.maybe_const = x.is_const_like() && y.is_const_like();
            if self.types.is_untyped(x.ty) {
                let ty = self.type_without_target(&x);
                self.update_operand_type(&x, ty, true);
                x.ty = TypeId::UNKNOWN;
            }
            x.mode = Mode::Value;
            return x;
        }
        x.maybe_const = (x.maybe_const || y.maybe_const) && x.is_const_like() && y.is_const_like();
        let x_value = if x.is_constant() { x.value.to_int() } else { ConstValue::Unknown };
        let untyped_int = self.types.is_untyped(x.ty) && x_value.kind() == ConstKind::Int;
        if !self.all_integer(x.ty) && !untyped_int {
            return self.bad_shift(x);
        }
        if !self.check_shift_count(&mut y) {
            x.invalidate();
            return x;
        }
        if x.is_constant() {
            if y.is_constant() {
                return self.constant_shift(x, &y, &x_value, e, op);
            }
            if self.types.is_untyped(x.ty) {
                // The context decides about its type.
                if let Some(info) = x.node().and_then(|n| self.untyped[self.env.file].get_mut(&n)) {
                    info.is_lhs = true;
                }
                x.mode = Mode::Value;
                return x;
            }
        }
        if !self.all_integer(x.ty) {
            return self.bad_shift(x);
        }
        x.mode = Mode::Value;
        x
    }

    fn bad_shift(&mut self, mut x: Operand) -> Operand {
        let message = format!("invalid operation: shifted operand {} must be integer", self.os(&x));
        self.error(self.at_operand(&x), "InvalidShiftOperand", message);
        x.invalidate();
        x
    }

    fn check_shift_count(&mut self, y: &mut Operand) -> bool {
        if y.is_constant() {
            let value = y.value.to_int();
            if value.kind() == ConstKind::Int && value.sign() < 0 {
                let message = format!("invalid operation: negative shift count {}", self.os(y));
                self.error(self.at_operand(y), "InvalidShiftCount", message);
                return false;
            }
            if self.types.is_untyped(y.ty) {
                self.representable(y, TypeId::UINT);
                return y.is_valid();
            }
            return true;
        }
        if self.all_integer(y.ty) {
            if !self.all_basic(y.ty, BasicKind::is_unsigned) {
                let what = format!("invalid operation: signed shift count {}", self.os(y));
                return self.verify_version(self.at_operand(y), 13, &what);
            }
            return true;
        }
        if self.types.is_untyped(y.ty) {
            self.convert_untyped(y, TypeId::UINT);
            return y.is_valid();
        }
        let message = format!("invalid operation: shift count {} must be integer", self.os(y));
        self.error(self.at_operand(y), "InvalidShiftCount", message);
        false
    }

    fn constant_shift(
        &mut self,
        mut x: Operand,
        y: &Operand,
        x_value: &ConstValue,
        e: Option<ExprId>,
        op: BinaryOp,
    ) -> Operand {
        let integer = self.types.is_basic(x.ty, BasicKind::is_integer);
        if !x.value.is_known() || !y.value.is_known() {
            x.value = ConstValue::Unknown;
            if !integer {
                x.ty = TypeId::UNTYPED_INT;
            }
            return x;
        }
        let count = y.value.to_int().as_u64().filter(|&s| s <= MAX_SHIFT);
        let Some(count) = count else {
            let message = format!("invalid operation: invalid shift count {}", self.os(y));
            self.error(self.at_operand(y), "InvalidShiftCount", message);
            x.invalidate();
            return x;
        };
        if !integer {
            x.ty = TypeId::UNTYPED_INT;
        }
        x.value = shift(x_value, op, count);
        let pos = e.map_or_else(|| self.offset_of(&x), |e| self.op_pos(e));
        if let Some(e) = e {
            x.expr = ExprRef::Node(e);
        }
        self.overflow(&mut x, pos);
        x
    }
}
