//! Instances after type checking: substitution and shapes.
//!
//! ```text
//!   Env { T ↦ go.shape.int }      Stack[T]        []T
//!        │                           │             │
//!        └──────── subst ────────────▼─────────────▼
//!                          Stack[go.shape.int]   []go.shape.int
//! ```
//!
//! The checker replaces type parameters while it still finds out what types
//! are; here everything is known, and what is wanted is what gc's
//! `noder/reader` does when it reads generic code with a dictionary: replace
//! type parameters, make the instances of defined types that this needs, and
//! group type arguments into *shapes*. A shape is a defined type of the
//! package `go.shape` that is called like its underlying type; all pointers
//! share `go.shape.*uint8` where the constraint has only methods. An instance
//! one of whose type arguments has a shape gets shapes for all of them.
//!
//! Invariants: an instance is made once for identical type arguments; its
//! underlying type and its methods are substituted when it is made. Types that
//! grow without end (an error in Go) stop growing after [`MAX_GENERATION`]
//! steps; what lies behind that is not known.

use alloc::{rc::Rc, string::String, vec::Vec};
use core::fmt::Write as _;

use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;
use sha2::{Digest as _, Sha256};

use super::{
    arena::{Instance, Interface, ObjList, Signature, Term, Type, TypeId, TypeList, TypeSet, Types},
    gcfmt::SHAPES,
    objects::{Func, ObjId, ObjKind, Object, PkgId, Var},
};
use crate::base::{FileId, Id, Interner, Span};

/// Instances that arise from making instances nest at most this deep.
const MAX_GENERATION: u32 = 24;
/// Types nest at most this deep for substitution.
const MAX_DEPTH: u32 = 200;

/// gc shortens the names of shapes that are longer than this.
const MAX_NAME: usize = 500;

/// What type parameters stand for.
#[derive(Clone, Debug, Default)]
pub struct Env {
    params: Vec<TypeId>,
    args: Vec<TypeId>,
    /// The generic declaration: types declared in it depend on its parameters.
    decl: Option<(FileId, Span)>,
    memo: HashMap<TypeId, TypeId, FxBuildHasher>,
}

impl Env {
    /// `params` stand for `args` inside the declaration at `decl`.
    pub fn new(params: Vec<TypeId>, args: Vec<TypeId>, decl: Option<(FileId, Span)>) -> Self {
        Self { params, args, decl, memo: HashMap::default() }
    }

    /// Whether nothing is replaced.
    pub fn is_empty(&self) -> bool {
        self.params.is_empty()
    }

    /// What the type parameters stand for.
    pub fn args(&self) -> &[TypeId] {
        &self.args
    }

    /// The type parameters.
    pub fn params(&self) -> &[TypeId] {
        &self.params
    }
}

/// The instances and shapes made so far.
#[derive(Debug, Default)]
pub struct Instances {
    /// By the object of the generic type.
    known: HashMap<ObjId, Vec<TypeId>, FxBuildHasher>,
    /// By the text of the underlying type.
    shapes: HashMap<String, Vec<TypeId>, FxBuildHasher>,
    package: Option<PkgId>,
    /// Type arguments in whose place instances have shapes: of instances that
    /// were known, since that was last asked.
    replaced: Vec<TypeId>,
    /// And those with which each instance was made.
    made_with: HashMap<TypeId, Vec<TypeId>, FxBuildHasher>,
    /// Whether the checker's instances are in `known`.
    seeded: bool,
    /// Instances whose underlying types are being made.
    growing: Vec<TypeId>,
    generation: u32,
    depth: u32,
}

/// The name of a shape whose text is too long.
fn hashed(text: &str) -> String {
    let mut digest = Sha256::digest(text);
    digest[0] ^= 0xff;
    let mut name = String::with_capacity(2 * digest.len());
    for byte in digest {
        let _ = write!(name, "{byte:02x}");
    }
    name
}

impl Instances {
    /// Learns which instances the checker made.
    fn seed(&mut self, types: &Types) {
        if core::mem::replace(&mut self.seeded, true) {
            return;
        }
        for index in 0..types.len() {
            let ty = TypeId::new(index);
            if let Type::Named(id) = types.get(ty)
                && let Some(instance) = types.named(id).instance
                && types.named(id).underlying.is_some()
                && let Some(obj) = types.type_name(instance.origin)
            {
                self.known.entry(obj).or_default().push(ty);
            }
        }
    }

    /// Type arguments in whose place the instance `ty` has shapes, when this is
    /// first asked: gc reads them before the instance.
    pub fn take_made_with(&mut self, ty: TypeId) -> Vec<TypeId> {
        self.made_with.remove(&ty).unwrap_or_default()
    }

    /// The same for instances that were made before they were mentioned again,
    /// since this was last asked.
    pub fn take_replaced(&mut self) -> Vec<TypeId> {
        core::mem::take(&mut self.replaced)
    }

    /// Whether any shape was made.
    pub fn has_shapes(&self) -> bool {
        self.package.is_some()
    }

    /// The shape of `arg` as the argument of a type parameter; `methods_only`
    /// if its constraint has no specific types.
    pub fn shape(&mut self, types: &mut Types, names: &mut Interner, arg: TypeId, methods_only: bool) -> TypeId {
        // An instance of a generic interface with shapes in it is its own shape:
        // recursive ones would get signatures that do not fit.
        let is_instance = || types.as_named(arg).is_some_and(|id| types.named(id).instance.is_some());
        if matches!(types.under(arg), Type::Interface(_))
            && (types.is_shape(arg) || is_instance() && types.has_shape(arg))
        {
            return arg;
        }
        // The underlying type of an instance that is just being made is not known.
        let growing = self.growing.contains(&arg);
        if growing && types.has_shape(arg) {
            return arg;
        }
        let mut under = if growing { arg } else { types.underlying(arg) };
        if methods_only && matches!(types.get(under), Type::Pointer(_)) {
            under = types.pointer_to(TypeId::UINT8);
        }
        let text = types.link_string(under, names);
        let same = |types: &Types, ty: TypeId| {
            let other = types.underlying(ty);
            other == under || (other != TypeId::UNKNOWN && under != TypeId::UNKNOWN && types.identical(other, under))
        };
        if let Some(known) = self.shapes.get(&text)
            && let Some(&shape) = known.iter().find(|&&ty| same(types, ty))
        {
            return shape;
        }
        let pkg = *self.package.get_or_insert_with(|| types.made_up_package(SHAPES, names.intern(SHAPES)));
        let name = if text.len() > MAX_NAME { hashed(&text) } else { text.clone() };
        let obj = types.add_obj(Object {
            name: names.intern(&name),
            kind: ObjKind::TypeName,
            ty: None,
            pos: None,
            pkg: Some(pkg),
            parent: None,
            scope_pos: 0,
            exported: false,
            order: 0,
        });
        let ty = types.add_named(obj, Some(under));
        types.obj_mut(obj).ty = Some(ty);
        if let Type::Named(id) = types.get(ty) {
            types.named_mut(id).is_shape = true;
        }
        self.shapes.entry(text).or_default().push(ty);
        ty
    }

    /// The shapes of `args` as the arguments of `params`.
    pub fn shapes(
        &mut self,
        types: &mut Types,
        names: &mut Interner,
        params: &[TypeId],
        args: &[TypeId],
    ) -> Vec<TypeId> {
        let mut shapes = Vec::with_capacity(args.len());
        for (i, &arg) in args.iter().enumerate() {
            let set = params.get(i).and_then(|&param| types.type_set_of(param));
            let methods_only = set.is_none_or(|set| set.terms.is_none() && !set.comparable);
            shapes.push(self.shape(types, names, arg, methods_only));
        }
        shapes
    }

    /// The instance of the generic type `origin` with these type arguments.
    pub fn instance(&mut self, types: &mut Types, names: &mut Interner, origin: TypeId, args: &[TypeId]) -> TypeId {
        let (Type::Named(generic), Some(obj)) = (types.get(origin), types.type_name(origin)) else {
            return TypeId::INVALID;
        };
        self.seed(types);
        let params = types.list(types.named(generic).tparams).to_vec();
        let mut replaced = Vec::new();
        let args = if args.iter().any(|&arg| types.has_shape(arg)) {
            let shapes = self.shapes(types, names, &params, args);
            replaced.extend(args.iter().zip(&shapes).filter(|(arg, shape)| arg != shape).map(|(&arg, _)| arg));
            shapes
        } else {
            args.to_vec()
        };
        let known = self.known.get(&obj).and_then(|known| known.iter().copied().find(|&ty| is_with(types, ty, &args)));
        if let Some(ty) = known {
            self.replaced.append(&mut replaced);
            return ty;
        }
        let ty = self.add_instance(types, obj, origin, &args);
        if !replaced.is_empty() {
            self.made_with.insert(ty, replaced);
        }
        let under = types.underlying(origin);
        let mut env = Env::new(params, args, None);
        self.growing.push(ty);
        let under = self.grow(types, names, under, &mut env);
        self.growing.pop();
        if let Type::Named(id) = types.get(ty) {
            types.named_mut(id).underlying = Some(under);
        }
        ty
    }

    fn add_instance(&mut self, types: &mut Types, obj: ObjId, origin: TypeId, args: &[TypeId]) -> TypeId {
        let targs = types.add_list(args);
        let ty = types.add_named(obj, None);
        if let Type::Named(id) = types.get(ty) {
            types.named_mut(id).instance = Some(Instance { origin, targs });
        }
        self.known.entry(obj).or_default().push(ty);
        ty
    }

    /// The underlying type `under` of a new instance.
    fn grow(&mut self, types: &mut Types, names: &mut Interner, under: TypeId, env: &mut Env) -> TypeId {
        if self.generation >= MAX_GENERATION {
            return TypeId::UNKNOWN;
        }
        self.generation += 1;
        let new = self.subst(types, names, env, under);
        self.generation -= 1;
        types.underlying(new)
    }

    /// The methods of instance `ty` of a generic type, in source order, with
    /// the signatures they have there.
    pub fn methods(&mut self, types: &mut Types, names: &mut Interner, ty: TypeId) -> Vec<ObjId> {
        let Some(id) = types.as_named(ty) else { return Vec::new() };
        let Some(instance) = types.named(id).instance else { return types.named(id).methods.clone() };
        if !types.named(id).methods.is_empty() {
            return types.named(id).methods.clone();
        }
        let Some(origin) = types.as_named(instance.origin) else { return Vec::new() };
        let args = types.list(instance.targs).to_vec();
        let generic = types.named(origin).methods.clone();
        let mut methods = Vec::with_capacity(generic.len());
        for method in generic {
            let object = types.obj(method).clone();
            let declared = types.obj_type(method);
            let Some(&sig) = types.signature(declared) else { continue };
            let mut env = Env::new(types.list(sig.recv_tparams).to_vec(), args.clone(), None);
            let new = self.subst(types, names, &mut env, declared);
            let recv = sig.recv.map(|recv| {
                let is_pointer = matches!(types.resolved(types.obj_type(recv)), Type::Pointer(_));
                let ty = if is_pointer { types.pointer_to(ty) } else { ty };
                copy_var(types, recv, ty)
            });
            let Some(&substituted) = types.signature(new) else { continue };
            let sig = types.add_signature(Signature { recv, recv_tparams: TypeList::default(), ..substituted });
            let ptr_recv = matches!(object.kind, ObjKind::Func(Func { ptr_recv: true, .. }));
            let kind = ObjKind::Func(Func { ptr_recv, origin: Some(method), ..Func::default() });
            methods.push(types.add_obj(Object { kind, ty: Some(sig), ..object }));
        }
        types.named_mut(id).methods.clone_from(&methods);
        methods
    }

    /// `ty` with type parameters replaced; the same id if nothing changes.
    pub fn subst(&mut self, types: &mut Types, names: &mut Interner, env: &mut Env, ty: TypeId) -> TypeId {
        if env.params.is_empty() {
            return ty;
        }
        if let Some(&known) = env.memo.get(&ty) {
            return known;
        }
        if self.depth >= MAX_DEPTH {
            return TypeId::UNKNOWN;
        }
        self.depth += 1;
        let new = self.structure(types, names, env, ty);
        self.depth -= 1;
        env.memo.insert(ty, new);
        new
    }

    fn structure(&mut self, types: &mut Types, names: &mut Interner, env: &mut Env, ty: TypeId) -> TypeId {
        match types.get(ty) {
            Type::Basic(_) | Type::Unknown => ty,
            Type::TypeParam(_) => {
                env.params.iter().position(|&p| p == ty).and_then(|i| env.args.get(i).copied()).unwrap_or(ty)
            }
            Type::Array { len, elem } => {
                let new = self.subst(types, names, env, elem);
                if new == elem { ty } else { types.add(Type::Array { len, elem: new }) }
            }
            Type::Slice(elem) => {
                let new = self.subst(types, names, env, elem);
                if new == elem { ty } else { types.add(Type::Slice(new)) }
            }
            Type::Pointer(elem) => {
                let new = self.subst(types, names, env, elem);
                if new == elem { ty } else { types.pointer_to(new) }
            }
            Type::Map { key, elem } => {
                let (k, e) = (self.subst(types, names, env, key), self.subst(types, names, env, elem));
                if k == key && e == elem { ty } else { types.add(Type::Map { key: k, elem: e }) }
            }
            Type::Chan { dir, elem } => {
                let new = self.subst(types, names, env, elem);
                if new == elem { ty } else { types.add(Type::Chan { dir, elem: new }) }
            }
            Type::Struct { fields, tags } => {
                let new = self.vars(types, names, env, fields);
                if new == fields { ty } else { types.add(Type::Struct { fields: new, tags }) }
            }
            Type::Tuple(vars) => {
                let new = self.vars(types, names, env, vars);
                if new == vars { ty } else { types.add(Type::Tuple(new)) }
            }
            Type::Signature(id) => {
                let sig = *types.sig(id);
                let params = self.vars(types, names, env, sig.params);
                let results = self.vars(types, names, env, sig.results);
                if params == sig.params && results == sig.results {
                    return ty;
                }
                types.add_signature(Signature { params, results, ..sig })
            }
            Type::Union(id) => {
                let terms = types.union(id).terms.clone();
                let new = self.terms(types, names, env, &terms);
                if new == terms { ty } else { types.add_union(new) }
            }
            Type::Interface(id) => {
                let iface = types.iface(id).clone();
                self.interface(types, names, env, ty, &iface)
            }
            Type::Named(id) => {
                let Some(instance) = types.named(id).instance else { return self.local(types, names, env, ty) };
                let args = types.list(instance.targs).to_vec();
                let new: Vec<TypeId> = args.iter().map(|&arg| self.subst(types, names, env, arg)).collect();
                if new == args { ty } else { self.instance(types, names, instance.origin, &new) }
            }
            Type::Alias(_) => {
                let actual = types.unalias(ty);
                if matches!(types.get(actual), Type::Alias(_)) {
                    return ty;
                }
                let new = self.subst(types, names, env, actual);
                if new == actual { ty } else { new }
            }
        }
    }

    /// A type that is declared in the generic function is another one in each
    /// instance.
    fn local(&mut self, types: &mut Types, names: &mut Interner, env: &mut Env, ty: TypeId) -> TypeId {
        let Some(obj) = types.type_name(ty) else { return ty };
        let (Some((file, span)), Some(pos)) = (env.decl, types.obj(obj).pos) else { return ty };
        if pos.file != file || pos.offset < span.start || pos.offset >= span.end {
            return ty;
        }
        self.seed(types);
        let args = env.args.clone();
        let known = self.known.get(&obj).and_then(|known| known.iter().copied().find(|&ty| is_with(types, ty, &args)));
        if let Some(known) = known {
            return known;
        }
        let new = self.add_instance(types, obj, ty, &args);
        // The type may mention itself.
        env.memo.insert(ty, new);
        let under = types.underlying(ty);
        let under = self.grow(types, names, under, env);
        if let Type::Named(id) = types.get(new) {
            types.named_mut(id).underlying = Some(under);
        }
        new
    }

    fn vars(&mut self, types: &mut Types, names: &mut Interner, env: &mut Env, vars: ObjList) -> ObjList {
        let old = types.objs(vars).to_vec();
        let mut new = Vec::with_capacity(old.len());
        for &var in &old {
            let ty = types.obj_type(var);
            let replaced = self.subst(types, names, env, ty);
            new.push(if replaced == ty { var } else { copy_var(types, var, replaced) });
        }
        if new == old { vars } else { types.add_objs(&new) }
    }

    fn terms(&mut self, types: &mut Types, names: &mut Interner, env: &mut Env, terms: &[Term]) -> Vec<Term> {
        terms.iter().map(|term| Term { ty: self.subst(types, names, env, term.ty), ..*term }).collect()
    }

    fn interface(
        &mut self,
        types: &mut Types,
        names: &mut Interner,
        env: &mut Env,
        ty: TypeId,
        iface: &Interface,
    ) -> TypeId {
        let methods = self.iface_methods(types, names, env, &iface.methods);
        let embeddeds: Vec<_> =
            iface.embeddeds.iter().map(|&(elem, pos)| (self.subst(types, names, env, elem), pos)).collect();
        if methods == iface.methods && embeddeds == iface.embeddeds {
            return ty;
        }
        let type_set = iface.type_set.as_deref().map(|set| {
            Rc::new(TypeSet {
                methods: self.iface_methods(types, names, env, &set.methods),
                terms: set.terms.as_ref().map(|terms| self.terms(types, names, env, terms)),
                ..*set
            })
        });
        types.add_interface(Interface { methods, embeddeds, type_set, ..*iface })
    }

    fn iface_methods(
        &mut self,
        types: &mut Types,
        names: &mut Interner,
        env: &mut Env,
        methods: &[ObjId],
    ) -> Vec<ObjId> {
        let mut new = Vec::with_capacity(methods.len());
        for &method in methods {
            let sig = types.obj_type(method);
            let replaced = self.subst(types, names, env, sig);
            if replaced == sig {
                new.push(method);
                continue;
            }
            let object = types.obj(method).clone();
            let kind = ObjKind::Func(Func { origin: Some(method), ..Func::default() });
            new.push(types.add_obj(Object { kind, ty: Some(replaced), ..object }));
        }
        new
    }
}

/// Whether `ty` is an instance with exactly these type arguments.
fn is_with(types: &Types, ty: TypeId, args: &[TypeId]) -> bool {
    let instance = types.as_named(ty).and_then(|id| types.named(id).instance);
    instance.is_some_and(|instance| {
        let have = types.list(instance.targs);
        have.len() == args.len() && have.iter().zip(args).all(|(&a, &b)| types.identical(a, b))
    })
}

fn copy_var(types: &mut Types, var: ObjId, ty: TypeId) -> ObjId {
    let object = types.obj(var).clone();
    let ObjKind::Var(info) = object.kind else { return var };
    let kind = ObjKind::Var(Var { origin: Some(info.origin.unwrap_or(var)), ..info });
    types.add_obj(Object { kind, ty: Some(ty), ..object })
}
