//! The arena of types and objects.
//!
//! [`Type`] is `Copy` and small: what varies in length (fields, parameters,
//! type arguments) lives in pools and is named by an [`ObjList`] or a
//! [`TypeList`]; what is filled in after it was made (named types, interfaces,
//! type parameters, aliases) lives in side arenas of its own.

use alloc::{rc::Rc, string::String, vec::Vec};
use core::cell::RefCell;

use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

use super::basic::BasicKind;
use super::objects::{ObjId, ObjKind, Object, Package, PkgId, Scope, ScopeId};
use super::sizes::Layout;
use crate::ast::ChanDir;
use crate::base::{Id, IdVec, Interner, Pos, Symbol, new_id};

new_id! {
    /// A type. Equal ids are the same type, different ids may be identical
    /// types: ask [`Types::identical`].
    pub struct TypeId;
}
impl TypeId {
    /// The id of the type that was added at `index`, for predeclared types.
    pub(super) const fn fixed(index: u32) -> Self {
        Self(match core::num::NonZeroU32::new(index + 1) {
            Some(raw) => raw,
            None => core::num::NonZeroU32::MIN,
        })
    }
}

new_id! {
    /// A [`Signature`].
    pub struct SigId;
}
new_id! {
    /// An [`Interface`].
    pub struct IfaceId;
}
new_id! {
    /// A [`Named`] type.
    pub struct NamedId;
}
new_id! {
    /// An [`Alias`].
    pub struct AliasId;
}
new_id! {
    /// A [`TypeParam`].
    pub struct TParamId;
}
new_id! {
    /// A [`Union`].
    pub struct UnionId;
}

/// A type.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Type {
    /// A predeclared type without structure.
    Basic(BasicKind),
    /// What comes from a package that is not known: compatible with everything.
    Unknown,
    /// `[len]elem`
    Array {
        /// The length; negative if it is not known because of an error.
        len: i64,
        /// The element type.
        elem: TypeId,
    },
    /// `[]elem`
    Slice(TypeId),
    /// `struct { … }`
    Struct {
        /// The fields: [`ObjKind::Var`] objects.
        fields: ObjList,
        /// The tags, see [`Types::tag`].
        tags: TagList,
    },
    /// `*elem`
    Pointer(TypeId),
    /// The type of a call with several results or none.
    Tuple(ObjList),
    /// A function type.
    Signature(SigId),
    /// An interface type.
    Interface(IfaceId),
    /// `map[key]value`
    Map {
        /// The key type.
        key: TypeId,
        /// The value type.
        elem: TypeId,
    },
    /// A channel type.
    Chan {
        /// The direction.
        dir: ChanDir,
        /// The element type.
        elem: TypeId,
    },
    /// A defined type, maybe an instance of a generic one.
    Named(NamedId),
    /// A type parameter.
    TypeParam(TParamId),
    /// An alias declaration; transparent for everything but printing.
    Alias(AliasId),
    /// `~A | B` in a constraint.
    Union(UnionId),
}

macro_rules! list {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
        pub struct $name {
            start: u32,
            len: u32,
        }

        impl $name {
            /// How many elements there are.
            pub const fn len(self) -> usize {
                self.len as usize
            }

            /// Whether there is no element.
            pub const fn is_empty(self) -> bool {
                self.len == 0
            }

            const fn range(self) -> core::ops::Range<usize> {
                self.start as usize..(self.start + self.len) as usize
            }
        }
    };
}
list! {
    /// A list of objects: see [`Types::objs`].
    ObjList
}
list! {
    /// A list of types: see [`Types::list`].
    TypeList
}
list! {
    /// The tags of a struct's first fields; empty if no field has one.
    TagList
}

/// A function type.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Signature {
    /// The receiver of a method (also of an interface's method).
    pub recv: Option<ObjId>,
    /// The type parameters of a generic function.
    pub tparams: TypeList,
    /// The type parameters that a method's receiver declares.
    pub recv_tparams: TypeList,
    /// The parameters, unnamed ones included.
    pub params: ObjList,
    /// The results, unnamed ones included.
    pub results: ObjList,
    /// Whether the last parameter is `...T`; its type is then `[]T`.
    pub variadic: bool,
}

/// An interface type.
#[derive(Clone, Debug, Default)]
pub struct Interface {
    /// The methods written in it, in source order.
    pub methods: Vec<ObjId>,
    /// The embedded elements and where they stand.
    pub embeddeds: Vec<(TypeId, Option<Pos>)>,
    /// Whether it is the wrapper around a constraint literal such as `~int`.
    pub implicit: bool,
    /// Its type set, computed when first needed; see [`Types::type_set`].
    pub type_set: Option<Rc<TypeSet>>,
    /// Where it stands, for messages about its elements.
    pub pos: Option<Pos>,
}

/// What an interface admits.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TypeSet {
    /// All methods, embedded ones included, in gc's order: exported names
    /// first, then by name, then by package path.
    pub methods: Vec<ObjId>,
    /// The specific types; `None` means all types.
    pub terms: Option<Vec<Term>>,
    /// Whether only comparable types are admitted.
    pub comparable: bool,
    /// Whether an embedded element is of an unknown package: methods that are
    /// not found may exist.
    pub open: bool,
}

/// One term of a union or type set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Term {
    /// Whether it is `~ty`.
    pub tilde: bool,
    /// The type.
    pub ty: TypeId,
}

/// A defined type.
#[derive(Clone, Debug)]
pub struct Named {
    /// Its name.
    pub obj: ObjId,
    /// Its underlying type, never a [`Named`] or [`Alias`]; `None` until known
    /// (an instance is expanded when that is first asked for).
    pub underlying: Option<TypeId>,
    /// The type it is declared as, which may be a named type.
    pub from_rhs: Option<TypeId>,
    /// The methods declared for it, in source order.
    pub methods: Vec<ObjId>,
    /// The type parameters, if it is generic.
    pub tparams: TypeList,
    /// What it is an instance of.
    pub instance: Option<Instance>,
    /// Whether it is a shape: what gc analyses generic code with.
    pub is_shape: bool,
    /// For a type declared in a function: which one of its package it is, from 1.
    pub local: u32,
}

/// An instance of a generic type.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Instance {
    /// The generic type.
    pub origin: TypeId,
    /// The type arguments.
    pub targs: TypeList,
}

/// An alias declaration.
#[derive(Clone, Debug)]
pub struct Alias {
    /// Its name.
    pub obj: ObjId,
    /// The type on the right side; `None` until known.
    pub from_rhs: Option<TypeId>,
    /// The type it denotes, never an alias; `None` until known.
    pub actual: Option<TypeId>,
    /// The type parameters, if it is generic.
    pub tparams: TypeList,
    /// What it is an instance of.
    pub instance: Option<Instance>,
}

/// A type parameter.
#[derive(Clone, Debug)]
pub struct TypeParam {
    /// Its name.
    pub obj: ObjId,
    /// Its place in the list it is declared in.
    pub index: u32,
    /// Its constraint; `None` until known.
    pub bound: Option<TypeId>,
    /// The interface of the constraint, made if the constraint is no interface.
    pub iface: Option<TypeId>,
}

/// `~A | B`
#[derive(Clone, Debug, Default)]
pub struct Union {
    /// The terms in source order.
    pub terms: Vec<Term>,
}

/// All types, objects, scopes and packages of a session.
#[derive(Clone, Debug)]
pub struct Types {
    all: IdVec<TypeId, Type>,
    objects: IdVec<ObjId, Object>,
    scopes: IdVec<ScopeId, Scope>,
    packages: IdVec<PkgId, Package>,
    signatures: IdVec<SigId, Signature>,
    interfaces: IdVec<IfaceId, Interface>,
    named: IdVec<NamedId, Named>,
    aliases: IdVec<AliasId, Alias>,
    tparams: IdVec<TParamId, TypeParam>,
    unions: IdVec<UnionId, Union>,
    obj_pool: Vec<ObjId>,
    type_pool: Vec<TypeId>,
    tag_pool: Vec<String>,
    align64: Symbol,
    nih: Symbol,
    /// The layouts of structs and arrays computed so far; see `sizes`.
    pub(super) layouts: RefCell<HashMap<TypeId, Layout, FxBuildHasher>>,
    /// Which structs are never in the heap, as far as that was asked.
    pub(super) off_heap: RefCell<HashMap<TypeId, bool, FxBuildHasher>>,
}

impl Types {
    /// An arena with the universe in it.
    pub fn new(names: &mut Interner) -> Self {
        let mut types = Self {
            all: IdVec::new(),
            objects: IdVec::new(),
            scopes: IdVec::new(),
            packages: IdVec::new(),
            signatures: IdVec::new(),
            interfaces: IdVec::new(),
            named: IdVec::new(),
            aliases: IdVec::new(),
            tparams: IdVec::new(),
            unions: IdVec::new(),
            obj_pool: Vec::new(),
            type_pool: Vec::new(),
            tag_pool: Vec::new(),
            align64: names.intern("align64"),
            nih: names.intern("nih"),
            layouts: RefCell::default(),
            off_heap: RefCell::default(),
        };
        for kind in BasicKind::ALL {
            types.add(Type::Basic(kind));
        }
        types.add(Type::Basic(BasicKind::Uint8));
        types.add(Type::Basic(BasicKind::Int32));
        types.add(Type::Unknown);
        super::universe::declare(&mut types, names);
        types
    }

    /// Adds `ty` to the arena.
    pub fn add(&mut self, ty: Type) -> TypeId {
        self.all.push(ty)
    }

    /// Replaces the type at `id`, for types that are completed later.
    pub(crate) fn set(&mut self, id: TypeId, ty: Type) {
        self.all[id] = ty;
    }

    /// The type itself, aliases not removed.
    pub fn get(&self, id: TypeId) -> Type {
        self.all[id]
    }

    /// How many types there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Never true: the universe is always there.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// `id` without aliases. An alias that is being declared stands for itself.
    #[inline]
    pub fn unalias(&self, id: TypeId) -> TypeId {
        if matches!(self.all[id], Type::Alias(_)) { self.unalias_chain(id) } else { id }
    }

    fn unalias_chain(&self, mut id: TypeId) -> TypeId {
        // Alias chains are resolved when they are declared; the bound is for
        // cyclic ones, which are errors.
        for _ in 0..64 {
            match self.all[id] {
                Type::Alias(alias) => match (self.aliases[alias].actual, self.aliases[alias].from_rhs) {
                    (Some(actual), _) => id = actual,
                    (None, Some(rhs)) => id = rhs,
                    (None, None) => return id,
                },
                _ => return id,
            }
        }
        TypeId::INVALID
    }

    /// The type without aliases.
    pub fn resolved(&self, id: TypeId) -> Type {
        self.all[self.unalias(id)]
    }

    /// The underlying type of `id`: never [`Type::Named`] or [`Type::Alias`];
    /// for a type parameter the interface of its constraint, as in gc. What is
    /// not known (yet) because of an error is [`TypeId::INVALID`].
    #[inline]
    pub fn underlying(&self, id: TypeId) -> TypeId {
        // This is asked of everything, and most types are their own
        // underlying ones.
        match self.all[id] {
            Type::Named(_) | Type::Alias(_) | Type::TypeParam(_) => self.underlying_of_named(id),
            _ => id,
        }
    }

    fn underlying_of_named(&self, id: TypeId) -> TypeId {
        let mut id = self.unalias(id);
        // Chains of declarations are short; the bound is for cyclic ones.
        for _ in 0..1000 {
            match self.all[id] {
                Type::Named(named) => {
                    let named = &self.named[named];
                    match (named.underlying, named.from_rhs) {
                        (Some(under), _) => return under,
                        (None, Some(rhs)) => id = self.unalias(rhs),
                        (None, None) => return TypeId::INVALID,
                    }
                }
                Type::Alias(_) => return TypeId::INVALID,
                Type::TypeParam(tparam) => match self.tparams[tparam] {
                    TypeParam { iface: Some(iface), .. } => return iface,
                    TypeParam { bound: Some(bound), .. } => {
                        // The constraint was not known yet when it was declared.
                        let under = if self.unalias(bound) == id { id } else { self.underlying(bound) };
                        let known = matches!(self.all[under], Type::Interface(_) | Type::Unknown);
                        return if known { under } else { TypeId::EMPTY_INTERFACE };
                    }
                    _ => return TypeId::EMPTY_INTERFACE,
                },
                _ => return id,
            }
        }
        TypeId::INVALID
    }

    /// The structure of the underlying type.
    pub fn under(&self, id: TypeId) -> Type {
        self.all[self.underlying(id)]
    }

    /// The objects of `list`.
    pub fn objs(&self, list: ObjList) -> &[ObjId] {
        &self.obj_pool[list.range()]
    }

    /// The types of `list`.
    pub fn list(&self, list: TypeList) -> &[TypeId] {
        &self.type_pool[list.range()]
    }

    /// The tag of field `index`, unquoted; empty if there is none.
    pub fn tag(&self, tags: TagList, index: usize) -> &str {
        self.tag_pool[tags.range()].get(index).map_or("", |tag| tag)
    }

    /// Stores a list of objects.
    pub fn add_objs(&mut self, objs: &[ObjId]) -> ObjList {
        let start = self.obj_pool.len() as u32;
        self.obj_pool.extend_from_slice(objs);
        ObjList { start, len: objs.len() as u32 }
    }

    /// Stores a list of types.
    pub fn add_list(&mut self, types: &[TypeId]) -> TypeList {
        let start = self.type_pool.len() as u32;
        self.type_pool.extend_from_slice(types);
        TypeList { start, len: types.len() as u32 }
    }

    /// Stores the tags of a struct; all empty tags take no space.
    pub fn add_tags(&mut self, tags: Vec<String>) -> TagList {
        if tags.iter().all(String::is_empty) {
            return TagList::default();
        }
        let start = self.tag_pool.len() as u32;
        let len = tags.len() as u32;
        self.tag_pool.extend(tags);
        TagList { start, len }
    }

    /// The fields of a struct type (the type itself or its underlying type).
    pub fn fields(&self, id: TypeId) -> &[ObjId] {
        match self.under(id) {
            Type::Struct { fields, .. } => self.objs(fields),
            _ => &[],
        }
    }

    /// The types that make up a type without a name; a defined type has none.
    pub fn parts(&self, id: TypeId) -> Vec<TypeId> {
        let vars = |list| self.objs(list).iter().map(|&var| self.obj_type(var));
        match self.get(id) {
            Type::Array { elem, .. } | Type::Slice(elem) | Type::Pointer(elem) | Type::Chan { elem, .. } => {
                alloc::vec![elem]
            }
            Type::Map { key, elem } => alloc::vec![key, elem],
            Type::Struct { fields, .. } => vars(fields).collect(),
            Type::Tuple(list) => vars(list).collect(),
            Type::Signature(id) => {
                let sig = self.sig(id);
                vars(sig.params).chain(vars(sig.results)).collect()
            }
            Type::Interface(id) => {
                let iface = self.iface(id);
                let methods = iface.methods.iter().map(|&method| self.obj_type(method));
                methods.chain(iface.embeddeds.iter().map(|&(ty, _)| ty)).collect()
            }
            Type::Named(_) | Type::Alias(_) | Type::Basic(_) | Type::Unknown | Type::TypeParam(_) | Type::Union(_) => {
                Vec::new()
            }
        }
    }

    /// The signature of a function type (the type itself or its underlying type).
    pub fn signature(&self, id: TypeId) -> Option<&Signature> {
        match self.under(id) {
            Type::Signature(sig) => Some(&self.signatures[sig]),
            _ => None,
        }
    }

    /// The signature `id`.
    pub fn sig(&self, id: SigId) -> &Signature {
        &self.signatures[id]
    }

    pub(crate) fn sig_mut(&mut self, id: SigId) -> &mut Signature {
        &mut self.signatures[id]
    }

    /// The interface `id`.
    pub fn iface(&self, id: IfaceId) -> &Interface {
        &self.interfaces[id]
    }

    pub(crate) fn iface_mut(&mut self, id: IfaceId) -> &mut Interface {
        &mut self.interfaces[id]
    }

    /// The defined type `id`.
    pub fn named(&self, id: NamedId) -> &Named {
        &self.named[id]
    }

    pub(crate) fn named_mut(&mut self, id: NamedId) -> &mut Named {
        &mut self.named[id]
    }

    /// Whether `ty` is a shape itself.
    pub fn is_shape(&self, ty: TypeId) -> bool {
        self.as_named(ty).is_some_and(|id| self.named[id].is_shape)
    }

    /// `id` as a defined type, aliases removed.
    pub fn as_named(&self, id: TypeId) -> Option<NamedId> {
        match self.resolved(id) {
            Type::Named(named) => Some(named),
            _ => None,
        }
    }

    /// The alias `id`.
    pub fn alias(&self, id: AliasId) -> &Alias {
        &self.aliases[id]
    }

    pub(crate) fn alias_mut(&mut self, id: AliasId) -> &mut Alias {
        &mut self.aliases[id]
    }

    /// The type parameter `id`.
    pub fn tparam(&self, id: TParamId) -> &TypeParam {
        &self.tparams[id]
    }

    pub(crate) fn tparam_mut(&mut self, id: TParamId) -> &mut TypeParam {
        &mut self.tparams[id]
    }

    /// The union `id`.
    pub fn union(&self, id: UnionId) -> &Union {
        &self.unions[id]
    }

    /// The object `id`.
    pub fn obj(&self, id: ObjId) -> &Object {
        &self.objects[id]
    }

    pub(crate) fn obj_mut(&mut self, id: ObjId) -> &mut Object {
        &mut self.objects[id]
    }

    /// How many objects there are; a side table indexed by [`ObjId`] has this length.
    pub fn obj_count(&self) -> usize {
        self.objects.len()
    }

    /// The type of object `id`; [`TypeId::INVALID`] if it has none.
    pub fn obj_type(&self, id: ObjId) -> TypeId {
        self.objects[id].ty.unwrap_or(TypeId::INVALID)
    }

    /// Adds an object.
    pub fn add_obj(&mut self, object: Object) -> ObjId {
        self.objects.push(object)
    }

    /// The scope `id`.
    pub fn scope(&self, id: ScopeId) -> &Scope {
        &self.scopes[id]
    }

    pub(crate) fn scope_mut(&mut self, id: ScopeId) -> &mut Scope {
        &mut self.scopes[id]
    }

    /// Adds a scope inside `parent`.
    pub fn add_scope(&mut self, parent: Option<ScopeId>) -> ScopeId {
        self.scopes.push(Scope::new(parent))
    }

    /// The scope of the predeclared names, the first of all.
    pub fn universe(&self) -> ScopeId {
        ScopeId::new(0)
    }

    /// The package `id`.
    pub fn package(&self, id: PkgId) -> &Package {
        &self.packages[id]
    }

    pub(crate) fn package_mut(&mut self, id: PkgId) -> &mut Package {
        &mut self.packages[id]
    }

    /// Adds a package.
    pub fn add_package(&mut self, package: Package) -> PkgId {
        self.packages.push(package)
    }

    /// The package `path` that gc makes up, without any source.
    pub fn made_up_package(&mut self, path: &str, name: Symbol) -> PkgId {
        if let Some((known, _)) = self.packages().find(|(_, package)| package.path == path) {
            return known;
        }
        let scope = self.add_scope(None);
        self.add_package(Package { path: String::from(path), name, scope, unknown: false, imports: Vec::new() })
    }

    /// Package `unsafe`, the first of all.
    pub fn unsafe_package(&self) -> PkgId {
        PkgId::new(0)
    }

    /// All packages.
    pub fn packages(&self) -> impl Iterator<Item = (PkgId, &Package)> {
        self.packages.iter_enumerated()
    }

    /// A new pointer type.
    pub fn pointer_to(&mut self, elem: TypeId) -> TypeId {
        self.add(Type::Pointer(elem))
    }

    /// A new tuple of `vars`.
    pub fn tuple(&mut self, vars: &[ObjId]) -> TypeId {
        let vars = self.add_objs(vars);
        self.add(Type::Tuple(vars))
    }

    /// A new function type.
    pub fn add_signature(&mut self, sig: Signature) -> TypeId {
        let sig = self.signatures.push(sig);
        self.add(Type::Signature(sig))
    }

    /// A new interface type.
    pub fn add_interface(&mut self, iface: Interface) -> TypeId {
        let iface = self.interfaces.push(iface);
        self.add(Type::Interface(iface))
    }

    /// A new defined type; its object's type is set by the caller.
    pub fn add_named(&mut self, obj: ObjId, underlying: Option<TypeId>) -> TypeId {
        let named = self.named.push(Named {
            obj,
            underlying,
            from_rhs: None,
            methods: Vec::new(),
            tparams: TypeList::default(),
            instance: None,
            is_shape: false,
            local: 0,
        });
        self.add(Type::Named(named))
    }

    /// A new alias.
    pub fn add_alias(&mut self, obj: ObjId, from_rhs: Option<TypeId>) -> TypeId {
        let alias =
            self.aliases.push(Alias { obj, from_rhs, actual: None, tparams: TypeList::default(), instance: None });
        self.add(Type::Alias(alias))
    }

    /// A new type parameter.
    pub fn add_tparam(&mut self, obj: ObjId, index: u32, bound: Option<TypeId>) -> TypeId {
        let tparam = self.tparams.push(TypeParam { obj, index, bound, iface: None });
        self.add(Type::TypeParam(tparam))
    }

    /// A new union.
    pub fn add_union(&mut self, terms: Vec<Term>) -> TypeId {
        let union = self.unions.push(Union { terms });
        self.add(Type::Union(union))
    }

    /// The object that names `id`, if it is a named type, an alias or a type
    /// parameter.
    pub fn type_name(&self, id: TypeId) -> Option<ObjId> {
        match self.all[id] {
            Type::Named(named) => Some(self.named[named].obj),
            Type::Alias(alias) => Some(self.aliases[alias].obj),
            Type::TypeParam(tparam) => Some(self.tparams[tparam].obj),
            _ => None,
        }
    }

    /// The kind if the underlying type is basic.
    pub fn basic(&self, id: TypeId) -> Option<BasicKind> {
        match self.under(id) {
            Type::Basic(kind) => Some(kind),
            _ => None,
        }
    }

    /// Whether object `id` is a struct field, an embedded one.
    pub fn is_embedded(&self, id: ObjId) -> bool {
        matches!(self.objects[id].kind, ObjKind::Var(ref var) if var.embedded)
    }

    /// The name of the type by which `sync/atomic` asks for alignment.
    pub(crate) fn align64_name(&self) -> Symbol {
        self.align64
    }

    /// The name of the type that marks what is never in the heap.
    pub(crate) fn nih_name(&self) -> Symbol {
        self.nih
    }

    /// The name of object `id`.
    pub fn obj_name(&self, id: ObjId) -> Symbol {
        self.objects[id].name
    }
}
