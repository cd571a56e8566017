//! Methods of concrete types, promoted ones included.
//!
//! Mirrors the part of `cmd/compile/internal/typecheck` (`dotpath`, `Lookdot`,
//! `implements`) that still asks about methods after type checking. The search
//! goes one level of embedding at a time; the first level with the name
//! decides, and two finds on one level cancel each other.

use alloc::{vec, vec::Vec};

use hashbrown::HashSet;
use rustc_hash::FxBuildHasher;

use crate::{
    base::Symbol,
    types::{ObjId, PkgId, Type, TypeId, Types},
};

/// A method of a type.
pub(crate) struct Method {
    /// The method, of a concrete type or of an embedded interface.
    pub(crate) obj: ObjId,
    /// The embedded fields on the way to it.
    pub(crate) path: Vec<ObjId>,
    /// Whether a pointer is followed on the way, the type itself included.
    pub(crate) indirect: bool,
}

/// One place to look at.
struct Place {
    ty: TypeId,
    path: Vec<ObjId>,
    indirect: bool,
    /// Whether this type is embedded more than once on its level.
    several: bool,
}

/// The method `name` of `ty` as package `pkg` sees it; `None` if there is none
/// or if that depends on a package that is not known.
pub(crate) fn find(types: &Types, ty: TypeId, pkg: Option<PkgId>, name: Symbol) -> Option<Method> {
    let mut seen: HashSet<TypeId, FxBuildHasher> = HashSet::default();
    let (ty, indirect) = pointee(types, ty);
    let mut level = vec![Place { ty, path: Vec::new(), indirect, several: false }];
    while !level.is_empty() {
        let mut next: Vec<Place> = Vec::new();
        let mut found = None;
        let mut count = 0;
        for place in &level {
            let ty = types.unalias(place.ty);
            if !seen.insert(ty) {
                continue;
            }
            let mut hit = |method: Option<Method>| {
                count += if place.several { 2 } else { 1 };
                found = method;
            };
            let method = |obj: ObjId| Some(Method { obj, path: place.path.clone(), indirect: place.indirect });
            if let Some(named) = types.as_named(ty)
                && let Some(&obj) = types.named(named).methods.iter().find(|&&m| types.same_id(m, pkg, name))
            {
                hit(method(obj));
                continue;
            }
            match types.under(ty) {
                Type::Struct { .. } => {
                    for &field in types.fields(ty) {
                        if types.same_id(field, pkg, name) {
                            hit(None);
                        } else if types.is_embedded(field) {
                            embed(types, &mut next, place, field);
                        }
                    }
                }
                Type::Interface(_) => {
                    let set = types.type_set_of(ty)?;
                    if let Some(&obj) = set.methods.iter().find(|&&m| types.same_id(m, pkg, name)) {
                        hit(method(obj));
                    } else if set.open {
                        return None;
                    }
                }
                Type::Unknown => return None,
                _ => {}
            }
        }
        if count > 0 {
            return found.filter(|_| count == 1);
        }
        level = next;
    }
    None
}

/// Adds the type of the embedded `field` to the next level.
fn embed(types: &Types, next: &mut Vec<Place>, place: &Place, field: ObjId) {
    let (ty, pointer) = pointee(types, types.obj_type(field));
    let ty = types.unalias(ty);
    if let Some(same) = next.iter_mut().find(|other| other.ty == ty) {
        same.several = true;
        return;
    }
    let mut path = place.path.clone();
    path.push(field);
    next.push(Place { ty, path, indirect: place.indirect || pointer, several: place.several });
}

/// What a pointer points to; anything else is itself.
fn pointee(types: &Types, ty: TypeId) -> (TypeId, bool) {
    match types.resolved(ty) {
        Type::Pointer(elem) => (elem, true),
        _ => (ty, false),
    }
}

/// Whether a value of the concrete type `ty` has all methods of `iface`.
pub(super) fn implements(types: &Types, ty: TypeId, iface: TypeId) -> bool {
    let Some(set) = types.type_set_of(iface).filter(|set| !set.open) else { return false };
    set.methods.iter().all(|&want| {
        let object = types.obj(want);
        let Some(method) = find(types, ty, object.pkg, object.name) else { return false };
        // A method of a shaped type takes a dictionary besides.
        (method.indirect || !has_pointer_receiver(types, method.obj))
            && !recv_type(types, method.obj).is_some_and(|recv| types.has_shape(recv))
            && types.shape_identical(types.obj_type(method.obj), types.obj_type(want))
    })
}

fn recv_type(types: &Types, method: ObjId) -> Option<TypeId> {
    let recv = types.signature(types.obj_type(method)).and_then(|sig| sig.recv);
    recv.map(|recv| types.obj_type(recv))
}

fn has_pointer_receiver(types: &Types, method: ObjId) -> bool {
    recv_type(types, method).is_some_and(|recv| matches!(types.resolved(recv), Type::Pointer(_)))
}
