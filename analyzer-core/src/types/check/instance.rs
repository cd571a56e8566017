//! Instances of generic types, substitution, and what has to be settled
//! before types can be compared.

use alloc::{format, rc::Rc, vec::Vec};

use super::{Checker, Delayed};
use crate::ast::ExprId;
use crate::base::Pos;
use crate::types::{
    arena::{Instance, Interface, ObjList, Signature, Term, Type, TypeId, TypeList},
    info::InstanceInfo,
    objects::{Func, ObjId, ObjKind, Object, Var},
};

/// Instances that arise from expanding instances are expanded to this depth;
/// a type that needs more grows without end.
const MAX_GENERATION: u32 = 12;
/// And at most this many in one package.
const MAX_INSTANCES: usize = 50_000;

impl Checker<'_> {
    /// Expands instances whose generic type has become known and computes the
    /// type sets of new interfaces, so that types can be compared.
    pub(super) fn settle(&mut self) {
        if self.open_instances.is_empty() && self.open_ifaces.is_empty() && self.open_tparams.is_empty() {
            return;
        }
        if self.obj_path[self.path_start..].iter().any(|&o| matches!(self.types.obj(o).kind, ObjKind::TypeName)) {
            return;
        }
        for _ in 0..MAX_GENERATION {
            let waiting = core::mem::take(&mut self.open_instances);
            if waiting.is_empty() {
                break;
            }
            for instance in waiting {
                self.expand(instance);
            }
        }
        for tparam in core::mem::take(&mut self.open_tparams) {
            self.bind_iface(tparam);
        }
        while let Some(iface) = self.open_ifaces.pop() {
            self.type_set(iface);
        }
    }

    /// The instance of generic type `origin` with these type arguments.
    pub(super) fn instance(&mut self, origin: TypeId, targs: &[TypeId]) -> TypeId {
        self.instance_at(origin, targs, None)
    }

    /// The same; `pos` is where it is written, for messages about cycles.
    fn instance_at(&mut self, origin: TypeId, targs: &[TypeId], pos: Option<Pos>) -> TypeId {
        match self.types.get(origin) {
            Type::Named(named) => {
                let obj = self.types.named(named).obj;
                let key = (obj, targs.len());
                if let Some(known) = self.known_instance(key, targs) {
                    return known;
                }
                let list = self.types.add_list(targs);
                let object = self.types.obj(obj).clone();
                let name = self.types.add_obj(Object { pos: pos.or(object.pos), ..object });
                let ty = self.types.add_named(name, None);
                self.set_type(name, ty);
                if let Type::Named(id) = self.types.get(ty) {
                    self.types.named_mut(id).instance = Some(Instance { origin, targs: list });
                }
                let known = self.instances.entry(key).or_default();
                known.push(ty);
                if known.len() <= MAX_INSTANCES {
                    self.expand(ty);
                }
                ty
            }
            Type::Alias(alias) => {
                let info = self.types.alias(alias).clone();
                let tparams = self.types.list(info.tparams).to_vec();
                let Some(rhs) = info.from_rhs else { return TypeId::INVALID };
                if tparams.len() != targs.len() {
                    return TypeId::INVALID;
                }
                let key = (info.obj, targs.len());
                if let Some(known) = self.known_instance(key, targs) {
                    return known;
                }
                let rhs = self.subst(rhs, &tparams, targs);
                let list = self.types.add_list(targs);
                let ty = self.types.add_alias(info.obj, Some(rhs));
                if let Type::Alias(id) = self.types.get(ty) {
                    let actual = self.types.unalias(rhs);
                    let alias = self.types.alias_mut(id);
                    alias.instance = Some(Instance { origin, targs: list });
                    alias.actual = Some(actual);
                    if actual != TypeId::INVALID {
                        self.instances.entry(key).or_default().push(ty);
                    }
                }
                ty
            }
            _ => TypeId::INVALID,
        }
    }

    /// The instance with identical type arguments, if one was made.
    fn known_instance(&self, key: (ObjId, usize), targs: &[TypeId]) -> Option<TypeId> {
        self.instances.get(&key)?.iter().copied().find(|&ty| {
            let instance = match self.types.get(ty) {
                Type::Named(id) => self.types.named(id).instance,
                Type::Alias(id) => self.types.alias(id).instance,
                _ => None,
            };
            let args = instance.map(|instance| self.types.list(instance.targs)).unwrap_or_default();
            args.len() == targs.len() && args.iter().zip(targs).all(|(&a, &b)| self.types.identical(a, b))
        })
    }

    /// Computes the underlying type of an instance if its generic type is known.
    fn expand(&mut self, ty: TypeId) {
        let Type::Named(id) = self.types.get(ty) else { return };
        if self.types.named(id).underlying.is_some() {
            return;
        }
        let Some(instance) = self.types.named(id).instance else { return };
        let Type::Named(origin) = self.types.get(instance.origin) else { return };
        let declared = self.types.named(origin).from_rhs;
        let tparams = self.types.list(self.types.named(origin).tparams).to_vec();
        let targs = self.types.list(instance.targs).to_vec();
        let (Some(_), true) = (declared, self.generation < MAX_GENERATION) else {
            if self.generation < MAX_GENERATION {
                self.open_instances.push(ty);
            }
            return;
        };
        let under = self.types.underlying(instance.origin);
        if tparams.len() != targs.len() || declared == Some(TypeId::INVALID) {
            self.types.named_mut(id).underlying = Some(TypeId::INVALID);
            return;
        }
        if under == TypeId::INVALID {
            // What the generic type is declared as is not known yet.
            self.open_instances.push(ty);
            return;
        }
        self.generation += 1;
        let under = self.subst(under, &tparams, &targs);
        self.generation -= 1;
        let under = self.types.underlying(under);
        self.types.named_mut(id).underlying = Some(under);
    }

    /// The method of an instance: its signature with the type arguments.
    pub(super) fn expand_method(&mut self, ty: TypeId, index: usize, method: ObjId) -> ObjId {
        let Some(id) = self.types.as_named(ty) else { return method };
        if let Some(&known) = self.expanded.get(&(id, index)) {
            return known;
        }
        self.obj_decl(method);
        let Some(instance) = self.types.named(id).instance else { return method };
        let targs = self.types.list(instance.targs).to_vec();
        let Some(&sig) = self.types.signature(self.types.obj_type(method)) else { return method };
        let tparams = self.types.list(sig.recv_tparams).to_vec();
        if tparams.len() != targs.len() {
            return method;
        }
        let mut old = tparams;
        let mut new = targs;
        let mut own = sig.tparams;
        if !own.is_empty() {
            // The method's own type parameters, whose constraints may mention
            // those of the receiver.
            let theirs = self.types.list(own).to_vec();
            let fresh = self.rename_tparams_with(&theirs, &old, &new);
            own = self.types.add_list(&fresh);
            old.extend(theirs);
            new.extend(fresh);
        }
        let declared = self.types.obj_type(method);
        let new = self.subst(declared, &old, &new);
        let new = if new == declared { self.types.add_signature(sig) } else { new };
        if let (Type::Signature(new), Some(recv)) = (self.types.get(new), sig.recv) {
            let is_ptr = matches!(self.types.resolved(self.types.obj_type(recv)), Type::Pointer(_));
            let recv_type = if is_ptr { self.types.pointer_to(ty) } else { ty };
            let recv = self.copy_var(recv, recv_type);
            let sig = self.types.sig_mut(new);
            sig.recv = Some(recv);
            sig.recv_tparams = TypeList::default();
            sig.tparams = own;
        }
        let object = self.types.obj(method).clone();
        let ptr_recv = self.has_ptr_recv(method);
        let kind = ObjKind::Func(Func { ptr_recv, origin: Some(method), ..Func::default() });
        let obj = self.types.add_obj(Object { kind, ty: Some(new), ..object });
        self.expanded.insert((id, index), obj);
        obj
    }

    fn copy_var(&mut self, var: ObjId, ty: TypeId) -> ObjId {
        let object = self.types.obj(var).clone();
        let ObjKind::Var(info) = object.kind else { return var };
        let kind = ObjKind::Var(Var { origin: Some(info.origin.unwrap_or(var)), ..info });
        self.types.add_obj(Object { kind, ty: Some(ty), ..object })
    }

    /// Gives a type parameter the interface of its constraint.
    pub(super) fn bind_iface(&mut self, tparam: TypeId) {
        let Type::TypeParam(id) = self.types.get(tparam) else { return };
        let Some(bound) = self.types.tparam(id).bound else { return };
        let iface = match self.types.under(bound) {
            Type::Interface(_) => self.types.underlying(bound),
            Type::Unknown => {
                let type_set = Some(Rc::new(crate::types::arena::TypeSet { open: true, ..Default::default() }));
                self.types.add_interface(Interface { type_set, ..Interface::default() })
            }
            // The constraint is being declared: look again when it is known.
            Type::Basic(crate::types::basic::BasicKind::Invalid) => {
                if self.types.is_valid(bound) {
                    self.open_tparams.push(tparam);
                }
                return;
            }
            _ => {
                let embeddeds = alloc::vec![(bound, None)];
                let iface = Interface { implicit: true, embeddeds, ..Interface::default() };
                let iface = self.types.add_interface(iface);
                self.open_ifaces.push(iface);
                iface
            }
        };
        self.types.tparam_mut(id).iface = Some(iface);
    }

    /// `ty` with type parameters replaced; the same id if nothing changes.
    pub(super) fn subst(&mut self, ty: TypeId, tparams: &[TypeId], targs: &[TypeId]) -> TypeId {
        if tparams.is_empty() || !self.enter(0) {
            return ty;
        }
        let new = self.subst_in(ty, tparams, targs);
        self.leave();
        new
    }

    fn subst_in(&mut self, ty: TypeId, tparams: &[TypeId], targs: &[TypeId]) -> TypeId {
        match self.types.get(ty) {
            Type::Basic(_) | Type::Unknown => ty,
            Type::TypeParam(_) => {
                tparams.iter().position(|&t| t == ty).and_then(|i| targs.get(i).copied()).unwrap_or(ty)
            }
            Type::Array { len, elem } => {
                let new = self.subst(elem, tparams, targs);
                if new == elem { ty } else { self.types.add(Type::Array { len, elem: new }) }
            }
            Type::Slice(elem) => {
                let new = self.subst(elem, tparams, targs);
                if new == elem { ty } else { self.types.add(Type::Slice(new)) }
            }
            Type::Pointer(elem) => {
                let new = self.subst(elem, tparams, targs);
                if new == elem { ty } else { self.types.pointer_to(new) }
            }
            Type::Map { key, elem } => {
                let (k, e) = (self.subst(key, tparams, targs), self.subst(elem, tparams, targs));
                if k == key && e == elem { ty } else { self.types.add(Type::Map { key: k, elem: e }) }
            }
            Type::Chan { dir, elem } => {
                let new = self.subst(elem, tparams, targs);
                if new == elem { ty } else { self.types.add(Type::Chan { dir, elem: new }) }
            }
            Type::Struct { fields, tags } => {
                let new = self.subst_vars(fields, tparams, targs);
                if new == fields { ty } else { self.types.add(Type::Struct { fields: new, tags }) }
            }
            Type::Tuple(vars) => {
                let new = self.subst_vars(vars, tparams, targs);
                if new == vars { ty } else { self.types.add(Type::Tuple(new)) }
            }
            Type::Signature(id) => {
                let sig = *self.types.sig(id);
                let params = self.subst_vars(sig.params, tparams, targs);
                let results = self.subst_vars(sig.results, tparams, targs);
                if params == sig.params && results == sig.results {
                    return ty;
                }
                self.types.add_signature(Signature { params, results, ..sig })
            }
            Type::Union(id) => {
                let terms = self.types.union(id).terms.clone();
                let new: Vec<Term> =
                    terms.iter().map(|t| Term { ty: self.subst(t.ty, tparams, targs), ..*t }).collect();
                if new == terms { ty } else { self.types.add_union(new) }
            }
            Type::Interface(id) => self.subst_interface(ty, id, tparams, targs),
            Type::Named(id) => {
                let Some(instance) = self.types.named(id).instance else { return ty };
                if self.tparams_of(instance.origin).len() != instance.targs.len() {
                    // Reported where it is written.
                    return TypeId::INVALID;
                }
                match self.subst_list(instance.targs, tparams, targs) {
                    Some(new) => self.instance(instance.origin, &new),
                    None => ty,
                }
            }
            Type::Alias(id) => {
                let Some(instance) = self.types.alias(id).instance else {
                    let actual = self.types.unalias(ty);
                    let new = self.subst(actual, tparams, targs);
                    return if new == actual { ty } else { new };
                };
                match self.subst_list(instance.targs, tparams, targs) {
                    Some(new) => self.instance(instance.origin, &new),
                    None => ty,
                }
            }
        }
    }

    fn subst_interface(
        &mut self,
        ty: TypeId,
        id: crate::types::arena::IfaceId,
        tparams: &[TypeId],
        targs: &[TypeId],
    ) -> TypeId {
        let iface = self.types.iface(id).clone();
        let mut changed = false;
        let mut methods = Vec::with_capacity(iface.methods.len());
        for method in iface.methods {
            let sig = self.types.obj_type(method);
            let new = self.subst(sig, tparams, targs);
            if new == sig {
                methods.push(method);
                continue;
            }
            changed = true;
            let object = self.types.obj(method).clone();
            let kind = ObjKind::Func(Func { origin: Some(method), ..Func::default() });
            methods.push(self.types.add_obj(Object { kind, ty: Some(new), ..object }));
        }
        let mut embeddeds = Vec::with_capacity(iface.embeddeds.len());
        for (elem, pos) in iface.embeddeds {
            let new = self.subst(elem, tparams, targs);
            changed |= new != elem;
            embeddeds.push((new, pos));
        }
        if !changed {
            return ty;
        }
        let new = self.types.add_interface(Interface { methods, embeddeds, type_set: None, ..iface });
        self.open_ifaces.push(new);
        new
    }

    fn subst_vars(&mut self, vars: ObjList, tparams: &[TypeId], targs: &[TypeId]) -> ObjList {
        let old = self.types.objs(vars).to_vec();
        let mut new = Vec::with_capacity(old.len());
        for &var in &old {
            let ty = self.types.obj_type(var);
            let replaced = self.subst(ty, tparams, targs);
            new.push(if replaced == ty { var } else { self.copy_var(var, replaced) });
        }
        if new == old { vars } else { self.types.add_objs(&new) }
    }

    fn subst_list(&mut self, list: TypeList, tparams: &[TypeId], targs: &[TypeId]) -> Option<Vec<TypeId>> {
        let old = self.types.list(list).to_vec();
        let new: Vec<TypeId> = old.iter().map(|&t| self.subst(t, tparams, targs)).collect();
        (new != old).then_some(new)
    }

    /// A type such as `T[int]`.
    pub(super) fn instantiated_type(&mut self, x: ExprId, args: &[ExprId]) -> TypeId {
        let generic = match self.generic_type(x) {
            Ok(ty) => ty,
            Err(cause) => {
                let list: Vec<_> = args.iter().map(|&a| self.es(a)).collect();
                let message = format!("invalid operation: {}[{}] ({cause})", self.es(x), list.join(", "));
                self.error(self.at(x), "NotAGenericType", message);
                return TypeId::INVALID;
            }
        };
        if !self.types.is_valid(generic) {
            return generic;
        }
        let Some(targs) = self.type_list(args) else { return TypeId::INVALID };
        if self.types.is_unknown(generic) && !self.types.is_generic(generic) {
            return TypeId::UNKNOWN;
        }
        let fits = self.check_targ_count(x, generic, targs.len());
        let pos = self.here(self.file().exprs[x].pos);
        let ty = self.instance_at(generic, &targs, Some(pos));
        if !fits {
            return ty;
        }
        if let Some(name) = self.embedded_name(x) {
            let targs = self.types.add_list(&targs);
            if let Some(info) = self.file_info() {
                info.instances.insert(name, InstanceInfo { targs, ty });
            }
        }
        self.later(Delayed::VerifyInstance { expr: x, instance: ty, args: args.to_vec() });
        ty
    }

    fn tparams_of(&self, generic: TypeId) -> Vec<TypeId> {
        match self.types.get(generic) {
            Type::Named(id) => self.types.list(self.types.named(id).tparams).to_vec(),
            Type::Alias(id) => self.types.list(self.types.alias(id).tparams).to_vec(),
            _ => Vec::new(),
        }
    }

    fn check_targ_count(&mut self, x: ExprId, generic: TypeId, got: usize) -> bool {
        let want = self.tparams_of(generic).len();
        if got == want {
            return true;
        }
        let name = self.types.type_name(generic).map(|o| self.name(o)).unwrap_or_default();
        let which = if got < want { "not enough" } else { "too many" };
        let message = format!("{which} type arguments for type {name}: have {got}, want {want}");
        let pos = self.here(self.file().exprs[x].pos);
        self.error(pos, "WrongTypeArgCount", message);
        false
    }

    /// Checks the type arguments of an instance against their constraints.
    pub(super) fn verify_instance(&mut self, expr: ExprId, instance: TypeId, args: &[ExprId]) {
        let info = match self.types.get(instance) {
            Type::Named(id) => self.types.named(id).instance,
            Type::Alias(id) => self.types.alias(id).instance,
            _ => None,
        };
        let Some(info) = info else { return };
        let tparams = self.tparams_of(info.origin);
        let targs = self.types.list(info.targs).to_vec();
        let pos = self.here(self.file().exprs[expr].pos);
        self.verify_targs(pos, &tparams, &targs, args);
    }

    pub(super) fn verify_targs(&mut self, at: Pos, tparams: &[TypeId], targs: &[TypeId], args: &[ExprId]) {
        for (i, (&tparam, &targ)) in tparams.iter().zip(targs).enumerate() {
            let Type::TypeParam(id) = self.types.get(tparam) else { continue };
            let Some(bound) = self.types.tparam(id).bound else { continue };
            let bound = self.subst(bound, tparams, targs);
            self.settle();
            let bound = match self.types.under(bound) {
                Type::Interface(_) | Type::Unknown => bound,
                _ if !self.types.is_valid(bound) => continue,
                _ => {
                    let embeddeds = alloc::vec![(bound, None)];
                    self.types.add_interface(Interface { implicit: true, embeddeds, ..Interface::default() })
                }
            };
            if let Err(cause) = self.implements(targ, bound, true) {
                let pos = args.get(i).map_or(at, |&a| self.at(a));
                self.error(pos, "InvalidTypeArg", cause);
                return;
            }
        }
        let written: Vec<Pos> = args.iter().map(|&arg| self.at(arg)).collect();
        self.record_instantiation(tparams, targs, at, &written);
    }
}
