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
    base::{Pos, Span},
    ir::{Call, FuncId, NodeId, NodeKind, VarClass, VarId},
    types::{ObjId, ObjKind, Package, Signature, TypeId, VarKind},
};

/// The path that gc gives to package runtime where it calls its functions.
const RUNTIME: &str = "go.runtime";

impl Lowerer<'_> {
    /// Whether `obj` belongs to another package.
    pub(super) fn is_foreign(&self, obj: ObjId) -> bool {
        self.types.obj(obj).pkg.is_some_and(|pkg| pkg != self.input.package)
    }

    /// The function or method `obj`, of this package or an imported one, that
    /// `name` refers to; `None` if it is generic.
    pub(super) fn known_func(&mut self, obj: ObjId, name: ExprId) -> Option<FuncId> {
        if !self.is_foreign(obj) {
            self.read_func(obj);
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

    /// A call of a function of the run time that gc makes, of type `ty`.
    pub(super) fn runtime_call(&mut self, pos: Pos, name: &str, args: Vec<NodeId>, ty: Option<TypeId>) -> NodeId {
        let types: Vec<TypeId> = args.iter().map(|&arg| self.ty(arg)).collect();
        let func = self.runtime_func(name, &types, ty);
        let func_ty = self.out.package.funcs[func].ty;
        let fun = self.node(pos, Some(func_ty), NodeKind::Func(func));
        self.node(pos, ty, NodeKind::CallFunc(Call { fun, args, ddd: false }))
    }

    /// A function of the run time, of which only the type is known.
    fn runtime_func(&mut self, name: &str, params: &[TypeId], result: Option<TypeId>) -> FuncId {
        let package = self.types.packages().find(|(_, package)| package.path == RUNTIME).map(|(id, _)| id);
        let pkg = package.unwrap_or_else(|| {
            let (name, scope) = (self.interner.intern(RUNTIME), self.types.add_scope(None));
            let path = String::from(RUNTIME);
            self.types.add_package(Package { path, name, scope, unknown: false, imports: Vec::new() })
        });
        let symbol = self.interner.intern(name);
        let same = |func: &&FuncId| {
            let obj = self.out.package.funcs[**func].obj.map(|obj| self.types.obj(obj));
            obj.is_some_and(|obj| obj.pkg == Some(pkg) && obj.name == symbol)
        };
        if let Some(&func) = self.runtime_funcs.iter().find(same) {
            return func;
        }
        let pos = self.pos(0).unknown();
        let mut vars = |types: &[TypeId], kind| {
            let vars: Vec<ObjId> = types.iter().map(|&ty| self.hidden_object("", pos, ty, kind)).collect();
            self.types.add_objs(&vars)
        };
        let (params, results) = (vars(params, VarKind::Param), vars(result.as_slice(), VarKind::Result));
        let ty = self.types.add_signature(Signature { params, results, ..Signature::default() });
        let obj = self.hidden_object(name, pos, ty, VarKind::Package);
        self.types.obj_mut(obj).pkg = Some(pkg);
        let mut func = self.new_func(format!("runtime.{name}"), pos, ty);
        func.obj = Some(obj);
        let id = self.out.package.funcs.push(func);
        self.runtime_funcs.push(id);
        self.state.push(super::FuncState::new(id, Vec::new(), pos));
        self.declare_params(id, ty, None);
        self.state.pop();
        id
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
