//! Composite literals.

use alloc::{format, string::String, vec::Vec};

use super::{Checker, Map, Set, lookup::Found, operand::Operand};
use crate::ast::{ExprId, ExprKind};
use crate::types::{
    arena::{Type, TypeId},
    constant::{ConstKind, ConstValue},
    info::Mode,
    objects::{ObjId, ObjKind},
};

/// A constant map key, equal for equal keys: integers written as floats are
/// integers.
fn key_of(value: &ConstValue) -> String {
    match value.kind() {
        ConstKind::Str => format!("s{}", crate::types::constant::quote(value.as_bytes().unwrap_or_default())),
        ConstKind::Bool => format!("b{value}"),
        ConstKind::Complex if value.to_float().kind() != ConstKind::Float => {
            let bits = |v: ConstValue| v.as_f64().unwrap_or_default().to_bits();
            format!("c{}:{}", bits(value.real()), bits(value.imag()))
        }
        _ => match value.to_int() {
            ConstValue::Unknown => {
                format!("f{}", value.to_float().as_f64().unwrap_or_default().to_bits())
            }
            int => format!("i{int}"),
        },
    }
}

impl Checker<'_> {
    /// Checks a composite literal; `hint` is the type of an elided one.
    pub(super) fn composite_lit(&mut self, e: ExprId, hint: Option<TypeId>) -> Operand {
        let file = self.file();
        let ExprKind::CompositeLit { ty: type_expr, elems } = &file.exprs[e].kind else {
            return Operand::invalid(e);
        };
        let mut is_elem = false;
        let (ty, base) = match (type_expr, hint) {
            (Some(expr), _) => {
                let ty = match file.exprs[*expr].kind {
                    ExprKind::ArrayType { len: None, elem } => {
                        let elem = self.var_type(elem);
                        self.types.add(Type::Array { len: -1, elem })
                    }
                    _ => self.typ(*expr),
                };
                (ty, ty)
            }
            (None, Some(hint)) => {
                is_elem = true;
                let under = self.common_under(hint).unwrap_or(TypeId::INVALID);
                let (elem, is_ptr) = self.deref(under);
                (hint, if is_ptr { elem } else { hint })
            }
            (None, None) => {
                self.error(self.at(e), "UntypedLit", "missing type in composite literal");
                (TypeId::INVALID, TypeId::INVALID)
            }
        };
        if !self.is_complete(base) {
            return Operand::invalid(e);
        }
        let common = self.common_under(base);
        let under = *common.as_ref().unwrap_or(&TypeId::INVALID);
        match self.types.get(under) {
            Type::Struct { .. } => self.struct_lit(e, under, base, elems),
            Type::Array { len, elem } => {
                let n = self.indexed_elems(elems, elem, (len >= 0).then_some(len));
                let open =
                    type_expr.is_some_and(|t| matches!(file.exprs[t].kind, ExprKind::ArrayType { len: None, .. }));
                if open {
                    self.types.set(under, Type::Array { len: n, elem });
                    if let Some(expr) = type_expr {
                        self.record(*expr, Mode::TypeExpr, under, None);
                    }
                }
            }
            Type::Slice(elem) => {
                self.indexed_elems(elems, elem, None);
            }
            Type::Map { key, elem } => self.map_lit(elems, key, elem),
            Type::Unknown => self.unknown_lit(elems),
            _ => {
                for &elem in elems {
                    let value = match file.exprs[elem].kind {
                        ExprKind::KeyValue { value, .. } => value,
                        _ => elem,
                    };
                    self.use_exprs(&[value]);
                }
                if common.is_err() || self.types.is_valid(under) {
                    let qualifier = if is_elem { " element" } else { "" };
                    let cause = if common.is_err() { " (no common underlying type)" } else { "" };
                    let message = format!("invalid composite literal{qualifier} type {}{cause}", self.ts(ty));
                    self.error(self.at(e), "InvalidLit", message);
                    return Operand::invalid(e);
                }
            }
        }
        Operand::new(Mode::Value, e, ty)
    }

    /// A literal of an unknown type: its keys may be field names.
    fn unknown_lit(&mut self, elems: &[ExprId]) {
        let file = self.file();
        for &elem in elems {
            let value = match file.exprs[elem].kind {
                ExprKind::KeyValue { key, value } => {
                    if let ExprKind::Name(name) = file.exprs[key].kind {
                        if let Some(obj) = self.lookup(name)
                            && matches!(self.types.obj(obj).kind, ObjKind::Var(_))
                        {
                            self.used.insert(obj);
                        }
                    } else {
                        let mut x = self.generic_expr(key, Some(TypeId::UNKNOWN));
                        self.assignment(&mut x, Some(TypeId::UNKNOWN), "literal");
                    }
                    value
                }
                _ => elem,
            };
            let mut x = self.generic_expr(value, Some(TypeId::UNKNOWN));
            self.assignment(&mut x, Some(TypeId::UNKNOWN), "literal");
        }
    }

    fn struct_lit(&mut self, literal: ExprId, under: TypeId, base: TypeId, elems: &[ExprId]) {
        let file = self.file();
        let Some(&first) = elems.first() else { return };
        if matches!(file.exprs[first].kind, ExprKind::KeyValue { .. }) {
            self.keyed_struct_lit(under, base, elems);
            return;
        }
        let fields = self.types.fields(under).to_vec();
        let hidden = |checker: &Self, field: ObjId| {
            let object = checker.types.obj(field);
            !object.exported && object.pkg != Some(checker.pkg)
        };
        for (i, &elem) in elems.iter().enumerate() {
            if matches!(file.exprs[elem].kind, ExprKind::KeyValue { .. }) {
                let message = "mixture of field:value and value elements in struct literal";
                self.error(self.at(elem), "MixedStructLit", message);
                continue;
            }
            let mut x = self.generic_expr(elem, None);
            let Some(&field) = fields.get(i) else {
                let message = format!("too many values in struct literal of type {}", self.ts(base));
                self.error(self.at_operand(&x), "InvalidStructLit", message);
                break;
            };
            if hidden(self, field) {
                let message = format!(
                    "implicit assignment to unexported field {} in struct literal of type {}",
                    self.name(field),
                    self.ts(base)
                );
                self.error(self.at_operand(&x), "UnexportedLitField", message);
                continue;
            }
            let ty = self.types.obj_type(field);
            self.assignment(&mut x, Some(ty), "struct literal");
        }
        if elems.len() < fields.len() {
            let hint = if fields.iter().any(|&f| hidden(self, f)) {
                " (type has unexported fields - use key:value pairs)"
            } else {
                ""
            };
            let message = format!("too few values in struct literal of type {}{hint}", self.ts(base));
            let rbrace = file.exprs[literal].span.end.saturating_sub(1);
            self.error(self.here(rbrace), "InvalidStructLit", message);
        }
    }

    fn keyed_struct_lit(&mut self, under: TypeId, base: TypeId, elems: &[ExprId]) {
        let file = self.file();
        let mut visited: Vec<(Vec<u32>, ObjId)> = Vec::new();
        for &elem in elems {
            let ExprKind::KeyValue { key, value } = file.exprs[elem].kind else {
                let message = "mixture of field:value and value elements in struct literal";
                self.error(self.at(elem), "MixedStructLit", message);
                continue;
            };
            let mut x = self.generic_expr(value, None);
            let Some(name) = self.name_of(key) else {
                let message = format!("invalid field name {} in struct literal", self.es(key));
                self.error(self.at(elem), "InvalidLitField", message);
                continue;
            };
            let (obj, path, indirect) = match self.lookup_member(under, false, name) {
                Found::Entry { obj, path, indirect } => (obj, path, indirect),
                Found::Unknown => {
                    self.assignment(&mut x, Some(TypeId::UNKNOWN), "struct literal");
                    continue;
                }
                _ => {
                    let alt = self.lookup_folded(under, false, name);
                    let message = self.lookup_error(base, name, alt, true);
                    self.error(self.at(key), "MissingLitField", message);
                    continue;
                }
            };
            if !matches!(self.types.obj(obj).kind, ObjKind::Var(_)) {
                let message = format!("{} is not a field", self.es(key));
                self.error(self.at(key), "MissingLitField", message);
                continue;
            }
            if path.len() > 1 {
                let what = format!(
                    "use of promoted field {} in struct literal of type {}",
                    self.field_path(under, &path),
                    self.ts(base)
                );
                if !self.verify_version(self.at(key), 27, &what) {
                    continue;
                }
            }
            if indirect {
                let message = format!("invalid implicit pointer indirection to reach {}", self.es(key));
                self.error(self.at(key), "InvalidLitField", message);
                continue;
            }
            self.record_use(key, obj);
            let ty = self.types.obj_type(obj);
            self.assignment(&mut x, Some(ty), "struct literal");
            self.check_repeated_field(elem, &mut visited, path, obj);
        }
    }

    fn check_repeated_field(&mut self, elem: ExprId, visited: &mut Vec<(Vec<u32>, ObjId)>, path: Vec<u32>, obj: ObjId) {
        let clash = visited.iter().find(|(other, _)| {
            let n = other.len().min(path.len());
            other[..n] == path[..n]
        });
        let Some((other_path, other)) = clash else {
            visited.push((path, obj));
            return;
        };
        let (name, other_name) = (self.name(obj), self.name(*other));
        let message = if *other == obj {
            format!("duplicate field name {name} in struct literal")
        } else if other_path.len() < path.len() {
            format!("cannot specify promoted field {name} and enclosing embedded field {other_name}")
        } else {
            format!("cannot specify embedded field {name} and enclosed promoted field {other_name}")
        };
        self.error(self.at(elem), "DuplicateLitField", message);
    }

    fn field_path(&self, mut ty: TypeId, path: &[u32]) -> String {
        let mut names: Vec<String> = Vec::new();
        for &index in path {
            let base = self.deref_struct_ptr(ty);
            let Some(&field) = self.types.fields(base).get(index as usize) else { break };
            names.push(self.name(field));
            ty = self.types.obj_type(field);
        }
        names.join(".")
    }

    fn map_lit(&mut self, elems: &[ExprId], key_type: TypeId, elem_type: TypeId) {
        let file = self.file();
        let interface_keys = self.types.is_proper_interface(key_type);
        let mut visited: Map<String, Vec<TypeId>> = Map::default();
        for &elem in elems {
            let ExprKind::KeyValue { key, value } = file.exprs[elem].kind else {
                self.error(self.at(elem), "MissingLitKey", "missing key in map literal");
                continue;
            };
            let mut x = self.generic_expr(key, Some(key_type));
            self.assignment(&mut x, Some(key_type), "map literal");
            if !x.is_valid() {
                continue;
            }
            if x.is_constant() && x.value.is_known() {
                let known = visited.entry(key_of(&x.value)).or_default();
                let duplicate = if interface_keys {
                    known.iter().any(|&t| self.types.identical(t, x.ty))
                } else {
                    !known.is_empty()
                };
                known.push(x.ty);
                if duplicate {
                    let message = format!("duplicate key {} in map literal", x.value);
                    self.error(self.at_operand(&x), "DuplicateLitKey", message);
                    continue;
                }
            }
            let mut x = self.generic_expr(value, Some(elem_type));
            self.assignment(&mut x, Some(elem_type), "map literal");
        }
    }

    /// The elements of an array or slice literal; the number of elements it has.
    fn indexed_elems(&mut self, elems: &[ExprId], ty: TypeId, length: Option<i64>) -> i64 {
        let file = self.file();
        // Up to the first key, which most literals do not have, indices count up.
        let mut counted = 0i64;
        let mut visited: Option<Set<i64>> = None;
        let (mut index, mut max) = (0i64, 0i64);
        for &elem in elems {
            let mut valid = false;
            let mut value = elem;
            if let ExprKind::KeyValue { key, value: v } = file.exprs[elem].kind {
                value = v;
                visited.get_or_insert_default();
                let (key_type, i) = self.index(key, length);
                if self.types.is_valid(key_type) {
                    match i {
                        Some(i) => {
                            index = i;
                            valid = true;
                        }
                        None if self.types.is_unknown(key_type) => {}
                        None => {
                            let message = format!("index {} must be integer constant", self.es(key));
                            self.error(self.at(elem), "InvalidLitIndex", message);
                        }
                    }
                }
            } else if let Some(length) = length.filter(|&l| index >= l) {
                let message = format!("index {index} is out of bounds (>= {length})");
                self.error(self.at(elem), "OversizeArrayLit", message);
            } else {
                valid = true;
            }
            if visited.is_none() {
                counted = index + 1;
            }
            let known = |visited: &mut Set<i64>| index < counted || !visited.insert(index);
            if valid && visited.as_mut().is_some_and(known) {
                let message = format!("duplicate index {index} in array or slice literal");
                self.error(self.at(elem), "DuplicateLitKey", message);
            }
            index = index.saturating_add(1);
            max = max.max(index);
            let mut x = self.generic_expr(value, Some(ty));
            self.assignment(&mut x, Some(ty), "array or slice literal");
        }
        max
    }
}
