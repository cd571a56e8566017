//! Which bodies of other packages' functions gc puts into export data.
//!
//! A call can be inlined only if gc finds the body of the callee in the export
//! data of a package that is imported directly. A package exports the bodies
//! of its own functions, and those of other packages' functions that it has
//! inlined itself, as far as what it exports leads to them:
//!
//! ```text
//!   exported objects ─▶ their types ─▶ fields, methods ─▶ …
//!                    └▶ their bodies, if importers may copy them ─▶ what those mention ─▶ …
//!   another package's function that is met on the way and was inlined here: it and its body
//! ```
//!
//! So what only a function mentions that is too large to be copied is often
//! not inlined in other packages.
//!
//! Mirrors `relocObj` and `exportBody` of `noder/linker.go`. Deliberate
//! difference: a generic function of another package is followed only if it
//! was instantiated here; nothing else is known about its body.

use alloc::{string::String, vec::Vec};

use hashbrown::{HashMap, HashSet};
use rustc_hash::FxBuildHasher;

use super::Inlinable;
use crate::{
    ast::{self, DeclId},
    base::FileId,
    ir::{FuncId, Package},
    types::{FileInfo, Imports, Info, ObjId, ObjKind, PkgId, Type, TypeId, Types},
};

type Map<K, V> = HashMap<K, V, FxBuildHasher>;
type Set<K> = HashSet<K, FxBuildHasher>;

/// Functions of other packages: their names, by path.
pub(crate) type Exported = Map<String, Set<String>>;

/// A package in which calls were inlined.
#[derive(Clone, Copy)]
pub(crate) struct Exporter<'a> {
    pub(crate) package: PkgId,
    pub(crate) files: &'a [(FileId, &'a ast::File)],
    pub(crate) info: &'a Info,
    pub(crate) types: &'a Types,
    pub(crate) imports: &'a Imports,
    pub(crate) code: &'a Package,
    /// Its functions that can be inlined.
    pub(crate) inlinable: &'a Map<FuncId, Inlinable>,
}

/// The functions of other packages whose bodies `exporter` exports.
pub(crate) fn exported(exporter: Exporter<'_>) -> Exported {
    let Exporter { code, types, .. } = exporter;
    let callees = code.inlined.calls().map(|call| call.callee).filter(|&func| code.funcs[func].imported);
    let inlined: Map<ObjId, FuncId> = callees.filter_map(|func| Some((code.funcs[func].obj?, func))).collect();
    if inlined.is_empty() {
        return Exported::default();
    }
    let mut decls = Map::default();
    for (index, &(file, _)) in exporter.files.iter().enumerate() {
        let funcs = exporter.info.file(file).into_iter().flat_map(|info| &info.funcs);
        decls.extend(funcs.map(|(&decl, &obj)| (obj, (index, decl))));
    }
    let copied = exporter.inlinable.keys().filter_map(|&func| code.funcs[func].obj).collect();
    let mut walk = Walk {
        exporter,
        inlined,
        decls,
        copied,
        objs: Set::default(),
        types: Set::default(),
        todo: Vec::new(),
        found: Exported::default(),
    };
    for &obj in types.scope(types.package(exporter.package).scope).names.values() {
        if types.obj(obj).exported {
            walk.obj(obj);
        }
    }
    while let Some(step) = walk.todo.pop() {
        match step {
            Step::Obj(obj) => walk.enter(obj),
            Step::Type(ty) => walk.parts(ty),
        }
    }
    walk.found
}

enum Step {
    Obj(ObjId),
    Type(TypeId),
}

struct Walk<'a> {
    exporter: Exporter<'a>,
    /// Functions of other packages that were inlined.
    inlined: Map<ObjId, FuncId>,
    /// Where this package's functions are declared: the number of the file.
    decls: Map<ObjId, (usize, DeclId)>,
    /// Its functions whose bodies are exported because they can be inlined.
    copied: Set<ObjId>,
    objs: Set<ObjId>,
    types: Set<TypeId>,
    todo: Vec<Step>,
    found: Exported,
}

impl Walk<'_> {
    fn obj(&mut self, obj: ObjId) {
        if self.objs.insert(obj) {
            self.todo.push(Step::Obj(obj));
        }
    }

    fn ty(&mut self, ty: TypeId) {
        if self.types.insert(ty) {
            self.todo.push(Step::Type(ty));
        }
    }

    /// Follows what the declaration of `obj` mentions.
    fn enter(&mut self, obj: ObjId) {
        let Exporter { types, code, .. } = self.exporter;
        let object = types.obj(obj);
        if let Some(ty) = object.ty {
            self.ty(ty);
        }
        let ObjKind::Func(func) = object.kind else { return };
        if let Some(origin) = func.origin {
            return self.obj(origin);
        }
        let sig = object.ty.and_then(|ty| types.signature(ty));
        let generic = sig.is_some_and(|sig| !(sig.tparams.is_empty() && sig.recv_tparams.is_empty()));
        if object.pkg == Some(self.exporter.package) {
            if generic || self.copied.contains(&obj) {
                self.own_body(obj);
            }
            return;
        }
        if let Some(&func) = self.inlined.get(&obj) {
            let path = object.pkg.map_or("", |pkg| &types.package(pkg).path);
            self.found.entry(path.into()).or_default().insert(code.funcs[func].name.clone());
        } else if !generic {
            return;
        }
        if let Some(info) = self.exporter.imports.known_body(obj) {
            self.mentioned(info.mentioned(info.exprs()));
        }
    }

    fn own_body(&mut self, obj: ObjId) {
        let Exporter { files, info, .. } = self.exporter;
        let Some(&(index, decl)) = self.decls.get(&obj) else { return };
        let (file, tree) = files[index];
        if let Some(info) = info.file(file) {
            self.mentioned(info.mentioned(FileInfo::exprs_of(tree, decl)));
        }
    }

    fn mentioned(&mut self, mentioned: impl Iterator<Item = (Option<ObjId>, Option<TypeId>)>) {
        for (obj, ty) in mentioned {
            if let Some(obj) = obj {
                self.obj(obj);
            }
            if let Some(ty) = ty {
                self.ty(ty);
            }
        }
    }

    /// Follows what `ty` consists of; a defined type leads to its methods.
    fn parts(&mut self, ty: TypeId) {
        let types = self.exporter.types;
        match types.get(ty) {
            Type::Alias(_) => self.ty(types.unalias(ty)),
            Type::Named(id) => {
                let named = types.named(id);
                self.ty(types.underlying(ty));
                if let Some(instance) = named.instance {
                    self.ty(instance.origin);
                    types.list(instance.targs).iter().for_each(|&arg| self.ty(arg));
                }
                named.methods.iter().for_each(|&method| self.obj(method));
            }
            _ => types.parts(ty).into_iter().for_each(|part| self.ty(part)),
        }
    }
}
