//! Bodies of imported functions, checked when somebody asks for one.
//!
//! gc reads bodies that importers need from export data. Here the function is
//! checked in its own package and file, as it would be if that package were
//! the one that is checked, and what is found out about it is kept with the
//! package. Errors in it are nobody's concern: such a body can't be had.

use alloc::vec::Vec;
use core::cell::Cell;

use super::{BodyOf, Checker, Delayed, Shared};
use crate::ast::{self, DeclId};
use crate::base::{FileId, Id, Interner, Symbol};
use crate::build::Loader;
use crate::types::{
    arena::{Type, Types},
    info::FileInfo,
    objects::{ObjId, ObjKind, ScopeId, VarKind},
    places::Places,
    program::Imports,
    result::{Config, GoVersion},
};

impl Imports {
    /// Where the imported function, method or type `obj` is declared.
    pub(crate) fn declaration(&self, obj: ObjId) -> Option<(FileId, DeclId)> {
        let info = &self.kept.infos[*self.kept.obj_info.get(&obj)?];
        // Files of checked packages have no tree here.
        self.files.get(info.file)?.tree?;
        Some((FileId::new(info.file), info.decl?))
    }

    /// Whether the type `obj` is known to be plain: see [`crate::pack`].
    pub(crate) fn is_plain(&self, obj: ObjId) -> bool {
        let info = self.kept.obj_info.get(&obj).map(|&info| &self.kept.infos[info]);
        info.and_then(|info| self.files.get(info.file)).is_some_and(|file| file.plain)
    }

    /// The index of the tree of an imported file.
    pub(crate) fn tree_of(&self, file: FileId) -> Option<usize> {
        self.files.get(file.index())?.tree
    }

    /// The language version of an imported file.
    pub(crate) fn version(&self, file: FileId) -> GoVersion {
        self.files.get(file.index()).map_or_else(GoVersion::default, |file| file.version)
    }

    /// Types the package-level object or method `obj`, unless that is done.
    pub(crate) fn declare(&mut self, types: &mut Types, names: &mut Interner, loader: &mut dyn Loader, obj: ObjId) {
        if types.obj(obj).ty.is_some() {
            return;
        }
        self.with_checker(types, names, loader, obj, |checker| {
            checker.obj_decl(obj);
            checker.process_delayed(0);
            checker.settle();
        });
    }

    /// What is known about the body of the imported function `obj`, as an
    /// index into [`Bodies`](crate::types::program::Bodies).
    pub(crate) fn body(
        &mut self,
        types: &mut Types,
        names: &mut Interner,
        loader: &mut dyn Loader,
        obj: ObjId,
    ) -> Option<usize> {
        if let Some(&known) = self.body_of.get(&obj) {
            return known;
        }
        self.declare(types, names, loader, obj);
        let found = Cell::new(None);
        if let Some((_, decl)) = self.declaration(obj) {
            self.with_checker(types, names, loader, obj, |checker| found.set(checker.body(obj, decl)));
        }
        let index = found.take().map(|info| self.bodies.push(info));
        self.body_of.insert(obj, index);
        index
    }

    /// Runs `work` with a checker that is where `obj` is declared.
    fn with_checker(
        &mut self,
        types: &mut Types,
        names: &mut Interner,
        loader: &mut dyn Loader,
        obj: ObjId,
        work: impl FnOnce(&mut Checker<'_>),
    ) {
        let Some(&info) = self.kept.obj_info.get(&obj) else { return };
        let file = self.kept.infos[info].file;
        let store = alloc::rc::Rc::clone(&self.trees);
        let Some(state) = self.files.get(file) else { return };
        // A piece of a file that was not read yet sees nothing but the head.
        let (file, scope) = (if state.tree.is_some() { file } else { state.home }, state.scope);
        let Some(tree) = self.files[file].tree.and_then(|tree| store.get(tree)) else { return };
        let shared = Shared { types, names, imports: self, loader, store: &store };
        let nowhere = Places::default();
        let mut checker = Checker::new(shared, Config::default(), &nowhere, file, tree, scope);
        work(&mut checker);
    }
}

impl Checker<'_> {
    /// Checks the body of the function `obj`; `None` if it has none or there
    /// is an error in it.
    fn body(&mut self, obj: ObjId, decl: DeclId) -> Option<FileInfo> {
        let file = self.env.file;
        self.collect_imports(file);
        self.obj_decl(obj);
        self.process_delayed(0);
        self.settle();
        let ast::DeclKind::Func { body: Some(_), .. } = self.file().decl_arena[decl].kind else { return None };
        let sig = self.types.obj(obj).ty?;
        let scope = self.sig_scope(sig);
        self.forget_locals(scope);
        let info = self.obj_info.get(&obj).copied();
        let id = FileId::new(file);
        self.info.insert(id, FileInfo::of_decl(self.file(), decl));
        self.body_file = Some(file);
        self.later(Delayed::Body { decl: info, sig, scope, body: BodyOf::Func(decl), iota: None });
        self.process_delayed(0);
        self.settle();
        self.record_untyped_of(file);
        if self.body_broken { None } else { self.info.remove(id) }
    }

    /// Empties the scope of a function but for its parameters: its body was
    /// checked before if the package was.
    fn forget_locals(&mut self, scope: ScopeId) {
        let types = &mut *self.types;
        let names: Vec<(Symbol, ObjId)> = types.scope(scope).names.iter().map(|(&name, &obj)| (name, obj)).collect();
        for (name, obj) in names {
            let object = types.obj(obj);
            let stays = match object.kind {
                ObjKind::Var(var) => matches!(var.kind, VarKind::Recv | VarKind::Param | VarKind::Result),
                _ => object.ty.is_some_and(|ty| matches!(types.get(ty), Type::TypeParam(_))),
            };
            if !stays {
                types.scope_mut(scope).names.remove(&name);
            }
        }
    }
}
