//! Index and slice expressions.

use alloc::{format, string::String};

use super::constant::representable;
use super::{
    Checker,
    operand::{ExprRef, Operand},
};
use crate::ast::{ExprId, ExprKind};
use crate::types::{
    arena::{Type, TypeId},
    basic::BasicKind,
    constant::ConstValue,
    info::Mode,
};

/// What indexing gives: the element, the key of a map, the length if it is
/// known, the mode.
struct Element {
    elem: TypeId,
    key: Option<TypeId>,
    length: Option<i64>,
    mode: Mode,
}

impl Checker<'_> {
    /// Checks `x[index]`. Whether it is an instantiation of a generic
    /// function, whose type arguments are not looked at yet.
    pub(super) fn index_expr(&mut self, e: ExprId) -> (Operand, bool) {
        let file = self.file();
        let ExprKind::Index { x: base, index } = file.exprs[e].kind else { return (Operand::invalid(e), false) };
        let mut x = self.expr_or_type(base, true);
        let invalid = (Operand::invalid(e), false);
        match x.mode {
            Mode::Invalid => {
                self.use_exprs(&[index]);
                return invalid;
            }
            Mode::TypeExpr => {
                let ty = self.var_type(e);
                let mode = if self.types.is_valid(ty) { Mode::TypeExpr } else { Mode::Invalid };
                return (Operand::new(mode, e, ty), false);
            }
            Mode::Value if self.types.signature(x.ty).is_some_and(|s| !s.tparams.is_empty()) => {
                return (x, true);
            }
            _ => {}
        }
        self.non_generic(None, &mut x);
        if !x.is_valid() || !self.is_complete(x.ty) {
            return invalid;
        }
        if self.types.is_unknown(x.ty) {
            // It may be an instantiation: the index may be a type.
            for &index in file.unpack_list(Some(index)).iter() {
                let mut i = self.expr_or_type(index, true);
                if i.mode != Mode::TypeExpr {
                    self.assignment(&mut i, Some(TypeId::UNKNOWN), "index");
                }
            }
            return (Operand::new(Mode::MapIndex, e, TypeId::UNKNOWN), false);
        }
        // Indexing yields an element, and for a pointer goes through its base.
        let needed = match self.types.under(x.ty) {
            Type::Pointer(base) => Some(base),
            Type::Map { elem, .. } => Some(elem),
            _ => None,
        };
        if needed.is_some_and(|ty| !self.is_complete(ty)) {
            return invalid;
        }
        let Some(mut element) = self.element_of(&x) else {
            let message = format!("cannot index {}", self.os(&x));
            let pos = self.here(file.exprs[e].pos);
            self.error(pos, "NonSliceableOperand", message);
            self.use_exprs(&[index]);
            return invalid;
        };
        if self.is_imported_type(x.ty) {
            element.elem = self.imported_type(element.elem);
        }
        let Some(index) = self.single_index(index) else { return invalid };
        if let Some(key) = element.key {
            let mut k = self.generic_expr(index, None);
            self.assignment(&mut k, Some(key), "map index");
            return (Operand::new(Mode::MapIndex, e, element.elem), false);
        }
        x.mode = element.mode;
        x.ty = element.elem;
        x.expr = ExprRef::Node(e);
        self.index(index, element.length);
        (x, false)
    }

    fn element_of(&mut self, x: &Operand) -> Option<Element> {
        let mut result: Option<Element> = None;
        for term in self.type_terms(x.ty) {
            let (_, under) = term?;
            let length_of = |len: i64| (len >= 0).then_some(len);
            let element = match self.types.get(under) {
                Type::Basic(kind) if kind.is_string() => {
                    let length = x.value.as_bytes().filter(|_| x.is_constant()).map(|b| b.len() as i64);
                    Element { elem: TypeId::BYTE, key: None, length, mode: Mode::Value }
                }
                Type::Array { len, elem } => {
                    let mode = if x.mode == Mode::Variable { Mode::Variable } else { Mode::Value };
                    Element { elem, key: None, length: length_of(len), mode }
                }
                Type::Pointer(base) => match self.types.under(base) {
                    Type::Array { len, elem } => {
                        Element { elem, key: None, length: length_of(len), mode: Mode::Variable }
                    }
                    _ => return None,
                },
                Type::Slice(elem) => Element { elem, key: None, length: None, mode: Mode::Variable },
                Type::Map { key, elem } => Element { elem, key: Some(key), length: None, mode: Mode::MapIndex },
                Type::Unknown => Element { elem: TypeId::UNKNOWN, key: None, length: None, mode: Mode::Variable },
                _ => return None,
            };
            let Some(known) = &mut result else {
                result = Some(element);
                continue;
            };
            let same_key = match (known.key, element.key) {
                (Some(a), Some(b)) => self.types.identical(a, b),
                (None, None) => true,
                _ => false,
            };
            if !same_key || !self.types.identical(known.elem, element.elem) {
                return None;
            }
            // As in gc, the first type decides whether there is a length.
            known.length = known.length.map(|l| element.length.map_or(l, |other| l.min(other)));
            if element.mode == Mode::Value {
                known.mode = Mode::Value;
            }
        }
        result
    }

    fn single_index(&mut self, index: ExprId) -> Option<ExprId> {
        match &self.file().exprs[index].kind {
            ExprKind::List(elems) => match elems.as_slice() {
                [first, second, ..] => {
                    self.error(self.at(*second), "InvalidIndex", "invalid operation: more than one index");
                    Some(*first)
                }
                _ => None,
            },
            _ => Some(index),
        }
    }

    /// Checks an index below `max`, if that is known. Its type and its
    /// constant value.
    pub(super) fn index(&mut self, e: ExprId, max: Option<i64>) -> (TypeId, Option<i64>) {
        let mut x = self.expr(None, e);
        let none = (TypeId::INVALID, None);
        if !self.is_valid_index(&mut x, "InvalidIndex", "index", false) {
            return none;
        }
        if !x.is_constant() {
            return (x.ty, None);
        }
        let Some(value) = x.value.as_i64() else { return none };
        if let Some(max) = max
            && value >= max
        {
            let message = format!("invalid argument: index {} out of bounds [0:{max}]", x.value);
            self.error(self.at_operand(&x), "InvalidIndex", message);
            return none;
        }
        (x.ty, Some(value))
    }

    /// Whether `x` can be an index, length or capacity.
    pub(super) fn is_valid_index(&mut self, x: &mut Operand, code: &'static str, what: &str, negative: bool) -> bool {
        if !x.is_valid() {
            return false;
        }
        if self.types.is_unknown(x.ty) {
            return true;
        }
        self.convert_untyped(x, TypeId::INT);
        if !x.is_valid() {
            return false;
        }
        let problem = if !self.all_integer(x.ty) {
            "must be integer"
        } else if !x.is_constant() {
            return true;
        } else if !negative && x.value.sign() < 0 {
            "must not be negative"
        } else {
            match representable(&x.value, BasicKind::Int) {
                Some(value) => {
                    x.value = value;
                    return true;
                }
                None => "overflows int",
            }
        };
        let message = format!("invalid argument: {what} {} {problem}", self.os(x));
        self.error(self.at_operand(x), code, message);
        false
    }

    /// Checks `x[lo:hi:max]`.
    pub(super) fn slice_expr(&mut self, e: ExprId) -> Operand {
        let file = self.file();
        let ExprKind::Slice { x: base, index, full } = &file.exprs[e].kind else { return Operand::invalid(e) };
        let mut x = self.expr(None, *base);
        if !x.is_valid() {
            for &i in index.iter().flatten() {
                self.use_exprs(&[i]);
            }
            return x;
        }
        if self.types.is_unknown(x.ty) {
            for &i in index.iter().flatten() {
                self.index(i, None);
            }
            x.mode = Mode::Value;
            return x;
        }
        let Ok(length) = self.sliced(&mut x, *full, index[2]) else {
            x.invalidate();
            return x;
        };
        x.mode = Mode::Value;
        if *full && (index[1].is_none() || index[2].is_none()) {
            self.error(self.at(e), "InvalidSyntaxTree", "2nd and 3rd index required in 3-index slice");
            x.invalidate();
            return x;
        }
        let mut values = [None; 3];
        for (i, expr) in index.iter().enumerate() {
            values[i] = match expr {
                Some(expr) => self.index(*expr, length.map(|l| l + 1)).1,
                None if i == 0 => Some(0),
                None => length,
            };
        }
        for i in 0..2 {
            let Some(low) = values[i].filter(|&v| v > 0) else { continue };
            for j in i + 1..3 {
                if let (Some(high), Some(expr)) = (values[j].filter(|&v| v < low), index[j]) {
                    let message = format!("invalid slice indices: {high} < {low}");
                    self.error(self.at(expr), "SwappedSliceIndices", message);
                    return x;
                }
            }
        }
        x
    }

    /// Gives `x` the type of a slice of it; the length if it is known.
    fn sliced(&mut self, x: &mut Operand, full: bool, max: Option<ExprId>) -> Result<Option<i64>, ()> {
        let mut common: Option<(TypeId, TypeId)> = None;
        let mut has_string = false;
        for term in self.type_terms(x.ty) {
            let Some((t, mut u)) = term else {
                let message = format!("cannot slice {}: no specific type in {}", self.os(x), self.ts(x.ty));
                self.error(self.at_operand(x), "NonSliceableOperand", message);
                return Err(());
            };
            if self.types.is_basic(u, BasicKind::is_string) {
                u = TypeId::BYTES;
                has_string = true;
            }
            match common {
                None => common = Some((t, u)),
                Some((ct, cu)) if !self.types.identical(cu, u) => {
                    let message = format!(
                        "cannot slice {}: {} and {} have different underlying types",
                        self.os(x),
                        self.ts(ct),
                        self.ts(t)
                    );
                    self.error(self.at_operand(x), "NonSliceableOperand", message);
                    return Err(());
                }
                Some(_) => {}
            }
        }
        let Some((_, mut under)) = common else { return Err(()) };
        if has_string {
            under = if self.types.is_type_param(x.ty) { TypeId::STRING } else { self.types.underlying(x.ty) };
        }
        match self.types.get(under) {
            Type::Basic(kind) if kind.is_string() => {
                if full {
                    let pos = max.map_or_else(|| self.at_operand(x), |m| self.at(m));
                    self.error(pos, "InvalidSliceExpr", "invalid operation: 3-index slice of string");
                    return Err(());
                }
                let length = match &x.value {
                    ConstValue::Str(bytes) if x.is_constant() => Some(bytes.len() as i64),
                    _ => None,
                };
                if self.types.is_untyped(x.ty) {
                    x.ty = TypeId::STRING;
                }
                Ok(length)
            }
            Type::Array { len, elem } => {
                if x.mode != Mode::Variable {
                    let message = format!("cannot slice unaddressable value {}", self.os(x));
                    self.error(self.at_operand(x), "NonSliceableOperand", message);
                    return Err(());
                }
                x.ty = self.types.add(Type::Slice(elem));
                Ok((len >= 0).then_some(len))
            }
            Type::Pointer(base) => {
                if !self.is_complete(base) {
                    return Err(());
                }
                match self.types.under(base) {
                    Type::Array { len, elem } => {
                        x.ty = self.types.add(Type::Slice(elem));
                        Ok((len >= 0).then_some(len))
                    }
                    Type::Unknown => {
                        x.ty = TypeId::UNKNOWN;
                        Ok(None)
                    }
                    _ => self.cannot_slice(x),
                }
            }
            Type::Slice(_) => Ok(None),
            Type::Unknown => {
                x.ty = TypeId::UNKNOWN;
                Ok(None)
            }
            _ => self.cannot_slice(x),
        }
    }

    fn cannot_slice(&mut self, x: &Operand) -> Result<Option<i64>, ()> {
        let message: String = format!("cannot slice {}", self.os(x));
        self.error(self.at_operand(x), "NonSliceableOperand", message);
        Err(())
    }
}
