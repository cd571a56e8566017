//! Conversions `T(x)`.

use alloc::{format, string::String};

use super::{Checker, constant::representable, operand::Operand};
use crate::types::{
    arena::{Type, TypeId},
    basic::BasicKind,
    constant::ConstValue,
    info::Mode,
};

impl Checker<'_> {
    /// Converts `x` to type `ty`, or reports that it cannot be.
    pub(super) fn conversion(&mut self, x: &mut Operand, ty: TypeId) {
        let const_arg = x.is_constant();
        let const_like = x.is_const_like();
        let const_type = self.types.is_basic(ty, BasicKind::is_const_type);
        let mut cause = String::new();
        let ok = if const_arg && const_type {
            if let Some(value) = self.const_convert(x, ty) {
                x.value = value;
                true
            } else {
                let integers =
                    self.types.is_basic(x.ty, BasicKind::is_integer) && self.types.is_basic(ty, BasicKind::is_integer);
                if integers {
                    let message = format!("constant {} overflows {}", x.value, self.ts(ty));
                    self.error(self.at_operand(x), "InvalidConversion", message);
                    x.invalidate();
                    return;
                }
                false
            }
        } else if const_arg && self.types.is_type_param(ty) {
            let result = self.const_to_type_param(x, ty);
            x.mode = Mode::Value;
            result.map_err(|c| cause = c).is_ok()
        } else {
            match self.convertible(x, ty) {
                Ok(()) => {
                    x.mode = Mode::Value;
                    true
                }
                Err(c) => {
                    cause = c;
                    false
                }
            }
        };
        if !ok {
            let (operand, ty) = (self.os(x), self.ts(ty));
            let message = if cause.is_empty() {
                format!("cannot convert {operand} to type {ty}")
            } else {
                format!("cannot convert {operand} to type {ty}: {cause}")
            };
            self.error(self.at_operand(x), "InvalidConversion", message);
            x.invalidate();
            return;
        }
        if self.types.is_untyped(x.ty) {
            let mut last = ty;
            if x.ty != TypeId::UNTYPED_NIL {
                if self.types.is_proper_interface(ty) || self.types.is_unknown(ty) || const_arg && !const_type {
                    last = x.ty.default_type();
                } else if x.is_constant() && self.types.is_basic(x.ty, BasicKind::is_integer) && self.all_string(ty) {
                    last = x.ty;
                }
            }
            self.update_operand_type(x, last, true);
        }
        x.maybe_const = const_like && !const_arg && (const_type || self.types.is_unknown(ty));
        x.ty = ty;
    }

    /// The value of a constant converted to a basic type.
    fn const_convert(&self, x: &Operand, ty: TypeId) -> Option<ConstValue> {
        let kind = self.types.basic(ty)?;
        if let Some(value) = representable(&x.value, kind) {
            return Some(value);
        }
        if !self.types.is_basic(x.ty, BasicKind::is_integer) || !kind.is_string() {
            return None;
        }
        let c = x.value.as_u64().and_then(|u| u32::try_from(u).ok()).and_then(char::from_u32);
        let c = c.unwrap_or(char::REPLACEMENT_CHARACTER);
        Some(ConstValue::string(c.encode_utf8(&mut [0; 4]).as_bytes()))
    }

    fn const_to_type_param(&mut self, x: &Operand, ty: TypeId) -> Result<(), String> {
        for term in self.type_terms(ty) {
            let Some((_, under)) = term else {
                return Err(format!("{} does not contain specific types", self.ts(ty)));
            };
            let from_string = self.types.is_basic(x.ty, BasicKind::is_string);
            if from_string && self.is_bytes_or_runes(under) {
                continue;
            }
            let fits = self.const_convert(x, under).is_some() || self.types.is_unknown(under);
            if fits {
                continue;
            }
            let integers =
                self.types.is_basic(x.ty, BasicKind::is_integer) && self.types.is_basic(under, BasicKind::is_integer);
            let (u, t) = (self.ts(under), self.ts(ty));
            return Err(if integers {
                format!("constant {} overflows {u} (in {t})", x.value)
            } else {
                format!("cannot convert {} to type {u} (in {t})", self.os(x))
            });
        }
        Ok(())
    }

    fn is_bytes_or_runes(&self, ty: TypeId) -> bool {
        match self.types.under(ty) {
            Type::Slice(elem) => matches!(self.types.basic(elem), Some(BasicKind::Uint8 | BasicKind::Int32)),
            _ => false,
        }
    }

    fn convertible(&mut self, x: &Operand, ty: TypeId) -> Result<(), String> {
        let cause = match self.assignable(x, ty) {
            Ok(()) => return Ok(()),
            Err((_, cause)) => cause,
        };
        let (v, t) = (self.types.unalias(x.ty), self.types.unalias(ty));
        let v_param = self.types.is_type_param(v);
        let t_param = self.types.is_type_param(t);
        if v_param || t_param {
            return self.convertible_params(x, v, t, v_param, t_param);
        }
        let (vu, tu) = (self.types.underlying(v), self.types.underlying(t));
        if self.types.identical_ignoring_tags(vu, tu) {
            return Ok(());
        }
        if let (Type::Pointer(a), Type::Pointer(b)) = (self.types.get(v), self.types.get(t))
            && !self.types.is_type_param(a)
            && !self.types.is_type_param(b)
            && self.types.identical_ignoring_tags(self.types.underlying(a), self.types.underlying(b))
        {
            return Ok(());
        }
        let (from, to) = (self.types.get(vu), self.types.get(tu));
        if let (Type::Basic(a), Type::Basic(b)) = (from, to) {
            let real = |k: BasicKind| k.is_integer() || k.is_float();
            let pointers = |p, q| p == BasicKind::Uintptr && q == BasicKind::UnsafePointer;
            if real(a) && real(b)
                || a.is_complex() && b.is_complex()
                || a.is_integer() && b.is_string()
                || pointers(a, b)
                || pointers(b, a)
            {
                return Ok(());
            }
        }
        match (from, to) {
            (Type::Slice(_), Type::Basic(k)) if k.is_string() && self.is_bytes_or_runes(vu) => return Ok(()),
            (Type::Basic(k), Type::Slice(_)) if k.is_string() && self.is_bytes_or_runes(tu) => return Ok(()),
            (Type::Pointer(_), Type::Basic(BasicKind::UnsafePointer))
            | (Type::Basic(BasicKind::UnsafePointer), Type::Pointer(_)) => return Ok(()),
            (Type::Slice(elem), Type::Array { elem: other, .. }) if self.types.identical(elem, other) => {
                if self.allow_version(20) {
                    return Ok(());
                }
                return Err("conversion of slice to array requires go1.20 or later".into());
            }
            (Type::Slice(elem), Type::Pointer(array)) => {
                if let Type::Array { elem: other, .. } = self.types.under(array)
                    && self.types.identical(elem, other)
                {
                    if self.allow_version(17) {
                        return Ok(());
                    }
                    return Err("conversion of slice to array pointer requires go1.17 or later".into());
                }
            }
            _ => {}
        }
        Err(cause)
    }

    fn convertible_params(
        &mut self,
        x: &Operand,
        v: TypeId,
        t: TypeId,
        v_param: bool,
        t_param: bool,
    ) -> Result<(), String> {
        let sources = if v_param { self.type_terms(v).collect() } else { alloc::vec![Some((v, v))] };
        let targets = if t_param { self.type_terms(t).collect() } else { alloc::vec![Some((t, t))] };
        for source in &sources {
            let Some((from, _)) = *source else { return Err(String::new()) };
            let part = Operand { ty: from, mode: if v_param { Mode::Value } else { x.mode }, ..x.clone() };
            for target in &targets {
                let Some((to, _)) = *target else { return Err(String::new()) };
                self.convertible(&part, to).map_err(|cause| {
                    let within = |ty: TypeId, param: bool, of: TypeId| {
                        if param { format!("{} (in {})", self.ts(ty), self.ts(of)) } else { self.ts(ty) }
                    };
                    let message =
                        format!("cannot convert {} to type {}", within(from, v_param, v), within(to, t_param, t));
                    if cause.is_empty() { message } else { format!("{message}\n\t{cause}") }
                })?;
            }
        }
        Ok(())
    }
}
