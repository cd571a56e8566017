//! Functions, methods and variables of imported packages.
//!
//! They are declared when something first refers to them and have types but
//! no code: a function gets a [`FuncId`] so that arguments are converted to
//! its parameters and passed to it, but it is in nobody's order and is listed
//! in [`Lowered::foreign`](super::Lowered::foreign). What it does with its
//! arguments is known if its package has been analysed before; else it has to
//! be assumed, and each use is noted.
//!
//! gc's inliner reads the body of an imported function when it wants to copy
//! it. So does ours: it asks for the body through [`inline::Library`], and the
//! function is then lowered as it would be in its own package, except that
//! its names are qualified. Instances of generic functions that turn up on
//! the way have bodies to be copied as well, and are no code of this package:
//! they were compiled where the body that mentions them was.

use alloc::{borrow::Cow, format, string::String, vec::Vec};

use super::{Effect, Foreign, FuncState, Lowerer};
use crate::{
    ast::ExprId,
    base::{Interner, Pos, Span},
    inline,
    ir::{self, Call, FuncId, NodeId, NodeKind, NodeList, VarClass, VarId},
    pack::FunctionFacts,
    types::{ObjId, ObjKind, PkgId, Signature, TypeId, Types, VarKind},
};

/// The path that gc gives to package runtime where it calls its functions.
const RUNTIME: &str = "go.runtime";

impl inline::Library for Lowerer<'_> {
    fn parts(&mut self) -> (&mut ir::Package, &mut Types, &mut Interner) {
        (&mut self.out.package, self.types, self.interner)
    }

    fn type_methods(&mut self, ty: TypeId) {
        self.applicable_methods(ty);
    }

    fn method(&mut self, method: ObjId) -> Option<FuncId> {
        self.method_func(method)
    }

    fn body(&mut self, func: FuncId) -> bool {
        let f = &self.out.package.funcs[func];
        if !f.imported || f.body.is_none() || !self.fetched.insert(func) {
            return f.body.is_some();
        }
        let order = self.out.package.order.len();
        self.imported_body(func);
        // What the body mentions is compiled with it, not here.
        self.bodies();
        let made = self.out.package.order.split_off(order);
        let instances = made.into_iter().filter(|&func| self.out.package.funcs[func].closure.is_none());
        self.new_functions.extend(instances);
        self.out.package.funcs[func].body.is_some()
    }

    fn new_functions(&mut self) -> Vec<FuncId> {
        let new = core::mem::take(&mut self.new_functions);
        self.compiled_elsewhere.extend(&new);
        new
    }

    fn newly_imported(&mut self) -> Vec<(FuncId, inline::Inlinable)> {
        let new = self.out.foreign.get(self.told..).unwrap_or_default();
        self.told = self.out.foreign.len();
        let known = |foreign: &Foreign| {
            let Foreign { func, package, ref name } = *foreign;
            let has_body = (self.input.has_body)(&self.types.package(package).path, name);
            Some((func, self.facts(package, name)?.inlinable?)).filter(|_| has_body)
        };
        new.iter().filter_map(known).collect()
    }
}

impl Lowerer<'_> {
    /// What is known about a function of an imported package.
    fn facts(&self, package: PkgId, name: &str) -> Option<Cow<'_, FunctionFacts>> {
        let imported = self.library.imports.facts(package, name).map(Cow::Owned);
        imported.or_else(|| (self.input.facts)(&self.types.package(package).path, name).map(Cow::Borrowed))
    }

    /// Whether `obj` belongs to another package.
    pub(super) fn is_foreign(&self, obj: ObjId) -> bool {
        self.types.obj(obj).pkg.is_some_and(|pkg| pkg != self.input.package)
    }

    /// The function or method `obj`, of this package or an imported one, that
    /// `name` refers to; `None` if it is generic.
    pub(super) fn known_func(&mut self, obj: ObjId, name: ExprId) -> Option<FuncId> {
        if !self.is_foreign(obj) {
            self.read_func(obj);
            return self.funcs.get(obj);
        }
        let object = self.types.obj(obj);
        let ObjKind::Func(info) = object.kind else { return None };
        let package = object.pkg?;
        let sig = *self.types.signature(object.ty?)?;
        let text = self.func_name(obj, &sig);
        let generic = info.origin.is_some() || !sig.tparams.is_empty() || !sig.recv_tparams.is_empty();
        if generic || self.facts(package, &text).is_none() {
            self.note_foreign(obj, name);
        }
        self.note(|| Effect::Import(obj));
        if let Some(func) = self.funcs.get(obj) {
            return Some(func);
        }
        if generic { None } else { self.declare_foreign(obj) }
    }

    /// Declares the imported function or method `obj`, which is not generic.
    pub(super) fn declare_foreign(&mut self, obj: ObjId) -> Option<FuncId> {
        self.note(|| Effect::Import(obj));
        let object = self.types.obj(obj);
        let ObjKind::Func(info) = object.kind else { return None };
        let (ty, pos, package) = (object.ty?, object.pos?, object.pkg?);
        let sig = *self.types.signature(ty)?;
        let text = self.func_name(obj, &sig);
        let mut func = self.new_func(text.clone(), pos, ty);
        func.obj = Some(obj);
        func.pkg = Some(package);
        func.imported = true;
        func.pragma = info.pragma;
        // Of one from a pack the declaration does not tell.
        let has_body = info.has_body || self.facts(package, &text).is_some_and(|facts| !facts.bodyless);
        func.body = has_body.then(NodeList::new);
        let id = self.out.package.funcs.push(func);
        self.bind_func(obj, id);
        self.out.foreign.push(Foreign { func: id, package, name: text });
        let outer = self.qualifier.replace(package);
        self.state.push(FuncState::new(id, Vec::new(), pos));
        self.declare_params(id, ty, None);
        self.state.pop();
        self.qualifier = outer;
        Some(id)
    }

    /// Lowers the body of the imported function `func`.
    fn imported_body(&mut self, func: FuncId) {
        let Some(obj) = self.out.package.funcs[func].obj else { return };
        let Some((file, decl)) = self.library.imports.declaration(obj) else { return };
        self.aside(|this| this.lower_body(func, Some(obj), file, decl));
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
                None => self.unknown(id, NodeList::new()),
            },
            ObjKind::Var(var) if var.kind == VarKind::Package => {
                let var = self.foreign_var(obj);
                self.use_var(var, pos)
            }
            _ => self.bad(pos),
        }
    }

    fn foreign_var(&mut self, obj: ObjId) -> VarId {
        if let Some(var) = self.vars.get(obj) {
            return var;
        }
        let name = self.interner.text(self.types.obj_name(obj));
        let text = self.qualified(obj, name);
        let object = self.types.obj(obj);
        let pos = object.pos.unwrap_or_else(|| self.pos(0));
        let var = self.new_var(None, text, pos, self.types.obj_type(obj), VarClass::Extern);
        self.bind_var(obj, var);
        var
    }

    fn qualified(&self, obj: ObjId, name: &str) -> String {
        let package = self.types.obj(obj).pkg.map(|pkg| self.types.package(pkg).name);
        let prefix = package.map_or("", |symbol| self.interner.text(symbol));
        format!("{prefix}.{name}")
    }

    /// A call of a function of the run time that gc makes, of type `ty`.
    pub(super) fn runtime_call(&mut self, pos: Pos, name: &str, args: NodeList, ty: Option<TypeId>) -> NodeId {
        let types: Vec<TypeId> = args.iter().map(|&arg| self.ty(arg)).collect();
        let func = self.runtime_func(name, &types, ty);
        let func_ty = self.out.package.funcs[func].ty;
        let fun = self.node(pos, Some(func_ty), NodeKind::Func(func));
        self.node(pos, ty, NodeKind::CallFunc(Call { fun, args, ddd: false }))
    }

    /// A function of the run time, of which only the type is known.
    fn runtime_func(&mut self, name: &str, params: &[TypeId], result: Option<TypeId>) -> FuncId {
        let pkg = self.types.made_up_package(RUNTIME, self.interner.intern("runtime"));
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
        let mut func = self.new_func(String::from(name), pos, ty);
        func.obj = Some(obj);
        func.pkg = Some(pkg);
        func.imported = true;
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
