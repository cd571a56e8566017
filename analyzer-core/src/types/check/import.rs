//! Imports: what an import declaration names, and packages that are loaded
//! when something is first selected from them.
//!
//! Mirrors the import part of types2's `resolver.go`. gc reads export data;
//! we have sources, and type only what is reached. Deliberate difference: the
//! import declarations of an imported file wait until one of its objects is
//! typed, so that reaching `io.Reader` does not read what package io imports.

use alloc::{format, rc::Rc, string::String, vec::Vec};

use super::{
    Checker, Map,
    error::Multi,
    pieces::{Origin, Part, Pieces},
};
use crate::ast::{self, DeclId, DeclKind, ExprId, ExprKind};
use crate::base::{FileId, Id, Pos, Symbol, sort};
use crate::build::{Header, PackageSource, Resolved, is_runtime, likely_name};
use crate::parser::{ParseOptions, parse_declarations, parse_source};
use crate::types::{
    arena::TypeId,
    constant::unquote_text,
    info::Implicit,
    objects::{ObjId, ObjKind, Package, PkgId, ScopeId},
    program::{self, FileState, Source},
    result::GoVersion,
};

/// Characters that an import path must not have.
const ILLEGAL_IN_PATH: &str = "!\"#$%&'()*,:;<=>?[\\]^{|}`\u{FFFD}";

impl Checker<'_> {
    pub(super) fn collect_import(
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
        let (imported, broken) = self.import_package(&path, self.at(path_expr));
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
                if let Some(info) = self.file_info() {
                    info.implicits.insert(Implicit::Import(id), obj);
                }
            }
        }
        self.files[self.env.file].imports.push(obj);
        if broken {
            // That it is not used either would be one message too many.
            self.used.insert(obj);
        }
        if name != self.sym.dot {
            self.declare(scope, None, obj);
            return;
        }
        self.files[self.env.file].dot_imports.push((obj, imported));
        self.load_package(imported);
        if self.types.package(imported).unknown {
            // Any name may come from it.
            return;
        }
        self.declare_all(imported);
        let mut exports: Vec<(Symbol, ObjId)> =
            self.types.scope(self.types.package(imported).scope).names.iter().map(|(&n, &o)| (n, o)).collect();
        sort(&mut exports);
        let at = local.map_or(pos, |l| self.at(l));
        for (name, export) in exports {
            if !self.types.obj(export).exported {
                continue;
            }
            if let Some(&other) = self.types.scope(scope).names.get(&name) {
                let error = Multi::new(at, format!("{} redeclared in this block", self.name(other)));
                let error = self.with_other_decl(error, other);
                self.report("DuplicateDecl", error);
            } else {
                self.types.scope_mut(scope).names.insert(name, export);
            }
        }
    }

    /// The package that `path` means here: `unsafe`, one that can be loaded,
    /// or one of which nothing is known; and whether that was reported.
    fn import_package(&mut self, path: &str, pos: Pos) -> (PkgId, bool) {
        if path == "unsafe" {
            return (self.types.unsafe_package(), false);
        }
        let resolved = self.loader.resolve(path, &self.types.package(self.pkg).path);
        let mut broken = false;
        if let Resolved::Package(full) = &resolved {
            if self.is_target() && *full == self.types.package(self.pkg).path {
                let reason = format!("import \"{path}\" while compiling that package (import cycle)");
                self.error(pos, "BrokenImport", format!("could not import {path} ({reason})"));
                broken = true;
            } else if let Some(pkg) = self.known_package(full) {
                return (pkg, false);
            }
        }
        if let Resolved::Missing(reason) = resolved {
            self.error(pos, "BrokenImport", format!("could not import {path} ({reason})"));
            broken = true;
        }
        let pkg = self.unknown_package(path);
        if self.is_target() {
            self.unknown_imports.push((pos, pkg));
        }
        (pkg, broken)
    }

    /// The package with import path `path`, if its sources can be had.
    fn known_package(&mut self, path: &str) -> Option<PkgId> {
        let key = (String::from(path), false);
        if let Some(&pkg) = self.known.get(&key) {
            if self.is_target() {
                self.fetch_package(pkg);
            }
            return (!self.types.package(pkg).unknown).then_some(pkg);
        }
        // Which bodies a package exports has to be known of what the package
        // that is checked imports itself, whether it selects anything or not.
        if !self.is_target()
            && let Some(name) = self.loader.name(path)
        {
            let pkg = self.declare_package(path, &name, false);
            self.known.insert(key, pkg);
            self.unloaded.insert(pkg, None);
            return Some(pkg);
        }
        let source = self.loader.load(path)?;
        let name = source.files.iter().find_map(|file| Header::read(&file.text).package);
        let pkg = self.declare_package(path, name.as_deref().unwrap_or_else(|| likely_name(path)), false);
        self.known.insert(key, pkg);
        self.take_source(pkg, source);
        Some(pkg)
    }

    /// Asks for the sources of a package of which only the name is known.
    fn fetch_package(&mut self, pkg: PkgId) {
        if self.unloaded.get(&pkg).is_some_and(Option::is_none) {
            match self.loader.load(&self.types.package(pkg).path) {
                Some(source) => self.take_source(pkg, source),
                None => self.types.package_mut(pkg).unknown = true,
            }
        }
    }

    fn take_source(&mut self, pkg: PkgId, mut source: PackageSource) {
        if let Some(functions) = source.functions.take() {
            self.functions.insert(pkg, functions);
        }
        if let Some(exported) = source.exported.take() {
            self.exported.insert(pkg, exported);
        }
        self.unloaded.insert(pkg, Some(source));
    }

    fn unknown_package(&mut self, path: &str) -> PkgId {
        let key = (String::from(path), true);
        if let Some(&pkg) = self.known.get(&key) {
            return pkg;
        }
        let pkg = self.declare_package(path, likely_name(path), true);
        self.known.insert(key, pkg);
        pkg
    }

    fn declare_package(&mut self, path: &str, name: &str, unknown: bool) -> PkgId {
        let name = self.names.intern(name);
        let universe = self.types.universe();
        let scope = self.types.add_scope(Some(universe));
        self.types.add_package(Package { path: String::from(path), name, scope, unknown, imports: Vec::new() })
    }

    /// Parses an imported package and declares its objects, unless that is
    /// done. Nothing is typed.
    pub(super) fn load_package(&mut self, pkg: PkgId) {
        self.fetch_package(pkg);
        let Some(source) = self.unloaded.remove(&pkg).flatten() else { return };
        let (files, eager) = self.read_package(pkg, source);
        self.loaded.insert(pkg, files.clone());
        let outer = self.leave_package();
        let obj_list = core::mem::take(&mut self.obj_list);
        self.collect_objects(&files);
        self.direct_cycles();
        self.obj_list = obj_list;
        self.return_to(outer);
        for piece in eager {
            self.declare_piece(pkg, piece);
        }
    }

    /// Parses the files that are not in pieces; and looks through those that
    /// are: also the pieces that can't wait.
    fn read_package(&mut self, pkg: PkgId, source: PackageSource) -> (Vec<usize>, Vec<usize>) {
        let runtime = source.std && is_runtime(&self.types.package(pkg).path);
        let origin = Origin { pkg, std: source.std, runtime, lang: source.lang.unwrap_or_default() };
        let mut files = Vec::with_capacity(source.files.len());
        let mut pieces = Pieces::new(origin, source.rest);
        for (number, file) in source.files.into_iter().enumerate() {
            if let Some(Some(split)) = source.pieces.as_ref().and_then(|all| all.get(number)) {
                pieces.add(file.name.into(), file.text, split, self.names);
                continue;
            }
            let index = self.add_file(origin, None);
            self.parse_file(index, origin, file.name.into(), file.text, None);
            files.push(index);
        }
        let eager = pieces.take_eager();
        if !pieces.is_empty() {
            self.pieces.insert(pkg, pieces);
        }
        (files, eager)
    }

    /// Adds a file, or the piece of one, without its text; its index.
    pub(super) fn add_file(&mut self, origin: Origin, part: Option<Part>) -> usize {
        let index = self.files.len();
        let (home, scope, version) = if let Some(part) = part {
            let whole = &self.files[part.home];
            (part.home, whole.scope, whole.version)
        } else {
            let package_scope = self.types.package(origin.pkg).scope;
            (index, self.types.add_scope(Some(package_scope)), origin.lang)
        };
        let (locals, plain) = part.map_or((0, false), |part| (part.locals, part.plain));
        self.files.push(FileState {
            pkg: origin.pkg,
            version,
            scope,
            tree: None,
            home,
            locals,
            plain,
            has_imports: false,
            imports: Vec::new(),
            dot_imports: Vec::new(),
            source: None,
        });
        self.untyped.push(Map::default());
        index
    }

    /// Parses the text of the file `index`.
    pub(super) fn parse_file(
        &mut self,
        index: usize,
        origin: Origin,
        name: Rc<str>,
        text: Vec<u8>,
        part: Option<Part>,
    ) {
        let options = ParseOptions { name: &name, std: origin.std, runtime: origin.runtime };
        let id = FileId::new(index);
        let parsed = match part {
            None => parse_source(&text, id, options, self.names),
            Some(part) => parse_declarations(&text, part.keyword, id, options, self.names),
        };
        *self.imported_lines += parsed.lines.line_count() as usize;
        let broken = !(parsed.errors.is_empty() && parsed.deferred.is_empty());
        let version = parsed.tree.go_version.as_deref().and_then(GoVersion::parse);
        let file = &mut self.files[index];
        if let Some(version) = version {
            file.version = version.max(GoVersion(21));
        }
        file.tree = Some(self.store.push(parsed.tree));
        let first_line = part.map_or(1, |part| part.line);
        file.source = Some(Rc::new(Source { name, text, lines: parsed.lines, first_line, broken }));
    }

    /// Collects the import declarations of an imported package's file.
    pub(super) fn collect_imports(&mut self, index: usize) {
        let index = self.files[index].home;
        if core::mem::replace(&mut self.files[index].has_imports, true) {
            return;
        }
        let outer = self.leave_package();
        self.set_file(index);
        let scope = self.files[index].scope;
        let file = self.file();
        for &id in &file.decls {
            let decl = &file.decl_arena[id];
            if let DeclKind::Import { local, path } = decl.kind {
                self.collect_import(id, decl, local, path, scope);
            }
        }
        self.return_to(outer);
    }

    /// What is known of the imports of the current file.
    pub(super) fn home(&self) -> &FileState {
        &self.files[self.files[self.env.file].home]
    }

    /// The place of `pos`, as messages print it.
    pub(super) fn place(&self, pos: Pos) -> String {
        program::place(self.files, self.store, pos).unwrap_or_else(|| self.places.text(pos))
    }

    /// Imports that nothing refers to.
    pub(super) fn unused_imports(&mut self) {
        let imports: Vec<ObjId> =
            self.target.iter().flat_map(|(id, _)| self.files[id.index()].imports.iter().copied()).collect();
        for obj in imports {
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
        self.home().imports.iter().copied().find(|&obj| {
            let object = self.types.obj(obj);
            let ObjKind::PkgName { imported } = object.kind else { return false };
            let package = self.types.package(imported);
            object.name == package.name && package.unknown && !is_certain(&package.path) && package.path.contains(text)
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

/// Whether a package's name can be told from its path: in the standard
/// library the last element is the name.
fn is_certain(path: &str) -> bool {
    !path.split('/').next().unwrap_or(path).contains('.')
}
