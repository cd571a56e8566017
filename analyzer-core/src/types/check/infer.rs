//! Inference of type arguments.
//!
//! Typed arguments are unified with their parameters first; then constraints
//! with a core type and with methods add what they know, until nothing
//! changes; untyped constants count last, with their default types.

use alloc::{format, string::String, vec::Vec};

use super::{
    Checker,
    operand::Operand,
    unify::{Match, Unifier},
};
use crate::base::Pos;
use crate::types::{
    arena::{Signature, Term, Type, TypeId, TypeList},
    objects::ObjId,
};

/// Where inference failed and why; `None` if that has been reported.
pub(super) type Failure = Option<(Pos, String)>;

impl Checker<'_> {
    /// The type arguments of `tparams`, some of which may be given, such that
    /// `args` can be assigned to parameters of types `params`. `reverse` is
    /// for a generic function that is assigned itself.
    pub(super) fn infer(
        &mut self,
        pos: Pos,
        tparams: &[TypeId],
        given: &[Option<TypeId>],
        params: &[TypeId],
        args: &[Operand],
        reverse: bool,
    ) -> Result<Vec<TypeId>, Failure> {
        if given.len() == tparams.len()
            && let Some(all) = given.iter().copied().collect::<Option<Vec<TypeId>>>()
        {
            return Ok(all);
        }
        if args.iter().any(|a| !a.is_valid()) {
            return Err(None);
        }
        let params: Vec<TypeId> = params.iter().map(|&p| self.subst_given(p, tparams, given)).collect();
        let mut u = Unifier::new(tparams, given, self.allow_version(21));
        let mut untyped: Vec<usize> = Vec::new();
        for (i, (arg, &param)) in args.iter().zip(&params).enumerate() {
            if !self.is_parameterized(tparams, param) && !self.is_parameterized(tparams, arg.ty) {
                continue;
            }
            if self.types.is_typed(arg.ty) {
                if arg.ty == TypeId::UNKNOWN {
                    continue;
                }
                if !u.unify(self, param, arg.ty, Match::ASSIGN) {
                    if args.iter().any(|a| self.mentions_unknown(a.ty)) {
                        return Ok(alloc::vec![TypeId::UNKNOWN; tparams.len()]);
                    }
                    return Err(Some(self.mismatch(&u, tparams, param, arg, reverse)));
                }
            } else if matches!(self.types.get(param), Type::TypeParam(_)) && !arg.is_nil() {
                untyped.push(i);
            }
        }
        self.unify_constraints(pos, tparams, &mut u)?;
        // What is passed for a type parameter may decide it without being known.
        for (arg, param) in args.iter().zip(&params) {
            if self.types.is_unknown(arg.ty)
                && let Some(index) = tparams.iter().position(|t| t == param)
                && u.at(index).is_none()
            {
                u.set(index, TypeId::UNKNOWN);
            }
        }
        self.infer_untyped(tparams, &params, args, &untyped, &mut u)?;
        let mut inferred = u.inferred();
        self.kill_cycles(tparams, &mut inferred);
        self.simplify(tparams, given, &mut inferred);
        let unknown_args = args.iter().any(|a| self.mentions_unknown(a.ty));
        let mut result = Vec::with_capacity(tparams.len());
        for (&tparam, ty) in tparams.iter().zip(inferred) {
            match ty {
                Some(ty) if !self.is_parameterized(tparams, ty) => result.push(ty),
                // An argument of an unknown package may decide it.
                _ if unknown_args => result.push(TypeId::UNKNOWN),
                _ => {
                    let Some(obj) = self.types.type_name(tparam) else { return Err(None) };
                    let place = self.types.obj(obj).pos.map(|p| self.place(p)).unwrap_or_default();
                    let message = format!("cannot infer {} (declared at {place})", self.name(obj));
                    return Err(Some((pos, message)));
                }
            }
        }
        Ok(result)
    }

    fn subst_given(&mut self, ty: TypeId, tparams: &[TypeId], given: &[Option<TypeId>]) -> TypeId {
        let (known, types): (Vec<TypeId>, Vec<TypeId>) =
            tparams.iter().zip(given).filter_map(|(&p, t)| Some((p, (*t)?))).unzip();
        self.subst(ty, &known, &types)
    }

    fn mismatch(
        &mut self,
        u: &Unifier,
        tparams: &[TypeId],
        param: TypeId,
        arg: &Operand,
        reverse: bool,
    ) -> (Pos, String) {
        let targs = u.inferred();
        let pos = self.at_operand(arg);
        let (ty, text, shown) = (self.ts(arg.ty), self.expr_text(arg), self.ts(param));
        if targs.iter().all(Option::is_none) {
            let names = self.tparam_names(tparams);
            return (pos, format!("type {ty} of {text} does not match {shown} (cannot infer {names})"));
        }
        let inferred = self.subst_given(param, tparams, &targs);
        if inferred == param {
            return (pos, format!("type {ty} of {text} does not match {shown}"));
        }
        let inferred = self.ts(inferred);
        if reverse {
            (pos, format!("inferred type {inferred} for {shown} does not match type {ty} of {text}"))
        } else {
            (pos, format!("type {ty} of {text} does not match inferred type {inferred} for {shown}"))
        }
    }

    fn tparam_names(&self, tparams: &[TypeId]) -> String {
        let names: Vec<String> =
            tparams.iter().filter_map(|&t| self.types.type_name(t)).map(|o| self.name(o)).collect();
        match names.as_slice() {
            [] => String::new(),
            [one] => one.clone(),
            [a, b] => format!("{a} and {b}"),
            [init @ .., last] => format!("{}, and {last}", init.join(", ")),
        }
    }

    /// The single term of a constraint, or the type its terms share; and
    /// whether it is the only term.
    fn core_term(&mut self, tparam: TypeId) -> Option<(Term, bool)> {
        let terms = self.type_set(tparam).terms.clone().unwrap_or_default();
        if let [term] = terms[..] {
            return Some((term, true));
        }
        if terms.is_empty() {
            return None;
        }
        let tilde = terms.iter().any(|t| t.tilde);
        self.common_under(tparam).ok().map(|ty| (Term { tilde, ty }, false))
    }

    fn unify_constraints(&mut self, pos: Pos, tparams: &[TypeId], u: &mut Unifier) -> Result<(), Failure> {
        loop {
            let before = u.unknowns();
            for (i, &tparam) in tparams.iter().enumerate() {
                let found = u.at(i);
                if let Some((term, single)) = self.core_term(tparam) {
                    match found {
                        Some(ty) if !u.unify(self, ty, term.ty, Match::INEXACT) => {
                            let message = self.not_satisfied(tparam, ty, "");
                            return Err(Some((pos, message)));
                        }
                        None if single && !term.tilde => u.set(i, term.ty),
                        _ => {}
                    }
                }
                if let Some(ty) = found
                    && !self.is_parameterized(tparams, ty)
                {
                    let iface = self.types.underlying(tparam);
                    let mut same = |c: &mut Self, a: ObjId, b: ObjId| {
                        let (a, b) = (c.types.obj_type(a), c.types.obj_type(b));
                        u.unify(c, a, b, Match::EXACT)
                    };
                    if let Err(cause) = self.has_all_methods_by(ty, iface, true, &mut same) {
                        let message = self.not_satisfied(tparam, ty, &cause);
                        return Err(Some((pos, message)));
                    }
                }
            }
            if u.unknowns() == before {
                return Ok(());
            }
        }
    }

    fn not_satisfied(&self, tparam: TypeId, ty: TypeId, cause: &str) -> String {
        let bound = match self.types.get(tparam) {
            Type::TypeParam(id) => self.types.tparam(id).bound.map(|b| self.ts(b)).unwrap_or_default(),
            _ => String::new(),
        };
        let space = if cause.is_empty() { "" } else { " " };
        format!("{} (type {}) does not satisfy {bound}{space}{cause}", self.ts(tparam), self.ts(ty))
    }

    fn infer_untyped(
        &mut self,
        tparams: &[TypeId],
        params: &[TypeId],
        args: &[Operand],
        untyped: &[usize],
        u: &mut Unifier,
    ) -> Result<(), Failure> {
        let mut largest: Vec<(usize, TypeId)> = Vec::new();
        for &index in untyped {
            let Some(tparam) = tparams.iter().position(|&t| t == params[index]) else { continue };
            if u.at(tparam).is_some() {
                continue;
            }
            let arg = &args[index];
            match largest.iter_mut().find(|(t, _)| *t == tparam) {
                None => largest.push((tparam, arg.ty)),
                Some((_, max)) => {
                    if let Some(larger) = self.max_type(*max, arg.ty) {
                        *max = larger;
                    } else {
                        let message = format!(
                            "mismatched types {} and {} (cannot infer {})",
                            self.ts(*max),
                            self.ts(arg.ty),
                            self.ts(tparams[tparam])
                        );
                        return Err(Some((self.at_operand(arg), message)));
                    }
                }
            }
        }
        for (tparam, ty) in largest {
            u.set(tparam, ty.default_type());
        }
        Ok(())
    }

    /// Replaces type parameters in inferred types by what was inferred for them.
    fn simplify(&mut self, tparams: &[TypeId], given: &[Option<TypeId>], inferred: &mut [Option<TypeId>]) {
        let mut dirty: Vec<usize> = (0..inferred.len())
            .filter(|&i| inferred[i].is_some() && given.get(i).copied().flatten().is_none())
            .collect();
        for _ in 0..=tparams.len() {
            let current = inferred.to_vec();
            dirty.retain(|&i| {
                let Some(old) = inferred[i] else { return false };
                let mut new = self.subst_given(old, tparams, &current);
                if new != old
                    && let Type::Signature(id) = self.types.get(new)
                    && !self.types.sig(id).tparams.is_empty()
                    && !self.is_parameterized(tparams, new)
                {
                    // It came from a generic argument and is generic no more.
                    let sig = Signature { tparams: TypeList::default(), ..*self.types.sig(id) };
                    new = self.types.add_signature(sig);
                }
                inferred[i] = Some(new);
                new != old
            });
            if dirty.is_empty() {
                break;
            }
        }
    }

    /// Forgets types that are inferred in terms of themselves.
    fn kill_cycles(&self, tparams: &[TypeId], inferred: &mut [Option<TypeId>]) {
        for &tparam in tparams {
            self.kill_cycle(tparam, tparams, inferred, &mut Vec::new());
        }
    }

    fn kill_cycle(&self, ty: TypeId, tparams: &[TypeId], inferred: &mut [Option<TypeId>], path: &mut Vec<TypeId>) {
        let ty = self.types.unalias(ty);
        let index = tparams.iter().position(|&t| t == ty);
        if path.contains(&ty) {
            if let Some(index) = index {
                inferred[index] = None;
            }
            return;
        }
        if path.len() > 100 {
            return;
        }
        path.push(ty);
        if let Some(index) = index {
            if let Some(next) = inferred[index] {
                self.kill_cycle(next, tparams, inferred, path);
            }
        } else {
            for part in self.parts_of(ty) {
                self.kill_cycle(part, tparams, inferred, path);
            }
        }
        path.pop();
    }

    /// The types that `ty` is directly made of.
    pub(super) fn parts_of(&self, ty: TypeId) -> Vec<TypeId> {
        let vars = |list: &[ObjId]| list.iter().map(|&o| self.types.obj_type(o)).collect::<Vec<_>>();
        match self.types.get(ty) {
            Type::Array { elem, .. } | Type::Slice(elem) | Type::Pointer(elem) | Type::Chan { elem, .. } => {
                alloc::vec![elem]
            }
            Type::Map { key, elem } => alloc::vec![key, elem],
            Type::Struct { fields, .. } => vars(self.types.objs(fields)),
            Type::Tuple(list) => vars(self.types.objs(list)),
            Type::Signature(id) => {
                let sig = *self.types.sig(id);
                let mut parts = vars(self.types.objs(sig.params));
                parts.extend(vars(self.types.objs(sig.results)));
                parts
            }
            Type::Union(id) => self.types.union(id).terms.iter().map(|t| t.ty).collect(),
            Type::Interface(id) => {
                let iface = self.types.iface(id);
                let mut parts = vars(&iface.methods);
                parts.extend(iface.embeddeds.iter().map(|e| e.0));
                parts
            }
            Type::Named(id) => match self.types.named(id).instance {
                Some(instance) => self.types.list(instance.targs).to_vec(),
                None => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// Whether a type of an unknown package occurs in `ty`.
    pub(super) fn mentions_unknown(&self, ty: TypeId) -> bool {
        self.is_parameterized(&[TypeId::UNKNOWN], ty) || self.types.is_unknown(ty)
    }

    /// Whether one of `tparams` occurs in `ty`.
    pub(super) fn is_parameterized(&self, tparams: &[TypeId], ty: TypeId) -> bool {
        let mut pending = alloc::vec![ty];
        let mut seen: Vec<TypeId> = Vec::new();
        while let Some(ty) = pending.pop() {
            let ty = self.types.unalias(ty);
            if tparams.contains(&ty) {
                return true;
            }
            if !seen.contains(&ty) {
                seen.push(ty);
                pending.extend(self.parts_of(ty));
            }
        }
        false
    }

    /// Fresh type parameters in the place of `tparams`, so that a function can
    /// be used in its own body.
    pub(super) fn rename_tparams(&mut self, tparams: &[TypeId]) -> Vec<TypeId> {
        self.rename_tparams_with(tparams, &[], &[])
    }

    /// The same, and `more` is replaced by `by` in their constraints.
    pub(super) fn rename_tparams_with(&mut self, tparams: &[TypeId], more: &[TypeId], by: &[TypeId]) -> Vec<TypeId> {
        let fresh: Vec<TypeId> = tparams
            .iter()
            .map(|&tparam| {
                let Type::TypeParam(id) = self.types.get(tparam) else { return tparam };
                let info = self.types.tparam(id).clone();
                self.types.add_tparam(info.obj, info.index, None)
            })
            .collect();
        for (&old, &new) in tparams.iter().zip(&fresh) {
            let (Type::TypeParam(from), Type::TypeParam(to)) = (self.types.get(old), self.types.get(new)) else {
                continue;
            };
            let bound = self.types.tparam(from).bound.map(|b| {
                let b = self.subst(b, tparams, &fresh);
                self.subst(b, more, by)
            });
            self.types.tparam_mut(to).bound = bound;
            self.bind_iface(new);
        }
        self.settle();
        fresh
    }
}
