//! Package-level objects: declared, not yet typed.

use alloc::{format, string::ToString, vec::Vec};
use hashbrown::hash_map::Entry;

use super::{Checker, DeclInfo, InfoId, Set, error::Multi};
use crate::ast::{self, DeclId, DeclKind, ExprId, ExprKind, Field, GroupId, UnaryOp};
use crate::base::{Symbol, sort};
use crate::types::{
    constant::ConstValue,
    objects::{Func, ObjId, ObjKind, ScopeId, VarKind},
};

/// A method waiting to be associated with its base type.
pub(super) struct Method {
    obj: ObjId,
    ptr: bool,
    base: Symbol,
}

/// The state of a group of constant declarations.
#[derive(Default)]
pub(super) struct ConstGroup {
    group: GroupId,
    iota: Option<i64>,
    ty: Option<ExprId>,
    values: Option<ExprId>,
    has_last: bool,
}

/// What one constant declaration of a group takes from those before it.
pub(super) struct ConstLine {
    pub(super) iota: i64,
    pub(super) ty: Option<ExprId>,
    pub(super) values: Option<ExprId>,
    pub(super) inherited: bool,
}

impl ConstGroup {
    /// Ends the group: something else was declared.
    pub(super) fn reset(&mut self) {
        *self = Self::default();
    }

    /// The first group of a file, if it goes on with this `iota`.
    pub(super) fn with_iota(iota: u32) -> Self {
        Self { group: Some(0), iota: Some(i64::from(iota) - 1), ..Self::default() }
    }

    /// The next constant declaration.
    pub(super) fn next(&mut self, group: GroupId, ty: Option<ExprId>, values: Option<ExprId>) -> ConstLine {
        let iota = match self.iota {
            Some(last) if group.is_some() && group == self.group => last + 1,
            _ => {
                self.reset();
                0
            }
        };
        self.group = group;
        self.iota = Some(iota);
        let mut inherited = true;
        if ty.is_some() || values.is_some() {
            (self.ty, self.values, self.has_last) = (ty, values, true);
            inherited = false;
        } else if !self.has_last {
            self.has_last = true;
            inherited = false;
        }
        ConstLine { iota, ty: self.ty, values: self.values, inherited }
    }
}

impl Checker<'_> {
    /// Declares all package-level objects and collects methods.
    pub(super) fn collect_objects(&mut self, files: &[usize]) {
        let mut methods = Vec::new();
        for &index in files {
            self.set_file(index);
            let scope = self.files[index].scope;
            self.env.scope = scope;
            self.collect_decls(ConstGroup::default(), &mut methods);
        }
        self.env.scope = self.types.package(self.pkg).scope;
        if self.is_target() {
            self.check_file_scopes(files);
        }
        self.associate(methods);
    }

    /// Declares what the current file declares, the first constant in `group`.
    pub(super) fn collect_decls(&mut self, mut group: ConstGroup, methods: &mut Vec<Method>) {
        let file = self.file();
        let scope = self.env.scope;
        for &decl in &file.decls {
            if !matches!(file.decl_arena[decl].kind, DeclKind::Const { .. }) {
                group.reset();
            }
            self.collect_decl(decl, scope, &mut group, methods);
        }
    }

    /// Gives methods to their base types.
    pub(super) fn associate(&mut self, methods: Vec<Method>) {
        for method in methods {
            if let Some((ptr, base)) = self.resolve_base_type(method.ptr, method.base) {
                if let ObjKind::Func(func) = &mut self.types.obj_mut(method.obj).kind {
                    func.ptr_recv = ptr;
                }
                self.methods.entry(base).or_default().push(method.obj);
            }
        }
    }

    fn collect_decl(&mut self, id: DeclId, scope: ScopeId, group: &mut ConstGroup, methods: &mut Vec<Method>) {
        let file = self.file();
        let decl = &file.decl_arena[id];
        let new_info = |file: usize| DeclInfo {
            file,
            lhs: Vec::new(),
            ty: None,
            init: None,
            inherited: false,
            decl: None,
            deps: Set::default(),
        };
        let file_index = self.env.file;
        match &decl.kind {
            DeclKind::Import { local, path } => {
                if self.is_target() {
                    self.collect_import(id, decl, *local, *path, scope);
                }
            }
            DeclKind::Const { names, ty, values } => {
                let line = group.next(decl.group, *ty, *values);
                let inits = file.unpack_list(line.values);
                for (i, &name) in names.iter().enumerate() {
                    let Some(symbol) = self.name_of(name) else { continue };
                    let kind = ObjKind::Const(ConstValue::Int(line.iota));
                    let obj = self.new_object(symbol, kind, self.at(name), None);
                    let info = DeclInfo {
                        ty: line.ty,
                        init: inits.get(i).copied(),
                        inherited: line.inherited,
                        ..new_info(file_index)
                    };
                    let info = self.infos.push(info);
                    self.declare_pkg_obj(name, obj, info);
                }
                self.arity(decl.pos, names, &inits, true, line.inherited);
            }
            DeclKind::Var { names, ty, values } => {
                let inits = file.unpack_list(*values);
                let lhs: Vec<ObjId> = names
                    .iter()
                    .filter_map(|&name| {
                        let symbol = self.name_of(name)?;
                        Some(self.new_var(VarKind::Package, symbol, self.at(name), None))
                    })
                    .collect();
                // One value for several variables: they share the declaration.
                let shared = if inits.len() <= 1 {
                    let info = DeclInfo { lhs: lhs.clone(), ty: *ty, init: *values, ..new_info(file_index) };
                    Some(self.infos.push(info))
                } else {
                    None
                };
                for (i, (&name, &obj)) in names.iter().zip(&lhs).enumerate() {
                    let info = shared.unwrap_or_else(|| {
                        let info = DeclInfo { ty: *ty, init: inits.get(i).copied(), ..new_info(file_index) };
                        self.infos.push(info)
                    });
                    self.declare_pkg_obj(name, obj, info);
                }
                if ty.is_none() || !inits.is_empty() {
                    self.arity(decl.pos, names, &inits, false, false);
                }
            }
            DeclKind::Type { name, .. } => {
                let Some(symbol) = self.name_of(*name) else { return };
                let obj = self.new_object(symbol, ObjKind::TypeName, self.at(*name), None);
                let info = self.infos.push(DeclInfo { decl: Some(id), ..new_info(file_index) });
                self.declare_pkg_obj(*name, obj, info);
            }
            DeclKind::Func { recv, name, tparams, body, .. } => {
                let func = Func { pragma: decl.pragma, has_body: body.is_some(), ..Func::default() };
                let Some(symbol) = self.name_of(*name) else { return };
                let obj = self.new_object(symbol, ObjKind::Func(func), self.at(*name), None);
                if let Some(info) = self.file_info() {
                    info.funcs.insert(id, obj);
                }
                match recv {
                    None => self.collect_func(decl, *name, symbol, obj),
                    Some(recv) => {
                        let (ptr, base) = self.unpack_recv(recv.ty);
                        if let Some(base) = self.name_of(base)
                            && !symbol.is_blank()
                        {
                            methods.push(Method { obj, ptr, base });
                        }
                        if let Some(first) = tparams.first() {
                            self.verify_version(self.here(first.pos), 27, "generic method");
                        }
                        self.record_def(*name, obj);
                    }
                }
                let info = self.infos.push(DeclInfo { decl: Some(id), ..new_info(file_index) });
                self.add_to_list(obj, info);
            }
        }
    }

    fn collect_func(&mut self, decl: &ast::Decl, name: ExprId, symbol: Symbol, obj: ObjId) {
        let DeclKind::Func { tparams, ty, body, .. } = &decl.kind else { return };
        let is_main_package = self.types.package(self.pkg).name == self.sym.main;
        let is_init = symbol == self.sym.init;
        if is_init || symbol == self.sym.main && is_main_package {
            let code = if is_init { "InvalidInitDecl" } else { "InvalidMainDecl" };
            let text = self.names.text(symbol).to_string();
            if let Some(first) = tparams.first() {
                self.error(self.here(first.pos), code, format!("func {text} must have no type parameters"));
            }
            if let ExprKind::FuncType(sig) = &self.file().exprs[*ty].kind
                && !(sig.params.is_empty() && sig.results.is_empty())
            {
                let message = format!("func {text} must have no arguments and no return values");
                self.error(self.at(name), code, message);
            }
        } else if let Some(first) = tparams.first() {
            self.verify_version(self.here(first.pos), 18, "type parameter");
        }
        let scope = self.types.package(self.pkg).scope;
        if is_init {
            self.types.obj_mut(obj).parent = Some(scope);
            self.record_def(name, obj);
            if body.is_none() {
                self.error(self.at(name), "MissingInitBody", "func init must have a body");
            }
        } else {
            self.declare(scope, Some(name), obj);
        }
    }

    fn declare_pkg_obj(&mut self, name: ExprId, obj: ObjId, info: InfoId) {
        let symbol = self.types.obj_name(obj);
        let pos = self.at(name);
        if symbol == self.sym.init {
            self.error(pos, "InvalidInitDecl", "cannot declare init - must be func");
            return;
        }
        if symbol == self.sym.main && self.types.package(self.pkg).name == self.sym.main {
            self.error(pos, "InvalidMainDecl", "cannot declare main - must be func");
            return;
        }
        let scope = self.types.package(self.pkg).scope;
        self.declare(scope, Some(name), obj);
        self.add_to_list(obj, info);
    }

    fn add_to_list(&mut self, obj: ObjId, info: InfoId) {
        self.obj_info.insert(obj, info);
        self.obj_list.push(obj);
        self.types.obj_mut(obj).order = self.obj_list.len() as u32;
    }

    /// Puts `obj` into `scope` and records it as what `name` declares.
    pub(super) fn declare(&mut self, scope: ScopeId, name: Option<ExprId>, obj: ObjId) {
        let symbol = self.types.obj_name(obj);
        if !symbol.is_blank() {
            match self.types.scope_mut(scope).names.entry(symbol) {
                Entry::Occupied(entry) => {
                    let other = *entry.get();
                    let text = self.name(obj);
                    let Some(pos) = self.types.obj(obj).pos else { return };
                    let error = Multi::new(pos, format!("{text} redeclared in this block"));
                    let error = self.with_other_decl(error, other);
                    self.report("DuplicateDecl", error);
                    return;
                }
                Entry::Vacant(entry) => {
                    entry.insert(obj);
                }
            }
            let object = self.types.obj_mut(obj);
            if object.parent.is_none() {
                object.parent = Some(scope);
            }
        }
        if let Some(name) = name {
            self.record_def(name, obj);
        }
    }

    /// Reports a number of values that does not fit the number of names.
    pub(super) fn arity(&mut self, pos: u32, names: &[ExprId], inits: &[ExprId], constant: bool, inherited: bool) {
        let (l, r) = (names.len(), inits.len());
        if l < r {
            let extra = inits[l];
            if inherited {
                let place = self.place(self.here(self.file().exprs[extra].pos));
                let pos = self.here(pos);
                self.error(pos, "WrongAssignCount", format!("extra init expr at {place}"));
            } else {
                let message = format!("extra init expr {}", self.es(extra));
                self.error(self.at(extra), "WrongAssignCount", message);
            }
        } else if l > r && (constant || r != 1) {
            let message = format!("missing init expr for {}", self.es(names[r]));
            self.error(self.at(names[r]), "WrongAssignCount", message);
        }
    }

    /// An import's name must not be declared in the package.
    fn check_file_scopes(&mut self, files: &[usize]) {
        let package_scope = self.types.package(self.pkg).scope;
        for &index in files {
            let scope = self.files[index].scope;
            let mut names: Vec<(u32, Symbol, ObjId)> = (self.types.scope(scope).names.iter())
                .map(|(&name, &obj)| (self.types.obj(obj).pos.map_or(0, |p| p.offset), name, obj))
                .collect();
            sort(&mut names);
            for (_, name, obj) in names {
                let Some(&other) = self.types.scope(package_scope).names.get(&name) else { continue };
                let Some(pos) = self.types.obj(other).pos else { continue };
                let text = self.name(other);
                let (imported, how) = match self.types.obj(obj).kind {
                    ObjKind::PkgName { imported } => (Some(imported), "import"),
                    _ => (self.types.obj(obj).pkg, "dot-import"),
                };
                let Some(package) = imported.map(|p| self.types.package(p)) else { continue };
                let (pkg_name, path) = (self.names.text(package.name), &package.path);
                let message = format!("{text} already declared through {how} of package {pkg_name} (\"{path}\")");
                let error = self.with_other_decl(Multi::new(pos, message), obj);
                self.report("DuplicateDecl", error);
            }
        }
    }

    /// The base type expression of a receiver, and whether it is a pointer.
    pub(super) fn unpack_recv(&self, ty: ExprId) -> (bool, ExprId) {
        let file = self.file();
        let mut base = file.unparen(ty);
        let mut ptr = false;
        if let ExprKind::Unary { op: UnaryOp::Deref, x } = file.exprs[base].kind {
            ptr = true;
            base = file.unparen(x);
        }
        if let ExprKind::Index { x, .. } = file.exprs[base].kind {
            base = x;
        }
        (ptr, base)
    }

    /// The defined type that a receiver's `name` stands for, through aliases.
    fn resolve_base_type(&mut self, mut ptr: bool, mut name: Symbol) -> Option<(bool, ObjId)> {
        let mut seen: Vec<ObjId> = Vec::new();
        loop {
            let obj = self.package_object(self.pkg, name)?;
            if !matches!(self.types.obj(obj).kind, ObjKind::TypeName) || seen.contains(&obj) {
                return None;
            }
            let info = &self.infos[*self.obj_info.get(&obj)?];
            let file = self.tree(info.file);
            let DeclKind::Type { tparams, alias, ty, .. } = &file.decl_arena[info.decl?].kind else { return None };
            if !alias {
                return Some((ptr, obj));
            }
            if !tparams.is_empty() {
                return None;
            }
            seen.push(obj);
            let mut ty = file.unparen(*ty);
            if let ExprKind::Unary { op: UnaryOp::Deref, x } = file.exprs[ty].kind {
                if ptr {
                    return None;
                }
                ptr = true;
                ty = file.unparen(x);
            }
            let ExprKind::Name(next) = file.exprs[ty].kind else { return None };
            name = next;
        }
    }

    /// Types all package-level objects: types, then aliases, then the rest.
    pub(super) fn package_objects(&mut self) {
        let mut aliases = Vec::new();
        let mut others = Vec::new();
        for obj in self.obj_list.clone() {
            if !matches!(self.types.obj(obj).kind, ObjKind::TypeName) {
                others.push(obj);
            } else if self.is_alias_decl(obj) {
                aliases.push(obj);
            } else {
                self.obj_decl(obj);
            }
        }
        for obj in aliases.into_iter().chain(others) {
            self.obj_decl(obj);
        }
    }

    fn is_alias_decl(&self, obj: ObjId) -> bool {
        let Some(info) = self.obj_info.get(&obj).map(|&i| &self.infos[i]) else { return false };
        let file = self.tree(info.file);
        info.decl.is_some_and(|d| matches!(file.decl_arena[d].kind, DeclKind::Type { alias: true, .. }))
    }
}

/// The type parameters that a receiver such as `T[P]` declares.
pub(super) fn recv_tparams(file: &ast::File, recv: &Field) -> Vec<ExprId> {
    let mut base = file.unparen(recv.ty);
    if let ExprKind::Unary { op: UnaryOp::Deref, x } = file.exprs[base].kind {
        base = file.unparen(x);
    }
    match file.exprs[base].kind {
        ExprKind::Index { index, .. } => file.unpack_list(Some(index)).to_vec(),
        _ => Vec::new(),
    }
}
