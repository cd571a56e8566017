//! What must be on the heap whatever happens to it, and what is constant after all.
//!
//! Mirrors `HeapAllocReason` in `escape/utils.go` and `rewriteWithLiterals` in
//! `escape/escape.go`.

use super::{
    super::graph::{LocId, Site, Why},
    Builder, Shared,
};
use crate::{
    ir::{
        ConvOp, Literal, MAX_IMPLICIT_STACK_VAR_SIZE, MAX_STACK_VAR_SIZE, NodeId, NodeKind, Package, StandIn, VarClass,
        VarId,
    },
    types::{ConstValue, Type, TypeId, Types, constant::ConstKind},
};

/// The alignment that stack frames have.
const STACK_ALIGN: i64 = 8;

impl Builder<'_, '_> {
    /// Why `loc` must be on the heap, if it must.
    pub(super) fn heap_alloc_reason(&self, loc: LocId) -> Option<Why> {
        let package = self.shared.package;
        match self.graph.locs[loc].site {
            Site::Var(var) => {
                let var = &package.vars[var];
                if matches!(var.class, VarClass::Param | VarClass::ParamOut) {
                    return None;
                }
                self.does_not_fit(var.ty, MAX_STACK_VAR_SIZE)
            }
            Site::Expr(node) => self.expr_reason(node),
            Site::Helper | Site::Temp(_) => None,
        }
    }

    fn does_not_fit(&self, ty: TypeId, limit: i64) -> Option<Why> {
        let layout = self.shared.types.layout(ty)?;
        if layout.size > limit {
            Some(Why::TooLarge)
        } else if layout.align > STACK_ALIGN {
            Some(Why::TooAligned)
        } else {
            None
        }
    }

    fn expr_reason(&self, node: NodeId) -> Option<Why> {
        let ty = self.ty(node)?;
        if let Some(why) = self.does_not_fit(ty, MAX_STACK_VAR_SIZE) {
            return Some(why);
        }
        let types = self.shared.types;
        match *self.kind(node) {
            NodeKind::New(_) | NodeKind::PtrLit(_) => match types.under(ty) {
                Type::Pointer(elem) => self.does_not_fit(elem, MAX_IMPLICIT_STACK_VAR_SIZE),
                _ => None,
            },
            NodeKind::Closure(_) | NodeKind::MethValue { .. } => {
                let Shared { package, types, addrtaken, .. } = &*self.shared;
                let size = record_size(package, types, |var| addrtaken[var], node)?;
                (size > MAX_IMPLICIT_STACK_VAR_SIZE).then_some(Why::TooLarge)
            }
            NodeKind::MakeSlice { len, cap } => {
                let Type::Slice(elem) = types.under(ty) else { return None };
                let size = types.size_of(elem)?;
                if size == 0 {
                    return Some(Why::ZeroSizedElement);
                }
                let cap = match self.facts().literal(node) {
                    Some(literal) => literal.value.as_i64().filter(|&v| i32::try_from(v).is_ok())?,
                    None => self.facts().small_int(cap.unwrap_or(len))?,
                };
                (cap > MAX_IMPLICIT_STACK_VAR_SIZE / size).then_some(Why::TooLarge)
            }
            _ => None,
        }
    }

    /// Looks for a constant that always is the capacity of a `make`, or what a
    /// conversion to an interface converts.
    pub(super) fn find_literal(&mut self, loc: LocId) {
        let Site::Expr(node) = self.graph.locs[loc].site else { return };
        let Some(func) = self.graph.locs[loc].func else { return };
        if self.shared.stand_ins.contains_key(&node) {
            return;
        }
        let found = match *self.kind(node) {
            NodeKind::MakeSlice { len, cap } => {
                let operand = cap.unwrap_or(len);
                if matches!(self.kind(operand), NodeKind::Literal(_)) {
                    return;
                }
                let oracle = self.shared.oracle(func);
                let value = oracle.static_value(self.facts(), operand);
                match self.kind(value) {
                    NodeKind::Literal(value) if value.kind() == ConstKind::Int && value.sign() >= 0 => {
                        self.ty(operand).map(|ty| Literal { ty, value: value.clone() })
                    }
                    NodeKind::Builtin1 { op: crate::ir::Builtin1::Len, x } => {
                        match self.kind(oracle.static_value(self.facts(), *x)) {
                            NodeKind::SliceLit { len, .. } => {
                                Some(Literal { ty: TypeId::INT, value: ConstValue::uint(*len) })
                            }
                            _ => None,
                        }
                    }
                    _ => None,
                }
            }
            NodeKind::Conv { op: ConvOp::Iface, x } => {
                let Some(ty) = self.ty(x) else { return };
                if matches!(self.kind(x), NodeKind::Literal(_)) || self.shared.types.is_interface(ty) {
                    return;
                }
                let value = self.shared.oracle(func).static_value(self.facts(), x);
                match self.kind(value) {
                    NodeKind::Literal(value) if self.facts().valid_type_for_const(ty, value) => {
                        Some(Literal { ty, value: value.clone() })
                    }
                    _ => None,
                }
            }
            _ => None,
        };
        if let Some(literal) = found {
            self.shared.stand_ins.insert(node, StandIn::Literal(literal));
        }
    }
}

/// The size of the record that a function literal or method value is at run
/// time: a code pointer and what is captured, `by_reference` or not.
pub(crate) fn record_size(
    package: &Package,
    types: &Types,
    by_reference: impl Fn(VarId) -> bool,
    node: NodeId,
) -> Option<i64> {
    let mut size = 8;
    let mut add = |ty: TypeId| {
        let layout = types.layout(ty)?;
        size = (size + layout.align - 1) / layout.align * layout.align + layout.size;
        Some(())
    };
    let node = package.node(node);
    match node.kind {
        NodeKind::Closure(func) => {
            for captured in &package.funcs[func].closure_vars {
                let ty = package.vars[captured.var].ty;
                add(if by_reference(captured.var) { TypeId::UINTPTR } else { ty })?;
            }
        }
        NodeKind::MethValue { x, .. } => add(package.node(x).ty?)?,
        _ => return None,
    }
    Some(size)
}
