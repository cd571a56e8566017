//! Which declarations of a package its importers can reach.
//!
//! ```text
//!   exported names ──▶ what their declarations mention ──▶ …
//!        type  ──▶ its methods
//!        func  ──▶ its signature; its body if that may be copied elsewhere
//!        const ──▶ its value
//!        var   ──▶ its type, which is written out if only the value tells it
//! ```
//!
//! What a declaration mentions is what the checker has recorded for the names
//! in it, so nothing has to be guessed. Methods that are not exported are
//! reached without being named where a type is embedded, or can be elsewhere
//! (gc then makes wrappers for all its methods), or instantiated elsewhere (gc then
//! compiles all its methods), and where an interface asks for them. Of other
//! methods the heads are kept if they lead to further types: gc reads a type
//! with the signatures of all its methods, and what it meets there may be
//! compiled anew ([`plain`](super::plain)).

use alloc::{format, string::String, vec, vec::Vec};

use hashbrown::{HashMap, HashSet};
use rustc_hash::FxBuildHasher;

use super::{plain::mentions, type_text::TypeText};
use crate::{
    ast::{self, DeclId, DeclKind, ExprId, ExprKind},
    base::{FileId, Interner, Span, Symbol},
    escape::Analysis,
    inline::Inlinable,
    ir::{self, FuncId},
    types::{Implicit, Info, ObjId, ObjKind, PkgId, Type, TypeId, Types},
};

type Map<K, V> = HashMap<K, V, FxBuildHasher>;

/// A package without errors, and what was found out about it.
#[derive(Clone, Copy)]
pub(crate) struct Input<'a> {
    pub(crate) files: &'a [(FileId, &'a ast::File)],
    pub(crate) info: &'a Info,
    pub(crate) types: &'a Types,
    pub(crate) interner: &'a Interner,
    pub(crate) package: PkgId,
    pub(crate) code: &'a ir::Package,
    /// Functions that may be copied into their callers.
    pub(crate) inlinable: &'a Map<FuncId, Inlinable>,
    pub(crate) analysis: &'a Analysis,
}

/// How a declaration is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    /// As it is.
    Whole,
    /// A function without its body.
    Head,
    /// A variable declaration without its values.
    Typed,
    /// Variables with the types that were written out.
    Vars(Vec<(ExprId, String)>),
    /// A constant declaration of which only the place in its group counts.
    Blank,
}

/// What is kept of a file.
#[derive(Clone, Debug, Default)]
pub(super) struct KeptFile {
    pub(super) decls: Map<DeclId, Kept>,
    /// Imports that only written types need: the name and the path.
    pub(super) imports: Vec<(String, String)>,
}

/// Decides about the files of a package; also the functions that are kept.
pub(super) fn prune(input: Input<'_>) -> (Vec<KeptFile>, HashSet<ObjId, FxBuildHasher>) {
    let mut pruner = Pruner::new(input);
    pruner.collect();
    for obj in pruner.roots() {
        pruner.reach(obj);
    }
    while let Some(unit) = pruner.todo.pop() {
        pruner.keep(unit);
    }
    for file in 0..input.files.len() {
        pruner.complete_const_groups(file);
        pruner.keep_imports(file);
    }
    (pruner.kept, pruner.reached)
}

/// The functions that the package declares.
pub(super) fn own_functions(input: Input<'_>) -> impl Iterator<Item = (ObjId, FuncId)> {
    input.code.order.iter().filter_map(move |&id| Some((input.code.funcs[id].obj?, id)))
}

/// A declaration of a file.
type Unit = (usize, DeclId);

struct Pruner<'a> {
    input: Input<'a>,
    /// The names in each file that refer to something, by place.
    uses: Vec<Vec<(u32, ObjId)>>,
    /// Where objects are declared.
    units: Map<ObjId, Unit>,
    methods: Map<ObjId, Vec<ObjId>>,
    /// Functions that may be copied into their callers.
    inlinable: HashSet<ObjId, FxBuildHasher>,
    /// Where a constant declaration without values takes them from.
    donors: Map<Unit, DeclId>,
    /// The methods without an exported name that interfaces in each file have,
    /// by place.
    asked: Vec<Vec<(u32, Symbol)>>,
    /// Those among them that are kept.
    wanted: HashSet<Symbol, FxBuildHasher>,
    reached: HashSet<ObjId, FxBuildHasher>,
    /// Types all of whose methods are needed.
    complete: HashSet<ObjId, FxBuildHasher>,
    /// The package names of each file that are needed.
    packages: Vec<HashSet<ObjId, FxBuildHasher>>,
    kept: Vec<KeptFile>,
    /// Declarations to be looked at (again).
    todo: Vec<Unit>,
}

impl<'a> Pruner<'a> {
    fn new(input: Input<'a>) -> Self {
        let uses = input.files.iter().map(|&(id, file)| {
            let Some(info) = input.info.file(id) else { return Vec::new() };
            let uses = file.exprs.ids().filter_map(|name| Some((file.span(name).start, info.usage(name)?)));
            let mut uses: Vec<_> = uses.collect();
            uses.sort_unstable();
            uses
        });
        Self {
            input,
            uses: uses.collect(),
            asked: input.files.iter().map(|&(_, file)| unexported_interface_methods(file, input.interner)).collect(),
            wanted: HashSet::default(),
            complete: HashSet::default(),
            units: Map::default(),
            methods: Map::default(),
            inlinable: own_functions(input).filter(|&(_, id)| input.inlinable.contains_key(&id)).map(|f| f.0).collect(),
            donors: Map::default(),
            reached: HashSet::default(),
            packages: vec![HashSet::default(); input.files.len()],
            kept: vec![KeptFile::default(); input.files.len()],
            todo: Vec::new(),
        }
    }

    /// Notes what is declared where.
    fn collect(&mut self) {
        for (index, &(id, file)) in self.input.files.iter().enumerate() {
            let Some(info) = self.input.info.file(id) else { continue };
            let mut donor: Option<(ast::GroupId, DeclId)> = None;
            for &decl in &file.decls {
                let unit = (index, decl);
                let node = file.decl(decl);
                match &node.kind {
                    DeclKind::Import { .. } => {}
                    DeclKind::Func { .. } => {
                        let Some(&obj) = info.funcs.get(&decl) else { continue };
                        self.units.insert(obj, unit);
                        if let Some(base) = receiver_base(self.input.types, obj) {
                            self.methods.entry(base).or_default().push(obj);
                        }
                    }
                    DeclKind::Type { name, .. } => self.declare(info.def(*name), unit),
                    DeclKind::Var { names, .. } => {
                        for &name in names {
                            self.declare(info.def(name), unit);
                        }
                    }
                    DeclKind::Const { names, ty, values } => {
                        for &name in names {
                            self.declare(info.def(name), unit);
                        }
                        if ty.is_some() || values.is_some() {
                            donor = Some((node.group, decl));
                        } else if let Some((group, donor)) = donor
                            && group == node.group
                        {
                            self.donors.insert(unit, donor);
                        }
                    }
                }
            }
        }
    }

    fn declare(&mut self, obj: Option<ObjId>, unit: Unit) {
        if let Some(obj) = obj {
            self.units.insert(obj, unit);
        }
    }

    /// What importers can name.
    fn roots(&self) -> Vec<ObjId> {
        let types = self.input.types;
        let names = &types.scope(types.package(self.input.package).scope).names;
        let mut roots: Vec<ObjId> = names.values().copied().filter(|&obj| types.obj(obj).exported).collect();
        roots.sort_unstable();
        roots
    }

    fn reach(&mut self, obj: ObjId) {
        let obj = match self.input.types.obj(obj).kind {
            ObjKind::Func(func) => func.origin.unwrap_or(obj),
            _ => obj,
        };
        let Some(&unit) = self.units.get(&obj) else { return };
        if !self.reached.insert(obj) {
            return;
        }
        self.todo.push(unit);
        let types = self.input.types;
        let object = types.obj(obj);
        if !matches!(object.kind, ObjKind::TypeName) {
            return;
        }
        let ty = types.unalias(types.obj_type(obj));
        let generic = types.as_named(ty).is_some_and(|named| !types.named(named).tparams.is_empty());
        let embeds = types.fields(ty).iter().any(|&field| types.is_embedded(field));
        if object.exported || generic || embeds {
            self.reach_all_methods(obj);
        }
        for method in self.methods.get(&obj).cloned().unwrap_or_default() {
            let object = types.obj(method);
            if object.exported || self.wanted.contains(&object.name) {
                self.reach(method);
            } else if let Some(&unit) = self.units.get(&method).filter(|_| self.leads_on(method)) {
                self.todo.push(unit);
            }
        }
    }

    /// Whether the signature of `method` leads to more than predeclared types.
    fn leads_on(&self, method: ObjId) -> bool {
        let types = self.input.types;
        let mut named = Vec::new();
        !mentions(types, types.parts(types.obj_type(method)), &mut named)
            || named.iter().any(|&ty| declared_type(types, ty).is_some_and(|obj| types.obj(obj).pkg.is_some()))
    }

    /// Reaches all methods of a type that others can embed, and of what is
    /// embedded in it.
    fn reach_all_methods(&mut self, obj: ObjId) {
        if !self.complete.insert(obj) {
            return;
        }
        self.reach(obj);
        for method in self.methods.get(&obj).cloned().unwrap_or_default() {
            self.reach(method);
        }
        let types = self.input.types;
        let ty = types.unalias(types.obj_type(obj));
        let embedded = types.fields(ty).iter().filter(|&&field| types.is_embedded(field));
        let embedded: Vec<TypeId> = embedded.map(|&field| types.obj_type(field)).chain([ty]).collect();
        for ty in embedded {
            if let Some(obj) = declared_type(types, ty).filter(|obj| self.units.contains_key(obj)) {
                self.reach_all_methods(obj);
            }
        }
    }

    /// An interface that is kept asks for methods called `name`.
    fn want(&mut self, name: Symbol) {
        if !self.wanted.insert(name) {
            return;
        }
        let reached = self.methods.iter().filter(|(base, _)| self.reached.contains(*base));
        let methods = reached.flat_map(|(_, methods)| methods.iter().copied());
        let methods: Vec<ObjId> = methods.filter(|&method| self.input.types.obj_name(method) == name).collect();
        for method in methods {
            self.reach(method);
        }
    }

    /// Reaches what is named in `span` of file `file`.
    fn mention(&mut self, file: usize, span: Span) {
        let from = self.uses[file].partition_point(|&(at, _)| at < span.start);
        let to = self.uses[file].partition_point(|&(at, _)| at < span.end);
        for at in from..to {
            let obj = self.uses[file][at].1;
            if matches!(self.input.types.obj(obj).kind, ObjKind::PkgName { .. }) {
                self.packages[file].insert(obj);
            } else {
                self.reach(obj);
            }
        }
        let from = self.asked[file].partition_point(|&(at, _)| at < span.start);
        let to = self.asked[file].partition_point(|&(at, _)| at < span.end);
        for at in from..to {
            self.want(self.asked[file][at].1);
        }
    }

    /// Keeps a declaration of which something was reached.
    fn keep(&mut self, (file, id): Unit) {
        let tree = self.input.files[file].1;
        let node = tree.decl(id);
        let kept = match &node.kind {
            DeclKind::Import { .. } => return,
            DeclKind::Type { .. } => {
                self.mention(file, node.span);
                Kept::Whole
            }
            DeclKind::Const { .. } => {
                self.mention(file, node.span);
                if let Some(&donor) = self.donors.get(&(file, id))
                    && !self.kept[file].decls.contains_key(&donor)
                {
                    self.todo.push((file, donor));
                }
                Kept::Whole
            }
            DeclKind::Func { recv, tparams, body: Some(body), .. } => {
                let generic =
                    !tparams.is_empty() || recv.as_ref().is_some_and(|recv| self.has_type_parameters(file, recv.ty));
                let obj = self.input.info.file(self.input.files[file].0).and_then(|info| info.funcs.get(&id));
                let called = obj.is_some_and(|obj| self.reached.contains(obj));
                if called && (generic || obj.is_some_and(|obj| self.inlinable.contains(obj))) {
                    self.mention(file, node.span);
                    Kept::Whole
                } else {
                    self.mention(file, Span::new(node.span.start, body.pos));
                    Kept::Head
                }
            }
            DeclKind::Func { body: None, .. } => {
                self.mention(file, node.span);
                Kept::Whole
            }
            DeclKind::Var { ty: Some(ty), .. } => {
                self.mention(file, tree.span(*ty));
                Kept::Typed
            }
            DeclKind::Var { names, ty: None, .. } => {
                if let Some(vars) = self.written_types(file, names) {
                    Kept::Vars(vars)
                } else {
                    self.mention(file, node.span);
                    Kept::Whole
                }
            }
        };
        self.kept[file].decls.insert(id, kept);
    }

    fn has_type_parameters(&self, file: usize, recv: ExprId) -> bool {
        let tree = self.input.files[file].1;
        let mut ty = tree.unparen(recv);
        if let ExprKind::Unary { x, .. } = tree.expr(ty).kind {
            ty = tree.unparen(x);
        }
        matches!(tree.expr(ty).kind, ExprKind::Index { .. })
    }

    /// The reached ones of `names` with their types; `None` if one of these
    /// has no text.
    fn written_types(&mut self, file: usize, names: &[ExprId]) -> Option<Vec<(ExprId, String)>> {
        let input = self.input;
        let info = input.info.file(input.files[file].0)?;
        let mut vars = Vec::new();
        for &name in names {
            let Some(obj) = info.def(name).filter(|obj| self.reached.contains(obj)) else { continue };
            let mut mentioned = Vec::new();
            let mut packages = Vec::new();
            let mut writer = TypeText {
                types: input.types,
                interner: input.interner,
                package: input.package,
                qualifier: &mut |package| {
                    packages.push(package);
                    self.package_name(file, package)
                },
                mention: &mut |obj| mentioned.push(obj),
                out: String::new(),
                depth: 0,
            };
            writer.write(input.types.obj_type(obj))?;
            vars.push((name, writer.out));
            for package in packages {
                self.need_package(file, package);
            }
            for obj in mentioned {
                self.reach(obj);
            }
        }
        Some(vars)
    }

    /// The object of the import of `package` in a file, if it has a name.
    fn import_of(&self, file: usize, package: PkgId) -> Option<ObjId> {
        let (id, tree) = self.input.files[file];
        let info = self.input.info.file(id)?;
        tree.decls.iter().find_map(|&decl| {
            let DeclKind::Import { local, .. } = tree.decl(decl).kind else { return None };
            let obj = match local {
                Some(local) => info.def(local)?,
                None => *info.implicits.get(&Implicit::Import(decl))?,
            };
            let object = self.input.types.obj(obj);
            let named = !matches!(self.input.interner.text(object.name), "." | "_");
            matches!(object.kind, ObjKind::PkgName { imported } if imported == package && named).then_some(obj)
        })
    }

    /// How a file calls `package`, or is going to.
    fn package_name(&self, file: usize, package: PkgId) -> String {
        let input = self.input;
        if let Some(obj) = self.import_of(file, package) {
            return String::from(input.interner.text(input.types.obj_name(obj)));
        }
        let own = &input.types.scope(input.types.package(input.package).scope).names;
        let tree = input.files[file].1;
        let taken = |name: &str| {
            own.keys().any(|&symbol| input.interner.text(symbol) == name)
                || self.kept[file].imports.iter().any(|(other, path)| other == name && *path != self.path(package))
                || tree.decls.iter().any(|&decl| match tree.decl(decl).kind {
                    DeclKind::Import { .. } => input.info.file(input.files[file].0).is_some_and(|info| {
                        let implicit = info.implicits.get(&Implicit::Import(decl)).copied();
                        let local = match tree.decl(decl).kind {
                            DeclKind::Import { local: Some(local), .. } => info.def(local),
                            _ => None,
                        };
                        let obj = implicit.or(local);
                        obj.is_some_and(|obj| input.interner.text(input.types.obj_name(obj)) == name)
                    }),
                    _ => false,
                })
        };
        let mut name = String::from(input.interner.text(input.types.package(package).name));
        while taken(&name) {
            name.push('_');
        }
        name
    }

    /// Sees to it that the file imports `package`.
    fn need_package(&mut self, file: usize, package: PkgId) {
        if let Some(obj) = self.import_of(file, package) {
            self.packages[file].insert(obj);
            return;
        }
        let import = (self.package_name(file, package), self.path(package));
        if !self.kept[file].imports.contains(&import) {
            self.kept[file].imports.push(import);
        }
    }

    /// The path by which the standard library imports `package`.
    fn path(&self, package: PkgId) -> String {
        let path = &*self.input.types.package(package).path;
        let own = path.rfind("vendor/").filter(|&at| at == 0 || path[..at].ends_with('/'));
        String::from(own.map_or(path, |at| &path[at + "vendor/".len()..]))
    }

    /// Constants count the declarations of their group: those between the ones
    /// that are kept must leave a trace if anything looks at `iota`.
    fn complete_const_groups(&mut self, file: usize) {
        let tree = self.input.files[file].1;
        let mut groups: Map<u32, Vec<DeclId>> = Map::default();
        for &decl in &tree.decls {
            let node = tree.decl(decl);
            if let (DeclKind::Const { .. }, Some(group)) = (&node.kind, node.group) {
                groups.entry(group).or_default().push(decl);
            }
        }
        for decls in groups.into_values() {
            let kept = |&decl: &DeclId| self.kept[file].decls.contains_key(&decl);
            let Some(last) = decls.iter().rposition(kept) else { continue };
            let uses_iota = decls.iter().filter(|decl| kept(decl)).any(|&decl| self.mentions_iota(file, decl));
            if uses_iota {
                for &decl in &decls[..last] {
                    self.kept[file].decls.entry(decl).or_insert(Kept::Blank);
                }
            }
        }
    }

    fn mentions_iota(&self, file: usize, decl: DeclId) -> bool {
        let input = self.input;
        let span = input.files[file].1.decl(decl).span;
        let inside = self.uses[file].iter().filter(|&&(at, _)| span.start <= at && at < span.end);
        inside.into_iter().any(|&(_, obj)| {
            let object = input.types.obj(obj);
            object.pkg.is_none() && input.interner.text(object.name) == "iota"
        })
    }

    /// Keeps the imports that what is kept of the file names.
    fn keep_imports(&mut self, file: usize) {
        let (id, tree) = self.input.files[file];
        let Some(info) = self.input.info.file(id) else { return };
        if self.kept[file].decls.is_empty() {
            return;
        }
        for &decl in &tree.decls {
            let DeclKind::Import { local, .. } = tree.decl(decl).kind else { continue };
            let obj = match local {
                Some(local) => info.def(local),
                None => info.implicits.get(&Implicit::Import(decl)).copied(),
            };
            let Some(obj) = obj else { continue };
            // A name may come through a dot-import without saying so.
            let dot = self.input.interner.text(self.input.types.obj_name(obj)) == ".";
            if dot || self.packages[file].contains(&obj) {
                self.kept[file].decls.insert(decl, Kept::Whole);
            }
        }
    }
}

/// The type that `method` belongs to.
pub(super) fn receiver_base(types: &Types, method: ObjId) -> Option<ObjId> {
    let recv = types.signature(types.obj_type(method))?.recv?;
    declared_type(types, types.obj_type(recv))
}

/// The declaration of the named type that `ty` is, or points to.
fn declared_type(types: &Types, ty: TypeId) -> Option<ObjId> {
    let ty = match types.resolved(ty) {
        Type::Pointer(elem) => elem,
        _ => ty,
    };
    let named = types.named(types.as_named(ty)?);
    // Instances have objects of their own.
    named.instance.map_or(Some(named.obj), |instance| types.type_name(instance.origin))
}

/// The methods of the interfaces of a file that are not exported, by place.
fn unexported_interface_methods(file: &ast::File, interner: &Interner) -> Vec<(u32, Symbol)> {
    let mut found = Vec::new();
    for expr in &file.exprs {
        let ExprKind::InterfaceType(methods) = &expr.kind else { continue };
        for name in methods.iter().filter_map(|method| method.name) {
            if let ExprKind::Name(symbol) = file.expr(name).kind
                && !interner.text(symbol).starts_with(char::is_uppercase)
            {
                found.push((file.span(name).start, symbol));
            }
        }
    }
    found.sort_unstable();
    found
}

impl KeptFile {
    /// Whether nothing of it is kept.
    pub(super) fn is_empty(&self) -> bool {
        self.decls.is_empty()
    }

    /// An import as it is written.
    pub(super) fn import_text((name, path): &(String, String)) -> String {
        format!("import {name}\"{path}\"")
    }
}
