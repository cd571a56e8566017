//! Unification: which types the type parameters must be for two types to match.
//!
//! Two bound type parameters that are unified share a handle. Matching is
//! *exact* (types must be identical), *inexact* (a defined type may stand for
//! its underlying type, channels may differ in direction, interfaces may share
//! methods), or for an *assignment*: inexact at the top, exact below.

use alloc::vec::Vec;

use super::Checker;
use crate::ast::ChanDir;
use crate::types::{
    arena::{IfaceId, ObjList, Type, TypeId},
    objects::{ObjId, ObjKind},
};

/// gc's limit.
const MAX_DEPTH: u32 = 50;

/// How types have to match.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Match {
    assign: bool,
    exact: bool,
}

impl Match {
    pub(super) const INEXACT: Self = Self { assign: false, exact: false };
    pub(super) const ASSIGN: Self = Self { assign: true, exact: false };
    pub(super) const EXACT: Self = Self { assign: false, exact: true };
}

pub(super) struct Unifier {
    /// The bound type parameters.
    tparams: Vec<TypeId>,
    /// The handle of each.
    handles: Vec<usize>,
    /// The type of each handle.
    values: Vec<Option<TypeId>>,
    depth: u32,
    interfaces: bool,
}

type Pairs = Vec<(IfaceId, IfaceId)>;

impl Unifier {
    pub(super) fn new(tparams: &[TypeId], targs: &[Option<TypeId>], interfaces: bool) -> Self {
        let values = (0..tparams.len()).map(|i| targs.get(i).copied().flatten()).collect();
        Self { tparams: tparams.to_vec(), handles: (0..tparams.len()).collect(), values, depth: 0, interfaces }
    }

    fn bound(&self, checker: &Checker<'_>, ty: TypeId) -> Option<usize> {
        let ty = checker.types.unalias(ty);
        self.tparams.iter().position(|&t| t == ty)
    }

    /// The type found for type parameter `index`.
    pub(super) fn at(&self, index: usize) -> Option<TypeId> {
        self.values[self.handles[index]]
    }

    pub(super) fn set(&mut self, index: usize, ty: TypeId) {
        let handle = self.handles[index];
        self.values[handle] = Some(ty);
    }

    /// How many type parameters have no type yet.
    pub(super) fn unknowns(&self) -> usize {
        (0..self.tparams.len()).filter(|&i| self.at(i).is_none()).count()
    }

    pub(super) fn inferred(&self) -> Vec<Option<TypeId>> {
        (0..self.tparams.len()).map(|i| self.at(i)).collect()
    }

    fn join(&mut self, x: usize, y: usize) -> bool {
        let (hx, hy) = (self.handles[x], self.handles[y]);
        if hx == hy {
            return true;
        }
        let (from, to) = match (self.values[hx], self.values[hy]) {
            (Some(_), Some(_)) => return false,
            (Some(_), None) => (hy, hx),
            (None, _) => (hx, hy),
        };
        for handle in &mut self.handles {
            if *handle == from {
                *handle = to;
            }
        }
        true
    }

    pub(super) fn unify(&mut self, checker: &mut Checker<'_>, x: TypeId, y: TypeId, mode: Match) -> bool {
        self.nify(checker, x, y, mode, &mut Vec::new())
    }

    fn nify(&mut self, c: &mut Checker<'_>, x: TypeId, y: TypeId, mode: Match, pairs: &mut Pairs) -> bool {
        if self.depth >= MAX_DEPTH {
            return false;
        }
        self.depth += 1;
        let result = self.nify_in(c, x, y, mode, pairs);
        self.depth -= 1;
        result
    }

    fn nify_in(&mut self, c: &mut Checker<'_>, mut x: TypeId, mut y: TypeId, mode: Match, pairs: &mut Pairs) -> bool {
        let same = |c: &Checker<'_>, x: TypeId, y: TypeId| c.types.unalias(x) == c.types.unalias(y);
        if same(c, x, y) {
            return true;
        }
        // A defined type or a bound type parameter stands on the other side.
        if c.types.as_named(x).is_some() || self.bound(c, y).is_some() {
            core::mem::swap(&mut x, &mut y);
        }
        if !mode.exact
            && c.types.as_named(y).is_some()
            && !matches!(c.types.resolved(x), Type::Named(_) | Type::TypeParam(_))
            && (!self.interfaces || !c.types.is_interface(x))
        {
            y = c.types.underlying(y);
            if same(c, x, y) {
                return true;
            }
        }
        match (self.bound(c, x), self.bound(c, y)) {
            (Some(px), Some(py)) => {
                if self.join(px, py) {
                    return true;
                }
                let (Some(a), Some(b)) = (self.at(px), self.at(py)) else { return true };
                return self.nify(c, a, b, mode, pairs);
            }
            (Some(px), None) => return self.nify_param(c, px, y, mode, pairs),
            _ => {}
        }
        if matches!(c.types.under(x), Type::Unknown) || matches!(c.types.under(y), Type::Unknown) {
            return true;
        }
        if self.interfaces && !mode.exact {
            let x_iface = c.types.is_proper_interface(x);
            let y_iface = c.types.is_proper_interface(y);
            if x_iface && y_iface {
                return self.nify_interfaces(c, x, y, pairs, true);
            }
            if x_iface || y_iface {
                let (iface, other) = if y_iface { (y, x) } else { (x, y) };
                return self.nify_methods(c, iface, other, pairs);
            }
        }
        if c.types.is_type_param(y) {
            core::mem::swap(&mut x, &mut y);
        }
        self.nify_structure(c, x, y, mode, pairs)
    }

    /// A bound type parameter against a type.
    fn nify_param(&mut self, c: &mut Checker<'_>, px: usize, y: TypeId, mode: Match, pairs: &mut Pairs) -> bool {
        let Some(x) = self.at(px) else {
            self.set(px, y);
            return true;
        };
        if !self.nify(c, x, y, mode, pairs) {
            return false;
        }
        let (xi, yi) = (c.types.is_proper_interface(x), c.types.is_proper_interface(y));
        let (xn, yn) = (c.types.as_named(x).is_some(), c.types.as_named(y).is_some());
        if xi && yi {
            if xn && yn {
                return c.types.identical(x, y);
            }
            if c.type_set(x).methods.len() != c.type_set(y).methods.len() {
                return false;
            }
        } else if xi || yi {
            return c.types.is_unknown(x) || c.types.is_unknown(y);
        }
        if !mode.exact && !xn {
            // Prefer a defined type, and a channel with a direction.
            let directed = matches!(c.types.under(y), Type::Chan { dir: ChanDir::Send | ChanDir::Recv, .. });
            if yn || directed {
                self.set(px, y);
            }
        }
        true
    }

    /// Two interfaces: the smaller one's methods must be in the other; all of
    /// them if not `shared`.
    fn nify_interfaces(&mut self, c: &mut Checker<'_>, x: TypeId, y: TypeId, pairs: &mut Pairs, shared: bool) -> bool {
        let (Type::Interface(xi), Type::Interface(yi)) = (c.types.under(x), c.types.under(y)) else { return false };
        let (mut s, mut t) = (c.type_set(x), c.type_set(y));
        if s.comparable != t.comparable {
            return false;
        }
        let same_terms = match (&s.terms, &t.terms) {
            (None, None) => true,
            (Some(a), Some(b)) => {
                a.iter().all(|&x| b.iter().any(|&y| c.covers(y, x)))
                    && b.iter().all(|&x| a.iter().any(|&y| c.covers(y, x)))
            }
            _ => false,
        };
        if !same_terms {
            return false;
        }
        if pairs.contains(&(xi, yi)) || pairs.contains(&(yi, xi)) {
            return true;
        }
        if !shared && s.methods.len() != t.methods.len() {
            return false;
        }
        if s.methods.len() > t.methods.len() {
            core::mem::swap(&mut s, &mut t);
        }
        pairs.push((xi, yi));
        let matched = s.methods.iter().all(|&m| {
            let (name, pkg) = (c.types.obj_name(m), c.types.obj(m).pkg);
            let other = t.methods.iter().copied().find(|&o| c.types.same_id(o, pkg, name));
            other.is_some_and(|o| {
                let (a, b) = (c.types.obj_type(m), c.types.obj_type(o));
                self.nify(c, a, b, Match::EXACT, pairs)
            })
        });
        pairs.pop();
        matched
    }

    /// An interface against a type that must have its methods.
    fn nify_methods(&mut self, c: &mut Checker<'_>, iface: TypeId, ty: TypeId, pairs: &mut Pairs) -> bool {
        for &m in &c.type_set(iface).methods {
            let (name, pkg) = (c.types.obj_name(m), c.types.obj(m).pkg);
            let Some(found) = c.lookup_impl(ty, false, pkg, name, false).object() else { return false };
            if !matches!(c.types.obj(found).kind, ObjKind::Func(_)) {
                return false;
            }
            c.obj_decl(found);
            let (a, b) = (c.types.obj_type(m), c.types.obj_type(found));
            let generic = c.types.signature(b).is_some_and(|s| !s.tparams.is_empty());
            if generic || !self.nify(c, a, b, Match::EXACT, pairs) {
                return false;
            }
        }
        true
    }

    fn nify_structure(&mut self, c: &mut Checker<'_>, x: TypeId, y: TypeId, mode: Match, pairs: &mut Pairs) -> bool {
        let elems = Match { exact: mode.exact || mode.assign, ..mode };
        match (c.types.resolved(x), c.types.resolved(y)) {
            (Type::Basic(a), Type::Basic(b)) => a == b,
            (Type::Array { len: m, elem: a }, Type::Array { len: n, elem: b }) => {
                (m < 0 || n < 0 || m == n) && self.nify(c, a, b, elems, pairs)
            }
            (Type::Slice(a), Type::Slice(b)) | (Type::Pointer(a), Type::Pointer(b)) => self.nify(c, a, b, elems, pairs),
            (Type::Struct { fields: a, tags: s }, Type::Struct { fields: b, tags: t }) => {
                let (a, b) = (c.types.objs(a).to_vec(), c.types.objs(b).to_vec());
                a.len() == b.len()
                    && a.iter().zip(&b).enumerate().all(|(i, (&f, &g))| {
                        let (name, pkg) = (c.types.obj_name(g), c.types.obj(g).pkg);
                        c.types.is_embedded(f) == c.types.is_embedded(g)
                            && c.types.tag(s, i) == c.types.tag(t, i)
                            && c.types.same_id(f, pkg, name)
                            && self.nify_objs(c, f, g, elems, pairs)
                    })
            }
            (Type::Tuple(a), Type::Tuple(b)) => self.nify_vars(c, a, b, mode, pairs),
            (Type::Signature(a), Type::Signature(b)) => {
                let (a, b) = (*c.types.sig(a), *c.types.sig(b));
                a.variadic == b.variadic
                    && self.nify_vars(c, a.params, b.params, elems, pairs)
                    && self.nify_vars(c, a.results, b.results, elems, pairs)
            }
            (Type::Interface(_), Type::Interface(_)) => self.nify_interfaces(c, x, y, pairs, false),
            (Type::Map { key: k, elem: a }, Type::Map { key: l, elem: b }) => {
                self.nify(c, k, l, elems, pairs) && self.nify(c, a, b, elems, pairs)
            }
            (Type::Chan { dir: d, elem: a }, Type::Chan { dir: e, elem: b }) => {
                (!mode.exact || d == e) && self.nify(c, a, b, elems, pairs)
            }
            (Type::Named(a), Type::Named(b)) => {
                let (a, b) = (c.types.named(a), c.types.named(b));
                let origin_of = |t: &crate::types::arena::Named| match t.instance {
                    Some(instance) => c.types.type_name(instance.origin),
                    None => Some(t.obj),
                };
                let origin = origin_of(a) == origin_of(b);
                let args = |i: Option<crate::types::arena::Instance>| {
                    i.map(|i| c.types.list(i.targs).to_vec()).unwrap_or_default()
                };
                let (a, b) = (args(a.instance), args(b.instance));
                a.len() == b.len() && a.iter().zip(&b).all(|(&s, &t)| self.nify(c, s, t, mode, pairs)) && origin
            }
            (Type::TypeParam(_), _) => match c.common_under(x) {
                Ok(core) if core != TypeId::INVALID => self.nify(c, core, y, Match::ASSIGN, pairs),
                _ => false,
            },
            _ => false,
        }
    }

    fn nify_objs(&mut self, c: &mut Checker<'_>, a: ObjId, b: ObjId, mode: Match, pairs: &mut Pairs) -> bool {
        let (a, b) = (c.types.obj_type(a), c.types.obj_type(b));
        self.nify(c, a, b, mode, pairs)
    }

    fn nify_vars(&mut self, c: &mut Checker<'_>, a: ObjList, b: ObjList, mode: Match, pairs: &mut Pairs) -> bool {
        let (a, b) = (c.types.objs(a).to_vec(), c.types.objs(b).to_vec());
        a.len() == b.len() && a.iter().zip(&b).all(|(&x, &y)| self.nify_objs(c, x, y, mode, pairs))
    }
}
