//! `x.sel`: qualified identifiers, fields, methods, method expressions.

use alloc::{format, vec::Vec};

use super::{
    Checker,
    lookup::Found,
    operand::{ExprRef, Operand},
};
use crate::ast::{ExprId, ExprKind};
use crate::base::{Symbol, sort};
use crate::lexer::equal_fold;
use crate::types::{
    arena::{Signature, Type, TypeId},
    info::{Mode, Selection, SelectionKind},
    objects::{ObjId, ObjKind, VarKind},
};

impl Checker<'_> {
    /// Checks selector `e`: `x.sel`.
    pub(super) fn selector(&mut self, e: ExprId, base: ExprId, sel: ExprId, want_type: bool) -> Operand {
        let mut x = self.selector_inner(e, base, sel, want_type);
        x.expr = ExprRef::Node(e);
        x
    }

    fn selector_inner(&mut self, e: ExprId, base: ExprId, sel: ExprId, want_type: bool) -> Operand {
        let invalid = Operand::invalid(e);
        let Some(name) = self.name_of(sel) else {
            self.use_exprs(&[base]);
            return invalid;
        };
        if let ExprKind::Name(base_name) = self.file().exprs[base].kind {
            let obj = self.lookup(base_name).or_else(|| self.guess_import(base_name));
            if let Some(obj) = obj
                && matches!(self.types.obj(obj).kind, ObjKind::PkgName { .. })
            {
                return self.qualified(e, base, sel, obj, name, want_type);
            }
        }
        let x = self.expr_or_type(base, false);
        match x.mode {
            Mode::Invalid => return invalid,
            Mode::Builtin => {
                let message = format!("invalid use of {} in selector expression", self.os(&x));
                let pos = self.here(self.file().exprs[e].pos);
                self.error(pos, "UncalledBuiltin", message);
                return invalid;
            }
            _ => {}
        }
        if !self.is_complete(x.ty) {
            return invalid;
        }
        if want_type {
            if x.ty == TypeId::UNKNOWN {
                return Operand::new(Mode::TypeExpr, e, TypeId::UNKNOWN);
            }
            let message = format!("{} is not a type", self.es(e));
            self.error(self.at(sel), "NotAType", message);
            return invalid;
        }
        if let Type::Pointer(elem) = self.types.under(x.ty)
            && !self.is_complete(elem)
        {
            return invalid;
        }
        match self.lookup_member(x.ty, x.mode == Mode::Variable, name) {
            Found::Entry { obj, path, indirect } => self.member(e, base, sel, x, obj, path, indirect),
            Found::Unknown => Operand::new(Mode::Variable, e, TypeId::UNKNOWN),
            found => {
                self.not_selected(&x, sel, name, &found);
                invalid
            }
        }
    }

    fn not_selected(&mut self, x: &Operand, sel: ExprId, name: Symbol, found: &Found) {
        if !self.types.is_valid(self.types.underlying(x.ty)) {
            return;
        }
        let pos = self.at(sel);
        let text = self.names.text(name);
        match found {
            Found::Ambiguous => {
                let message = format!("ambiguous selector {}.{text}", self.expr_text(x));
                self.error(pos, "AmbiguousSelector", message);
            }
            Found::NeedsPointer => {
                let ty = self.ts(x.ty);
                let message = if x.mode == Mode::TypeExpr {
                    format!("invalid method expression {ty}.{text} (needs pointer receiver (*{ty}).{text})")
                } else {
                    format!("cannot call pointer method {text} on {ty}")
                };
                self.error(pos, "InvalidMethodExpr", message);
            }
            _ => {
                let why = if self.is_interface_ptr(x.ty) {
                    self.interface_ptr_error(x.ty)
                } else {
                    let alt = self.lookup_folded(x.ty, x.mode == Mode::Variable, name);
                    self.lookup_error(x.ty, name, alt, false)
                };
                let text = self.names.text(name);
                let message = format!("{}.{text} undefined ({why})", self.expr_text(x));
                self.error(pos, "MissingFieldOrMethod", message);
            }
        }
    }

    /// `pkg.name`
    fn qualified(
        &mut self,
        e: ExprId,
        base: ExprId,
        sel: ExprId,
        pkg_name: ObjId,
        name: Symbol,
        want_type: bool,
    ) -> Operand {
        let ObjKind::PkgName { imported } = self.types.obj(pkg_name).kind else { return Operand::invalid(e) };
        self.record_use(base, pkg_name);
        self.used.insert(pkg_name);
        self.load_package(imported);
        // Export data has exported names only.
        let unknown = self.types.package(imported).unknown;
        let found = if unknown { None } else { self.package_object(imported, name) };
        if unknown || found.is_none() && self.lacks_rest(imported) {
            if self.is_target() {
                let pos = self.at(base);
                self.unknown_uses.push((pos, imported));
            }
            let mode = if want_type { Mode::TypeExpr } else { Mode::Variable };
            return Operand::new(mode, e, TypeId::UNKNOWN);
        }
        let Some(obj) = found.filter(|&obj| self.types.obj(obj).exported) else {
            self.declare_all(imported);
            let text = self.names.text(name);
            let scope = self.types.package(imported).scope;
            let mut similar: Vec<&str> = (self.types.scope(scope).names.values())
                .filter(|&&o| self.types.obj(o).exported)
                .map(|&o| self.names.text(self.types.obj_name(o)))
                .filter(|n| equal_fold(n, text))
                .collect();
            sort(&mut similar);
            let message = match similar.first() {
                Some(other) => format!("undefined: {} (but have {other})", self.es(e)),
                None => format!("undefined: {}", self.es(e)),
            };
            self.error(self.at(sel), "UndeclaredImportedName", message);
            return Operand::invalid(e);
        };
        self.obj_decl(obj);
        let object = self.types.obj(obj).clone();
        self.record_use(sel, obj);
        let mut x = Operand::new(Mode::Invalid, e, object.ty.unwrap_or(TypeId::INVALID));
        match object.kind {
            ObjKind::Const(value) => {
                x.mode = Mode::Constant;
                x.value = value;
            }
            ObjKind::TypeName => x.mode = Mode::TypeExpr,
            ObjKind::Var(_) => {
                x.mode = Mode::Variable;
                x.ty = self.imported_type(x.ty);
            }
            ObjKind::Func(_) => x.mode = Mode::Value,
            ObjKind::Builtin(id) => {
                x.mode = Mode::Builtin;
                x.builtin = Some(id);
            }
            _ => {}
        }
        x
    }

    #[allow(clippy::too_many_arguments)]
    fn member(
        &mut self,
        e: ExprId,
        base: ExprId,
        sel: ExprId,
        mut x: Operand,
        obj: ObjId,
        path: Vec<u32>,
        indirect: bool,
    ) -> Operand {
        let recv = x.ty;
        if matches!(self.types.obj(obj).kind, ObjKind::Var(_)) {
            if x.mode == Mode::TypeExpr {
                let message =
                    format!("operand for field selector {} must be value of type {}", self.es(sel), self.ts(x.ty));
                self.error(self.at(base), "MissingFieldOrMethod", message);
                return Operand::invalid(e);
            }
            self.record_field(e, sel, recv, obj, path, indirect);
            x.mode = if x.mode == Mode::Variable || indirect { Mode::Variable } else { Mode::Value };
            x.ty = self.types.obj_type(obj);
            if self.is_imported(obj) && !self.is_instance(recv) {
                x.ty = self.imported_type(x.ty);
            }
            return x;
        }
        self.obj_decl(obj);
        self.add_dep(match &self.types.obj(obj).kind {
            ObjKind::Func(func) => func.origin.unwrap_or(obj),
            _ => obj,
        });
        let Some(&sig) = self.types.signature(self.types.obj_type(obj)) else { return Operand::invalid(e) };
        if x.mode == Mode::TypeExpr {
            let kind = SelectionKind::MethodExpr;
            self.record_selection(e, sel, Selection { kind, recv, obj, path, indirect });
            let Some(recv_var) = sig.recv else {
                self.error(self.at(e), "InvalidDeclCycle", "illegal cycle in method declaration");
                return Operand::invalid(e);
            };
            // The receiver becomes the first parameter; it has a name if the
            // others have.
            let mut params = self.types.objs(sig.params).to_vec();
            let named = params.first().is_some_and(|&p| self.types.obj_name(p) != self.sym.empty);
            let recv_name = self.types.obj_name(recv_var);
            let name = match (named, recv_name == self.sym.empty) {
                (false, _) => self.sym.empty,
                (true, true) => Symbol::blank(),
                (true, false) => recv_name,
            };
            let pos = self.types.obj(recv_var).pos.unwrap_or_else(|| self.here(0));
            let first = self.new_var(VarKind::Param, name, pos, Some(recv));
            params.insert(0, first);
            let params = self.types.add_objs(&params);
            x.ty = self.types.add_signature(Signature {
                recv: None,
                recv_tparams: crate::types::arena::TypeList::default(),
                params,
                ..sig
            });
        } else {
            let kind = SelectionKind::MethodVal;
            self.record_selection(e, sel, Selection { kind, recv, obj, path, indirect });
            x.ty = self.types.add_signature(Signature { recv: None, ..sig });
        }
        x.mode = Mode::Value;
        x
    }
}
