//! Assignability, implementation of interfaces, comparability.

use alloc::{format, string::String, vec::Vec};

use super::{
    Checker,
    lookup::Found,
    operand::{Operand, composite_kind},
};
use crate::ast::ChanDir;
use crate::types::{
    arena::{Term, Type, TypeId},
    basic::BasicKind,
    objects::{ObjId, ObjKind},
};

/// Types nest at most this deep when they are compared.
const MAX_DEPTH: u32 = 200;

/// Why an assignment is not possible: an error code and a reason, maybe empty.
pub(super) type NotAssignable = (&'static str, String);

impl Checker<'_> {
    /// Whether `x` can be assigned to a variable of type `target`.
    pub(super) fn assignable(&mut self, x: &Operand, target: TypeId) -> Result<(), NotAssignable> {
        if !x.is_valid() || !self.types.is_valid(target) {
            return Ok(());
        }
        let (v, t) = (self.types.unalias(x.ty), self.types.unalias(target));
        if self.types.identical(v, t) {
            return Ok(());
        }
        let (vu, tu) = (self.types.underlying(v), self.types.underlying(t));
        if matches!(self.types.get(vu), Type::Unknown) || matches!(self.types.get(tu), Type::Unknown) {
            return Ok(());
        }
        let v_param = self.types.is_type_param(v);
        let t_param = self.types.is_type_param(t);
        let incompatible = || ("IncompatibleAssign", String::new());
        if self.types.is_untyped(vu) {
            if t_param {
                for term in self.type_terms(t) {
                    let Some((ty, _)) = term else { return Err(incompatible()) };
                    self.implicit_type(x, ty).map_err(|_| incompatible())?;
                }
                return Ok(());
            }
            return self.implicit_type(x, t).map(|_| ()).map_err(|_| incompatible());
        }
        let named = self.types.has_name(v) && self.types.has_name(t);
        if !named && !v_param && !t_param && self.types.identical(vu, tu) {
            return Ok(());
        }
        let t_iface = matches!(self.types.get(tu), Type::Interface(_));
        if t_iface && !t_param || self.is_interface_ptr(tu) {
            match self.implements(v, t, false) {
                Ok(()) => return Ok(()),
                Err(cause) if !v_param => return Err(("InvalidIfaceAssign", cause)),
                Err(_) => {}
            }
        }
        if matches!(self.types.get(vu), Type::Interface(_)) && !v_param && self.implements(t, v, false).is_ok() {
            return Err(("IncompatibleAssign", "need type assertion".into()));
        }
        if let (Type::Chan { dir: ChanDir::Both, elem: a }, Type::Chan { elem: b, .. }) =
            (self.types.get(vu), self.types.get(tu))
            && self.types.identical(a, b)
        {
            return if named { Err(("InvalidChanAssign", String::new())) } else { Ok(()) };
        }
        if t_param && !self.types.has_name(v) {
            for term in self.type_terms(t) {
                let Some((ty, _)) = term else { return Err(incompatible()) };
                self.assignable(x, ty).map_err(|(code, cause)| {
                    let (a, b, p) = (self.ts(x.ty), self.ts(ty), self.ts(t));
                    (code, chain(format!("cannot assign {a} to {b} (in {p})"), &cause))
                })?;
            }
            return Ok(());
        }
        if v_param && !self.types.has_name(t) {
            for term in self.type_terms(v) {
                let Some((ty, _)) = term else { return Err(incompatible()) };
                let part = Operand { ty, ..x.clone() };
                self.assignable(&part, t).map_err(|(code, cause)| {
                    let (a, p, b) = (self.ts(ty), self.ts(v), self.ts(target));
                    (code, chain(format!("cannot assign {a} (in {p}) to {b}"), &cause))
                })?;
            }
            return Ok(());
        }
        Err(incompatible())
    }

    /// Whether `v` implements interface `t` (or satisfies it, as a constraint).
    pub(super) fn implements(&mut self, v: TypeId, t: TypeId, constraint: bool) -> Result<(), String> {
        if self.types.is_open(v) || self.types.is_open(t) {
            return Ok(());
        }
        if let Type::Pointer(elem) = self.types.under(v)
            && self.types.is_open(elem)
        {
            return Ok(());
        }
        let verb = if constraint { "satisfy" } else { "implement" };
        if !self.types.is_interface(t) {
            let detail = if self.is_interface_ptr(t) {
                self.interface_ptr_error(t)
            } else {
                format!("{} is not an interface", self.ts(t))
            };
            return Err(format!("{} does not {verb} {} ({detail})", self.ts(v), self.ts(t)));
        }
        let wanted = self.type_set(t);
        if wanted.methods.is_empty() && wanted.terms.is_none() && !wanted.comparable {
            return Ok(());
        }
        let v_iface = self.types.is_interface(v);
        if v_iface && self.is_empty_set(v) {
            return Ok(());
        }
        if wanted.terms.as_ref().is_some_and(alloc::vec::Vec::is_empty) {
            return Err(format!("cannot {verb} {} (empty type set)", self.ts(t)));
        }
        if let Err(cause) = self.has_all_methods(v, t, true) {
            return Err(format!("{} does not {verb} {} {cause}", self.ts(v), self.ts(t)));
        }
        if let Some(terms) = &wanted.terms {
            self.in_terms(v, t, terms, verb)?;
        }
        let needs_comparable = match &wanted.terms {
            None => wanted.comparable,
            Some(terms) => terms.iter().all(|term| self.incomparable(term.ty, false).is_none()),
        };
        if !needs_comparable || self.incomparable(v, false).is_none() {
            return Ok(());
        }
        if constraint && self.incomparable(v, true).is_none() {
            if self.allow_version(20) {
                return Ok(());
            }
            return Err(format!("{} to {verb} comparable requires go1.20 or later", self.ts(v)));
        }
        Err(format!("{} does not {verb} comparable", self.ts(v)))
    }

    /// Whether `v` is one of a constraint's types.
    fn in_terms(&mut self, v: TypeId, t: TypeId, terms: &[Term], verb: &str) -> Result<(), String> {
        let fail =
            |checker: &Self, detail: &str| Err(format!("{} does not {verb} {}{detail}", checker.ts(v), checker.ts(t)));
        if self.types.is_interface(v) {
            let set = self.type_set(v);
            let subset =
                set.terms.as_ref().is_some_and(|mine| mine.iter().all(|&a| terms.iter().any(|&b| self.covers(b, a))));
            return if subset { Ok(()) } else { fail(self, "") };
        }
        let exact = Term { tilde: false, ty: v };
        let includes = |checker: &Self, term: Term| {
            if term.tilde {
                checker.types.identical(checker.types.underlying(term.ty), checker.types.underlying(v))
            } else {
                checker.covers(term, exact)
            }
        };
        if terms.iter().any(|&term| includes(self, term)) {
            return Ok(());
        }
        let alt = terms.iter().find(|term| {
            !term.tilde
                && self.types.identical(term.ty, self.types.underlying(term.ty))
                && includes(self, Term { tilde: true, ..**term })
        });
        if let Some(alt) = alt {
            let detail = format!(" (possibly missing ~ for {} in {})", self.ts(alt.ty), self.ts(t));
            return fail(self, &detail);
        }
        if self.mentions(t, v, 0) {
            let (c, v) = (self.ts(t), self.ts(v));
            return fail(self, &format!(" ({c} mentions {v}, but {v} is not in the type set of {c})"));
        }
        let list: Vec<String> = terms.iter().map(|&t| self.term_string(t)).collect();
        let detail = format!(" ({} missing in {})", self.ts(v), list.join(" | "));
        fail(self, &detail)
    }

    /// Whether `v` is named in constraint `t`.
    fn mentions(&self, t: TypeId, v: TypeId, depth: u32) -> bool {
        if depth > MAX_DEPTH {
            return false;
        }
        match self.types.get(self.types.underlying(t)) {
            Type::Interface(id) => self.types.iface(id).embeddeds.iter().any(|&(e, _)| self.mentions(e, v, depth + 1)),
            Type::Union(id) => self.types.union(id).terms.iter().any(|t| self.mentions(t.ty, v, depth + 1)),
            _ => self.types.identical(t, v),
        }
    }

    /// Whether `v` has the methods of interface `t`; else why not, in
    /// parentheses. Without `strict` an interface `v` may lack some.
    pub(super) fn has_all_methods(&mut self, v: TypeId, t: TypeId, strict: bool) -> Result<(), String> {
        self.has_all_methods_by(v, t, strict, &mut |c, a, b| c.same_signature(a, b))
    }

    /// The same, methods being compared by `same`.
    pub(super) fn has_all_methods_by(
        &mut self,
        v: TypeId,
        t: TypeId,
        strict: bool,
        same: &mut dyn FnMut(&mut Self, ObjId, ObjId) -> bool,
    ) -> Result<(), String> {
        if !self.types.is_valid(v) {
            return Ok(());
        }
        match self.missing_method(v, t, strict, same) {
            Err(_) if self.has_invalid_embedded(v, &mut Vec::new()) => Ok(()),
            result => result,
        }
    }

    fn missing_method(
        &mut self,
        v: TypeId,
        t: TypeId,
        strict: bool,
        same: &mut dyn FnMut(&mut Self, ObjId, ObjId) -> bool,
    ) -> Result<(), String> {
        let wanted = self.type_set(t);
        if self.types.is_interface(v) {
            let set = self.type_set(v);
            for &m in &wanted.methods {
                let (name, pkg) = (self.types.obj_name(m), self.types.obj(m).pkg);
                match set.methods.iter().copied().find(|&f| self.types.same_id(f, pkg, name)) {
                    None if !strict || set.open => {}
                    None => return Err(self.not_found(v, t, m)),
                    Some(f) if !same(self, f, m) => return Err(self.wrong_signature(f, m)),
                    Some(_) => {}
                }
            }
            return Ok(());
        }
        for &m in &wanted.methods {
            let (name, pkg) = (self.types.obj_name(m), self.types.obj(m).pkg);
            let text = self.name(m);
            match self.lookup_impl(v, false, pkg, name, false) {
                Found::Unknown => {}
                Found::Ambiguous => return Err(format!("(ambiguous selector {}.{text})", self.ts(v))),
                Found::NeedsPointer => return Err(format!("(method {text} has pointer receiver)")),
                Found::Missing => {
                    let alt = self.lookup_impl(v, false, pkg, name, true).object();
                    let Some(alt) = alt.filter(|&a| matches!(self.types.obj(a).kind, ObjKind::Func(_))) else {
                        return Err(self.not_found(v, t, m));
                    };
                    self.obj_decl(alt);
                    if self.types.obj_name(alt) == name {
                        return Err(format!("(unexported method {text})"));
                    }
                    let (have, want) = (self.func_string(alt), self.func_string(m));
                    return Err(format!("(missing method {text})\n\t\thave {have}\n\t\twant {want}"));
                }
                Found::Entry { obj, .. } => {
                    if !matches!(self.types.obj(obj).kind, ObjKind::Func(_)) {
                        return Err(format!("({}.{text} is a field, not a method)", self.ts(v)));
                    }
                    self.obj_decl(obj);
                    if !same(self, obj, m) {
                        return Err(self.wrong_signature(obj, m));
                    }
                }
            }
        }
        Ok(())
    }

    fn same_signature(&self, a: ObjId, b: ObjId) -> bool {
        self.types.identical(self.types.obj_type(a), self.types.obj_type(b))
    }

    fn not_found(&self, v: TypeId, t: TypeId, m: ObjId) -> String {
        if self.is_interface_ptr(v) {
            format!("({})", self.interface_ptr_error(v))
        } else if self.is_interface_ptr(t) {
            format!("({})", self.interface_ptr_error(t))
        } else {
            format!("(missing method {})", self.name(m))
        }
    }

    fn wrong_signature(&self, have: ObjId, want: ObjId) -> String {
        let name = self.name(want);
        let (have, want) = (self.func_string(have), self.func_string(want));
        if have == want {
            return format!("(wrong type for method {name})");
        }
        format!("(wrong type for method {name})\n\t\thave {have}\n\t\twant {want}")
    }

    /// A method as `name(int) string`.
    fn func_string(&self, obj: ObjId) -> String {
        let ty = self.types.bare_string(self.types.obj_type(obj), self.names, Some(self.pkg));
        format!("{}{}", self.name(obj), ty.strip_prefix("func").unwrap_or(&ty))
    }

    fn has_invalid_embedded(&self, ty: TypeId, seen: &mut Vec<TypeId>) -> bool {
        let base = self.types.underlying(self.deref_struct_ptr(ty));
        if seen.contains(&base) {
            return false;
        }
        seen.push(base);
        self.types.fields(base).iter().any(|&f| {
            let ty = self.types.obj_type(f);
            self.types.is_embedded(f) && (!self.types.is_valid(ty) || self.has_invalid_embedded(ty, seen))
        })
    }

    /// Why values of type `ty` cannot be compared; `None` if they can. With
    /// `dynamic` interfaces can.
    pub(super) fn incomparable(&mut self, ty: TypeId, dynamic: bool) -> Option<String> {
        self.incomparable_in(ty, dynamic, &mut Vec::new())
    }

    fn incomparable_in(&mut self, ty: TypeId, dynamic: bool, seen: &mut Vec<TypeId>) -> Option<String> {
        if seen.contains(&ty) || seen.len() > MAX_DEPTH as usize {
            return None;
        }
        seen.push(ty);
        match self.types.under(ty) {
            Type::Basic(BasicKind::UntypedNil) => Some(String::new()),
            Type::Basic(_) | Type::Pointer(_) | Type::Chan { .. } | Type::Unknown => None,
            Type::Struct { fields, .. } => {
                for field in self.types.objs(fields).to_vec() {
                    let ty = self.types.obj_type(field);
                    if self.incomparable_in(ty, dynamic, seen).is_some() {
                        return Some(format!("struct containing {} cannot be compared", self.ts(ty)));
                    }
                }
                None
            }
            Type::Array { elem, .. } => {
                self.incomparable_in(elem, dynamic, seen)?;
                Some(format!("{} cannot be compared", self.ts(ty)))
            }
            Type::Interface(_) => {
                if dynamic && !self.types.is_type_param(ty) {
                    return None;
                }
                let set = self.type_set(ty);
                match &set.terms {
                    None if set.comparable || set.open => None,
                    None => Some("incomparable types in type set".into()),
                    Some(terms) if terms.is_empty() => Some("empty type set".into()),
                    Some(terms) => {
                        let all = terms.iter().all(|t| self.incomparable_in(t.ty, false, seen).is_none());
                        (!all).then(|| "incomparable types in type set".into())
                    }
                }
            }
            _ => Some(String::new()),
        }
    }

    /// Why operands of type `ty` cannot be compared, for a message.
    pub(super) fn incomparable_cause(&mut self, ty: TypeId) -> String {
        match self.types.under(ty) {
            Type::Slice(_) | Type::Signature(_) | Type::Map { .. } => {
                format!("{} can only be compared to nil", composite_kind(self.types, ty))
            }
            _ => self.incomparable(ty, true).unwrap_or_default(),
        }
    }
}

fn chain(message: String, cause: &str) -> String {
    if cause.is_empty() { message } else { format!("{message}\n\t{cause}") }
}
