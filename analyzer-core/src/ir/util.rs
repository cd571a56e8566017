//! Small questions about nodes.
//!
//! Mirrors helpers that are spread over `cmd/compile/internal/ir`: `node.go`,
//! `expr.go`, `const.go`, `val.go`. They are asked with types and names at
//! hand, so they are methods of a [`Facts`] that holds all three tables.

use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

use super::{BinaryOp, ConvOp, FuncId, NodeId, NodeKind, Package, UnaryOp, VarId};
use crate::{
    base::Interner,
    types::{BasicKind, ConstValue, Type, TypeId, Types, constant::ConstKind},
};

/// The largest variable that lives on the stack.
pub const MAX_STACK_VAR_SIZE: i64 = 128 << 10;
/// The largest `new(T)`, `&T{}`, `make` or closure that lives on the stack.
pub const MAX_IMPLICIT_STACK_VAR_SIZE: i64 = 64 << 10;

/// A package together with what its ids stand for.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// The code.
    pub package: &'a Package,
    /// The types.
    pub types: &'a Types,
    /// The names.
    pub interner: &'a Interner,
    /// What escape analysis has put in place of operands so far.
    pub stand_ins: Option<&'a StandIns>,
}

/// What stands in for operands: by `make` for the capacity (or length), by
/// conversion for what is converted.
pub type StandIns = HashMap<NodeId, StandIn, FxBuildHasher>;

/// Something that gc puts in place of an operand while it analyses.
#[derive(Clone, PartialEq, Debug)]
pub enum StandIn {
    /// The constant that the operand always is.
    Literal(Literal),
    /// A temporary that the operand is copied to, by its number.
    Temp(u32),
}

/// A constant and its type.
#[derive(Clone, PartialEq, Debug)]
pub struct Literal {
    /// The type.
    pub ty: TypeId,
    /// The value.
    pub value: ConstValue,
}

impl<'a> Facts<'a> {
    /// A package as it was lowered.
    pub fn new(package: &'a Package, types: &'a Types, interner: &'a Interner) -> Self {
        Self { package, types, interner, stand_ins: None }
    }

    /// The constant that stands in for an operand of node `id`, if any.
    pub fn literal(&self, id: NodeId) -> Option<&'a Literal> {
        match self.stand_in(id)? {
            StandIn::Literal(literal) => Some(literal),
            StandIn::Temp(_) => None,
        }
    }

    /// What stands in for an operand of node `id`, if anything.
    pub fn stand_in(&self, id: NodeId) -> Option<&'a StandIn> {
        self.stand_ins?.get(&id)
    }

    /// What node `id` is.
    pub fn kind(&self, id: NodeId) -> &'a NodeKind {
        &self.package.nodes[id].kind
    }

    /// The type of node `id`, if it has a value.
    pub fn ty(&self, id: NodeId) -> Option<TypeId> {
        self.package.nodes[id].ty
    }

    /// The underlying type of the value of node `id`; unknown if it has none.
    pub fn under(&self, id: NodeId) -> Type {
        self.ty(id).map_or(Type::Unknown, |ty| self.types.under(ty))
    }

    /// Whether `id` is an array.
    pub fn is_array(&self, id: NodeId) -> bool {
        matches!(self.under(id), Type::Array { .. })
    }

    /// The variable that a write to `id` changes (gc's `OuterValue`).
    pub fn outer_var(&self, mut id: NodeId) -> Option<VarId> {
        loop {
            id = match *self.kind(id) {
                NodeKind::Name(var) => return Some(var),
                NodeKind::Dot { x, .. } | NodeKind::Conv { op: ConvOp::Nop, x } => x,
                NodeKind::Index { x, .. } if self.is_array(x) => x,
                _ => return None,
            };
        }
    }

    /// Whether `id` is a constant zero value (gc's `IsZero`).
    pub fn is_zero(&self, id: NodeId) -> bool {
        match self.kind(id) {
            NodeKind::Nil => true,
            NodeKind::Literal(value) => match value {
                ConstValue::Str(s) => s.is_empty(),
                ConstValue::Bool(b) => !b,
                _ => value.sign() == 0,
            },
            NodeKind::ArrayLit(elems) => elems.iter().all(|e| self.is_zero(e.value)),
            NodeKind::StructLit(elems) => elems.iter().all(|e| self.is_zero(e.value)),
            _ => false,
        }
    }

    /// The value of an integer constant that fits in 32 bits (gc's `IsSmallIntConst`).
    pub fn small_int(&self, id: NodeId) -> Option<i64> {
        let NodeKind::Literal(value) = self.kind(id) else { return None };
        value.as_i64().filter(|&v| i32::try_from(v).is_ok())
    }

    /// The function that `id` stands for, if it is a function, a method
    /// expression or a function literal (gc's `StaticCalleeName`). A method
    /// expression of a promoted method or through a pointer stands for the
    /// method itself, as in gc.
    pub fn static_callee(&self, id: NodeId) -> Option<FuncId> {
        match *self.kind(id) {
            NodeKind::Func(func) | NodeKind::Closure(func) | NodeKind::MethExpr { func: Some(func), .. } => Some(func),
            _ => None,
        }
    }

    /// The path of the package and the name of `func` in gc's terms.
    pub fn symbol(&self, func: FuncId) -> Option<(&'a str, &'a str)> {
        let f = &self.package.funcs[func];
        let pkg = f.pkg.or(self.package.pkg)?;
        Some((&self.types.package(pkg).path, &f.name))
    }

    /// Whether `func` is an instance of `internal/abi.EscapeNonString`, which
    /// escape analysis treats as if it had another body.
    pub fn is_escape_non_string(&self, func: FuncId) -> bool {
        self.symbol(func).is_some_and(|(path, name)| path == "internal/abi" && name.starts_with("EscapeNonString["))
    }

    /// Whether `l` and `r` are the same expression and evaluating one of them
    /// is enough (gc's `SameSafeExpr`).
    pub fn same_safe_expr(&self, mut l: NodeId, mut r: NodeId) -> bool {
        loop {
            while let NodeKind::Conv { op: ConvOp::Nop, x } = *self.kind(l) {
                l = x;
            }
            while let NodeKind::Conv { op: ConvOp::Nop, x } = *self.kind(r) {
                r = x;
            }
            let same_type = match (self.ty(l), self.ty(r)) {
                (Some(a), Some(b)) => a == b || self.types.identical(a, b),
                (a, b) => a == b,
            };
            if !same_type {
                return false;
            }
            let (kind, other) = (self.kind(l), self.kind(r));
            (l, r) = match (kind, other) {
                (NodeKind::Name(var), NodeKind::Name(var2)) => return var == var2,
                (NodeKind::Func(func), NodeKind::Func(func2)) => return func == func2,
                (NodeKind::Dot { x, sel }, NodeKind::Dot { x: x2, sel: sel2 })
                | (NodeKind::DotPtr { x, sel }, NodeKind::DotPtr { x: x2, sel: sel2 })
                    if sel == sel2 =>
                {
                    (*x, *x2)
                }
                (NodeKind::Deref(x), NodeKind::Deref(x2)) => (*x, *x2),
                (NodeKind::Unary { op, x }, NodeKind::Unary { op: op2, x: x2 }) if op == op2 => (*x, *x2),
                (NodeKind::Conv { op: ConvOp::Conv, x }, NodeKind::Conv { op: ConvOp::Conv, x: x2 }) => (*x, *x2),
                (NodeKind::Index { x, index }, NodeKind::Index { x: x2, index: index2 })
                | (NodeKind::IndexMap { x, index }, NodeKind::IndexMap { x: x2, index: index2 }) => {
                    if !self.same_safe_expr(*index, *index2) {
                        return false;
                    }
                    (*x, *x2)
                }
                (NodeKind::Binary { op, x, y }, NodeKind::Binary { op: op2, x: x2, y: y2 })
                    if op == op2 && is_arithmetic(*op) =>
                {
                    if !self.same_safe_expr(*y, *y2) {
                        return false;
                    }
                    (*x, *x2)
                }
                (NodeKind::Literal(value), NodeKind::Literal(value2)) => return value == value2,
                (NodeKind::Nil, NodeKind::Nil) => return true,
                _ => return false,
            };
        }
    }

    /// Whether evaluating `id` may change or depend on memory in a way that
    /// matters for self-assignments (gc's `mayAffectMemory`).
    pub fn may_affect_memory(&self, id: NodeId) -> bool {
        let mut todo = alloc::vec![id];
        while let Some(id) = todo.pop() {
            match *self.kind(id) {
                NodeKind::Name(_) | NodeKind::Func(_) | NodeKind::Blank | NodeKind::Literal(_) | NodeKind::Nil => {}
                NodeKind::Binary { op, x, y } if is_arithmetic(op) => todo.extend([x, y]),
                NodeKind::Index { x, index } => todo.extend([x, index]),
                NodeKind::Conv { op: ConvOp::Conv | ConvOp::Nop, x }
                | NodeKind::Unary { op: UnaryOp::Not | UnaryOp::BitNot | UnaryOp::Plus | UnaryOp::Neg, x }
                | NodeKind::Builtin1 { op: super::Builtin1::Len | super::Builtin1::Cap, x }
                | NodeKind::Dot { x, .. }
                | NodeKind::DotPtr { x, .. }
                | NodeKind::Deref(x) => todo.push(x),
                _ => return true,
            }
        }
        false
    }

    /// Whether `id` is the `Data` field of a `reflect.SliceHeader` or
    /// `reflect.StringHeader` (gc's `IsReflectHeaderDataField`).
    pub fn is_reflect_header_data(&self, id: NodeId) -> bool {
        if self.ty(id).and_then(|ty| self.types.basic(ty)) != Some(BasicKind::Uintptr) {
            return false;
        }
        let (NodeKind::Dot { x, sel } | NodeKind::DotPtr { x, sel }) = *self.kind(id) else { return false };
        if self.interner.text(sel) != "Data" {
            return false;
        }
        let Some(mut ty) = self.ty(x) else { return false };
        if let (NodeKind::DotPtr { .. }, Type::Pointer(elem)) = (self.kind(id), self.types.under(ty)) {
            ty = elem;
        }
        let Some(obj) = self.types.type_name(ty) else { return false };
        let obj = self.types.obj(obj);
        obj.pkg.is_some_and(|pkg| self.types.package(pkg).path == "reflect")
            && matches!(self.interner.text(obj.name), "SliceHeader" | "StringHeader")
    }

    /// Whether a constant of this kind may have type `ty` (gc's `ValidTypeForConst`).
    pub fn valid_type_for_const(&self, ty: TypeId, value: &ConstValue) -> bool {
        let Some(basic) = self.types.basic(ty) else { return false };
        match value.kind() {
            ConstKind::Unknown => false,
            ConstKind::Bool => basic.is_boolean(),
            ConstKind::Str => basic.is_string(),
            ConstKind::Int => basic.is_integer(),
            ConstKind::Float => basic.is_float(),
            ConstKind::Complex => basic.is_complex(),
        }
    }
}

/// Whether `op` is an arithmetic or bitwise operator, not a comparison.
pub(super) const fn is_arithmetic(op: BinaryOp) -> bool {
    !matches!(op, BinaryOp::Eq | BinaryOp::Ne | BinaryOp::Lt | BinaryOp::Le | BinaryOp::Gt | BinaryOp::Ge)
}
