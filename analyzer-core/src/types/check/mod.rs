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
mod builtin;
mod builtin_unsafe;
mod call;
mod constant;
mod convert;
mod cycle;
mod decl;
mod error;
mod expr;
mod expr_string;
mod generic;
mod implements;
mod index;
mod infer;
mod init_order;
mod instance;
mod interface;
mod literal;
mod lookup;
mod operand;
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

use alloc::{collections::VecDeque, string::String, vec, vec::Vec};
use hashbrown::{HashMap, HashSet};
use rustc_hash::FxBuildHasher;

use super::{
    arena::{SigId, TypeId, Types},
    constant::ConstValue,
    info::{FileInfo, Info, Mode},
    objects::{ObjId, ObjKind, Object, Package, PkgId, ScopeId, Var, VarKind},
    result::{Checked, Config, GoVersion},
};
use crate::ast::{self, DeclId, ExprId};
use crate::base::{Diagnostic, FileId, Interner, Pos, Symbol, new_id};

pub(super) use error::Places;

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
}

/// Which body a [`Delayed::Body`] is.
#[derive(Clone, Copy, Debug)]
enum BodyOf {
    Func(DeclId),
    Lit(ExprId),
}

struct Checker<'a> {
    names: &'a mut Interner,
    files: &'a [(FileId, &'a ast::File)],
    config: Config,
    places: Places<'a>,
    versions: Vec<GoVersion>,
    pkg: PkgId,
    types: Types,
    info: Info,
    errors: Vec<Diagnostic>,
    /// Line and message of the last error.
    last_error: (String, String),
    infos: crate::base::IdVec<InfoId, DeclInfo>,
    obj_info: Map<ObjId, InfoId>,
    obj_list: Vec<ObjId>,
    imports: Vec<ObjId>,
    used: Set<ObjId>,
    methods: Map<ObjId, Vec<ObjId>>,
    untyped: Vec<Map<ExprId, Untyped>>,
    delayed: VecDeque<(usize, Delayed)>,
    obj_path: Vec<ObjId>,
    panics: Set<(usize, ExprId)>,
    children: Map<ScopeId, Vec<ScopeId>>,
    /// Interfaces whose type set is not computed yet.
    open_ifaces: Vec<TypeId>,
    /// Instances that wait for their generic type.
    open_instances: Vec<TypeId>,
    /// Type parameters whose constraint was not known when they were declared.
    open_tparams: Vec<TypeId>,
    instances: Map<(ObjId, usize), Vec<TypeId>>,
    sig_scopes: Map<SigId, ScopeId>,
    /// Methods of instances by instance and index.
    expanded: Map<(super::arena::NamedId, usize), ObjId>,
    /// How deep the expansion of instances is nested.
    generation: u32,
    /// Defined types that are known not to contain themselves.
    valid_types: Set<TypeId>,
    /// Constants whose value rests on an unknown package.
    unknown_consts: Set<ObjId>,
    /// Function declarations without a body.
    bodyless: Vec<Pos>,
    skipped_generic: Vec<ObjId>,
    unknown_uses: Vec<(Pos, PkgId)>,
    unknown_imports: Vec<(Pos, PkgId)>,
    /// Per file: the unknown packages that are dot-imported.
    dot_imports: Vec<Vec<(ObjId, PkgId)>>,
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

/// Expressions and types nest at most this deep; the parser has a limit of its
/// own, this one is for what it lets through.
const MAX_DEPTH: u32 = 1200;

/// Checks `files` as package `path`.
pub(super) fn check(
    path: &str,
    files: &[(FileId, &ast::File)],
    names: &mut Interner,
    config: Config,
    places: Places<'_>,
) -> Checked {
    let mut types = Types::new(names);
    if config.test_functions {
        super::universe::declare_test_functions(&mut types, names);
    }
    let universe = types.universe();
    let scope = types.add_scope(Some(universe));
    let sym = Symbols {
        empty: names.intern(""),
        init: names.intern("init"),
        main: names.intern("main"),
        dot: names.intern("."),
    };
    let package = Package { path: String::from(path), name: sym.empty, scope, unknown: false, imports: Vec::new() };
    let pkg = types.add_package(package);
    let mut info = Info::default();
    for (id, file) in files {
        info.insert(*id, FileInfo::new(file));
    }
    let env = Env {
        file: 0,
        decl: None,
        scope,
        iota: None,
        err_pos: None,
        in_tparams: false,
        sig: None,
        has_call_or_recv: false,
    };
    let mut checker = Checker {
        names,
        files,
        config,
        places,
        versions: Vec::new(),
        pkg,
        types,
        info,
        errors: Vec::new(),
        last_error: (String::new(), String::new()),
        infos: crate::base::IdVec::new(),
        obj_info: Map::default(),
        obj_list: Vec::new(),
        imports: Vec::new(),
        used: Set::default(),
        methods: Map::default(),
        untyped: vec![Map::default(); files.len()],
        delayed: VecDeque::new(),
        obj_path: Vec::new(),
        panics: Set::default(),
        children: Map::default(),
        open_ifaces: Vec::new(),
        open_instances: Vec::new(),
        open_tparams: Vec::new(),
        instances: Map::default(),
        sig_scopes: Map::default(),
        expanded: Map::default(),
        generation: 0,
        valid_types: Set::default(),
        unknown_consts: Set::default(),
        bodyless: Vec::new(),
        skipped_generic: Vec::new(),
        unknown_uses: Vec::new(),
        unknown_imports: Vec::new(),
        dot_imports: vec![Vec::new(); files.len()],
        depth: 0,
        env,
        sym,
    };
    if !files.is_empty() {
        checker.run();
    }
    checker.finish()
}

impl<'a> Checker<'a> {
    fn run(&mut self) {
        self.init_files();
        self.collect_objects();
        self.direct_cycles();
        self.package_objects();
        self.process_delayed(0);
        self.settle();
        self.init_order();
        self.unused_imports();
        self.record_untyped();
        // gc looks for missing bodies when everything else is right.
        if self.errors.is_empty() {
            for pos in core::mem::take(&mut self.bodyless) {
                self.error(pos, "MissingBody", "missing function body");
            }
        }
    }

    fn finish(mut self) -> Checked {
        // In the order in which they were found: gc gives up at the tenth, and
        // sorts what it prints.
        self.errors.dedup_by(|b, a| a.file == b.file && a.pos == b.pos && a.message == b.message);
        self.unknown_uses.sort_unstable();
        self.unknown_uses.dedup();
        Checked {
            package: self.pkg,
            types: self.types,
            info: self.info,
            errors: self.errors,
            unknown_uses: self.unknown_uses,
            unknown_imports: self.unknown_imports,
            skipped_generic: self.skipped_generic,
        }
    }

    /// The package's name, and each file's language version.
    fn init_files(&mut self) {
        for (index, &(_, file)) in self.files.iter().enumerate() {
            self.env.file = index;
            let version = file.go_version.as_deref().and_then(GoVersion::parse);
            self.versions.push(version.map_or(self.config.lang, |v| v.max(GoVersion(21))));
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
        self.files[self.env.file].1
    }

    fn file_id(&self) -> FileId {
        self.files[self.env.file].0
    }

    fn file_info(&mut self) -> &mut FileInfo {
        let id = self.file_id();
        self.info.file_mut(id)
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
        self.versions.get(self.env.file).is_none_or(|v| *v >= GoVersion(minor))
    }

    fn later(&mut self, action: Delayed) {
        self.delayed.push_back((self.env.file, action));
    }

    /// Runs what was delayed since the queue had length `top`; what is added
    /// meanwhile runs too.
    fn process_delayed(&mut self, top: usize) {
        let mut next = top;
        while next < self.delayed.len() {
            let (file, action) = self.delayed[next].clone();
            next += 1;
            let outer = core::mem::replace(&mut self.env.file, file);
            self.settle();
            self.run_delayed(action);
            self.env.file = outer;
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
    fn lookup(&self, name: Symbol) -> Option<ObjId> {
        let mut scope = Some(self.env.scope);
        while let Some(id) = scope {
            let s = self.types.scope(id);
            if let Some(&obj) = s.names.get(&name) {
                return Some(obj);
            }
            scope = s.parent;
        }
        None
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
