//! Declarations of constants, variables, types and functions.

use alloc::{format, string::ToString, vec::Vec};

use super::{
    BodyOf, Checker, DeclInfo, Delayed, Env, Set,
    error::Multi,
    generic::{Target, What},
    operand::Operand,
    resolve::ConstGroup,
};
use crate::ast::{self, BinaryOp, DeclId, DeclKind, ExprId, ExprKind, Field, UnaryOp};
use crate::base::{Id, Pos, sort};
use crate::types::{
    arena::{Signature, Type, TypeId},
    constant::ConstValue,
    objects::{ObjId, ObjKind, VarKind},
    program::FileState,
};

impl Checker<'_> {
    /// Types the package-level object `obj`, unless that is done or under way.
    pub(super) fn obj_decl(&mut self, obj: ObjId) {
        if self.types.obj(obj).ty.is_none() || self.types.obj(obj).pkg == Some(self.pkg) {
            self.obj_decl_in(obj);
        }
    }

    /// Objects of other packages are typed by themselves: nothing that is
    /// under way here is a part of a cycle there.
    fn foreign_decl(&mut self, obj: ObjId, file: usize) {
        let outer = self.leave_package();
        let top = self.delayed.len();
        self.set_file(file);
        self.obj_decl_in(obj);
        self.process_delayed(top);
        self.settle();
        self.return_to(outer);
    }

    fn obj_decl_in(&mut self, obj: ObjId) {
        if let Some(start) = self.obj_path.iter().position(|&o| o == obj) {
            let valid = self.valid_cycle(start);
            let object = self.types.obj(obj);
            let untyped = object.ty.is_none();
            // A function keeps its signature: a cycle through it is no error of its own.
            let keeps = matches!(object.kind, ObjKind::Func(_));
            if untyped || !valid && !keeps {
                self.types.obj_mut(obj).ty = Some(TypeId::INVALID);
            }
            return;
        }
        if self.types.obj(obj).ty.is_some() {
            return;
        }
        let Some(&info) = self.obj_info.get(&obj) else { return };
        let start = self.types.obj(obj).pos.map_or(0, |p| p.offset);
        if !self.enter(start) {
            self.types.obj_mut(obj).ty = Some(TypeId::INVALID);
            return;
        }
        if !matches!(self.types.obj(obj).kind, ObjKind::TypeName) {
            self.settle();
        }
        let file = self.infos[info].file;
        self.read_method(obj, info);
        if self.files[file].pkg != self.pkg {
            self.foreign_decl(obj, file);
            self.leave();
            return;
        }
        self.collect_imports(file);
        self.obj_path.push(obj);
        let DeclInfo { ref lhs, ty, init, inherited, decl, .. } = self.infos[info];
        // Only a declaration of several variables has a list.
        let lhs = lhs.clone();
        let env = Env {
            file,
            decl: None,
            scope: self.files[file].scope,
            iota: None,
            err_pos: None,
            in_tparams: false,
            sig: None,
            has_call_or_recv: false,
        };
        let outer = core::mem::replace(&mut self.env, env);
        self.set_file(file);
        match self.types.obj(obj).kind {
            ObjKind::Const(_) => {
                self.env.decl = Some(info);
                self.const_decl(obj, ty, init, inherited);
            }
            ObjKind::Var(_) => {
                self.env.decl = Some(info);
                self.var_decl(obj, &lhs, ty, init);
            }
            ObjKind::TypeName => {
                if let Some(decl) = decl {
                    self.type_decl(obj, decl);
                }
                self.collect_methods(obj);
            }
            ObjKind::Func(_) => {
                if let Some(decl) = decl {
                    self.func_decl(obj, decl, info);
                }
            }
            _ => {}
        }
        let file = outer.file;
        self.env = outer;
        self.set_file(file);
        self.obj_path.pop();
        self.leave();
    }

    /// Records that the declaration being checked refers to `to`.
    pub(super) fn add_dep(&mut self, to: ObjId) {
        if let Some(from) = self.env.decl
            && self.types.obj(to).pkg == Some(self.pkg)
            && self.obj_info.contains_key(&to)
        {
            self.infos[from].deps.insert(to);
        }
    }

    pub(super) fn set_type(&mut self, obj: ObjId, ty: TypeId) {
        self.types.obj_mut(obj).ty = Some(ty);
    }

    fn type_if_missing(&mut self, obj: ObjId, ty: TypeId) {
        self.types.obj_mut(obj).ty.get_or_insert(ty);
    }

    pub(super) fn const_decl(&mut self, obj: ObjId, ty: Option<ExprId>, init: Option<ExprId>, inherited: bool) {
        let iota = match &mut self.types.obj_mut(obj).kind {
            ObjKind::Const(value) => core::mem::take(value),
            _ => ConstValue::Unknown,
        };
        let outer_iota = self.env.iota.replace(iota);
        let outer_pos = self.env.err_pos.take();
        self.const_decl_inner(obj, ty, init, inherited);
        self.env.iota = outer_iota;
        self.env.err_pos = outer_pos;
    }

    fn const_decl_inner(&mut self, obj: ObjId, ty: Option<ExprId>, init: Option<ExprId>, inherited: bool) {
        if let Some(expr) = ty {
            let ty = self.typ(expr);
            let constant = self.types.is_basic(ty, super::super::basic::BasicKind::is_const_type);
            if !constant && !self.types.is_unknown(ty) {
                if self.types.is_valid(self.types.underlying(ty)) {
                    let message = format!("invalid constant type {}", self.ts(ty));
                    self.error(self.at(expr), "InvalidConstType", message);
                }
                self.set_type(obj, TypeId::INVALID);
                return;
            }
            self.set_type(obj, ty);
        }
        let mut x = Operand::default();
        if let Some(init) = init {
            if inherited {
                self.env.err_pos = self.types.obj(obj).pos;
            }
            x = self.expr(None, init);
        }
        self.init_const(obj, &mut x);
    }

    pub(super) fn var_decl(&mut self, obj: ObjId, lhs: &[ObjId], ty: Option<ExprId>, init: Option<ExprId>) {
        if let Some(ty) = ty {
            let ty = self.var_type(ty);
            self.set_type(obj, ty);
        }
        let Some(init) = init else {
            if ty.is_none() {
                self.set_type(obj, TypeId::INVALID);
            }
            return;
        };
        // Of an imported variable only the type counts, unless it is one of a
        // body that is wanted.
        if ty.is_some() && !self.is_recorded() {
            return;
        }
        if lhs.len() <= 1 {
            let target = self.types.obj(obj).ty;
            let mut x = self.expr(target.map(|ty| Target { ty, what: What::Var(obj) }), init);
            self.init_var(obj, &mut x, "variable declaration");
            return;
        }
        if ty.is_some() {
            let ty = self.types.obj_type(obj);
            for &other in lhs {
                self.set_type(other, ty);
            }
        }
        self.init_vars(lhs, &[init], None);
    }

    pub(super) fn type_decl(&mut self, obj: ObjId, decl: DeclId) {
        let file = self.file();
        let decl_pos = file.decl_arena[decl].pos;
        let DeclKind::Type { tparams, alias, ty: rhs_expr, .. } = &file.decl_arena[decl].kind else { return };
        self.later(Delayed::ValidType { obj });
        let first = tparams.first().map(|f| self.here(f.pos));
        if *alias {
            // At most one complaint about the language version.
            let allowed = first.is_none_or(|pos| self.verify_version(pos, 23, "generic type alias"))
                && self.verify_version(self.here(decl_pos), 9, "type alias");
            let ty = self.types.add_alias(obj, None);
            self.set_type(obj, ty);
            let Type::Alias(id) = self.types.get(ty) else { return };
            if first.is_some() {
                self.open_scope();
                let list = self.collect_tparams(tparams, |types, list| types.alias_mut(id).tparams = list);
                self.types.alias_mut(id).tparams = list;
            }
            let mut rhs = self.declared_type(*rhs_expr, Some(obj));
            if allowed {
                self.verify_constraint(self.at(*rhs_expr), rhs, "using type constraint");
            }
            if let Type::TypeParam(_) = self.types.get(rhs)
                && self.types.list(self.types.alias(id).tparams).contains(&rhs)
            {
                let message = "cannot use type parameter declared in alias declaration as RHS";
                self.error(self.at(*rhs_expr), "MisplacedTypeParam", message);
                rhs = TypeId::INVALID;
            }
            // A cycle may have made it invalid meanwhile.
            if self.types.alias(id).from_rhs.is_none() {
                self.types.alias_mut(id).from_rhs = Some(rhs);
            }
            let rhs = self.types.alias(id).from_rhs.unwrap_or(rhs);
            if rhs != ty {
                let actual = self.types.unalias(rhs);
                if !matches!(self.types.get(actual), Type::Alias(_)) && actual != TypeId::INVALID {
                    self.types.alias_mut(id).actual = Some(actual);
                }
            }
            if first.is_some() {
                self.close_scope();
            }
            return;
        }
        if let Some(pos) = first {
            self.verify_version(pos, 18, "type parameter");
        }
        let ty = self.types.add_named(obj, None);
        self.set_type(obj, ty);
        let Type::Named(id) = self.types.get(ty) else { return };
        if self.types.obj(obj).parent != Some(self.types.package(self.pkg).scope) {
            self.types.named_mut(id).local = self.local_number(decl_pos);
        }
        if first.is_some() {
            self.open_scope();
            let list = self.collect_tparams(tparams, |types, list| types.named_mut(id).tparams = list);
            self.types.named_mut(id).tparams = list;
        }
        let mut rhs = self.declared_type(*rhs_expr, Some(obj));
        self.verify_constraint(self.at(*rhs_expr), rhs, "using type constraint");
        if self.types.is_type_param(rhs) {
            let message = "cannot use a type parameter as RHS in type declaration";
            self.error(self.at(*rhs_expr), "MisplacedTypeParam", message);
            rhs = TypeId::INVALID;
        }
        if self.types.named(id).from_rhs.is_none() {
            self.types.named_mut(id).from_rhs = Some(rhs);
        }
        if first.is_some() {
            self.close_scope();
        }
    }

    /// Which one of the types declared in functions of the current package the
    /// one at `pos` of the current file is, from 1.
    fn local_number(&mut self, pos: u32) -> u32 {
        let pkg = self.pkg;
        let FileState { home, locals, .. } = self.files[self.env.file];
        if home != self.env.file {
            let places = local_types(self.file());
            return places.iter().position(|&place| place == pos).map_or(0, |index| locals + index as u32 + 1);
        }
        if !self.local_types.contains_key(&pkg) {
            let files: Vec<usize> = if self.is_target() {
                self.target.iter().map(|(id, _)| id.index()).collect()
            } else {
                self.loaded.get(&pkg).cloned().unwrap_or_default()
            };
            let mut places = Vec::new();
            for file in files {
                let Some(tree) = self.known_tree(file) else { continue };
                places.extend(local_types(tree).into_iter().map(|pos| (file, pos)));
            }
            self.local_types.insert(pkg, places);
        }
        let at = (self.env.file, pos);
        let index = self.local_types.get(&pkg).and_then(|places| places.iter().position(|&place| place == at));
        index.map_or(0, |index| index as u32 + 1)
    }

    /// Declares type parameters; `bind` makes them known before their
    /// constraints, which may refer to the type being declared.
    pub(super) fn collect_tparams(
        &mut self,
        fields: &[Field],
        bind: impl FnOnce(&mut crate::types::arena::Types, crate::types::arena::TypeList),
    ) -> crate::types::arena::TypeList {
        let mut tparams = Vec::with_capacity(fields.len());
        for (index, field) in fields.iter().enumerate() {
            if let Some(name) = field.name {
                tparams.push(self.declare_tparam(name, index as u32));
            }
        }
        let list = self.types.add_list(&tparams);
        bind(self.types, list);
        let outer = core::mem::replace(&mut self.env.in_tparams, true);
        let mut bound = TypeId::INVALID;
        let mut previous = None;
        for (field, &tparam) in fields.iter().filter(|f| f.name.is_some()).zip(&tparams) {
            if previous != Some(field.ty) {
                bound = self.bound(field.ty);
                if self.types.is_type_param(bound) {
                    let pos = self.at(field.ty);
                    self.error(pos, "MisplacedTypeParam", "cannot use a type parameter as constraint");
                    bound = TypeId::INVALID;
                }
                previous = Some(field.ty);
            }
            if let Type::TypeParam(id) = self.types.get(tparam) {
                self.types.tparam_mut(id).bound = Some(bound);
            }
            self.bind_iface(tparam);
        }
        self.env.in_tparams = outer;
        list
    }

    /// A constraint; `~T` and `A|B` stand for an interface around them.
    fn bound(&mut self, expr: ExprId) -> TypeId {
        match self.file().exprs[expr].kind {
            ExprKind::Unary { op: UnaryOp::Tilde, .. } | ExprKind::Binary { op: BinaryOp::Or, .. } => {
                self.implicit_interface(expr)
            }
            _ => self.typ(expr),
        }
    }

    pub(super) fn declare_tparam(&mut self, name: ExprId, index: u32) -> TypeId {
        let symbol = self.name_of(name).unwrap_or_else(crate::base::Symbol::blank);
        let obj = self.new_object(symbol, ObjKind::TypeName, self.at(name), None);
        let ty = self.types.add_tparam(obj, index, None);
        self.set_type(obj, ty);
        self.declare(self.env.scope, Some(name), obj);
        ty
    }

    /// Adds the methods declared for `obj` to its type.
    pub(super) fn collect_methods(&mut self, obj: ObjId) {
        self.declare_methods(obj);
        let Some(methods) = self.methods.remove(&obj) else { return };
        let ty = self.types.obj_type(obj);
        let base = self.types.as_named(ty);
        if base.is_some() {
            self.later(Delayed::FieldUniqueness { ty });
        }
        let mut seen: Vec<ObjId> = Vec::new();
        for method in methods {
            let (name, pkg) = (self.types.obj_name(method), self.types.obj(method).pkg);
            if let Some(&other) = seen.iter().find(|&&m| self.types.same_id(m, pkg, name)) {
                let Some(pos) = self.types.obj(method).pos else { continue };
                let (type_name, name) = (self.name(obj), self.name(method));
                let place = self.types.obj(other).pos.map(|p| self.place(p)).unwrap_or_default();
                let message = format!("method {type_name}.{name} already declared at {place}");
                self.error(pos, "DuplicateMethod", message);
                continue;
            }
            seen.push(method);
            if let Some(base) = base {
                self.types.named_mut(base).methods.push(method);
            }
        }
    }

    /// Fields and methods of a struct type must have different names.
    pub(super) fn check_field_uniqueness(&mut self, ty: TypeId) {
        let Some(named) = self.types.as_named(ty) else { return };
        let methods = self.types.named(named).methods.clone();
        for field in self.types.fields(ty).to_vec() {
            let object = self.types.obj(field);
            let (name, pkg) = (object.name, object.pkg);
            if name.is_blank() {
                continue;
            }
            if let Some(&method) = methods.iter().find(|&&m| self.types.same_id(m, pkg, name))
                && let Some(pos) = self.types.obj(method).pos
            {
                let text = self.names.text(name).to_string();
                let error = Multi::new(pos, format!("field and method with the same name {text}"));
                let error = self.with_other_decl(error, field);
                self.report("DuplicateFieldAndMethod", error);
            }
        }
    }

    fn func_decl(&mut self, obj: ObjId, decl: DeclId, info: super::InfoId) {
        let file = self.file();
        let node = &file.decl_arena[decl];
        let DeclKind::Func { recv, tparams, ty, body, .. } = &node.kind else { return };
        let sig = self.types.add_signature(Signature::default());
        self.set_type(obj, sig);
        self.func_type(sig, recv.as_ref(), tparams, *ty);
        if !tparams.is_empty() && body.is_none() {
            self.error(self.here(node.pos), "BadDecl", "generic function is missing function body");
        }
        if !self.is_target() {
            return;
        }
        if body.is_some() {
            let scope = self.sig_scope(sig);
            let body = BodyOf::Func(decl);
            self.later(Delayed::Body { decl: Some(info), sig, scope, body, iota: None });
        } else if self.config.complete && self.types.obj_name(obj) != self.sym.init {
            self.bodyless.push((obj, self.here(node.pos)));
        }
    }

    /// A local declaration.
    pub(super) fn decl_stmt(&mut self, decls: &[DeclId]) {
        let file = self.file();
        let mut group = ConstGroup::default();
        for &id in decls {
            let decl = &file.decl_arena[id];
            match &decl.kind {
                DeclKind::Const { names, ty, values } => {
                    let top = self.delayed.len();
                    let line = group.next(decl.group, *ty, *values);
                    let inits = file.unpack_list(line.values);
                    let mut objs = Vec::with_capacity(names.len());
                    for (i, &name) in names.iter().enumerate() {
                        let Some(symbol) = self.name_of(name) else { continue };
                        let kind = ObjKind::Const(ConstValue::Int(line.iota));
                        let obj = self.new_object(symbol, kind, self.at(name), None);
                        objs.push((name, obj));
                        self.const_decl(obj, line.ty, inits.get(i).copied(), line.inherited);
                    }
                    self.arity(decl.pos, names, &inits, true, line.inherited);
                    self.process_delayed(top);
                    for (name, obj) in objs {
                        self.declare(self.env.scope, Some(name), obj);
                    }
                }
                DeclKind::Var { names, ty, values } => {
                    group.reset();
                    self.local_vars(decl.pos, names, *ty, *values);
                }
                DeclKind::Type { name, .. } => {
                    group.reset();
                    let Some(symbol) = self.name_of(*name) else { continue };
                    let obj = self.new_object(symbol, ObjKind::TypeName, self.at(*name), None);
                    self.declare(self.env.scope, Some(*name), obj);
                    self.obj_path.push(obj);
                    self.type_decl(obj, id);
                    self.obj_path.pop();
                }
                DeclKind::Import { .. } | DeclKind::Func { .. } => group.reset(),
            }
        }
    }

    fn local_vars(&mut self, pos: u32, names: &[ExprId], ty: Option<ExprId>, values: Option<ExprId>) {
        let top = self.delayed.len();
        let names: Vec<ExprId> = names.iter().copied().filter(|&n| self.name_of(n).is_some()).collect();
        let vars: Vec<ObjId> = names
            .iter()
            .map(|&name| {
                let symbol = self.name_of(name).unwrap_or_else(crate::base::Symbol::blank);
                self.new_var(VarKind::Local, symbol, self.at(name), None)
            })
            .collect();
        let inits = self.file().unpack_list(values);
        for (i, &obj) in vars.iter().enumerate() {
            if inits.len() == names.len() {
                self.var_decl(obj, &[], ty, Some(inits[i]));
            } else if inits.len() == 1 {
                self.var_decl(obj, &vars, ty, Some(inits[0]));
            } else {
                self.var_decl(obj, &[], ty, inits.get(i).copied());
            }
            if inits.len() == 1 {
                for &other in &vars {
                    self.type_if_missing(other, TypeId::INVALID);
                }
                break;
            }
        }
        if ty.is_none() || !inits.is_empty() {
            self.arity(pos, &names, &inits, false, false);
        }
        self.process_delayed(top);
        for (&name, &obj) in names.iter().zip(&vars) {
            self.declare(self.env.scope, Some(name), obj);
        }
    }

    /// Where an object is declared, for messages that must have a place.
    pub(super) fn obj_pos(&self, obj: ObjId) -> Pos {
        self.types.obj(obj).pos.unwrap_or_else(|| self.here(0))
    }
}

/// Where types are declared in the functions of a file.
fn local_types(tree: &ast::File) -> Vec<u32> {
    let outer: Set<DeclId> = tree.decls.iter().copied().collect();
    let inner = tree.decl_arena.iter_enumerated().filter(|(id, _)| !outer.contains(id));
    let types = inner.filter(|(_, decl)| matches!(decl.kind, DeclKind::Type { alias: false, .. }));
    let mut places: Vec<u32> = types.map(|(_, decl)| decl.pos).collect();
    sort(&mut places);
    places
}
