//! The checker: one pass over the declarations, then over the bodies.
//!
//! Order, as in types2:
//! 1. [`resolve`]: every package-level object is declared, methods are
//!    associated with their base types, nothing has a type yet;
//! 2. [`decl`]: objects are typed on demand, depth first; an object on the
//!    path that is asked for again is a cycle, which is valid or an error;
//! 3. what had to wait (function bodies, interface type sets, checks that need
//!    complete types) runs from a queue, [`Delayed`], in the order it was added;
//! 4. initialization order, unused imports, untyped leftovers.
//!
//! Invariants: a syntax node id is only meaningful together with
//! [`Env::file`]; whoever changes the file restores it. An error is reported
//! once: operands and types in error stay silent.

mod assign;
mod binary;
mod body;
mod builtin;
mod builtin_unsafe;
mod call;
mod constant;
mod convert;
mod cycle;
mod decl;
mod error;
mod expr;
mod generic;
mod implements;
mod import;
mod imported;
mod index;
mod infer;
mod init_order;
mod instance;
mod interface;
mod late;
mod literal;
mod lookup;
mod mono;
mod operand;
mod pieces;
mod range;
mod record;
mod resolve;
mod selector;
mod signature;
mod stmt;
mod structs;
mod switch;
mod terminate;
mod type_set;
mod typexpr;
mod unify;
mod use_of_import;

use alloc::{rc::Rc, string::String, vec::Vec};
use hashbrown::{HashMap, HashSet};
use rustc_hash::FxBuildHasher;

pub(super) use pieces::Pieces;

use super::{
    arena::{ObjList, SigId, TypeId, TypeList, Types},
    constant::ConstValue,
    info::{FileInfo, Info, Mode},
    objects::{ObjId, ObjKind, Object, Package, PkgId, ScopeId, Var, VarKind},
    places::{LineKey, Places},
    program::{FileState, Imports, Program, Trees},
    result::{Checked, Config, GoVersion},
};
use crate::ast::{self, DeclId, ExprId};
use crate::base::{Diagnostic, FileId, Id, IdVec, Interner, Pos, Symbol, new_id, sort};
use crate::build::{Loader, PackageSource};
use crate::inline::Exported;
use crate::pack::FunctionTable;

type Map<K, V> = HashMap<K, V, FxBuildHasher>;
type Set<K> = HashSet<K, FxBuildHasher>;

new_id! {
    /// A [`DeclInfo`].
    struct InfoId;
}

/// How a package-level object is declared.
#[derive(Clone, Debug)]
struct DeclInfo {
    /// The file it is in, as an index into [`Checker::files`].
    file: usize,
    /// The left side of `var a, b = f()`.
    lhs: Vec<ObjId>,
    /// The type of a constant or variable.
    ty: Option<ExprId>,
    /// Its initial value.
    init: Option<ExprId>,
    /// Whether `init` is repeated from an earlier constant.
    inherited: bool,
    /// The declaration of a type or function.
    decl: Option<DeclId>,
    /// The package-level objects that the initial value or body refers to.
    deps: Set<ObjId>,
}

/// What an expression needs to know about where it stands.
#[derive(Clone, Debug)]
struct Env {
    /// The file, as an index into [`Checker::files`].
    file: usize,
    /// The declaration whose initial value or body is being checked.
    decl: Option<InfoId>,
    /// The innermost scope.
    scope: ScopeId,
    /// The value of `iota` in a constant declaration.
    iota: Option<ConstValue>,
    /// Where errors in a repeated constant expression are reported.
    err_pos: Option<Pos>,
    /// Whether this is a type parameter list.
    in_tparams: bool,
    /// The signature of the innermost function.
    sig: Option<SigId>,
    /// Whether a call or receive was seen, for constant `len`.
    has_call_or_recv: bool,
}

/// An expression whose type is not final yet.
#[derive(Clone, Debug)]
struct Untyped {
    /// Whether it is the left operand of a shift that waits for its type.
    is_lhs: bool,
    mode: Mode,
    ty: TypeId,
    value: Option<ConstValue>,
}

/// Something that has to wait until types are complete.
#[derive(Clone, Debug)]
enum Delayed {
    /// The body of a function declaration or literal.
    Body { decl: Option<InfoId>, sig: TypeId, scope: ScopeId, body: BodyOf, iota: Option<ConstValue> },
    /// Whether a defined type contains itself.
    ValidType { obj: ObjId },
    /// Fields and methods have different names.
    FieldUniqueness { ty: TypeId },
    /// A variable's type is no constraint interface.
    VarType { expr: ExprId, ty: TypeId },
    /// A map's key is comparable.
    MapKey { expr: ExprId, key: TypeId },
    /// An embedded field's type is neither pointer nor pointer to interface.
    EmbeddedField { pos: Pos, ty: TypeId },
    /// A receiver's base type is a local defined type.
    Receiver { expr: ExprId, recv: ObjId },
    /// The type set of an interface literal.
    TypeSet { iface: TypeId },
    /// Two embedded methods of the same name are identical.
    SameMethod { pos: Pos, method: ObjId, other: ObjId, other_pos: Option<Pos> },
    /// The terms of a union.
    Union { terms: Vec<(ExprId, super::arena::Term)> },
    /// The type arguments of an instance satisfy their constraints.
    VerifyInstance { expr: ExprId, instance: TypeId, args: Vec<ExprId> },
    /// So do those of a function.
    VerifyTargs { pos: Pos, tparams: Vec<TypeId>, targs: Vec<TypeId>, args: Vec<ExprId> },
}

/// Which body a [`Delayed::Body`] is.
#[derive(Clone, Copy, Debug)]
enum BodyOf {
    Func(DeclId),
    Lit(ExprId),
}

/// What is known of packages beside their types, between checks.
#[derive(Debug, Default)]
pub(super) struct Kept {
    infos: IdVec<InfoId, DeclInfo>,
    obj_info: Map<ObjId, InfoId>,
    /// Methods that wait for their base type to be typed.
    methods: Map<ObjId, Vec<ObjId>>,
    untyped: Vec<Map<ExprId, Untyped>>,
    instances: Map<(ObjId, usize), Vec<TypeId>>,
    /// Methods of instances by instance and index.
    expanded: Map<(super::arena::NamedId, usize), ObjId>,
    /// Defined types that are known not to contain themselves.
    valid_types: Set<TypeId>,
    /// Constants whose value rests on an unknown package.
    unknown_consts: Set<ObjId>,
    /// The scopes of parameters.
    sig_scopes: Map<SigId, ScopeId>,
}

struct Checker<'a> {
    names: &'a mut Interner,
    /// The files of the package that is checked.
    target: &'a [(FileId, &'a ast::File)],
    /// The package that is checked; none if it is the body of an imported function.
    target_pkg: Option<PkgId>,
    /// The file of that function.
    body_file: Option<usize>,
    /// Whether there is an error in that body.
    body_broken: bool,
    config: Config,
    places: &'a Places<'a>,
    loader: &'a mut dyn Loader,
    known: &'a mut HashMap<(String, bool), PkgId, FxBuildHasher>,
    unloaded: &'a mut HashMap<PkgId, Option<PackageSource>, FxBuildHasher>,
    functions: &'a mut HashMap<PkgId, Rc<FunctionTable>, FxBuildHasher>,
    exported: &'a mut HashMap<PkgId, Rc<Exported>, FxBuildHasher>,
    loaded: &'a mut HashMap<PkgId, Vec<usize>, FxBuildHasher>,
    imported_lines: &'a mut usize,
    pieces: &'a mut Map<PkgId, Pieces>,
    store: &'a Trees,
    /// All files by [`FileId`].
    files: &'a mut Vec<FileState>,
    /// The current file's tree and package; see [`Checker::set_file`].
    tree: &'a ast::File,
    pkg: PkgId,
    types: &'a mut Types,
    info: Info,
    errors: Vec<Diagnostic>,
    /// Line and message of the last error.
    last_error: Option<(LineKey, String)>,
    infos: &'a mut IdVec<InfoId, DeclInfo>,
    obj_info: &'a mut Map<ObjId, InfoId>,
    obj_list: Vec<ObjId>,
    used: Set<ObjId>,
    methods: &'a mut Map<ObjId, Vec<ObjId>>,
    /// By file; what imported files leave behind stays.
    untyped: &'a mut Vec<Map<ExprId, Untyped>>,
    /// Each is taken out when it runs.
    delayed: Vec<Option<(usize, Delayed)>>,
    obj_path: Vec<ObjId>,
    /// Where the part of `obj_path` begins that belongs to the current package.
    path_start: usize,
    panics: Set<(usize, ExprId)>,
    children: Map<ScopeId, Vec<ScopeId>>,
    /// Interfaces whose type set is not computed yet.
    open_ifaces: Vec<TypeId>,
    /// Instances that wait for their generic type.
    open_instances: Vec<TypeId>,
    /// Type parameters whose constraint was not known when they were declared.
    open_tparams: Vec<TypeId>,
    instances: &'a mut Map<(ObjId, usize), Vec<TypeId>>,
    /// The types of instances of generic functions, by what these declare.
    func_instances: Map<(TypeList, ObjList, ObjList), Vec<(TypeList, TypeId)>>,
    sig_scopes: &'a mut Map<SigId, ScopeId>,
    expanded: &'a mut Map<(super::arena::NamedId, usize), ObjId>,
    /// How deep the expansion of instances is nested.
    generation: u32,
    valid_types: &'a mut Set<TypeId>,
    /// Where the types declared in functions stand, in gc's order.
    local_types: Map<PkgId, Vec<(usize, u32)>>,
    unknown_consts: &'a mut Set<ObjId>,
    mono: mono::MonoGraph,
    /// What decides the size of defined types, where that was asked.
    extents: Map<TypeId, builtin_unsafe::Extent>,
    /// Functions without a body, and where they are declared.
    bodyless: Vec<(ObjId, Pos)>,
    is_late: bool,
    unknown_uses: Vec<(Pos, PkgId)>,
    unknown_imports: Vec<(Pos, PkgId)>,
    depth: u32,
    env: Env,
    sym: Symbols,
}

/// Names that the checker looks for.
#[derive(Clone, Copy)]
struct Symbols {
    empty: Symbol,
    init: Symbol,
    main: Symbol,
    dot: Symbol,
}

/// Expressions, types and statements nest at most this deep. The parser has a
/// limit of its own for what is nested; this one is for chains such as
/// `a.b().c()…`, which it lets through. Binary operations and `else if` chains
/// are not recursive and may be longer.
const MAX_DEPTH: u32 = 400;

/// Checks `files` as package `path`.
pub(super) fn check(
    program: &mut Program,
    path: &str,
    files: &[(FileId, &ast::File)],
    names: &mut Interner,
    config: Config,
    loader: &mut dyn Loader,
    places: &Places<'_>,
) -> Checked {
    let types = &mut program.types;
    if config.test_functions {
        super::universe::declare_test_functions(types, names);
    }
    let universe = types.universe();
    let scope = types.add_scope(Some(universe));
    let package =
        Package { path: String::from(path), name: names.intern(""), scope, unknown: false, imports: Vec::new() };
    let pkg = types.add_package(package);
    let Some(&(first_id, first)) = files.first() else { return Checked::empty(pkg) };
    let mut info = Info::default();
    let imports = &mut program.imports;
    let store = Rc::clone(&imports.trees);
    for &(id, file) in files {
        if config.record {
            info.insert(id, FileInfo::new(file));
        }
        let state = FileState {
            pkg,
            version: config.lang,
            scope: types.add_scope(Some(scope)),
            tree: None,
            home: id.index(),
            locals: 0,
            plain: false,
            has_imports: true,
            imports: Vec::new(),
            dot_imports: Vec::new(),
            source: None,
        };
        while imports.files.len() <= id.index() {
            imports.files.push(state.clone());
        }
        imports.files[id.index()] = state;
    }
    let shared = Shared { types, names, imports, loader, store: &store };
    let mut checker = Checker::new(shared, config, places, first_id.index(), first, scope);
    checker.target = files;
    checker.target_pkg = Some(pkg);
    checker.pkg = pkg;
    checker.info = info;
    checker.run();
    checker.finish(pkg)
}

/// What a [`Checker`] works on.
struct Shared<'a> {
    types: &'a mut Types,
    names: &'a mut Interner,
    imports: &'a mut Imports,
    loader: &'a mut dyn Loader,
    store: &'a Trees,
}

/// Where the checker was before it looked into another package.
struct Outer {
    env: Env,
    path_start: usize,
    open_ifaces: Vec<TypeId>,
    open_instances: Vec<TypeId>,
    open_tparams: Vec<TypeId>,
}

impl<'a> Checker<'a> {
    /// A checker that is at `file`, whose tree is `tree`, in `scope`.
    fn new(
        shared: Shared<'a>,
        config: Config,
        places: &'a Places<'a>,
        file: usize,
        tree: &'a ast::File,
        scope: ScopeId,
    ) -> Self {
        let Shared { types, names, imports, loader, store } = shared;
        let Imports { files, known, unloaded, functions, exported, loaded, kept, imported_lines, pieces, .. } = imports;
        let Kept { infos, obj_info, methods, untyped, .. } = kept;
        let Kept { instances, expanded, valid_types, unknown_consts, sig_scopes, .. } = kept;
        untyped.resize_with(files.len(), Map::default);
        let sym = Symbols {
            empty: names.intern(""),
            init: names.intern("init"),
            main: names.intern("main"),
            dot: names.intern("."),
        };
        let env = Env {
            file,
            decl: None,
            scope,
            iota: None,
            err_pos: None,
            in_tparams: false,
            sig: None,
            has_call_or_recv: false,
        };
        Self {
            names,
            target: &[],
            target_pkg: None,
            body_file: None,
            body_broken: false,
            config,
            places,
            loader,
            known,
            unloaded,
            functions,
            exported,
            loaded,
            imported_lines,
            pieces,
            store,
            untyped,
            pkg: files[file].pkg,
            files,
            tree,
            types,
            info: Info::default(),
            errors: Vec::new(),
            last_error: None,
            infos,
            obj_info,
            obj_list: Vec::new(),
            used: Set::default(),
            methods,
            delayed: Vec::new(),
            obj_path: Vec::new(),
            path_start: 0,
            panics: Set::default(),
            children: Map::default(),
            open_ifaces: Vec::new(),
            open_instances: Vec::new(),
            open_tparams: Vec::new(),
            instances,
            func_instances: Map::default(),
            sig_scopes,
            expanded,
            generation: 0,
            valid_types,
            unknown_consts,
            mono: mono::MonoGraph::default(),
            extents: Map::default(),
            bodyless: Vec::new(),
            is_late: false,
            local_types: Map::default(),
            unknown_uses: Vec::new(),
            unknown_imports: Vec::new(),
            depth: 0,
            env,
            sym,
        }
    }

    fn run(&mut self) {
        let files: Vec<usize> = self.target.iter().map(|(id, _)| id.index()).collect();
        self.init_files();
        self.collect_objects(&files);
        self.direct_cycles();
        self.package_objects();
        self.process_delayed(0);
        self.settle();
        self.init_order();
        self.unused_imports();
        self.record_untyped();
        if self.errors.is_empty() {
            self.instantiation_cycle();
        }
        if self.errors.is_empty() {
            self.linknames_and_bodies();
            self.is_late = !self.errors.is_empty();
        }
    }

    fn finish(mut self, package: PkgId) -> Checked {
        // In the order in which they were found: gc gives up at the tenth, and
        // sorts what it prints.
        self.errors.dedup_by(|b, a| a.file == b.file && a.pos == b.pos && a.message == b.message);
        sort(&mut self.unknown_uses);
        self.unknown_uses.dedup();
        Checked {
            package,
            info: self.info,
            errors: self.errors,
            is_late: self.is_late,
            unknown_uses: self.unknown_uses,
            unknown_imports: self.unknown_imports,
        }
    }

    /// Whether the current package is the one that is checked, not an import.
    fn is_target(&self) -> bool {
        Some(self.pkg) == self.target_pkg
    }

    /// Whether what is found out about the current file is wanted.
    fn is_recorded(&self) -> bool {
        self.is_target() || self.body_file == Some(self.env.file)
    }

    /// Makes `index` the current file, and its package the current one.
    fn set_file(&mut self, index: usize) {
        self.env.file = index;
        self.pkg = self.files[index].pkg;
        self.tree = self.tree(index);
    }

    /// The tree of file `index`.
    fn tree(&self, index: usize) -> &'a ast::File {
        self.known_tree(index).unwrap_or(self.tree)
    }

    fn known_tree(&self, index: usize) -> Option<&'a ast::File> {
        let imported = self.files.get(index).and_then(|file| self.store.get(file.tree?));
        imported.or_else(|| self.target_tree(index))
    }

    /// The tree of file `index` of the package that is checked.
    fn target_tree(&self, index: usize) -> Option<&'a ast::File> {
        let is_it = |&&(id, _): &&(FileId, &ast::File)| id.index() == index;
        // Their ids follow each other, as a rule.
        let guess = self.target.first().and_then(|(first, _)| self.target.get(index.checked_sub(first.index())?));
        guess.filter(is_it).or_else(|| self.target.iter().find(is_it)).map(|&(_, tree)| tree)
    }

    /// Before something of another package is looked at: what is under way
    /// here neither sees nor hinders it. To be ended with [`Self::return_to`].
    fn leave_package(&mut self) -> Outer {
        let env = Env {
            file: self.env.file,
            decl: None,
            scope: self.env.scope,
            iota: None,
            err_pos: None,
            in_tparams: false,
            sig: None,
            has_call_or_recv: false,
        };
        Outer {
            env: core::mem::replace(&mut self.env, env),
            path_start: core::mem::replace(&mut self.path_start, self.obj_path.len()),
            open_ifaces: core::mem::take(&mut self.open_ifaces),
            open_instances: core::mem::take(&mut self.open_instances),
            open_tparams: core::mem::take(&mut self.open_tparams),
        }
    }

    fn return_to(&mut self, outer: Outer) {
        let index = outer.env.file;
        self.env = outer.env;
        self.set_file(index);
        self.path_start = outer.path_start;
        let inner = core::mem::replace(&mut self.open_ifaces, outer.open_ifaces);
        self.open_ifaces.extend(inner);
        let inner = core::mem::replace(&mut self.open_instances, outer.open_instances);
        self.open_instances.extend(inner);
        let inner = core::mem::replace(&mut self.open_tparams, outer.open_tparams);
        self.open_tparams.extend(inner);
    }

    /// The package's name, and each file's language version.
    fn init_files(&mut self) {
        for &(id, file) in self.target {
            self.set_file(id.index());
            let version = file.go_version.as_deref().and_then(GoVersion::parse);
            self.files[id.index()].version = version.map_or(self.config.lang, |v| v.max(GoVersion(21)));
            let Some(name_expr) = file.pkg_name else { continue };
            let Some(name) = self.name_of(name_expr) else { continue };
            let known = self.types.package(self.pkg).name;
            if known == self.sym.empty {
                if name.is_blank() {
                    self.error(self.at(name_expr), "BlankPkgName", "invalid package name _");
                } else {
                    self.types.package_mut(self.pkg).name = name;
                }
            } else if name != known {
                let (name, known) = (self.names.text(name), self.names.text(known));
                let message = alloc::format!("package {name}; expected package {known}");
                let pos = self.here(file.pos);
                self.error(pos, "MismatchedPkgName", message);
            }
            let go_current = GoVersion(27);
            if let Some(version) = version
                && version > go_current
            {
                let message = alloc::format!("file requires newer Go version {version}");
                self.error(self.at(name_expr), "TooNew", message);
            }
        }
    }

    /// The current file's tree.
    fn file(&self) -> &'a ast::File {
        self.tree
    }

    fn file_id(&self) -> FileId {
        FileId::new(self.env.file)
    }

    /// The side tables of the current file, if anybody will look at them.
    fn file_info(&mut self) -> Option<&mut FileInfo> {
        if !(self.config.record && self.is_recorded()) {
            return None;
        }
        let id = self.file_id();
        Some(self.info.file_mut(id))
    }

    /// The name that `expr` is, if it is one.
    fn name_of(&self, expr: ExprId) -> Option<Symbol> {
        match self.file().exprs[expr].kind {
            ast::ExprKind::Name(name) => Some(name),
            _ => None,
        }
    }

    /// Whether the current file's language version is at least `go1.{minor}`.
    fn allow_version(&self, minor: u32) -> bool {
        self.files[self.env.file].version >= GoVersion(minor)
    }

    fn later(&mut self, action: Delayed) {
        self.delayed.push(Some((self.env.file, action)));
    }

    /// Runs what was delayed since the queue had length `top`; what is added
    /// meanwhile runs too.
    fn process_delayed(&mut self, top: usize) {
        let mut next = top;
        while next < self.delayed.len() {
            let action = self.delayed[next].take();
            next += 1;
            let Some((file, action)) = action else { continue };
            let outer = self.env.file;
            self.set_file(file);
            self.settle();
            self.run_delayed(action);
            self.set_file(outer);
        }
        self.delayed.truncate(top);
    }

    fn run_delayed(&mut self, action: Delayed) {
        match action {
            Delayed::Body { decl, sig, scope, body, iota } => self.func_body(decl, sig, scope, body, iota),
            Delayed::ValidType { obj } => self.valid_type(obj),
            Delayed::FieldUniqueness { ty } => self.check_field_uniqueness(ty),
            Delayed::VarType { expr, ty } => self.check_var_type(expr, ty),
            Delayed::MapKey { expr, key } => self.check_map_key(expr, key),
            Delayed::EmbeddedField { pos, ty } => self.check_embedded_field(pos, ty),
            Delayed::Receiver { expr, recv } => self.valid_recv(expr, recv),
            Delayed::TypeSet { iface } => {
                self.type_set(iface);
            }
            Delayed::SameMethod { pos, method, other, other_pos } => {
                self.check_same_method(pos, method, other, other_pos);
            }
            Delayed::Union { terms } => self.check_union(&terms),
            Delayed::VerifyInstance { expr, instance, args } => self.verify_instance(expr, instance, &args),
            Delayed::VerifyTargs { pos, tparams, targs, args } => self.verify_targs(pos, &tparams, &targs, &args),
        }
    }

    fn open_scope(&mut self) -> ScopeId {
        let parent = self.env.scope;
        let scope = self.types.add_scope(Some(parent));
        self.children.entry(parent).or_default().push(scope);
        self.env.scope = scope;
        scope
    }

    fn close_scope(&mut self) {
        if let Some(parent) = self.types.scope(self.env.scope).parent {
            self.env.scope = parent;
        }
    }

    /// The innermost object called `name`.
    fn lookup(&mut self, name: Symbol) -> Option<ObjId> {
        let mut scope = Some(self.env.scope);
        while let Some(id) = scope {
            let s = self.types.scope(id);
            if let Some(&obj) = s.names.get(&name) {
                return Some(obj);
            }
            scope = s.parent;
            if id == self.types.package(self.pkg).scope
                && let Some(obj) = self.unread_object(self.pkg, name)
            {
                return Some(obj);
            }
        }
        None
    }

    /// The package-level object called `name` of package `pkg`.
    fn package_object(&mut self, pkg: PkgId, name: Symbol) -> Option<ObjId> {
        let names = &self.types.scope(self.types.package(pkg).scope).names;
        names.get(&name).copied().or_else(|| self.unread_object(pkg, name))
    }

    fn new_object(&mut self, name: Symbol, kind: ObjKind, pos: Pos, ty: Option<TypeId>) -> ObjId {
        let exported = self.names.text(name).chars().next().is_some_and(char::is_uppercase);
        self.types.add_obj(Object {
            name,
            kind,
            ty,
            pos: Some(pos),
            pkg: Some(self.pkg),
            parent: None,
            scope_pos: 0,
            exported,
            order: 0,
        })
    }

    fn new_var(&mut self, kind: VarKind, name: Symbol, pos: Pos, ty: Option<TypeId>) -> ObjId {
        self.new_object(name, ObjKind::Var(Var { kind, embedded: false, origin: None }), pos, ty)
    }
}
