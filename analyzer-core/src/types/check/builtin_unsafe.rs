//! The functions of package `unsafe`.

use alloc::{format, vec::Vec};

use super::{Checker, builtin::BuiltinCall, lookup::Found, operand::Operand};
use crate::ast::ExprKind;
use crate::types::{
    arena::{NamedId, Type, TypeId},
    constant::ConstValue,
    info::Mode,
    objects::{BuiltinId, ObjKind},
};

/// What decides the size of a type.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Extent {
    /// The type itself.
    Fixed,
    /// An unknown package.
    Unknown,
    /// A type parameter; or nothing does, because the type contains itself.
    Variable,
}

impl Checker<'_> {
    pub(super) fn unsafe_call(&mut self, call: &BuiltinCall<'_>, args: Vec<Operand>) -> Option<Operand> {
        use BuiltinId as B;
        if call.id == B::UnsafeOffsetof {
            return self.offsetof(call);
        }
        let name = call.id.name();
        let context = format!("argument to {name}");
        let mut args = args.into_iter();
        let mut x = args.next()?;
        let at = self.at(call.fun);
        match call.id {
            B::UnsafeAlignof | B::UnsafeSizeof => {
                self.assignment(&mut x, None, &*context);
                if !x.is_valid() {
                    return None;
                }
                let is_size = call.id == B::UnsafeSizeof;
                self.size_constant(call, &x, is_size)
            }
            B::UnsafeAdd => {
                self.verify_version(at, 17, name);
                self.assignment(&mut x, Some(TypeId::UNSAFE_POINTER), &*context);
                let mut y = args.next()?;
                if !x.is_valid() || !self.is_valid_index(&mut y, "InvalidUnsafeAdd", "length", true) {
                    return None;
                }
                self.record_builtin(call, &[TypeId::UNSAFE_POINTER, y.ty], Some(TypeId::UNSAFE_POINTER), false);
                Some(Operand::new(Mode::Value, call.e, TypeId::UNSAFE_POINTER))
            }
            B::UnsafeSlice => {
                self.verify_version(at, 17, name);
                let under = self.common_under(x.ty).unwrap_or(TypeId::INVALID);
                let elem = match self.types.get(under) {
                    Type::Pointer(elem) => elem,
                    Type::Unknown => TypeId::UNKNOWN,
                    _ => return self.not_a(&x, "InvalidUnsafeSlice", "pointer"),
                };
                let mut y = args.next()?;
                if !self.is_valid_index(&mut y, "InvalidUnsafeSlice", "length", false) {
                    return None;
                }
                let ty = self.types.add(Type::Slice(elem));
                self.record_builtin(call, &[x.ty, y.ty], Some(ty), false);
                Some(Operand::new(Mode::Value, call.e, ty))
            }
            B::UnsafeSliceData => {
                self.verify_version(at, 20, name);
                let under = self.common_under(x.ty).unwrap_or(TypeId::INVALID);
                let elem = match self.types.get(under) {
                    Type::Slice(elem) => elem,
                    Type::Unknown => TypeId::UNKNOWN,
                    _ => return self.not_a(&x, "InvalidUnsafeSliceData", "slice"),
                };
                let ty = self.types.pointer_to(elem);
                self.record_builtin(call, &[x.ty], Some(ty), false);
                Some(Operand::new(Mode::Value, call.e, ty))
            }
            B::UnsafeString => {
                self.verify_version(at, 20, name);
                let pointer = self.types.pointer_to(TypeId::BYTE);
                self.assignment(&mut x, Some(pointer), &*context);
                let mut y = args.next()?;
                if !x.is_valid() || !self.is_valid_index(&mut y, "InvalidUnsafeString", "length", false) {
                    return None;
                }
                self.record_builtin(call, &[pointer, y.ty], Some(TypeId::STRING), false);
                Some(Operand::new(Mode::Value, call.e, TypeId::STRING))
            }
            B::UnsafeStringData => {
                self.verify_version(at, 20, name);
                self.assignment(&mut x, Some(TypeId::STRING), &*context);
                if !x.is_valid() {
                    return None;
                }
                let ty = self.types.pointer_to(TypeId::BYTE);
                self.record_builtin(call, &[TypeId::STRING], Some(ty), false);
                Some(Operand::new(Mode::Value, call.e, ty))
            }
            _ => None,
        }
    }

    fn not_a(&mut self, x: &Operand, code: &'static str, what: &str) -> Option<Operand> {
        let message = format!("invalid argument: {} is not a {what}", self.os(x));
        self.error(self.at_operand(x), code, message);
        None
    }

    /// What can be said about the size of `ty` while types may still be being
    /// declared; a type that contains itself is reported.
    fn extent(&mut self, ty: TypeId) -> Extent {
        let ty = self.types.unalias(ty);
        if !self.enter(0) {
            return Extent::Fixed;
        }
        let extent = match self.types.get(ty) {
            Type::Named(id) => self.named_extent(ty, id),
            Type::Array { len, .. } if len < 0 => Extent::Unknown,
            Type::Array { elem, .. } => self.extent(elem),
            Type::Struct { fields, .. } => {
                let fields = self.types.objs(fields).to_vec();
                let mut extent = Extent::Fixed;
                for field in fields {
                    extent = extent.max(self.extent(self.types.obj_type(field)));
                    if extent == Extent::Variable {
                        break;
                    }
                }
                extent
            }
            Type::TypeParam(_) => Extent::Variable,
            Type::Unknown => Extent::Unknown,
            _ => Extent::Fixed,
        };
        self.leave();
        extent
    }

    fn named_extent(&mut self, ty: TypeId, id: NamedId) -> Extent {
        if let Some(&known) = self.extents.get(&ty) {
            return known;
        }
        let named = self.types.named(id);
        let (obj, instance, mut rhs) = (named.obj, named.instance, named.from_rhs);
        if let Some(start) = self.obj_path.iter().position(|&o| o == obj) {
            let cycle = self.obj_path[start..].to_vec();
            let first = self.first_in_source(&cycle);
            self.cycle_error(&cycle, first);
            return Extent::Variable;
        }
        if let Some(instance) = instance
            && let Type::Named(origin) = self.types.get(instance.origin)
        {
            let origin = self.types.named(origin);
            let tparams = self.types.list(origin.tparams).to_vec();
            let targs = self.types.list(instance.targs).to_vec();
            rhs = origin.from_rhs;
            if let Some(declared) = rhs.filter(|_| tparams.len() == targs.len()) {
                rhs = Some(self.subst(declared, &tparams, &targs));
            }
        }
        let Some(rhs) = rhs else { return Extent::Fixed };
        self.obj_path.push(obj);
        let extent = self.extent(rhs);
        self.obj_path.pop();
        self.extents.insert(ty, extent);
        extent
    }

    fn size_constant(&mut self, call: &BuiltinCall<'_>, x: &Operand, is_size: bool) -> Option<Operand> {
        match self.extent(x.ty) {
            Extent::Fixed => {}
            Extent::Unknown => return Some(Operand::maybe_constant(call.e, TypeId::UINTPTR)),
            Extent::Variable => {
                self.record_builtin(call, &[x.ty], Some(TypeId::UINTPTR), false);
                return Some(Operand::new(Mode::Value, call.e, TypeId::UINTPTR));
            }
        }
        let value = if is_size { self.types.size_of(x.ty) } else { self.types.align_of(x.ty) };
        match value {
            Some(value) => Some(Operand::constant(call.e, TypeId::UINTPTR, ConstValue::Int(value))),
            None if self.contains_itself(x.ty, &mut Vec::new()) => {
                // Reported with the type.
                Some(Operand::maybe_constant(call.e, TypeId::UINTPTR))
            }
            None => {
                let message = format!("{} is too large", self.os(x));
                self.error(self.at_operand(x), "TypeTooLarge", message);
                None
            }
        }
    }

    /// Whether a value of type `ty` would be infinitely large.
    fn contains_itself(&self, ty: TypeId, path: &mut Vec<TypeId>) -> bool {
        let ty = self.types.unalias(ty);
        if path.contains(&ty) || path.len() > 200 || !self.types.is_valid(self.types.underlying(ty)) {
            return true;
        }
        path.push(ty);
        let found = match self.types.under(ty) {
            Type::Array { elem, .. } => self.contains_itself(elem, path),
            Type::Struct { fields, .. } => {
                self.types.objs(fields).iter().any(|&f| self.contains_itself(self.types.obj_type(f), path))
            }
            _ => false,
        };
        path.pop();
        found
    }

    fn offsetof(&mut self, call: &BuiltinCall<'_>) -> Option<Operand> {
        let &arg = call.exprs.first()?;
        let file = self.file();
        let selector = file.unparen(arg);
        let ExprKind::Selector { x: base, sel } = file.exprs[selector].kind else {
            let message = format!("invalid argument: {} is not a selector expression", self.es(arg));
            self.error(self.at(arg), "BadOffsetofSyntax", message);
            self.use_exprs(&[arg]);
            return None;
        };
        let x = self.expr(None, base);
        if !x.is_valid() {
            return None;
        }
        let name = self.name_of(sel)?;
        let unknown = Operand::maybe_constant(call.e, TypeId::UINTPTR);
        if self.types.is_unknown(x.ty) {
            return Some(unknown);
        }
        let base_type = self.deref_struct_ptr(x.ty);
        let text = self.es(sel);
        let (obj, path, indirect) = match self.lookup_member(base_type, false, name) {
            Found::Entry { obj, path, indirect } => (obj, path, indirect),
            Found::Unknown => return Some(unknown),
            _ => {
                let message = format!("invalid argument: {} has no single field {text}", self.ts(base_type));
                self.error(self.at_operand(&x), "MissingFieldOrMethod", message);
                return None;
            }
        };
        if matches!(self.types.obj(obj).kind, ObjKind::Func(_)) {
            let message = format!("invalid argument: {} is a method value", self.es(arg));
            self.error(self.at(arg), "InvalidOffsetof", message);
            return None;
        }
        if indirect {
            let message = format!("invalid argument: field {text} is embedded via a pointer in {}", self.ts(base_type));
            self.error(self.at_operand(&x), "InvalidOffsetof", message);
            return None;
        }
        self.record_field(selector, sel, base_type, obj, path.clone(), false);
        let field_type = self.types.obj_type(obj);
        let mode = if x.mode == Mode::Variable { Mode::Variable } else { Mode::Value };
        self.record(selector, mode, field_type, None);
        match self.extent(base_type) {
            Extent::Fixed => {}
            Extent::Unknown => return Some(unknown),
            Extent::Variable => {
                self.record_builtin(call, &[field_type], Some(TypeId::UINTPTR), false);
                return Some(Operand::new(Mode::Value, call.e, TypeId::UINTPTR));
            }
        }
        let mut offset = Some(0i64);
        let mut ty = base_type;
        for index in path {
            let step = self.types.field_offset(ty, index as usize);
            offset = offset.zip(step).and_then(|(a, b)| a.checked_add(b));
            ty = self.types.fields(ty).get(index as usize).map_or(TypeId::INVALID, |&f| self.types.obj_type(f));
        }
        if let Some(offset) = offset {
            Some(Operand::constant(call.e, TypeId::UINTPTR, ConstValue::Int(offset)))
        } else {
            let message = format!("{} is too large", self.os(&x));
            self.error(self.at_operand(&x), "TypeTooLarge", message);
            None
        }
    }
}
