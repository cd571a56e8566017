//! Questions about types: identity, what is comparable, what has a nil.

use alloc::vec::Vec;

use super::{
    arena::{IfaceId, NamedId, Signature, Term, Type, TypeId, TypeSet, Types},
    basic::BasicKind,
    objects::{ObjId, PkgId},
};
use crate::base::Symbol;

/// Types nest at most this deep for comparisons; deeper ones are different.
const MAX_DEPTH: u32 = 500;
/// What is written with more types than this counts as nested that deep.
const MAX_STEPS: u32 = 20_000;

impl Types {
    /// Whether `ty` is not in error.
    pub fn is_valid(&self, ty: TypeId) -> bool {
        self.unalias(ty) != TypeId::INVALID
    }

    /// Whether `ty` is of an unknown package, directly.
    pub fn is_unknown(&self, ty: TypeId) -> bool {
        matches!(self.under(ty), Type::Unknown)
    }

    /// Whether `ty` is in error or unknown, so that nothing can be said about it.
    pub fn is_open(&self, ty: TypeId) -> bool {
        matches!(self.under(ty), Type::Unknown | Type::Basic(BasicKind::Invalid))
    }

    /// Whether the underlying type is an interface (also for type parameters).
    pub fn is_interface(&self, ty: TypeId) -> bool {
        matches!(self.under(ty), Type::Interface(_))
    }

    /// Whether `ty` is an interface and not a type parameter.
    pub fn is_proper_interface(&self, ty: TypeId) -> bool {
        self.is_interface(ty) && !self.is_type_param(ty)
    }

    /// Whether `ty` is a type parameter.
    pub fn is_type_param(&self, ty: TypeId) -> bool {
        matches!(self.resolved(ty), Type::TypeParam(_))
    }

    /// Whether `ty` is one of the untyped kinds.
    pub fn is_untyped(&self, ty: TypeId) -> bool {
        matches!(self.get(ty), Type::Basic(kind) if kind.is_untyped())
    }

    /// Whether `ty` is typed; not the negation of being known.
    pub fn is_typed(&self, ty: TypeId) -> bool {
        !self.is_untyped(ty)
    }

    /// Whether `ty` has a name: predeclared, defined, or a type parameter.
    pub fn has_name(&self, ty: TypeId) -> bool {
        matches!(self.resolved(ty), Type::Basic(_) | Type::Named(_) | Type::TypeParam(_))
    }

    /// Whether the underlying type is basic and `of` it, with type parameters
    /// excluded.
    pub fn is_basic(&self, ty: TypeId, of: impl Fn(BasicKind) -> bool) -> bool {
        self.basic(ty).is_some_and(of)
    }

    /// Whether `ty` is basic and `of` it, or a type parameter all of whose
    /// specific types are.
    pub fn all_basic(&self, ty: TypeId, of: impl Fn(BasicKind) -> bool) -> bool {
        match self.specific_types(ty) {
            Some(terms) => !terms.is_empty() && terms.iter().all(|term| self.is_basic(term.ty, &of)),
            None => self.is_basic(ty, of),
        }
    }

    /// The specific types of a type parameter, empty if it has none; `None`
    /// if `ty` is no type parameter.
    pub fn specific_types(&self, ty: TypeId) -> Option<&[Term]> {
        self.is_type_param(ty)
            .then(|| self.type_set_of(self.underlying(ty)).and_then(|set| set.terms.as_deref()).unwrap_or_default())
    }

    /// The type set of an interface type, if it has been computed.
    pub fn type_set_of(&self, ty: TypeId) -> Option<&TypeSet> {
        match self.under(ty) {
            Type::Interface(iface) => self.iface(iface).type_set.as_deref(),
            _ => None,
        }
    }

    /// The core type: the underlying type, or the single underlying type of a
    /// type parameter's type set.
    pub fn core_type(&self, ty: TypeId) -> Option<TypeId> {
        let Some(terms) = self.specific_types(ty) else { return Some(self.underlying(ty)) };
        let mut core: Option<TypeId> = None;
        for term in terms {
            let under = self.underlying(term.ty);
            match core {
                None => core = Some(under),
                Some(found) if self.identical(found, under) => {}
                Some(found) => match (self.get(found), self.get(under)) {
                    (Type::Chan { dir: a, elem: x }, Type::Chan { dir: b, elem: y }) if self.identical(x, y) => {
                        // Channels agree if no two directions are opposed.
                        use crate::ast::ChanDir::Both;
                        match (a, b) {
                            (_, Both) => {}
                            (Both, _) => core = Some(under),
                            _ => return None,
                        }
                    }
                    _ => return None,
                },
            }
        }
        core
    }

    /// Whether the type is generic and not instantiated.
    pub fn is_generic(&self, ty: TypeId) -> bool {
        if let Type::Alias(alias) = self.get(ty) {
            let alias = self.alias(alias);
            if !alias.tparams.is_empty() && alias.instance.is_none() {
                return true;
            }
        }
        self.as_named(ty).is_some_and(|named| {
            let named = self.named(named);
            named.instance.is_none() && !named.tparams.is_empty()
        })
    }

    /// Whether `nil` is a value of type `ty`.
    pub fn has_nil(&self, ty: TypeId) -> bool {
        if let Some(terms) = self.specific_types(ty) {
            return !terms.is_empty() && terms.iter().all(|term| self.has_nil(term.ty));
        }
        match self.under(ty) {
            Type::Basic(kind) => kind == BasicKind::UnsafePointer,
            Type::Slice(_)
            | Type::Pointer(_)
            | Type::Signature(_)
            | Type::Map { .. }
            | Type::Chan { .. }
            | Type::Interface(_)
            | Type::Unknown => true,
            _ => false,
        }
    }

    /// Whether `a` and `b` are the same type.
    pub fn identical(&self, a: TypeId, b: TypeId) -> bool {
        Comparer { types: self, ignore_tags: false, shapes: false }.identical(a, b, &mut Vec::new(), 0)
    }

    /// Whether `a` and `b` are the same type once shapes are looked through:
    /// what gc's back end takes for identical.
    pub fn shape_identical(&self, a: TypeId, b: TypeId) -> bool {
        Comparer { types: self, ignore_tags: false, shapes: true }.identical(a, b, &mut Vec::new(), 0)
    }

    /// Whether `ty` mentions a shape.
    pub fn has_shape(&self, ty: TypeId) -> bool {
        self.mentions(ty, &|types, ty| types.is_shape(ty))
    }

    /// Whether `ty` mentions a type parameter.
    pub fn mentions_type_param(&self, ty: TypeId) -> bool {
        self.mentions(ty, &Self::is_type_param)
    }

    /// How deep type arguments and shapes nest in what `ty` is written with; at most [`MAX_DEPTH`].
    pub fn nesting(&self, ty: TypeId) -> u32 {
        let mut deepest = 0;
        let mut todo = alloc::vec![(ty, 0)];
        let mut steps = 0;
        while let Some((ty, depth)) = todo.pop() {
            steps += 1;
            deepest = deepest.max(depth);
            if depth >= MAX_DEPTH || steps > MAX_STEPS {
                return MAX_DEPTH;
            }
            let mut vars = |list| todo.extend(self.objs(list).iter().map(|&var| (self.obj_type(var), depth)));
            match self.resolved(ty) {
                Type::Named(id) => {
                    let named = self.named(id);
                    let args = named.instance.map(|instance| self.list(instance.targs)).unwrap_or_default();
                    todo.extend(args.iter().map(|&arg| (arg, depth + 1)));
                    if named.is_shape {
                        todo.push((self.underlying(ty), depth + 1));
                    }
                }
                Type::Array { elem, .. } | Type::Slice(elem) | Type::Pointer(elem) | Type::Chan { elem, .. } => {
                    todo.push((elem, depth));
                }
                Type::Map { key, elem } => todo.extend([(key, depth), (elem, depth)]),
                Type::Struct { fields, .. } => vars(fields),
                Type::Tuple(list) => vars(list),
                Type::Signature(id) => {
                    vars(self.sig(id).params);
                    vars(self.sig(id).results);
                }
                _ => {}
            }
        }
        deepest
    }

    /// Whether `wanted` holds for `ty` or something it is written with.
    pub(crate) fn mentions(&self, ty: TypeId, wanted: &dyn Fn(&Self, TypeId) -> bool) -> bool {
        self.mentions_at(ty, wanted, 0)
    }

    fn mentions_at(&self, ty: TypeId, wanted: &dyn Fn(&Self, TypeId) -> bool, depth: u32) -> bool {
        if depth > MAX_DEPTH {
            return false;
        }
        if wanted(self, ty) {
            return true;
        }
        let in_vars = |vars| self.objs(vars).iter().any(|&var| self.mentions_at(self.obj_type(var), wanted, depth + 1));
        match self.resolved(ty) {
            Type::Named(id) => {
                let args = self.named(id).instance.map(|instance| self.list(instance.targs)).unwrap_or_default();
                args.iter().any(|&arg| self.mentions_at(arg, wanted, depth + 1))
            }
            Type::Array { elem, .. } | Type::Slice(elem) | Type::Pointer(elem) | Type::Chan { elem, .. } => {
                self.mentions_at(elem, wanted, depth + 1)
            }
            Type::Map { key, elem } => {
                self.mentions_at(key, wanted, depth + 1) || self.mentions_at(elem, wanted, depth + 1)
            }
            Type::Struct { fields, .. } => in_vars(fields),
            Type::Tuple(vars) => in_vars(vars),
            Type::Signature(id) => in_vars(self.sig(id).params) || in_vars(self.sig(id).results),
            Type::Interface(id) => {
                let methods = self.iface(id).type_set.as_ref().map(|set| &set.methods[..]).unwrap_or_default();
                methods.iter().any(|&method| self.mentions_at(self.obj_type(method), wanted, depth + 1))
            }
            _ => false,
        }
    }

    /// Whether `a` and `b` are the same type if struct tags are ignored.
    pub fn identical_ignoring_tags(&self, a: TypeId, b: TypeId) -> bool {
        Comparer { types: self, ignore_tags: true, shapes: true }.identical(a, b, &mut Vec::new(), 0)
    }

    /// Whether `obj` is what `name` means inside `pkg`: unexported names of
    /// different packages differ.
    pub fn same_id(&self, obj: ObjId, pkg: Option<PkgId>, name: Symbol) -> bool {
        let object = self.obj(obj);
        object.name == name && (object.exported || self.same_package(object.pkg, pkg))
    }

    /// Whether two packages have the same path.
    pub fn same_package(&self, a: Option<PkgId>, b: Option<PkgId>) -> bool {
        match (a, b) {
            (Some(a), Some(b)) => a == b || self.package(a).path == self.package(b).path,
            (None, None) => true,
            _ => false,
        }
    }
}

struct Comparer<'a> {
    types: &'a Types,
    ignore_tags: bool,
    /// Whether a defined type with a shape is its underlying type.
    shapes: bool,
}

impl Comparer<'_> {
    fn identical(&self, a: TypeId, b: TypeId, pairs: &mut Vec<(IfaceId, IfaceId)>, depth: u32) -> bool {
        let types = self.types;
        let (a, b) = (types.unalias(a), types.unalias(b));
        if a == b {
            return true;
        }
        if depth > MAX_DEPTH {
            return false;
        }
        if self.shapes
            && (types.as_named(a).is_some() || types.as_named(b).is_some())
            && (types.has_shape(a) || types.has_shape(b))
        {
            let (under_a, under_b) = (types.underlying(a), types.underlying(b));
            return match (types.get(under_a), types.get(under_b)) {
                (Type::Pointer(_), Type::Pointer(_)) => true,
                // Instances are compared by what they are made of: their
                // underlying types may be recursive.
                _ => match (types.get(a), types.get(b)) {
                    (Type::Named(x), Type::Named(y))
                        if types.named(x).instance.is_some() && types.named(y).instance.is_some() =>
                    {
                        self.instances(x, y, pairs, depth)
                    }
                    _ => self.identical(under_a, under_b, pairs, depth + 1),
                },
            };
        }
        match (types.get(a), types.get(b)) {
            (Type::Basic(x), Type::Basic(y)) => x == y,
            (Type::Unknown, _) | (_, Type::Unknown) => true,
            (Type::Array { len: m, elem: x }, Type::Array { len: n, elem: y }) => {
                // A length that is not known because of an error fits any other.
                (m < 0 || n < 0 || m == n) && self.identical(x, y, pairs, depth + 1)
            }
            (Type::Slice(x), Type::Slice(y)) | (Type::Pointer(x), Type::Pointer(y)) => {
                self.identical(x, y, pairs, depth + 1)
            }
            (Type::Struct { fields: x, tags: s }, Type::Struct { fields: y, tags: t }) => {
                x.len() == y.len()
                    && types.objs(x).iter().zip(types.objs(y)).enumerate().all(|(i, (&f, &g))| {
                        let other = types.obj(g);
                        types.is_embedded(f) == types.is_embedded(g)
                            && (self.ignore_tags || types.tag(s, i) == types.tag(t, i))
                            && types.same_id(f, other.pkg, other.name)
                            && self.identical(types.obj_type(f), types.obj_type(g), pairs, depth + 1)
                    })
            }
            (Type::Tuple(x), Type::Tuple(y)) => self.vars(types.objs(x), types.objs(y), pairs, depth),
            (Type::Signature(x), Type::Signature(y)) => {
                let (x, y) = (types.sig(x), types.sig(y));
                self.signatures(x, y, pairs, depth)
            }
            (Type::Union(x), Type::Union(y)) => {
                self.terms(Some(&types.union(x).terms), Some(&types.union(y).terms), pairs, depth)
            }
            (Type::Interface(x), Type::Interface(y)) => self.interfaces(x, y, pairs, depth),
            (Type::Map { key: k, elem: x }, Type::Map { key: l, elem: y }) => {
                self.identical(k, l, pairs, depth + 1) && self.identical(x, y, pairs, depth + 1)
            }
            (Type::Chan { dir: d, elem: x }, Type::Chan { dir: e, elem: y }) => {
                d == e && self.identical(x, y, pairs, depth + 1)
            }
            (Type::Named(x), Type::Named(y)) => {
                let (known_x, known_y) = (types.named(x), types.named(y));
                match (known_x.instance, known_y.instance) {
                    (Some(_), Some(_)) => self.instances(x, y, pairs, depth),
                    (None, None) => known_x.obj == known_y.obj,
                    _ => false,
                }
            }
            _ => false,
        }
    }

    /// Whether two instances are of the same type with the same arguments.
    fn instances(&self, x: NamedId, y: NamedId, pairs: &mut Vec<(IfaceId, IfaceId)>, depth: u32) -> bool {
        let types = self.types;
        let (Some(i), Some(j)) = (types.named(x).instance, types.named(y).instance) else { return false };
        let (s, t) = (types.list(i.targs), types.list(j.targs));
        types.type_name(i.origin) == types.type_name(j.origin)
            && s.len() == t.len()
            && s.iter().zip(t).all(|(&s, &t)| self.identical(s, t, pairs, depth + 1))
    }

    fn vars(&self, a: &[ObjId], b: &[ObjId], pairs: &mut Vec<(IfaceId, IfaceId)>, depth: u32) -> bool {
        a.len() == b.len()
            && a.iter()
                .zip(b)
                .all(|(&x, &y)| self.identical(self.types.obj_type(x), self.types.obj_type(y), pairs, depth + 1))
    }

    fn signatures(&self, x: &Signature, y: &Signature, pairs: &mut Vec<(IfaceId, IfaceId)>, depth: u32) -> bool {
        x.variadic == y.variadic
            && x.tparams.len() == y.tparams.len()
            && self.vars(self.types.objs(x.params), self.types.objs(y.params), pairs, depth)
            && self.vars(self.types.objs(x.results), self.types.objs(y.results), pairs, depth)
    }

    fn terms(&self, a: Option<&[Term]>, b: Option<&[Term]>, pairs: &mut Vec<(IfaceId, IfaceId)>, depth: u32) -> bool {
        let (Some(a), Some(b)) = (a, b) else { return a.is_none() && b.is_none() };
        let mut covered = |xs: &[Term], ys: &[Term]| {
            xs.iter().all(|x| ys.iter().any(|y| x.tilde == y.tilde && self.identical(x.ty, y.ty, pairs, depth + 1)))
        };
        covered(a, b) && covered(b, a)
    }

    fn interfaces(&self, x: IfaceId, y: IfaceId, pairs: &mut Vec<(IfaceId, IfaceId)>, depth: u32) -> bool {
        if x == y || pairs.contains(&(x, y)) || pairs.contains(&(y, x)) {
            return true;
        }
        let types = self.types;
        let (Some(s), Some(t)) = (&types.iface(x).type_set, &types.iface(y).type_set) else { return false };
        if s.open || t.open {
            return true;
        }
        if s.comparable != t.comparable
            || s.methods.len() != t.methods.len()
            || !self.terms(s.terms.as_deref(), t.terms.as_deref(), pairs, depth)
        {
            return false;
        }
        pairs.push((x, y));
        let same = s.methods.iter().zip(&t.methods).all(|(&f, &g)| {
            let other = types.obj(g);
            types.same_id(f, other.pkg, other.name)
                && self.identical(types.obj_type(f), types.obj_type(g), pairs, depth + 1)
        });
        pairs.pop();
        same
    }
}
