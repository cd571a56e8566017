//! How `interface{}` in declarations of other packages is called.
//!
//! gc's checker does not read the sources of what is imported but export data,
//! and there an empty interface without a name is the one that `any` stands
//! for (`types2.NewInterfaceType` gives the same one always). What the checker
//! then writes for the compiler calls it `any`: so a value that comes from
//! another package is of type `any` in what `-m=2` prints of temporaries,
//! however its declaration is written. In errors, where `any` is a name of its
//! own, it is an `interface{}`; and a declaration of this package, even of
//! the same type, keeps its `interface {}` everywhere.
//!
//! Here all packages are read from their sources, so the types are replaced
//! where values come in: variables, fields, elements and results. What is made
//! with type arguments is left as it is: these may be written here.

use alloc::vec::Vec;

use super::Checker;
use crate::ast::{ExprId, ExprKind};
use crate::types::{
    arena::{ObjList, Type, TypeId},
    objects::{ObjId, ObjKind, VarKind},
};

impl Checker<'_> {
    /// Whether `obj` is declared in a package that is imported here.
    pub(super) fn is_imported(&self, obj: ObjId) -> bool {
        self.types.obj(obj).pkg.is_some_and(|pkg| pkg != self.pkg)
    }

    /// Whether what a value of type `ty` consists of is written in a package
    /// that is imported here.
    pub(super) fn is_imported_type(&self, ty: TypeId) -> bool {
        match self.types.resolved(ty) {
            Type::Named(named) => {
                let named = self.types.named(named);
                named.instance.is_none() && self.is_imported(named.obj)
            }
            _ => false,
        }
    }

    /// Whether `ty`, or what it points to, is an instance of a generic type.
    pub(super) fn is_instance(&self, ty: TypeId) -> bool {
        let base = match self.types.resolved(ty) {
            Type::Pointer(elem) => elem,
            _ => ty,
        };
        matches!(self.types.resolved(base), Type::Named(named) if self.types.named(named).instance.is_some())
    }

    /// Whether `fun`, which is called, is declared in a package that is
    /// imported here, and has no type parameters.
    pub(super) fn is_imported_callee(&mut self, fun: ExprId) -> bool {
        let file = self.file();
        let name = match file.exprs[file.unparen(fun)].kind {
            ExprKind::Selector { sel, .. } => sel,
            ExprKind::Name(_) => file.unparen(fun),
            _ => return false,
        };
        let Some(obj) = self.file_info().and_then(|info| info.usage(name)) else { return false };
        let generic = matches!(&self.types.obj(obj).kind, ObjKind::Func(func) if func.origin.is_some());
        !generic && self.is_imported(obj)
    }

    /// `ty`, which is written in an imported package, as it is known here.
    pub(super) fn imported_type(&mut self, ty: TypeId) -> TypeId {
        let ty_kind = self.types.get(ty);
        let (Type::Pointer(elem)
        | Type::Slice(elem)
        | Type::Array { elem, .. }
        | Type::Chan { elem, .. }
        | Type::Map { elem, .. }) = ty_kind
        else {
            return if self.is_empty_literal(ty) { TypeId::EMPTY_INTERFACE } else { ty };
        };
        let new = self.imported_type(elem);
        let made = match ty_kind {
            Type::Map { key, .. } => {
                let new_key = self.imported_type(key);
                if (new_key, new) == (key, elem) {
                    return ty;
                }
                Type::Map { key: new_key, elem: new }
            }
            _ if new == elem => return ty,
            Type::Pointer(_) => Type::Pointer(new),
            Type::Slice(_) => Type::Slice(new),
            Type::Array { len, .. } => Type::Array { len, elem: new },
            Type::Chan { dir, .. } => Type::Chan { dir, elem: new },
            _ => return ty,
        };
        self.types.add(made)
    }

    /// The same for the types of several results.
    pub(super) fn imported_results(&mut self, results: ObjList) -> ObjList {
        let olds = self.types.objs(results).to_vec();
        let types: Vec<(TypeId, TypeId)> = olds
            .iter()
            .map(|&old| {
                let ty = self.types.obj_type(old);
                (ty, self.imported_type(ty))
            })
            .collect();
        if types.iter().all(|(old, new)| old == new) {
            return results;
        }
        let news: Vec<ObjId> = olds
            .iter()
            .zip(types)
            .map(|(&old, (_, ty))| {
                let object = self.types.obj(old);
                let (name, pos) = (object.name, object.pos.unwrap_or_else(|| self.here(0)));
                self.new_var(VarKind::Result, name, pos, Some(ty))
            })
            .collect();
        self.types.add_objs(&news)
    }

    /// Whether `ty` is written `interface{}`.
    fn is_empty_literal(&self, ty: TypeId) -> bool {
        match self.types.get(ty) {
            Type::Interface(id) => {
                let interface = self.types.iface(id);
                interface.methods.is_empty() && interface.embeddeds.is_empty()
            }
            _ => false,
        }
    }
}
