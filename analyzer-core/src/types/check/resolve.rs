//! Package-level objects: declared, not yet typed.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};
use hashbrown::hash_map::Entry;

use super::{Checker, DeclInfo, InfoId, Set, error::Multi};
use crate::ast::{self, DeclId, DeclKind, ExprId, ExprKind, Field, GroupId, UnaryOp};
use crate::base::{Pos, Symbol};
use crate::types::{
    arena::TypeId,
    constant::{ConstValue, unquote_text},
    info::Implicit,
    objects::{Func, ObjId, ObjKind, Package, PkgId, ScopeId, VarKind},
};

/// A method waiting to be associated with its base type.
struct Method {
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

/// Characters that an import path must not have.
const ILLEGAL_IN_PATH: &str = "!\"#$%&'()*,:;<=>?[\\]^{|}`\u{FFFD}";

impl Checker<'_> {
    /// Declares all package-level objects and collects methods.
    pub(super) fn collect_objects(&mut self) {
        let mut methods = Vec::new();
        let mut scopes = Vec::new();
        let package_scope = self.types.package(self.pkg).scope;
        for index in 0..self.files.len() {
            self.env.file = index;
            self.env.scope = package_scope;
            let scope = self.open_scope();
            scopes.push(scope);
            let file = self.file();
            let mut group = ConstGroup::default();
            for &decl in &file.decls {
                if !matches!(file.decl_arena[decl].kind, DeclKind::Const { .. }) {
                    group.reset();
                }
                self.collect_decl(decl, scope, &mut group, &mut methods);
            }
        }
        self.env.scope = package_scope;
        self.check_file_scopes(&scopes);
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
            DeclKind::Import { local, path } => self.collect_import(id, decl, *local, *path, scope),
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
            DeclKind::Func { recv, name, tparams, .. } => {
                let Some(symbol) = self.name_of(*name) else { return };
                let obj = self.new_object(symbol, ObjKind::Func(Func::default()), self.at(*name), None);
                self.file_info().funcs.insert(id, obj);
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

    fn collect_import(
        &mut self,
        id: DeclId,
        decl: &ast::Decl,
        local: Option<ExprId>,
        path: Option<ExprId>,
        scope: ScopeId,
    ) {
        let Some(path_expr) = path else { return };
        let ExprKind::BasicLit { text, bad: false, .. } = self.file().exprs[path_expr].kind else { return };
        let Some(path) = unquote_text(self.names.text(text)) else { return };
        if let Some(problem) = path_problem(&path) {
            let pos = self.at(path_expr);
            self.error(pos, "BadImportPath", format!("invalid import path ({problem})"));
            return;
        }
        let imported = self.import_package(&path, self.at(path_expr));
        let local_name = local.and_then(|l| self.name_of(l));
        let name = local_name.unwrap_or_else(|| self.types.package(imported).name);
        if local_name.is_some() && path == "C" {
            let pos = local.map_or(self.here(decl.pos), |l| self.at(l));
            self.error(pos, "ImportCRenamed", "cannot rename import \"C\"");
            return;
        }
        if name == self.sym.init {
            let pos = self.here(decl.pos);
            self.error(pos, "InvalidInitDecl", "cannot import package as init - init must be a func");
            return;
        }
        if !self.types.package(self.pkg).imports.contains(&imported) {
            self.types.package_mut(self.pkg).imports.push(imported);
        }
        let pos = self.here(local.map_or(decl.pos, |l| self.file().exprs[l].pos));
        let pos = if local.is_some() { Pos { offset: decl.pos, ..pos } } else { pos };
        let obj = self.new_object(name, ObjKind::PkgName { imported }, pos, Some(TypeId::INVALID));
        match local {
            Some(local) => self.record_def(local, obj),
            None => {
                self.file_info().implicits.insert(Implicit::Import(id), obj);
            }
        }
        self.imports.push(obj);
        if name != self.sym.dot {
            self.declare(scope, None, obj);
            return;
        }
        if self.types.package(imported).unknown {
            // Any name may come from it.
            self.dot_imports[self.env.file].push((obj, imported));
            return;
        }
        let mut exports: Vec<(Symbol, ObjId)> =
            self.types.scope(self.types.package(imported).scope).names.iter().map(|(&n, &o)| (n, o)).collect();
        exports.sort_unstable();
        for (name, export) in exports {
            if self.types.obj(export).exported {
                self.types.scope_mut(scope).names.entry(name).or_insert(export);
                self.dot_imports[self.env.file].push((obj, imported));
            }
        }
    }

    /// The package at `path`: `unsafe`, or one of which nothing is known.
    fn import_package(&mut self, path: &str, pos: Pos) -> PkgId {
        let found = self.types.packages().find(|(id, p)| p.path == path && *id != self.pkg).map(|(id, _)| id);
        let id = found.unwrap_or_else(|| {
            let name = self.names.intern(package_name(path));
            let universe = self.types.universe();
            let scope = self.types.add_scope(Some(universe));
            let package = Package { path: String::from(path), name, scope, unknown: true, imports: Vec::new() };
            self.types.add_package(package)
        });
        if self.types.package(id).unknown {
            self.unknown_imports.push((pos, id));
        }
        id
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
                let place = (self.places)(self.here(self.file().exprs[extra].pos));
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
    fn check_file_scopes(&mut self, scopes: &[ScopeId]) {
        let package_scope = self.types.package(self.pkg).scope;
        for &scope in scopes {
            let mut names: Vec<(u32, Symbol, ObjId)> = (self.types.scope(scope).names.iter())
                .map(|(&name, &obj)| (self.types.obj(obj).pos.map_or(0, |p| p.offset), name, obj))
                .collect();
            names.sort_unstable();
            for (_, name, obj) in names {
                let Some(&other) = self.types.scope(package_scope).names.get(&name) else { continue };
                let Some(pos) = self.types.obj(other).pos else { continue };
                let text = self.name(other);
                let ObjKind::PkgName { imported } = self.types.obj(obj).kind else { continue };
                let package = self.types.package(imported);
                let (pkg_name, path) = (self.names.text(package.name), &package.path);
                let message = format!("{text} already declared through import of package {pkg_name} (\"{path}\")");
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
    fn resolve_base_type(&self, mut ptr: bool, mut name: Symbol) -> Option<(bool, ObjId)> {
        let scope = self.types.package(self.pkg).scope;
        let mut seen: Vec<ObjId> = Vec::new();
        loop {
            let &obj = self.types.scope(scope).names.get(&name)?;
            if !matches!(self.types.obj(obj).kind, ObjKind::TypeName) || seen.contains(&obj) {
                return None;
            }
            let info = &self.infos[*self.obj_info.get(&obj)?];
            let file = self.files[info.file].1;
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
        let file = self.files[info.file].1;
        info.decl.is_some_and(|d| matches!(file.decl_arena[d].kind, DeclKind::Type { alias: true, .. }))
    }

    /// Imports that nothing refers to.
    pub(super) fn unused_imports(&mut self) {
        for obj in self.imports.clone() {
            let object = self.types.obj(obj);
            let ObjKind::PkgName { imported } = object.kind else { continue };
            let package = self.types.package(imported);
            if object.name.is_blank() || self.used.contains(&obj) || package.path == "C" {
                continue;
            }
            let Some(pos) = object.pos else { continue };
            if object.name == package.name && package.unknown && !is_certain(&package.path) {
                continue;
            }
            let path = &package.path;
            let last = path.rsplit('/').next().unwrap_or(path);
            let name = self.names.text(object.name);
            let message = if name == last || object.name == self.sym.dot {
                format!("\"{path}\" imported and not used")
            } else {
                format!("\"{path}\" imported as {name} and not used")
            };
            self.error(pos, "UnusedImport", message);
        }
    }

    /// The import without a local name whose package may be called `name`,
    /// although its path does not say so.
    pub(super) fn guess_import(&self, name: Symbol) -> Option<ObjId> {
        let text = self.names.text(name);
        self.imports.iter().copied().find(|&obj| {
            let object = self.types.obj(obj);
            let ObjKind::PkgName { imported } = object.kind else { return false };
            let package = self.types.package(imported);
            object.pos.is_some_and(|p| p.file == self.file_id())
                && object.name == package.name
                && package.unknown
                && !is_certain(&package.path)
                && package.path.contains(text)
        })
    }
}

/// What is wrong with an import path.
fn path_problem(path: &str) -> Option<String> {
    if path.is_empty() {
        return Some("empty string".into());
    }
    let bad = path.chars().find(|&c| c.is_control() || c.is_whitespace() || ILLEGAL_IN_PATH.contains(c))?;
    Some(format!("invalid character U+{:04X} '{bad}'", bad as u32))
}

/// The name that the package at `path` most likely has.
fn package_name(path: &str) -> &str {
    let mut parts = path.rsplit('/');
    let last = parts.next().unwrap_or(path);
    let is_version = |s: &str| s.strip_prefix('v').is_some_and(|n| n.len() < 4 && n.parse::<u32>().is_ok());
    let name = match parts.next() {
        Some(before) if is_version(last) => before,
        _ => last,
    };
    match name.rsplit_once('.') {
        Some((stem, suffix)) if is_version(suffix) => stem,
        _ => name,
    }
}

/// Whether a package's name can be told from its path: in the standard
/// library the last element is the name.
fn is_certain(path: &str) -> bool {
    !path.split('/').next().unwrap_or(path).contains('.')
}

/// The type parameters that a receiver such as `T[P]` declares.
pub(super) fn recv_tparams(file: &ast::File, recv: &Field) -> Vec<ExprId> {
    let mut base = file.unparen(recv.ty);
    if let ExprKind::Unary { op: UnaryOp::Deref, x } = file.exprs[base].kind {
        base = file.unparen(x);
    }
    match file.exprs[base].kind {
        ExprKind::Index { index, .. } => file.unpack_list(Some(index)),
        _ => Vec::new(),
    }
}
