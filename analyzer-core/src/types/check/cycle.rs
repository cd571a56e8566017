//! Cycles: types that refer to themselves directly, types of infinite size,
//! declarations that need themselves.

use alloc::{format, string::String, vec::Vec};

use super::{Checker, Map, error::Multi};
use crate::ast::{DeclKind, ExprKind};
use crate::types::{
    arena::{Type, TypeId},
    objects::{ObjId, ObjKind},
};

impl Checker<'_> {
    /// Finds cycles such as `type A B; type B A`, which have no structure.
    pub(super) fn direct_cycles(&mut self) {
        let mut done: Map<ObjId, ()> = Map::default();
        for obj in self.obj_list.clone() {
            if !matches!(self.types.obj(obj).kind, ObjKind::TypeName) {
                continue;
            }
            let mut path: Vec<ObjId> = Vec::new();
            let mut next = obj;
            loop {
                if done.contains_key(&next) {
                    break;
                }
                if let Some(start) = path.iter().position(|&o| o == next) {
                    self.set_type(next, TypeId::INVALID);
                    let cycle = path[start..].to_vec();
                    let first = self.first_in_source(&cycle);
                    self.cycle_error(&cycle, first);
                    break;
                }
                path.push(next);
                match self.named_rhs(next) {
                    Some(rhs) => next = rhs,
                    None => break,
                }
            }
            for obj in path {
                done.insert(obj, ());
            }
        }
    }

    /// The package-level type that `obj` is declared as, if it is a plain name.
    fn named_rhs(&mut self, obj: ObjId) -> Option<ObjId> {
        let info = &self.infos[*self.obj_info.get(&obj)?];
        let file = self.tree(info.file);
        let DeclKind::Type { ty, .. } = &file.decl_arena[info.decl?].kind else { return None };
        let ExprKind::Name(name) = file.exprs[*ty].kind else { return None };
        let rhs = self.package_object(self.pkg, name)?;
        matches!(self.types.obj(rhs).kind, ObjKind::TypeName).then_some(rhs)
    }

    /// Whether the path from `start` back to itself is allowed; reports it if not.
    pub(super) fn valid_cycle(&mut self, start: usize) -> bool {
        let cycle = self.obj_path[start..].to_vec();
        let mut values = 0;
        let mut defs = 0;
        for &obj in &cycle {
            match self.types.obj(obj).kind {
                ObjKind::Const(_) | ObjKind::Var(_) => values += 1,
                ObjKind::TypeName => {
                    let ty = self.types.obj(obj).ty;
                    if self.env.in_tparams && ty.is_some_and(|t| self.types.is_generic(t)) {
                        return true;
                    }
                    if ty.is_none_or(|t| !matches!(self.types.get(t), Type::Alias(_))) {
                        defs += 1;
                    }
                }
                _ => {}
            }
        }
        // Values may refer to each other: the initialization order decides.
        if values == cycle.len() || values == 0 && defs > 0 {
            return true;
        }
        let first = self.first_in_source(&cycle);
        self.cycle_error(&cycle, first);
        false
    }

    pub(super) fn first_in_source(&self, path: &[ObjId]) -> usize {
        let key = |obj: ObjId| self.types.obj(obj).pos.map(|pos| self.places.order(pos));
        path.iter().enumerate().min_by_key(|&(_, &obj)| key(obj)).map_or(0, |(i, _)| i)
    }

    fn cycle_name(&self, obj: ObjId) -> String {
        if let Some(ty) = self.types.obj(obj).ty
            && let Type::Named(named) = self.types.get(ty)
            && self.types.named(named).instance.is_some()
        {
            return self.ts(ty);
        }
        crate::types::typestring::qualified_name(self.types, obj, self.names, Some(self.pkg))
    }

    /// Reports a cycle, beginning with its element `start`.
    pub(super) fn cycle_error(&mut self, cycle: &[ObjId], start: usize) {
        let Some(&obj) = cycle.get(start) else { return };
        let is_type = matches!(self.types.obj(obj).kind, ObjKind::TypeName);
        if let Some(Type::Alias(alias)) = self.types.obj(obj).ty.map(|t| self.types.get(t)) {
            let alias = self.types.alias_mut(alias);
            alias.from_rhs = Some(TypeId::INVALID);
            alias.actual = Some(TypeId::INVALID);
        }
        let pos = self.obj_pos(obj);
        let name = self.cycle_name(obj);
        if cycle.len() == 1 {
            let message = if is_type {
                format!("invalid recursive type: {name} refers to itself")
            } else {
                format!("invalid cycle in declaration: {name} refers to itself")
            };
            self.error(pos, "InvalidDeclCycle", message);
            return;
        }
        let head = if is_type {
            format!("invalid recursive type {name}")
        } else {
            format!("invalid cycle in declaration of {name}")
        };
        let mut error = Multi::new(pos, head);
        for i in 0..cycle.len() {
            let from = cycle[(start + i) % cycle.len()];
            let to = cycle[(start + i + 1) % cycle.len()];
            let line = format!("{} refers to {}", self.cycle_name(from), self.cycle_name(to));
            error = error.line(self.types.obj(from).pos, line);
        }
        self.report("InvalidDeclCycle", error);
    }

    /// Whether a value of type `ty` can be used now: not while the type is
    /// being declared.
    pub(super) fn is_complete(&mut self, mut ty: TypeId) -> bool {
        for _ in 0..super::MAX_DEPTH {
            let (obj, rhs) = match self.types.get(ty) {
                Type::Alias(id) => (self.types.alias(id).obj, self.types.alias(id).from_rhs),
                Type::Named(id) => (self.types.named(id).obj, self.types.named(id).from_rhs),
                _ => return true,
            };
            if let Some(start) = self.obj_path.iter().position(|&o| o == obj) {
                let cycle = self.obj_path[start..].to_vec();
                let first = self.first_in_source(&cycle);
                self.cycle_error(&cycle, first);
                return false;
            }
            match rhs {
                Some(rhs) => ty = rhs,
                None => return true,
            }
        }
        false
    }

    /// Checks that a defined type does not contain itself.
    pub(super) fn valid_type(&mut self, obj: ObjId) {
        let ty = self.types.obj_type(obj);
        if self.types.as_named(ty).is_some() && matches!(self.types.get(ty), Type::Named(_)) {
            self.valid_type_in(ty, &mut Vec::new(), &mut Vec::new());
        }
    }

    fn valid_type_in(&mut self, ty: TypeId, nest: &mut Vec<TypeId>, path: &mut Vec<TypeId>) -> bool {
        let ty = self.types.unalias(ty);
        if path.len() > 200 {
            return true;
        }
        match self.types.get(ty) {
            Type::Array { elem, .. } => self.valid_type_in(elem, nest, path),
            Type::Struct { fields, .. } => {
                let fields = self.types.objs(fields).to_vec();
                fields.into_iter().all(|f| self.valid_type_in(self.types.obj_type(f), nest, path))
            }
            Type::Union(union) => {
                let terms = self.types.union(union).terms.clone();
                terms.into_iter().all(|t| self.valid_type_in(t.ty, nest, path))
            }
            Type::Interface(iface) => {
                let embeddeds = self.types.iface(iface).embeddeds.clone();
                embeddeds.into_iter().all(|(t, _)| self.valid_type_in(t, nest, path))
            }
            Type::Named(named) => {
                let info = self.types.named(named);
                if info.from_rhs.is_none() && info.instance.is_none() || self.valid_types.contains(&ty) {
                    return true;
                }
                let origin = info.instance.map_or(ty, |i| i.origin);
                if nest.iter().any(|&t| self.types.identical(t, ty)) {
                    self.invalidate_named(origin);
                    let start = path.iter().position(|&t| self.types.identical(t, ty)).unwrap_or(0);
                    let cycle: Vec<ObjId> = path[start..].iter().filter_map(|&t| self.types.type_name(t)).collect();
                    self.cycle_error(&cycle, 0);
                    return false;
                }
                let Type::Named(origin) = self.types.get(origin) else { return true };
                let Some(rhs) = self.types.named(origin).from_rhs else { return true };
                nest.push(ty);
                path.push(ty);
                let valid = self.valid_type_in(rhs, nest, path);
                nest.pop();
                path.pop();
                if valid && nest.is_empty() && self.types.named(named).instance.is_none() {
                    self.valid_types.insert(ty);
                }
                valid
            }
            Type::TypeParam(_) => {
                let Some(inst) = nest.pop() else { return true };
                let valid = match self.targ_of(inst, ty) {
                    Some(targ) => self.valid_type_in(targ, nest, path),
                    None => true,
                };
                nest.push(inst);
                valid
            }
            _ => true,
        }
    }

    /// The type argument that instance `inst` has for type parameter `tparam`.
    fn targ_of(&self, inst: TypeId, tparam: TypeId) -> Option<TypeId> {
        let Type::Named(id) = self.types.get(inst) else { return None };
        let instance = self.types.named(id).instance?;
        let Type::Named(origin) = self.types.get(instance.origin) else { return None };
        let tparams = self.types.list(self.types.named(origin).tparams);
        let index = tparams.iter().position(|&t| t == tparam)?;
        self.types.list(instance.targs).get(index).copied()
    }

    fn invalidate_named(&mut self, ty: TypeId) {
        if let Type::Named(id) = self.types.get(ty) {
            let named = self.types.named_mut(id);
            named.from_rhs = Some(TypeId::INVALID);
            named.underlying = Some(TypeId::INVALID);
        }
    }
}
