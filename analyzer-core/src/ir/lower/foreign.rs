//! Functions, methods and variables of imported packages.
//!
//! They are declared when something first refers to them and have types but
//! no code: a function gets a [`FuncId`] so that arguments are converted to
//! its parameters and passed to it, but it is in nobody's order and is listed
//! in [`Lowered::foreign`](super::Lowered::foreign). What it does with its
//! arguments is known if its package has been analysed before; else it has to
//! be assumed, and each use is noted.

use alloc::{format, string::String, vec::Vec};

use super::{Foreign, Lowerer};
use crate::{
    ast::ExprId,
    base::Span,
    ir::{FuncId, NodeId, NodeKind, VarClass, VarId},
    types::{ObjId, ObjKind, VarKind},
};

impl Lowerer<'_> {
    /// Whether `obj` belongs to another package.
    pub(super) fn is_foreign(&self, obj: ObjId) -> bool {
        self.types.obj(obj).pkg.is_some_and(|pkg| pkg != self.input.package)
    }

    /// The function or method `obj`, of this package or an imported one, that
    /// `name` refers to; `None` if it is generic.
    pub(super) fn known_func(&mut self, obj: ObjId, name: ExprId) -> Option<FuncId> {
        if !self.is_foreign(obj) {
            return self.funcs.get(&obj).copied();
        }
        let object = self.types.obj(obj);
        let ObjKind::Func(info) = object.kind else { return None };
        let package = object.pkg?;
        let sig = *self.types.signature(object.ty?)?;
        let text = self.func_name(obj, &sig);
        let generic = info.origin.is_some() || !sig.tparams.is_empty() || !sig.recv_tparams.is_empty();
        if generic || !(self.input.known)(&self.types.package(package).path, &text) {
            self.note_foreign(obj, name);
        }
        if let Some(&func) = self.funcs.get(&obj) {
            return Some(func);
        }
        if generic { None } else { self.declare_foreign(obj) }
    }

    /// Declares the imported function or method `obj`, which is not generic.
    pub(super) fn declare_foreign(&mut self, obj: ObjId) -> Option<FuncId> {
        let object = self.types.obj(obj);
        let ObjKind::Func(info) = object.kind else { return None };
        let (ty, pos, package) = (object.ty?, object.pos?, object.pkg?);
        let sig = *self.types.signature(ty)?;
        let text = self.func_name(obj, &sig);
        let printed = if sig.recv.is_some() { text.clone() } else { self.qualified(obj, &text) };
        let mut func = self.new_func(printed, pos, ty);
        func.obj = Some(obj);
        func.pragma = info.pragma;
        func.body = info.has_body.then(Vec::new);
        let id = self.out.package.funcs.push(func);
        self.funcs.insert(obj, id);
        self.out.foreign.push(Foreign { func: id, package, name: text });
        self.state.push(super::FuncState::new(id, Vec::new(), pos));
        self.declare_params(id, ty, None);
        self.state.pop();
        Some(id)
    }

    /// A name of an imported package that is no type and no constant.
    pub(super) fn foreign(&mut self, obj: ObjId, id: ExprId, name: ExprId) -> NodeId {
        let pos = self.pos_of(id);
        match self.types.obj(obj).kind {
            ObjKind::Func(_) => match self.known_func(obj, name) {
                Some(func) => {
                    let ty = self.type_of(id);
                    self.node(pos, Some(ty), NodeKind::Func(func))
                }
                None => self.unknown(id, Vec::new()),
            },
            ObjKind::Var(var) if var.kind == VarKind::Package => {
                let var = self.foreign_var(obj);
                self.use_var(var, pos)
            }
            _ => self.bad(pos),
        }
    }

    fn foreign_var(&mut self, obj: ObjId) -> VarId {
        if let Some(&var) = self.vars.get(&obj) {
            return var;
        }
        let name = self.interner.text(self.types.obj_name(obj));
        let text = self.qualified(obj, name);
        let object = self.types.obj(obj);
        let pos = object.pos.unwrap_or_else(|| self.pos(0));
        let var = self.new_var(None, text, pos, self.types.obj_type(obj), VarClass::Extern);
        self.vars.insert(obj, var);
        var
    }

    fn qualified(&self, obj: ObjId, name: &str) -> String {
        let package = self.types.obj(obj).pkg.map(|pkg| self.types.package(pkg).name);
        let prefix = package.map_or("", |symbol| self.interner.text(symbol));
        format!("{prefix}.{name}")
    }

    /// Remembers that what `name` refers to is assumed.
    pub(super) fn note_foreign(&mut self, obj: ObjId, name: ExprId) {
        if let Some(pkg) = self.types.obj(obj).pkg
            && self.is_foreign(obj)
        {
            let Span { start, end } = self.tree.expr(name).span;
            let used = (self.pos(start), Span::new(start, end), pkg);
            // Generic code is lowered once for each instance.
            if self.env.is_empty() || !self.out.foreign_uses.contains(&used) {
                self.out.foreign_uses.push(used);
            }
        }
    }
}
