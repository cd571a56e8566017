//! Writing the side tables, and the types of untyped operands that become
//! final on the way up.

use alloc::format;

use super::{Checker, Untyped, operand::Operand};
use crate::ast::{ExprId, ExprKind};
use crate::base::Id;
use crate::types::{
    arena::TypeId,
    basic::BasicKind,
    constant::ConstValue,
    info::{Mode, Selection, SelectionKind},
    objects::{ObjId, VarKind},
};

impl Checker<'_> {
    /// Records mode, type and value of an expression.
    pub(super) fn record(&mut self, e: ExprId, mode: Mode, ty: TypeId, value: Option<ConstValue>) {
        if mode != Mode::Invalid {
            self.file_info().record(e, mode, ty, value);
        }
    }

    pub(super) fn record_def(&mut self, name: ExprId, obj: ObjId) {
        self.file_info().record_def(name, obj);
    }

    pub(super) fn record_use(&mut self, name: ExprId, obj: ObjId) {
        self.file_info().record_use(name, obj);
    }

    pub(super) fn record_selection(&mut self, e: ExprId, sel: ExprId, selection: Selection) {
        self.record_use(sel, selection.obj);
        self.file_info().selections.insert(e, selection);
    }

    pub(super) fn record_field(
        &mut self,
        e: ExprId,
        sel: ExprId,
        recv: TypeId,
        obj: ObjId,
        path: alloc::vec::Vec<u32>,
        indirect: bool,
    ) {
        let kind = SelectionKind::FieldVal;
        self.record_selection(e, sel, Selection { kind, recv, obj, path, indirect });
    }

    /// Records an operand; an untyped one is remembered until its type is final.
    pub(super) fn record_operand(&mut self, x: &Operand) {
        let Some(e) = x.node() else { return };
        let value = (x.mode == Mode::Constant).then(|| x.value.clone());
        match x.mode {
            Mode::Invalid => {}
            Mode::NoValue => self.record(e, x.mode, TypeId::NO_VALUE, None),
            _ if self.types.is_untyped(x.ty) => {
                let info = Untyped { is_lhs: false, mode: x.mode, ty: x.ty, value };
                self.untyped[self.env.file].insert(e, info);
            }
            _ => self.record(e, x.mode, x.ty, value),
        }
    }

    /// What is still untyped at the end stays so: constant declarations.
    pub(super) fn record_untyped(&mut self) {
        for (id, _) in self.target {
            self.record_untyped_of(id.index());
        }
    }

    /// Records what is still untyped in file `index`.
    pub(super) fn record_untyped_of(&mut self, index: usize) {
        self.set_file(index);
        for (e, info) in core::mem::take(&mut self.untyped[index]) {
            self.record(e, info.mode, info.ty, info.value);
        }
    }

    /// Records the types of `v, ok = x`.
    pub(super) fn record_comma_ok(&mut self, mut e: ExprId, first: TypeId, second: TypeId) {
        let pos = self.here(self.file().exprs[e].pos);
        let a = self.new_var(VarKind::Local, self.sym.empty, pos, Some(first));
        let b = self.new_var(VarKind::Local, self.sym.empty, pos, Some(second));
        let tuple = self.types.tuple(&[a, b]);
        loop {
            self.file_info().record_type(e, tuple);
            match self.file().exprs[e].kind {
                ExprKind::Paren(x) => e = x,
                _ => return,
            }
        }
    }

    /// Gives untyped expression `e` the type `ty`, and its operands with it;
    /// `last` says that the type is final even if it is untyped.
    pub(super) fn update_type(&mut self, e: ExprId, ty: TypeId, last: bool) {
        let file = self.file();
        let mut pending = alloc::vec![e];
        while let Some(e) = pending.pop() {
            let Some(old) = self.untyped[self.env.file].get(&e).cloned() else { continue };
            match &file.exprs[e].kind {
                ExprKind::Paren(x) => pending.push(*x),
                ExprKind::Unary { x, .. } if old.value.is_none() => pending.push(*x),
                ExprKind::Binary { op, x, y } if old.value.is_none() => {
                    if op.is_shift() {
                        pending.push(*x);
                    } else if !op.is_comparison() {
                        pending.push(*y);
                        pending.push(*x);
                    }
                }
                ExprKind::Unary { .. }
                | ExprKind::Binary { .. }
                | ExprKind::Call { .. }
                | ExprKind::Name(_)
                | ExprKind::BasicLit { .. }
                | ExprKind::Selector { .. } => {}
                _ => continue,
            }
            if !last && self.types.is_untyped(ty) {
                if let Some(info) = self.untyped[self.env.file].get_mut(&e) {
                    info.ty = ty;
                }
                continue;
            }
            self.untyped[self.env.file].remove(&e);
            if old.is_lhs && !self.all_integer(ty) && !self.types.is_unknown(ty) {
                let message =
                    format!("invalid operation: shifted operand {} (type {}) must be integer", self.es(e), self.ts(ty));
                self.error(self.at(e), "InvalidShiftOperand", message);
                continue;
            }
            let mut value = old.value;
            if let Some(v) = &mut value {
                let mut x = Operand { mode: old.mode, value: v.clone(), ..Operand::new(old.mode, e, old.ty) };
                self.convert_untyped(&mut x, ty);
                if !x.is_valid() {
                    continue;
                }
                // types2 records the unconverted value; what is stored in a
                // variable is the converted one.
                if self.types.is_basic(ty, BasicKind::is_const_type) && x.value.is_known() {
                    *v = x.value;
                }
            }
            self.record(e, old.mode, ty, value);
        }
    }

    /// Replaces the value of an expression that is still untyped.
    pub(super) fn update_value(&mut self, x: &Operand, value: &ConstValue) {
        if let Some(e) = x.node()
            && let Some(info) = self.untyped[self.env.file].get_mut(&e)
        {
            info.value = Some(value.clone());
        }
    }

    /// [`update_type`](Self::update_type) of an operand's expression.
    pub(super) fn update_operand_type(&mut self, x: &Operand, ty: TypeId, last: bool) {
        if let Some(e) = x.node() {
            self.update_type(e, ty, last);
        }
    }
}
