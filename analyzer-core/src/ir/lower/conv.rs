//! Conversions, implicit and explicit, and questions about types.

use thin_vec::ThinVec;

use super::Lowerer;
use crate::{
    ast::ExprId,
    base::Pos,
    ir::{ConvOp, LitElem, NodeId, NodeKind},
    types::{BasicKind, ConstValue, Type, TypeId, constant::ConstKind},
};

impl Lowerer<'_> {
    pub(super) fn is_array(&self, ty: TypeId) -> bool {
        matches!(self.under(ty), Type::Array { .. })
    }

    pub(super) fn is_interface(&self, ty: TypeId) -> bool {
        self.types.is_proper_interface(ty)
    }

    pub(super) fn is_empty_interface(&self, ty: TypeId) -> bool {
        self.types.type_set_of(ty).is_some_and(|set| set.methods.is_empty())
    }

    pub(super) fn is_string(&self, ty: TypeId) -> bool {
        self.types.basic(ty).is_some_and(BasicKind::is_string)
    }

    /// The element type if `ty` is a pointer.
    pub(super) fn pointer_elem(&self, ty: TypeId) -> Option<TypeId> {
        match self.under(ty) {
            Type::Pointer(elem) => Some(elem),
            _ => None,
        }
    }

    /// The element type if `ty` is a slice.
    pub(super) fn slice_elem(&self, ty: TypeId) -> Option<TypeId> {
        match self.under(ty) {
            Type::Slice(elem) => Some(elem),
            _ => None,
        }
    }

    /// The type with which gc goes on for an untyped expression.
    pub(super) fn concrete(&self, ty: TypeId, value: Option<&ConstValue>) -> TypeId {
        match self.types.resolved(ty) {
            Type::Basic(kind) => match kind {
                BasicKind::UntypedInt | BasicKind::UntypedFloat | BasicKind::UntypedComplex => {
                    if value.is_some_and(|v| v.to_int().sign() < 0) { TypeId::INT } else { TypeId::UINT }
                }
                BasicKind::UntypedBool => TypeId::BOOL,
                BasicKind::UntypedString => TypeId::STRING,
                BasicKind::UntypedRune => TypeId::INT32,
                _ => ty,
            },
            _ => ty,
        }
    }

    /// Lowers `expr` and converts it to `dst` if its type differs: a type
    /// parameter differs from its type argument although their shapes don't.
    pub(super) fn expr_as(&mut self, dst: Option<TypeId>, expr: ExprId) -> NodeId {
        let src = self.type_of(expr);
        match dst {
            Some(dst) if !self.types.identical(src, dst) => {
                // The position is that of the expression as it is written,
                // parentheses included.
                let pos = self.pos_of(expr);
                self.read_conversion(src, dst);
                let x = self.expr(expr);
                let node = self.convert(pos, x, dst, true);
                self.note_source(node, expr);
                node
            }
            _ => self.expr(expr),
        }
    }

    /// gc reads both types of a conversion before what is converted.
    pub(super) fn read_conversion(&mut self, src: TypeId, dst: TypeId) {
        self.read_type(dst);
        if !self.types.is_untyped(src) {
            self.read_type(src);
        }
    }

    /// `dst(x)` at `pos`.
    pub(super) fn convert(&mut self, pos: Pos, x: NodeId, dst: TypeId, implicit: bool) -> NodeId {
        let src = self.ty(x);
        self.survey_pair(src, dst);
        let mut op = self.convert_op(src, dst);
        if op == ConvOp::Nop
            && self.is_interface(dst)
            && !self.is_empty_interface(dst)
            && (self.types.has_shape(dst) || self.types.has_shape(src))
        {
            // Interfaces that differ in name only have different tables.
            op = ConvOp::Iface;
        }
        if op == ConvOp::StrToRunes
            && let NodeKind::Literal(ConstValue::Str(text)) = self.kind(x)
        {
            let text = text.clone();
            return self.runes_literal(pos, dst, &text);
        }
        let x = match op {
            ConvOp::BytesToStr => self.plain_elems(x, src, BasicKind::Uint8, TypeId::BYTE),
            ConvOp::RunesToStr => self.plain_elems(x, src, BasicKind::Int32, TypeId::RUNE),
            _ => x,
        };
        let kind = NodeKind::Conv { op, x };
        let node = if implicit { self.implicit(pos, dst, kind) } else { self.node(pos, Some(dst), kind) };
        self.conv_reads_dict(node, src, dst);
        node
    }

    /// Constant `x` as a value of type `dst`, a type parameter: no constant any
    /// more. `None` if that takes a conversion.
    pub(super) fn constant_as(&mut self, pos: Pos, x: NodeId, dst: TypeId) -> Option<NodeId> {
        let NodeKind::Literal(value) = self.kind(x) else { return None };
        let value = self.constant_of(dst, value)?;
        let at = self.node_pos(x);
        let x = self.literal(at, dst, value);
        Some(self.implicit(pos, dst, NodeKind::Conv { op: ConvOp::Nop, x }))
    }

    /// `value` in the form that constants of type `ty` have: which it is is
    /// known only when type parameters have been replaced.
    pub(super) fn constant_of(&self, ty: TypeId, value: &ConstValue) -> Option<ConstValue> {
        let basic = self.types.basic(ty)?;
        let (value, kind) = if basic.is_integer() {
            (value.to_int(), ConstKind::Int)
        } else if basic.is_float() {
            (value.to_float(), ConstKind::Float)
        } else if basic.is_complex() {
            (value.to_complex(), ConstKind::Complex)
        } else {
            (value.clone(), if basic.is_string() { ConstKind::Str } else { ConstKind::Bool })
        };
        (value.kind() == kind).then_some(value)
    }

    /// A slice of a defined byte or rune type is first seen as a plain one.
    fn plain_elems(&mut self, x: NodeId, src: TypeId, kind: BasicKind, plain: TypeId) -> NodeId {
        let Some(elem) = self.slice_elem(src) else { return x };
        if matches!(self.types.resolved(elem), Type::Basic(k) if k == kind) {
            return x;
        }
        let slice = self.types.add(Type::Slice(plain));
        let pos = self.node_pos(x);
        self.node(pos, Some(slice), NodeKind::Conv { op: ConvOp::Nop, x })
    }

    /// `[]rune("…")` is a slice literal.
    fn runes_literal(&mut self, pos: Pos, ty: TypeId, text: &[u8]) -> NodeId {
        let mut elems = ThinVec::new();
        for rune in text.utf8_chunks().flat_map(runes) {
            let key = self.literal(pos, TypeId::INT, ConstValue::Int(elems.len() as i64));
            let value = self.literal(pos, TypeId::RUNE, ConstValue::Int(rune));
            elems.push(LitElem { key: Some(key), value });
        }
        let len = elems.len() as u64;
        self.node(pos, Some(ty), NodeKind::SliceLit { elems, len })
    }

    /// What a conversion does (gc's `assignOp` and `convertOp`); the checker
    /// has already found it valid.
    fn convert_op(&self, src: TypeId, dst: TypeId) -> ConvOp {
        if self.is_unknown(src) || self.is_unknown(dst) {
            return ConvOp::Nop;
        }
        let op = self.assign_op(src, dst).unwrap_or_else(|| self.convert_op_unassignable(src, dst));
        match (op, self.types.basic(src), self.types.basic(dst)) {
            (ConvOp::Nop, Some(a), Some(b)) if a == b && (a.is_float() || a.is_complex()) => ConvOp::Conv,
            _ => op,
        }
    }

    /// Whether a value of type `src` can be assigned to `dst`, given that one
    /// of them can be assigned to the other.
    pub(super) fn assignable(&self, src: TypeId, dst: TypeId) -> bool {
        if self.identical(src, dst) || self.is_unknown(src) || self.is_unknown(dst) {
            return true;
        }
        match (self.is_interface(src), self.is_interface(dst)) {
            (false, true) => return true,
            (true, false) => return false,
            (true, true) => {
                let (Some(have), Some(want)) = (self.types.type_set_of(src), self.types.type_set_of(dst)) else {
                    return false;
                };
                return want
                    .methods
                    .iter()
                    .all(|&m| have.methods.iter().any(|&h| self.types.obj_name(h) == self.types.obj_name(m)));
            }
            (false, false) => {}
        }
        self.assign_op(src, dst).is_some()
    }

    fn assign_op(&self, src: TypeId, dst: TypeId) -> Option<ConvOp> {
        if self.identical(src, dst) {
            return Some(ConvOp::Nop);
        }
        let (src_iface, dst_iface) = (self.is_interface(src), self.is_interface(dst));
        if self.identical(self.types.underlying(src), self.types.underlying(dst)) {
            let unnamed = !self.types.has_name(src) || !self.types.has_name(dst);
            if (src_iface && self.is_empty_interface(src)) || (unnamed && !src_iface) {
                return Some(ConvOp::Nop);
            }
        }
        let src_nil = self.types.basic(src) == Some(BasicKind::UntypedNil);
        if dst_iface && !src_nil {
            return Some(ConvOp::Iface);
        }
        match (self.under(src), self.under(dst)) {
            (Type::Chan { elem: a, dir: crate::ast::ChanDir::Both }, Type::Chan { elem: b, .. })
                if self.identical(a, b) && (!self.types.has_name(src) || !self.types.has_name(dst)) =>
            {
                Some(ConvOp::Nop)
            }
            _ if src_nil => Some(ConvOp::Nop),
            _ => None,
        }
    }

    fn convert_op_unassignable(&self, src: TypeId, dst: TypeId) -> ConvOp {
        if self.types.identical_ignoring_tags(self.types.underlying(src), self.types.underlying(dst)) {
            return ConvOp::Nop;
        }
        if let (Some(a), Some(b)) = (self.types.basic(src), self.types.basic(dst)) {
            return if (a.is_integer() && b.is_string()) && !a.is_string() {
                ConvOp::RuneToStr
            } else if simple_kind(a) == simple_kind(b) || a == BasicKind::UnsafePointer || b == BasicKind::UnsafePointer
            {
                ConvOp::Nop
            } else {
                ConvOp::Conv
            };
        }
        let elem_kind = |ty| self.types.basic(ty);
        match (self.under(src), self.under(dst)) {
            (Type::Slice(elem), Type::Basic(kind)) if kind.is_string() => {
                if elem_kind(elem) == Some(BasicKind::Uint8) {
                    ConvOp::BytesToStr
                } else {
                    ConvOp::RunesToStr
                }
            }
            (Type::Basic(kind), Type::Slice(elem)) if kind.is_string() => {
                if elem_kind(elem) == Some(BasicKind::Uint8) {
                    ConvOp::StrToBytes
                } else {
                    ConvOp::StrToRunes
                }
            }
            (Type::Slice(_), Type::Array { .. }) => ConvOp::SliceToArr,
            (Type::Slice(_), Type::Pointer(_)) => ConvOp::SliceToArrPtr,
            _ => ConvOp::Nop,
        }
    }
}

/// The runes of a piece of a string: each invalid byte is one U+FFFD.
#[expect(clippy::needless_pass_by_value, reason = "the item of an iterator")]
fn runes(chunk: core::str::Utf8Chunk<'_>) -> impl Iterator<Item = i64> {
    let invalid = core::iter::repeat_n(i64::from(u32::from(char::REPLACEMENT_CHARACTER)), chunk.invalid().len());
    chunk.valid().chars().map(|c| i64::from(u32::from(c))).chain(invalid)
}

/// Kinds with the same representation on amd64 (gc's `SimType`).
fn simple_kind(kind: BasicKind) -> BasicKind {
    match kind {
        BasicKind::Int => BasicKind::Int64,
        BasicKind::Uint | BasicKind::Uintptr => BasicKind::Uint64,
        kind => kind,
    }
}
