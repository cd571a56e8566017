//! What gc reads when.
//!
//! gc writes a checked package to a stream and reads it back: first the
//! initializers of package variables, then all declarations, then bodies from
//! the end of the list of those that were met. A type is read when it is first
//! met, with everything that it mentions; a defined type with its methods,
//! whose bodies then wait. That order decides in which order bodies are
//! lowered, instances made ([`super::generic`]) and methods wrapped
//! ([`super::wrappers`]), which shows in the order of messages.
//!
//! Of types that lead to nothing that has to be compiled here
//! ([plain](crate::pack) ones), it makes a difference only for what is read
//! before calls are inlined (`Package::early_types`) and for what importers
//! need. Else they are left unread: `*os.File` leads to a hundred methods.
//!
//! Mirrors `typIdx`, `objIdx` and `pkgInit` of `noder/reader.go`, as far as
//! they decide about order. A declaration that has been read, in whatever way,
//! is not read again.

use alloc::vec::Vec;

use hashbrown::{HashMap, HashSet};
use rustc_hash::FxBuildHasher;

use super::{Effect, Library, Lowerer};
use crate::{
    ast::{DeclId, DeclKind},
    base::FileId,
    ir::FuncId,
    types::{ObjId, Type, TypeId},
};

/// Types are read as far as type arguments nest this deep: what grows without
/// end is an error that the checker reports, and the methods of a type may
/// mention several that are twice its size.
const MAX_NESTING: u32 = 8;

/// What was read so far.
#[derive(Default)]
pub(super) struct Reading {
    /// Whether gc would read by now what is met.
    on: bool,
    /// Whether what is plain can be left unread: only calls are inlined from
    /// now on, and nobody imports this package.
    late: bool,
    /// Types that were read, and whether an imported package had them.
    seen: HashSet<(TypeId, bool), FxBuildHasher>,
    /// Those that were read before any body, if effects are wanted.
    early: HashSet<(TypeId, bool), FxBuildHasher>,
    /// Defined types whose declaration was read.
    declared: HashSet<TypeId, FxBuildHasher>,
    /// Those of them whose underlying type is being read, the innermost last.
    open: Vec<TypeId>,
    /// Those of them that the underlying type mentions.
    recursive: HashSet<TypeId, FxBuildHasher>,
    /// Functions and methods that were not read yet.
    funcs: HashMap<ObjId, (FuncId, FileId, DeclId), FxBuildHasher>,
    /// Types with methods, in the order in which they were read: those that an
    /// imported package has.
    pub(super) have: Vec<TypeId>,
    /// And those that are this package's.
    pub(super) need: Vec<TypeId>,
}

impl Reading {
    /// `ty` is mentioned. gc remembers which types have been mentioned, and
    /// asks for the methods of a type the first time; where its underlying type
    /// is being read, gc does not know yet what it is, and asks for none. What
    /// is mentioned in an instance is remembered there, and so mostly, in
    /// effect, what is mentioned in other declarations on the way: gc counts a
    /// type twice that is written in its own declaration and in one that was
    /// begun before. `true` if nothing more is read.
    fn meet(&mut self, ty: TypeId) -> bool {
        if self.open.last() == Some(&ty) {
            self.recursive.insert(ty);
        }
        self.open.contains(&ty)
    }

    /// gc asks for the methods of `ty`.
    fn done(&mut self, ty: TypeId, imported: bool) {
        if imported { self.have.push(ty) } else { self.need.push(ty) }
    }
}

/// A step of reading a type.
enum Step {
    /// The type and what it mentions; whether it is an imported package's.
    Type(TypeId, bool),
    /// The declaration of a defined type, which is not itself mentioned.
    Declaration(TypeId),
    /// The underlying type of a defined type comes next.
    Open(TypeId),
    /// It has been read; the receiver of the first method is next, if the type
    /// is said to have methods.
    Close(TypeId, Option<bool>),
    /// The shaped counterpart of an instance is to be read.
    Shaped(TypeId),
    /// A method's body is to be read.
    Method(ObjId),
    /// A method's body of an instance, by its number.
    InstanceMethod(TypeId, usize),
    /// The type has been read.
    Done(TypeId, bool),
}

impl Lowerer<'_> {
    /// The function or method `obj` has a body that gc will read.
    pub(super) fn later(&mut self, obj: ObjId, func: FuncId, file: FileId, decl: DeclId) {
        self.reading.funcs.insert(obj, (func, file, decl));
    }

    /// From here on gc reads what is met.
    pub(super) fn begin_reading(&mut self) {
        self.reading.on = true;
    }

    /// Bodies are lowered from here on: what was read so far has been read
    /// whatever is in them.
    pub(super) fn begin_bodies(&mut self) {
        if self.input.effects {
            self.reading.early.clone_from(&self.reading.seen);
        }
    }

    /// Whether it makes a difference that a body has `ty` read.
    fn has_effect(&self, ty: TypeId) -> bool {
        let mut todo = alloc::vec![ty];
        let mut seen: HashSet<TypeId, FxBuildHasher> = HashSet::default();
        while let Some(ty) = todo.pop() {
            let ty = self.types.unalias(ty);
            if self.reading.early.contains(&(ty, false)) || !seen.insert(ty) {
                continue;
            }
            if matches!(self.types.get(ty), Type::Named(_)) || self.may_have_methods(ty) {
                return true;
            }
            todo.extend(self.types.parts(ty));
        }
        false
    }

    /// What is read from now on is read for calls that are inlined.
    pub(super) fn read_for_inlining(&mut self) {
        self.reading.late = self.input.leaf;
    }

    /// Whether it does.
    pub(super) fn is_reading(&self) -> bool {
        self.reading.on && self.survey.is_none()
    }

    /// Nothing more is read.
    pub(super) fn end_reading(&mut self) -> Reading {
        core::mem::take(&mut self.reading)
    }

    /// gc reads all declarations of the package, in source order.
    pub(super) fn read_declarations(&mut self) {
        for &(file, tree) in self.input.files {
            if !self.enter_file(file) {
                continue;
            }
            for &decl in &tree.decls {
                match &tree.decl(decl).kind {
                    DeclKind::Const { names, .. } | DeclKind::Var { names, .. } => {
                        for &name in names {
                            if let Some(obj) = self.info.def(name) {
                                self.read_type(self.types.obj_type(obj));
                            }
                        }
                    }
                    DeclKind::Type { name, .. } => {
                        if let Some(obj) = self.info.def(*name) {
                            let ty = self.types.obj_type(obj);
                            // What only bounds type parameters is no type of a value.
                            let set = self.types.type_set_of(ty).filter(|_| self.is_interface(ty));
                            if set.is_none_or(|set| set.terms.is_none() && !set.comparable) {
                                self.read_type(ty);
                            }
                        }
                    }
                    DeclKind::Func { .. } => {
                        if let Some(&obj) = self.info.funcs.get(&decl) {
                            self.read_func(obj);
                        }
                    }
                    DeclKind::Import { .. } => {}
                }
            }
        }
    }

    /// gc reads the function or method `obj` of this package, unless it is
    /// generic or was read before.
    pub(super) fn read_func(&mut self, obj: ObjId) {
        if !self.reading.on || !self.reading.funcs.contains_key(&obj) {
            return;
        }
        match self.method_recv(obj) {
            Some(recv) => self.read_type(recv),
            None => self.read_signature(self.types.obj_type(obj)),
        }
        // A method whose type is in error.
        self.read_body(obj);
    }

    fn read_body(&mut self, obj: ObjId) {
        if let Some((func, file, decl)) = self.reading.funcs.remove(&obj) {
            self.body_later(func, file, decl);
        }
    }

    /// gc reads the signature `ty` of a function.
    pub(super) fn read_signature(&mut self, ty: TypeId) {
        if self.is_reading() {
            for part in self.types.parts(ty) {
                self.read_type(part);
            }
        }
    }

    /// gc reads `ty` here.
    pub(super) fn read_type(&mut self, ty: TypeId) {
        if !self.is_reading() {
            return;
        }
        let mut imported = self.reads_imported();
        // What has shapes comes from a function or type with type arguments,
        // whoever calls it.
        if imported && !self.reading.seen.contains(&(ty, true)) {
            imported = !self.types.has_shape(ty);
        }
        if self.input.effects && !imported && self.has_effect(ty) {
            self.note(|| Effect::Type(ty));
        }
        for arg in self.generics.instances.take_replaced() {
            if !self.reading.seen.contains(&(arg, imported)) {
                self.read_steps(alloc::vec![Step::Type(arg, imported)]);
            }
        }
        if !self.reading.seen.contains(&(ty, imported)) {
            self.read_steps(alloc::vec![Step::Type(ty, imported)]);
        }
    }

    /// All types that were read.
    pub(super) fn read_types(&self) -> HashSet<TypeId, FxBuildHasher> {
        self.reading.seen.iter().map(|&(ty, _)| ty).collect()
    }

    /// Whether gc reads another package's code that is not generic.
    pub(super) fn reads_imported(&self) -> bool {
        self.state.first().is_some_and(|state| self.out.package.funcs[state.func].imported)
    }

    /// gc reads the declaration of the shaped type `ty`.
    pub(super) fn read_shaped_type(&mut self, ty: TypeId) {
        if self.is_reading() {
            self.read_steps(alloc::vec![Step::Declaration(ty)]);
        }
    }

    /// The types in the signature `ty` of an imported function.
    pub(super) fn read_imported(&mut self, ty: TypeId) {
        let steps = self.types.parts(ty).into_iter().map(|part| Step::Type(part, true)).collect();
        self.read_steps(steps);
    }

    /// Takes `steps`, the last one first.
    fn read_steps(&mut self, mut steps: Vec<Step>) {
        while let Some(step) = steps.pop() {
            match step {
                Step::Type(ty, imported) => {
                    let ty = self.types.unalias(ty);
                    if !imported && self.reading.meet(ty) {
                        continue;
                    }
                    if self.reading.seen.insert((ty, imported)) {
                        let from = steps.len();
                        self.enter_type(ty, imported, &mut steps);
                        steps[from..].reverse();
                    }
                }
                Step::Declaration(ty) => {
                    if self.reading.declared.insert(ty) {
                        let from = steps.len();
                        self.enter_named(ty, false, &mut steps);
                        steps[from..].reverse();
                    }
                }
                Step::Open(ty) => self.reading.open.push(ty),
                Step::Close(ty, imported) => {
                    self.reading.open.pop();
                    if let Some(imported) = imported.filter(|_| !self.reading.recursive.contains(&ty)) {
                        self.reading.done(ty, imported);
                    }
                }
                Step::Shaped(ty) => self.shape_later(ty),
                Step::Method(obj) => self.read_body(obj),
                Step::InstanceMethod(ty, index) => self.make_method(ty, index),
                Step::Done(ty, imported) => self.reading.done(ty, imported),
            }
        }
    }

    /// What is read with `ty`, in gc's order.
    fn enter_type(&mut self, ty: TypeId, imported: bool, steps: &mut Vec<Step>) {
        match self.types.get(ty) {
            Type::Named(_) => {
                if self.reading.declared.insert(ty) {
                    self.enter_named(ty, imported, steps);
                }
                if self.types.as_named(ty).is_some_and(|id| self.types.named(id).instance.is_some()) {
                    // Where it is mentioned, not where it is declared.
                    steps.push(Step::Done(ty, imported));
                }
            }
            Type::Signature(_) | Type::Struct { .. } | Type::Interface(_) => {
                steps.extend(self.types.parts(ty).into_iter().map(|part| Step::Type(part, imported)));
                if self.may_have_methods(ty) {
                    steps.push(Step::Done(ty, imported));
                }
            }
            _ => steps.extend(self.types.parts(ty).into_iter().map(|part| Step::Type(part, imported))),
        }
    }

    /// What is read with the declaration of `ty`; `mentioned` says where.
    fn enter_named(&mut self, ty: TypeId, mentioned: bool, steps: &mut Vec<Step>) {
        let (Some(id), Some(obj)) = (self.types.as_named(ty), self.types.type_name(ty)) else { return };
        let named = self.types.named(id);
        let (instance, is_shape) = (named.instance, named.is_shape);
        if instance.is_none() && !named.tparams.is_empty() {
            return;
        }
        let Some(pkg) = self.types.obj(obj).pkg else { return };
        if self.reading.late && pkg != self.input.package && self.library.imports.is_plain(obj) {
            return;
        }
        self.declare_methods(ty);
        // What an imported package declares was read there, except instances
        // and shapes.
        let imported = pkg != self.input.package && instance.is_none() && !is_shape;
        let mut generic = Vec::new();
        let mut methods = self.types.named(id).methods.clone();
        if let Some(instance) = instance {
            let args = self.types.list(instance.targs);
            let grows = |&arg: &TypeId| self.types.nesting(arg) > MAX_NESTING;
            if args.iter().any(|&arg| self.types.mentions_type_param(arg)) || args.iter().any(grows) {
                return;
            }
            let written = self.generics.instances.take_made_with(ty);
            steps.extend(written.iter().chain(args).map(|&arg| Step::Type(arg, mentioned)));
            let origin = self.types.as_named(instance.origin);
            generic = origin.map(|origin| self.types.named(origin).methods.clone()).unwrap_or_default();
            generic.retain(|&method| self.generic_decl(method).is_some());
            if !generic.is_empty() {
                methods = self.generics.instances.methods(self.types, self.interner, ty);
            }
        }
        steps.push(Step::Open(ty));
        steps.extend(self.types.parts(self.types.underlying(ty)).into_iter().map(|part| Step::Type(part, imported)));
        steps.push(Step::Close(ty, (!methods.is_empty()).then_some(imported)));
        // Types declared in generic functions have no parameters of their own.
        let origin = instance.and_then(|instance| self.types.as_named(instance.origin));
        if origin.is_some_and(|origin| !self.types.named(origin).tparams.is_empty()) && !self.has_shaped_args(ty) {
            steps.push(Step::Shaped(ty));
        }
        for (index, method) in methods.into_iter().enumerate() {
            if imported {
                let Library { imports, loader, .. } = &mut self.library;
                imports.declare(self.types, self.interner, *loader, method);
            }
            steps.extend(
                self.types.parts(self.types.obj_type(method)).into_iter().map(|part| Step::Type(part, imported)),
            );
            match instance {
                Some(_) if generic.is_empty() => {}
                Some(_) => steps.push(Step::InstanceMethod(ty, index)),
                None => steps.push(Step::Method(method)),
            }
        }
        // A shaped one is met where it is used.
        if !self.has_shaped_args(ty) {
            steps.push(Step::Done(ty, imported));
        }
    }

    /// Whether a type without a name may have methods.
    fn may_have_methods(&self, ty: TypeId) -> bool {
        match self.types.get(ty) {
            Type::Struct { fields, .. } => self.types.objs(fields).iter().any(|&field| self.types.is_embedded(field)),
            Type::Interface(_) => self.types.type_set_of(ty).is_some_and(|set| !set.methods.is_empty()),
            _ => false,
        }
    }
}
