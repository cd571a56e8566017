//! Function types, receivers and parameters.

use alloc::{format, vec::Vec};

use super::{Checker, Delayed, resolve::recv_tparams};
use crate::ast::{ExprId, ExprKind, Field, UnaryOp};
use crate::types::{
    arena::{Type, TypeId, TypeList},
    basic::BasicKind,
    info::{Implicit, InstanceInfo, Mode},
    objects::{ObjId, ScopeId, VarKind},
};

impl Checker<'_> {
    /// Fills in signature `sig` (made beforehand, so that cycles find it).
    pub(super) fn func_type(&mut self, sig: TypeId, recv: Option<&Field>, tparams: &[Field], ty: ExprId) {
        let file = self.file();
        let ExprKind::FuncType(func) = &file.exprs[ty].kind else { return };
        let Type::Signature(id) = self.types.get(sig) else { return };
        let scope = self.open_scope();
        self.types.scope_mut(scope).is_func = true;
        self.sig_scopes.insert(id, scope);
        let mut recv_var = None;
        if let Some(recv) = recv {
            let (var, list) = self.collect_recv(recv);
            recv_var = Some((var, recv.name));
            self.types.sig_mut(id).recv_tparams = list;
        }
        if !tparams.is_empty() {
            let list = self.collect_tparams(tparams, |types, list| types.sig_mut(id).tparams = list);
            self.types.sig_mut(id).tparams = list;
        }
        let (params, variadic) = self.collect_params(VarKind::Param, &func.params);
        let (results, _) = self.collect_params(VarKind::Result, &func.results);
        if let Some((var, Some(name))) = recv_var {
            self.declare(scope, Some(name), var);
        }
        for &(name, var) in params.iter().chain(&results) {
            if let Some(name) = name {
                self.declare(scope, Some(name), var);
            }
        }
        let params: Vec<ObjId> = params.into_iter().map(|p| p.1).collect();
        let results: Vec<ObjId> = results.into_iter().map(|p| p.1).collect();
        let params = self.types.add_objs(&params);
        let results = self.types.add_objs(&results);
        let signature = self.types.sig_mut(id);
        signature.recv = recv_var.map(|r| r.0);
        signature.params = params;
        signature.results = results;
        signature.variadic = variadic;
        self.close_scope();
    }

    /// The scope of a signature's parameters.
    pub(super) fn sig_scope(&self, sig: TypeId) -> ScopeId {
        match self.types.get(sig) {
            Type::Signature(id) => self.sig_scopes.get(&id).copied().unwrap_or(self.env.scope),
            _ => self.env.scope,
        }
    }

    fn collect_recv(&mut self, recv: &Field) -> (ObjId, TypeList) {
        let file = self.file();
        let (is_ptr, base) = self.unpack_recv(recv.ty);
        let names = recv_tparams(file, recv);
        let mut list = TypeList::default();
        let ty = if names.is_empty() {
            let ty = self.var_type(recv.ty);
            self.check_alias_recv(base, ty)
        } else {
            let (ty, tparams) = self.generic_recv(recv.ty, base, &names, is_ptr);
            list = tparams;
            ty
        };
        let var = if let Some((name, symbol)) = recv.name.and_then(|n| Some((n, self.name_of(n)?))) {
            self.new_var(VarKind::Recv, symbol, self.at(name), Some(ty))
        } else {
            let pos = self.here(recv.pos);
            let var = self.new_var(VarKind::Recv, self.sym.empty, pos, Some(ty));
            if let Some(info) = self.file_info() {
                info.implicits.insert(Implicit::Unnamed(recv.ty), var);
            }
            var
        };
        self.later(Delayed::Receiver { expr: base, recv: var });
        (var, list)
    }

    /// A receiver must not be an alias of an instance.
    fn check_alias_recv(&mut self, base: ExprId, ty: TypeId) -> TypeId {
        let mut next = self.unpointer(ty);
        while let Type::Alias(alias) = self.types.get(next) {
            let Some(rhs) = self.types.alias(alias).from_rhs else { break };
            next = self.unpointer(rhs);
            let is_instance = match self.types.get(next) {
                Type::Named(named) => self.types.named(named).instance.is_some(),
                Type::Alias(alias) => self.types.alias(alias).instance.is_some(),
                _ => false,
            };
            if is_instance {
                let message = format!("cannot define new methods on instantiated type {}", self.ts(next));
                self.error(self.at(base), "InvalidRecv", message);
                return TypeId::INVALID;
            }
        }
        ty
    }

    fn unpointer(&self, mut ty: TypeId) -> TypeId {
        while let Type::Pointer(elem) = self.types.get(ty) {
            ty = elem;
        }
        ty
    }

    /// A receiver `T[P]` declares `P` and has the instance's type.
    fn generic_recv(&mut self, expr: ExprId, base: ExprId, names: &[ExprId], is_ptr: bool) -> (TypeId, TypeList) {
        let base_type = match self.generic_type(base) {
            Ok(ty) if !self.types.is_valid(ty) => None,
            Ok(ty) => match self.types.get(ty) {
                Type::Named(_) => Some(ty),
                Type::Alias(_) => {
                    let message = format!("cannot define new methods on generic alias type {}", self.ts(ty));
                    self.error(self.at(base), "InvalidRecv", message);
                    None
                }
                _ => None,
            },
            Err(cause) => {
                self.error(self.at(base), "InvalidRecv", cause);
                None
            }
        };
        let mut tparams = Vec::with_capacity(names.len());
        for (i, &name) in names.iter().enumerate() {
            if !matches!(self.file().exprs[name].kind, ExprKind::Name(_) | ExprKind::Bad) {
                let message = format!("receiver type parameter {} must be an identifier", self.es(name));
                self.error(self.at(name), "BadDecl", message);
            }
            let tparam = self.declare_tparam(name, i as u32);
            if let Some(obj) = self.types.type_name(tparam) {
                self.record_use(name, obj);
            }
            self.record(name, Mode::TypeExpr, tparam, None);
            tparams.push(tparam);
        }
        let list = self.types.add_list(&tparams);
        let Some(base_type) = base_type else { return (TypeId::INVALID, list) };
        let Type::Named(named) = self.types.get(base_type) else { return (TypeId::INVALID, list) };
        let base_tparams = self.types.list(self.types.named(named).tparams).to_vec();
        if base_tparams.len() == tparams.len() {
            for (&tparam, &base_tparam) in tparams.iter().zip(&base_tparams) {
                let Type::TypeParam(from) = self.types.get(base_tparam) else { continue };
                let Type::TypeParam(to) = self.types.get(tparam) else { continue };
                self.mono.stands_for(self.types.tparam(to).obj, self.types.tparam(from).obj);
                let bound = self.types.tparam(from).bound;
                let bound = bound.map(|b| self.subst(b, &base_tparams, &tparams));
                self.types.tparam_mut(to).bound = bound;
                self.bind_iface(tparam);
            }
        } else {
            let got = measure(tparams.len(), "type parameter");
            let want = base_tparams.len();
            let message = format!("receiver declares {got}, but receiver base type declares {want}");
            self.error(self.at(base), "BadRecv", message);
        }
        self.verify_version(self.at(base), 18, "type instantiation");
        let mut ty = self.instance(base_type, &tparams);
        if let Some(name) = self.embedded_name(base)
            && let Some(info) = self.file_info()
        {
            info.instances.insert(name, InstanceInfo { targs: list, ty });
        }
        if is_ptr {
            ty = self.types.pointer_to(ty);
        }
        self.record_recv_types(expr, ty);
        (ty, list)
    }

    fn record_recv_types(&mut self, mut expr: ExprId, mut ty: TypeId) {
        loop {
            self.record(expr, Mode::TypeExpr, ty, None);
            match self.file().exprs[expr].kind {
                ExprKind::Paren(x) => expr = x,
                ExprKind::Unary { op: UnaryOp::Deref, x } => {
                    let Type::Pointer(elem) = self.types.get(ty) else { return };
                    (expr, ty) = (x, elem);
                }
                _ => return,
            }
        }
    }

    fn collect_params(&mut self, kind: VarKind, fields: &[Field]) -> (Vec<(Option<ExprId>, ObjId)>, bool) {
        let file = self.file();
        let mut vars = Vec::with_capacity(fields.len());
        let mut variadic = false;
        let mut ty = TypeId::INVALID;
        let mut previous = None;
        for (i, field) in fields.iter().enumerate() {
            if previous != Some(field.ty) {
                previous = Some(field.ty);
                let mut expr = field.ty;
                if let ExprKind::DotsType(elem) = file.exprs[expr].kind {
                    if kind == VarKind::Param && i + 1 == fields.len() {
                        variadic = true;
                    } else {
                        // The parser has reported it.
                        self.error(self.at(expr), "InvalidSyntaxTree", "invalid use of ...");
                    }
                    expr = elem;
                }
                ty = self.var_type(expr);
            }
            if let Some((name, symbol)) = field.name.and_then(|n| Some((n, self.name_of(n)?))) {
                let var = self.new_var(kind, symbol, self.at(name), Some(ty));
                vars.push((Some(name), var));
            } else {
                let pos = self.here(field.pos);
                let var = self.new_var(kind, self.sym.empty, pos, Some(ty));
                if let Some(info) = self.file_info() {
                    info.implicits.insert(Implicit::Unnamed(field.ty), var);
                }
                vars.push((None, var));
            }
        }
        if variadic && let Some(&(_, last)) = vars.last() {
            let elem = self.types.obj_type(last);
            let slice = self.types.add(Type::Slice(elem));
            self.set_type(last, slice);
            if let Some(field) = fields.last() {
                self.record(field.ty, Mode::TypeExpr, slice, None);
            }
        }
        (vars, variadic)
    }

    /// A receiver's base type must be a defined type of this package.
    pub(super) fn valid_recv(&mut self, base: ExprId, recv: ObjId) {
        let recv_type = self.types.obj_type(recv);
        let (ty, _) = self.deref(recv_type);
        if self.types.is_open(ty) && self.types.as_named(ty).is_none() {
            return;
        }
        let pos = self.at(base);
        match self.types.resolved(ty) {
            Type::Named(named) => {
                let obj = self.types.named(named).obj;
                if self.types.obj(obj).pkg != Some(self.pkg) {
                    let message = format!("cannot define new methods on non-local type {}", self.ts(ty));
                    self.error(pos, "InvalidRecv", message);
                    return;
                }
                let cause = match self.types.under(ty) {
                    Type::Basic(BasicKind::UnsafePointer) => "unsafe.Pointer",
                    Type::Pointer(_) | Type::Interface(_) => "pointer or interface type",
                    _ => return,
                };
                let message = format!("invalid receiver type {} ({cause})", self.ts(ty));
                self.error(pos, "InvalidRecv", message);
            }
            Type::Basic(_) => {
                let message = format!("cannot define new methods on non-local type {}", self.ts(ty));
                self.error(pos, "InvalidRecv", message);
            }
            _ => {
                let message = format!("invalid receiver type {}", self.ts(recv_type));
                self.error(pos, "InvalidRecv", message);
            }
        }
    }
}

/// `1 variable`, `2 variables`
pub(super) fn measure(count: usize, unit: &str) -> alloc::string::String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural}")
}
