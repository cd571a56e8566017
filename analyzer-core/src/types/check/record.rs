//! Writing the side tables, and the types of untyped operands that become
//! final on the way up.

use alloc::{format, vec::Vec};
use hashbrown::hash_map::Entry;

use super::{Checker, Untyped, operand::Operand};
use crate::ast::{self, ExprId, ExprKind};
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
        if mode != Mode::Invalid
            && let Some(info) = self.file_info()
        {
            info.record(e, mode, ty, value);
        }
    }

    pub(super) fn record_def(&mut self, name: ExprId, obj: ObjId) {
        if let Some(info) = self.file_info() {
            info.record_def(name, obj);
        }
    }

    pub(super) fn record_use(&mut self, name: ExprId, obj: ObjId) {
        if let Some(info) = self.file_info() {
            info.record_use(name, obj);
        }
    }

    pub(super) fn record_selection(&mut self, e: ExprId, sel: ExprId, selection: Selection) {
        self.record_use(sel, selection.obj);
        if let Some(info) = self.file_info() {
            info.record_selection(e, selection);
        }
    }

    pub(super) fn record_field(
        &mut self,
        e: ExprId,
        sel: ExprId,
        recv: TypeId,
        obj: ObjId,
        path: Vec<u32>,
        indirect: bool,
    ) {
        let kind = SelectionKind::FieldVal;
        self.record_selection(e, sel, Selection { kind, recv, obj, path, indirect });
    }

    /// Records an operand; an untyped one is remembered until its type is final.
    pub(super) fn record_operand(&mut self, x: &Operand) {
        let Some(e) = x.node() else { return };
        let value = || (x.mode == Mode::Constant).then(|| x.value.clone());
        match x.mode {
            Mode::Invalid => {}
            Mode::NoValue => self.record(e, x.mode, TypeId::NO_VALUE, None),
            _ if self.types.is_untyped(x.ty) => {
                let info = Untyped { is_lhs: false, mode: x.mode, ty: x.ty, value: value() };
                self.untyped[self.env.file].insert(e, info);
            }
            _ => {
                if let Some(info) = self.file_info() {
                    info.record(e, x.mode, x.ty, value());
                }
            }
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
        if self.file_info().is_none() {
            return;
        }
        let pos = self.here(self.file().exprs[e].pos);
        let a = self.new_var(VarKind::Local, self.sym.empty, pos, Some(first));
        let b = self.new_var(VarKind::Local, self.sym.empty, pos, Some(second));
        let tuple = self.types.tuple(&[a, b]);
        loop {
            if let Some(info) = self.file_info() {
                info.record_type(e, tuple);
            }
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
        let mut pending = Vec::new();
        let mut next = Some(e);
        while let Some(e) = next {
            self.update_one(file, e, ty, last, &mut pending);
            next = pending.pop();
        }
    }

    /// The same for one expression; its operands are added to `pending`.
    fn update_one(&mut self, file: &ast::File, e: ExprId, ty: TypeId, last: bool, pending: &mut Vec<ExprId>) {
        let untyped = &mut self.untyped[self.env.file];
        let Some(info) = untyped.get_mut(&e) else { return };
        match &file.exprs[e].kind {
            ExprKind::Paren(x) => pending.push(*x),
            ExprKind::Unary { x, .. } if info.value.is_none() => pending.push(*x),
            ExprKind::Binary { op, x, y } if info.value.is_none() => {
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
            _ => return,
        }
        if !last && self.types.is_untyped(ty) {
            info.ty = ty;
            return;
        }
        let Some(old) = untyped.remove(&e) else { return };
        if old.is_lhs && !self.all_integer(ty) && !self.types.is_unknown(ty) {
            let message =
                format!("invalid operation: shifted operand {} (type {}) must be integer", self.es(e), self.ts(ty));
            self.error(self.at(e), "InvalidShiftOperand", message);
            return;
        }
        let Some(value) = old.value else {
            self.record(e, old.mode, ty, None);
            return;
        };
        let mut x = Operand { value, ..Operand::new(old.mode, e, old.ty) };
        match self.implicit_type(&x, ty) {
            // types2 records the unconverted value; what is stored in a
            // variable is the converted one.
            Ok((_, Some(value))) if self.types.is_basic(ty, BasicKind::is_const_type) && value.is_known() => {
                x.value = value;
            }
            Ok(_) => {}
            Err(_) => {
                self.convert_untyped(&mut x, ty);
                return;
            }
        }
        self.record(e, old.mode, ty, Some(x.value));
    }

    /// Records constant `x` as `value` of type `ty`, to which it has been
    /// converted, if it has no operands that would have to be looked at too.
    pub(super) fn settle_constant(&mut self, x: &Operand, ty: TypeId, value: &ConstValue) -> bool {
        let Some(e) = x.node() else { return false };
        let is_leaf = matches!(
            self.file().exprs[e].kind,
            ExprKind::Name(_) | ExprKind::BasicLit { .. } | ExprKind::Selector { .. }
        );
        if !is_leaf || !value.is_known() || !self.types.is_basic(ty, |k| k.is_const_type() && !k.is_untyped()) {
            return false;
        }
        let Entry::Occupied(entry) = self.untyped[self.env.file].entry(e) else { return false };
        if entry.get().is_lhs || entry.get().value.is_none() {
            return false;
        }
        let mode = entry.remove().mode;
        self.record(e, mode, ty, Some(value.clone()));
        true
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
