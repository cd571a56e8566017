//! Type sets of interfaces, computed when first needed.

use alloc::{format, rc::Rc, vec::Vec};

use super::{Checker, Delayed, Map, error::Multi, interface::MAX_TERMS};
use crate::base::{Id as _, Pos};
use crate::types::{
    arena::{Term, Type, TypeId, TypeSet},
    objects::ObjId,
};

/// A union has more than [`MAX_TERMS`] terms.
struct TooManyTerms;

impl Checker<'_> {
    /// The type set of interface type `ty`; empty restrictions for other types.
    pub(super) fn type_set(&mut self, ty: TypeId) -> Rc<TypeSet> {
        let Type::Interface(id) = self.types.under(ty) else { return Rc::default() };
        if let Some(set) = &self.types.iface(id).type_set {
            return Rc::clone(set);
        }
        // Guard against cycles: while it is computed the set is unrestricted.
        self.types.iface_mut(id).type_set = Some(Rc::default());
        let iface = self.types.iface(id).clone();
        let mut set = TypeSet::default();
        let mut places: Map<ObjId, Option<Pos>> = Map::default();
        for method in iface.methods {
            let pos = self.types.obj(method).pos;
            self.add_method(&mut set, &mut places, method, pos, true);
        }
        for (elem, pos) in iface.embeddeds {
            // gc does not know where imported interfaces embed something, and
            // lets them be written in any version of the language.
            let pos = pos.filter(|pos| self.is_own(*pos));
            let under = self.types.underlying(elem);
            let (terms, comparable) = match self.types.get(under) {
                Type::Unknown => {
                    set.open = true;
                    continue;
                }
                Type::Interface(_) => {
                    let inner = self.type_set(under);
                    if let Some(pos) = pos
                        && !self.verify_constraint(pos, elem, "embedding constraint interface")
                    {
                        continue;
                    }
                    for &method in &inner.methods {
                        self.add_method(&mut set, &mut places, method, pos, false);
                    }
                    set.open |= inner.open;
                    (inner.terms.clone(), inner.comparable)
                }
                Type::Union(union) => {
                    if let Some(pos) = pos {
                        let text = format!("embedding interface element {}", self.ts(elem));
                        if !self.verify_version(pos, 18, &text) {
                            continue;
                        }
                    }
                    let terms = self.types.union(union).terms.clone();
                    let Ok(terms) = self.union_terms(&terms) else {
                        if let Some(pos) = pos {
                            self.too_many_terms(pos);
                        }
                        continue;
                    };
                    (terms, false)
                }
                _ if !self.types.is_valid(under) => continue,
                _ => {
                    if let Some(pos) = pos {
                        let text = format!("embedding non-interface type {}", self.ts(elem));
                        if !self.verify_version(pos, 18, &text) {
                            continue;
                        }
                    }
                    (Some(alloc::vec![Term { tilde: false, ty: elem }]), false)
                }
            };
            self.intersect(&mut set, terms, comparable);
        }
        self.sort_methods(&mut set.methods);
        let set = Rc::new(set);
        self.types.iface_mut(id).type_set = Some(Rc::clone(&set));
        set
    }

    /// Whether `pos` is in a file of the package that is checked.
    fn is_own(&self, pos: Pos) -> bool {
        self.files.get(pos.file.index()).is_some_and(|file| Some(file.pkg) == self.target_pkg)
    }

    /// Whether `ty` may be used in this version of the language if it is an
    /// imported constraint; for others that is asked where they are declared.
    pub(super) fn verify_constraint(&mut self, pos: Pos, ty: TypeId, what: &str) -> bool {
        if self.allow_version(18) {
            return true;
        }
        let Some(named) = self.types.as_named(ty) else { return true };
        let obj = self.types.named(named).obj;
        let imported = self.types.obj(obj).pkg.is_some_and(|pkg| Some(pkg) != self.target_pkg);
        if !imported || !matches!(self.types.under(ty), Type::Interface(_)) {
            return true;
        }
        let set = self.type_set(ty);
        let is_method_set = set.terms.is_none() && !set.comparable;
        is_method_set || self.verify_version(pos, 18, &format!("{what} {}", self.ts(ty)))
    }

    fn add_method(
        &mut self,
        set: &mut TypeSet,
        places: &mut Map<ObjId, Option<Pos>>,
        method: ObjId,
        pos: Option<Pos>,
        explicit: bool,
    ) {
        let (name, pkg) = (self.types.obj_name(method), self.types.obj(method).pkg);
        let other = set.methods.iter().copied().find(|&m| self.types.same_id(m, pkg, name));
        let Some(other) = other else {
            set.methods.push(method);
            places.insert(method, pos);
            return;
        };
        let other_pos = places.get(&other).copied().flatten();
        let Some(pos) = pos else { return };
        if explicit {
            self.duplicate_method(pos, method, other_pos);
        } else {
            self.later(Delayed::SameMethod { pos, method, other, other_pos });
        }
    }

    fn duplicate_method(&mut self, pos: Pos, method: ObjId, other_pos: Option<Pos>) {
        let name = self.name(method);
        let error = Multi::new(pos, format!("duplicate method {name}"))
            .line(other_pos, format!("other declaration of method {name}"));
        self.report("DuplicateDecl", error);
    }

    pub(super) fn check_same_method(&mut self, pos: Pos, method: ObjId, other: ObjId, other_pos: Option<Pos>) {
        let (a, b) = (self.types.obj_type(method), self.types.obj_type(other));
        if !self.allow_version(14) || !self.types.identical(a, b) {
            self.duplicate_method(pos, method, other_pos);
        }
    }

    /// The terms of a union; `None` if it admits all types.
    fn union_terms(&mut self, terms: &[Term]) -> Result<Option<Vec<Term>>, TooManyTerms> {
        let mut all: Vec<Term> = Vec::new();
        for &term in terms {
            let under = self.types.underlying(term.ty);
            match self.types.get(under) {
                Type::Interface(_) => {
                    let inner = self.type_set(under);
                    let Some(terms) = &inner.terms else { return Ok(None) };
                    for &term in terms {
                        self.add_term(&mut all, term);
                    }
                }
                Type::Unknown => return Ok(None),
                _ if !self.types.is_valid(under) || term.tilde && !self.types.identical(term.ty, under) => {}
                _ => self.add_term(&mut all, term),
            }
            if all.len() > MAX_TERMS {
                return Err(TooManyTerms);
            }
        }
        Ok(Some(all))
    }

    /// Adds a term unless another one covers it; removes those it covers.
    fn add_term(&self, all: &mut Vec<Term>, term: Term) {
        if all.iter().any(|&t| self.covers(t, term)) {
            return;
        }
        all.retain(|&t| !self.covers(term, t));
        all.push(term);
    }

    /// Whether every type of `b` is in `a`.
    pub(super) fn covers(&self, a: Term, b: Term) -> bool {
        if !a.tilde {
            return !b.tilde && self.types.identical(a.ty, b.ty);
        }
        self.types.identical(self.types.underlying(a.ty), self.types.underlying(b.ty))
    }

    fn intersect(&mut self, set: &mut TypeSet, terms: Option<Vec<Term>>, comparable: bool) {
        let merged = match (set.terms.take(), terms) {
            (None, other) => other,
            (Some(mine), None) => Some(mine),
            (Some(mine), Some(theirs)) => {
                let mut both = Vec::new();
                for &a in &mine {
                    for &b in &theirs {
                        if self.disjoint(a, b) {
                            continue;
                        }
                        let narrower = if a.tilde && !b.tilde { b } else { a };
                        self.add_term(&mut both, narrower);
                    }
                }
                Some(both)
            }
        };
        let comparable = set.comparable || comparable;
        match merged {
            Some(mut terms) => {
                if comparable {
                    terms.retain(|t| self.incomparable(t.ty, false).is_none());
                }
                set.comparable = false;
                set.terms = Some(terms);
            }
            None => set.comparable = comparable,
        }
    }

    /// Whether an interface type admits no type at all.
    pub(super) fn is_empty_set(&mut self, ty: TypeId) -> bool {
        self.type_set(ty).terms.as_ref().is_some_and(Vec::is_empty)
    }

    /// The types to look at for an operation on a value of type `ty`: its
    /// underlying type, or those of a type parameter's specific types, each
    /// with the type it belongs to. `None` stands for "no specific types".
    pub(super) fn type_terms(&mut self, ty: TypeId) -> impl Iterator<Item = Option<(TypeId, TypeId)>> + use<> {
        let one = |term| Some(term).into_iter().chain(Vec::new());
        if !self.types.is_type_param(ty) {
            return one(Some((ty, self.types.underlying(ty))));
        }
        let set = self.type_set(ty);
        match &set.terms {
            None if set.open => one(Some((TypeId::UNKNOWN, TypeId::UNKNOWN))),
            Some(terms) if !terms.is_empty() => {
                let terms: Vec<_> = terms.iter().map(|t| Some((t.ty, self.types.underlying(t.ty)))).collect();
                None.into_iter().chain(terms)
            }
            _ => one(None),
        }
    }

    /// The underlying type that all types of `ty`'s type set share.
    pub(super) fn common_under(&mut self, ty: TypeId) -> Result<TypeId, alloc::string::String> {
        if !self.types.is_type_param(ty) {
            return Ok(self.types.underlying(ty));
        }
        let mut found: Option<(TypeId, TypeId)> = None;
        for term in self.type_terms(ty) {
            let Some((t, u)) = term else { return Err("no specific type".into()) };
            let Some((ct, cu)) = found else {
                found = Some((t, u));
                continue;
            };
            if let (Type::Chan { dir: cd, elem: ce }, Type::Chan { dir, elem }) =
                (self.types.get(cu), self.types.get(u))
            {
                use crate::ast::ChanDir::Both;
                if !self.types.identical(ce, elem) {
                    let (a, b) = (self.ts(ct), self.ts(t));
                    return Err(format!("channels {a} and {b} have different element types"));
                }
                if cd == Both {
                    found = Some((t, u));
                } else if dir != cd && dir != Both {
                    let (a, b) = (self.ts(ct), self.ts(t));
                    return Err(format!("channels {a} and {b} have conflicting directions"));
                }
                continue;
            }
            if !self.types.identical(cu, u) {
                let (a, b) = (self.ts(ct), self.ts(t));
                return Err(format!("{a} and {b} have different underlying types"));
            }
        }
        Ok(found.map_or(TypeId::INVALID, |f| f.1))
    }
}
