//! Fields and methods by name, through embedded fields.

use alloc::{string::String, vec::Vec};

use super::Checker;
use crate::base::Symbol;
use crate::lexer::equal_fold;
use crate::types::{
    arena::{Type, TypeId},
    objects::{ObjId, ObjKind, PkgId},
};

/// What a name selects in a type.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Found {
    /// A field or method: the object, the way to it, whether a pointer is
    /// followed on that way.
    Entry { obj: ObjId, path: Vec<u32>, indirect: bool },
    /// Several at the same depth.
    Ambiguous,
    /// A method that needs a pointer receiver.
    NeedsPointer,
    /// Nothing.
    Missing,
    /// Nothing that is known, but an unknown type is embedded.
    Unknown,
}

impl Found {
    pub(super) fn object(&self) -> Option<ObjId> {
        match self {
            Self::Entry { obj, .. } => Some(*obj),
            _ => None,
        }
    }
}

/// How names are compared.
#[derive(Clone, Copy)]
struct Wanted {
    pkg: Option<PkgId>,
    name: Symbol,
    fold: bool,
}

struct Embedded {
    ty: TypeId,
    path: Vec<u32>,
    indirect: bool,
    multiples: bool,
}

/// Embedding is followed to this depth.
const MAX_DEPTH: usize = 100;

impl Checker<'_> {
    /// What `name` selects in a value of type `ty`.
    pub(super) fn lookup_member(&mut self, ty: TypeId, addressable: bool, name: Symbol) -> Found {
        self.lookup_in(ty, addressable, Some(self.pkg), name, false)
    }

    /// The same, names compared without regard to case: for messages.
    pub(super) fn lookup_folded(&mut self, ty: TypeId, addressable: bool, name: Symbol) -> Option<ObjId> {
        self.lookup_in(ty, addressable, Some(self.pkg), name, true).object()
    }

    fn lookup_in(&mut self, ty: TypeId, addressable: bool, pkg: Option<PkgId>, name: Symbol, fold: bool) -> Found {
        // A defined pointer type has the fields of what it points to, but no
        // methods.
        if self.types.as_named(ty).is_some() {
            let under = self.types.underlying(ty);
            if matches!(self.types.get(under), Type::Pointer(_)) {
                let found = self.lookup_impl(under, false, pkg, name, fold);
                return match found.object() {
                    Some(obj) if matches!(self.types.obj(obj).kind, ObjKind::Func(_)) => Found::Missing,
                    _ => found,
                };
            }
        }
        self.lookup_impl(ty, addressable, pkg, name, fold)
    }

    pub(super) fn lookup_impl(
        &mut self,
        ty: TypeId,
        addressable: bool,
        pkg: Option<PkgId>,
        name: Symbol,
        fold: bool,
    ) -> Found {
        if name.is_blank() {
            return Found::Missing;
        }
        let wanted = Wanted { pkg, name, fold };
        let (base, is_ptr) = self.deref(ty);
        if is_ptr && self.types.is_interface(base) {
            return Found::Missing;
        }
        if let Some((obj, index)) = self.own_member(base, wanted) {
            return self.entry(obj, alloc::vec![index as u32], is_ptr, addressable);
        }
        let mut current = alloc::vec![Embedded { ty: base, path: Vec::new(), indirect: is_ptr, multiples: false }];
        let mut seen: Vec<TypeId> = Vec::new();
        let mut unknown = false;
        for _ in 0..MAX_DEPTH {
            let mut next: Vec<Embedded> = Vec::new();
            let mut found: Option<(ObjId, Vec<u32>, bool)> = None;
            for embedded in current {
                if self.types.as_named(embedded.ty).is_some() {
                    if seen.iter().any(|&t| self.types.identical(t, embedded.ty) && !self.types.is_unknown(t)) {
                        continue;
                    }
                    seen.push(embedded.ty);
                    if let Some((index, method)) = self.named_method(embedded.ty, wanted) {
                        if found.is_some() || embedded.multiples {
                            return Found::Ambiguous;
                        }
                        found = Some((method, join(&embedded.path, index), embedded.indirect));
                        continue;
                    }
                }
                match self.types.under(embedded.ty) {
                    Type::Unknown => unknown = true,
                    Type::Struct { fields, .. } => {
                        for index in 0..fields.len() {
                            let field = self.types.objs(fields)[index];
                            if self.matches(field, wanted) {
                                if found.is_some() || embedded.multiples {
                                    return Found::Ambiguous;
                                }
                                found = Some((field, join(&embedded.path, index), embedded.indirect));
                                continue;
                            }
                            if found.is_none() && self.types.is_embedded(field) {
                                let (ty, is_ptr) = self.deref(self.types.obj_type(field));
                                next.push(Embedded {
                                    ty,
                                    path: join(&embedded.path, index),
                                    indirect: embedded.indirect || is_ptr,
                                    multiples: embedded.multiples,
                                });
                            }
                        }
                    }
                    Type::Interface(_) => {
                        let set = self.type_set(embedded.ty);
                        unknown |= set.open;
                        let method = set.methods.iter().position(|&m| self.matches(m, wanted));
                        if let Some(index) = method {
                            if found.is_some() || embedded.multiples {
                                return Found::Ambiguous;
                            }
                            found = Some((set.methods[index], join(&embedded.path, index), embedded.indirect));
                        }
                    }
                    _ => {}
                }
            }
            if let Some((obj, path, indirect)) = found {
                return self.entry(obj, path, indirect, addressable);
            }
            if next.is_empty() {
                break;
            }
            current = self.consolidate(next);
        }
        if unknown { Found::Unknown } else { Found::Missing }
    }

    fn entry(&self, obj: ObjId, path: Vec<u32>, indirect: bool, addressable: bool) -> Found {
        let needs_pointer = self.has_ptr_recv(obj) && !indirect && !addressable;
        if needs_pointer { Found::NeedsPointer } else { Found::Entry { obj, path, indirect } }
    }

    /// What is wanted if it belongs to `ty` itself, where most of it is found,
    /// and its index. Nothing if there are several.
    fn own_member(&mut self, ty: TypeId, wanted: Wanted) -> Option<(ObjId, usize)> {
        if let Some((index, method)) = self.named_method(ty, wanted) {
            return Some((method, index));
        }
        match self.types.under(ty) {
            Type::Struct { fields, .. } => {
                let mut found = self.types.objs(fields).iter().enumerate().filter(|&(_, &f)| self.matches(f, wanted));
                let (index, &field) = found.next()?;
                found.next().is_none().then_some((field, index))
            }
            Type::Interface(_) => {
                let set = self.type_set(ty);
                let index = set.methods.iter().position(|&m| self.matches(m, wanted))?;
                Some((set.methods[index], index))
            }
            _ => None,
        }
    }

    /// Merges types that are embedded several times at one depth.
    fn consolidate(&self, list: Vec<Embedded>) -> Vec<Embedded> {
        let mut unique: Vec<Embedded> = Vec::with_capacity(list.len());
        for entry in list {
            let same = |e: &&mut Embedded| {
                e.ty == entry.ty
                    || self.types.identical(e.ty, entry.ty)
                        && !self.types.is_unknown(e.ty)
                        && !self.types.is_unknown(entry.ty)
            };
            match unique.iter_mut().find(same) {
                Some(first) => first.multiples = true,
                None => unique.push(entry),
            }
        }
        unique
    }

    fn matches(&self, obj: ObjId, wanted: Wanted) -> bool {
        if wanted.fold {
            let (a, b) = (self.names.text(self.types.obj_name(obj)), self.names.text(wanted.name));
            if equal_fold(a, b) {
                return true;
            }
        }
        // Nearly always this is enough to tell.
        self.types.obj_name(obj) == wanted.name && self.types.same_id(obj, wanted.pkg, wanted.name)
    }

    /// The method of a defined type, not promoted ones.
    fn named_method(&mut self, ty: TypeId, wanted: Wanted) -> Option<(usize, ObjId)> {
        let named = self.types.as_named(ty)?;
        let origin = match self.types.named(named).instance {
            Some(instance) => self.types.as_named(instance.origin)?,
            None => named,
        };
        let methods = &self.types.named(origin).methods;
        let index = methods.iter().position(|&m| self.matches(m, wanted))?;
        let method = methods[index];
        if self.types.named(named).instance.is_none() {
            return Some((index, method));
        }
        Some((index, self.expand_method(ty, index, method)))
    }

    pub(super) fn has_ptr_recv(&self, obj: ObjId) -> bool {
        let ObjKind::Func(func) = &self.types.obj(obj).kind else { return false };
        if let Some(sig) = self.types.obj(obj).ty.and_then(|t| self.types.signature(t))
            && let Some(recv) = sig.recv
        {
            let ty = self.types.obj_type(recv);
            return matches!(self.types.resolved(ty), Type::Pointer(_));
        }
        func.ptr_recv
    }

    /// Whether `ty` is a pointer to an interface.
    pub(super) fn is_interface_ptr(&self, ty: TypeId) -> bool {
        matches!(self.types.under(ty), Type::Pointer(elem) if self.types.is_interface(elem))
    }

    pub(super) fn interface_ptr_error(&self, ty: TypeId) -> String {
        let what = match self.types.under(ty) {
            Type::Pointer(elem) if self.types.is_type_param(elem) => "pointer to type parameter, not type parameter",
            _ => "pointer to interface, not interface",
        };
        alloc::format!("type {} is {what}", self.ts(ty))
    }

    /// `*T` as `T` if `T` is a struct.
    pub(super) fn deref_struct_ptr(&self, ty: TypeId) -> TypeId {
        match self.types.under(ty) {
            Type::Pointer(elem) if matches!(self.types.under(elem), Type::Struct { .. }) => elem,
            _ => ty,
        }
    }

    /// Why there is no field or method `sel`, with what may have been meant.
    pub(super) fn lookup_error(&self, ty: TypeId, sel: Symbol, alt: Option<ObjId>, literal: bool) -> String {
        use alloc::format;
        let ty = self.ts(ty);
        let sel = self.names.text(sel);
        let what = match alt.map(|a| &self.types.obj(a).kind) {
            Some(ObjKind::Var(_)) => "field",
            Some(ObjKind::Func(_)) => "method",
            _ => "object",
        };
        let upper = |s: &str| s.chars().next().is_some_and(char::is_uppercase);
        let missing = if literal {
            format!("unknown field {sel} in struct literal of type {ty}")
        } else {
            format!("type {ty} has no field or method {sel}")
        };
        let Some(alt) = alt else { return missing };
        let local = self.types.obj(alt).pkg == Some(self.pkg);
        let alt = self.name(alt);
        let what = if literal { String::new() } else { format!("{what} ") };
        if local || upper(sel) && upper(&alt) || !upper(sel) && upper(&alt) && tail(sel) == tail(&alt) {
            return format!("{missing}, but does have {what}{alt}");
        }
        if upper(sel) && !upper(&alt) && tail(sel) == tail(&alt) {
            return format!("{missing}, but does have unexported {what}{alt}");
        }
        if !upper(sel) && !upper(&alt) && sel == alt {
            return if literal {
                format!("cannot refer to unexported field {alt} in struct literal of type {ty}")
            } else {
                format!("cannot refer to unexported {what}{alt}")
            };
        }
        missing
    }
}

/// `s` without its first letter; a single letter stays, as in gc, so that
/// nothing is said of `N` to those who write `n`.
fn tail(s: &str) -> &str {
    s.char_indices().nth(1).map_or(s, |(second, _)| &s[second..])
}

fn join(path: &[u32], index: usize) -> Vec<u32> {
    let mut joined = Vec::with_capacity(path.len() + 1);
    joined.extend_from_slice(path);
    joined.push(index as u32);
    joined
}
