//! What an outcome of escape analysis means for someone who counts allocations.
//!
//! gc's words are about lifetimes: "escapes" says that something may outlive
//! its function, not that memory is allocated. The rules here are those of
//! gc's `walk` (what a node becomes) and of the runtime (what `convT` and
//! `mallocgc` do with small and empty values).

use super::{HeapReason, LocationKind, NoAllocationReason, ParamFlow, Verdict};
use crate::{
    escape::{Outcome, Site},
    ir::{BuiltinN, ConvOp, NodeId, NodeKind, Package, StandIns, VarClass},
    types::{Type, Types},
};

/// Reads outcomes of one package.
pub(super) struct Verdicts<'a> {
    pub(super) package: &'a Package,
    pub(super) types: &'a Types,
    pub(super) stand_ins: &'a StandIns,
}

impl Verdicts<'_> {
    /// What `outcome` is about and its verdict; `None` for what readers of a
    /// report do not want to see, such as plain variables on the stack.
    pub(super) fn of(&self, outcome: &Outcome) -> Option<(LocationKind, Verdict)> {
        let func = &self.package.funcs[outcome.func];
        if func.dupok && func.wrapper && func.closure.is_none() {
            // An instance that only calls the shaped one.
            return None;
        }
        match outcome.site {
            Site::Expr(node) => {
                let kind = self.kind(node)?;
                Some((kind, self.expr(outcome, node)))
            }
            Site::Var(var) => {
                let var = &self.package.vars[var];
                if var.name.starts_with('.') && !var.auto_temp {
                    // A dictionary.
                    return None;
                }
                let kind = match var.class {
                    VarClass::Param => LocationKind::Param,
                    VarClass::ParamOut => LocationKind::Result,
                    VarClass::Auto | VarClass::Extern => LocationKind::Variable,
                };
                if outcome.escapes {
                    let verdict = if self.types.size_of(var.ty) == Some(0) {
                        Verdict::NoAllocation(NoAllocationReason::ZeroSize)
                    } else {
                        heap(outcome)
                    };
                    return Some((kind, verdict));
                }
                if kind == LocationKind::Param {
                    // What holds no pointer keeps nothing alive, wherever it goes.
                    let leaks = self.types.has_pointers(var.ty);
                    return leaks.then(|| param(outcome)).flatten().map(|verdict| (kind, verdict));
                }
                // A variable that nobody points to is of no interest.
                (var.addrtaken && !var.auto_temp).then_some((kind, Verdict::Stack))
            }
            Site::Helper => param(outcome).map(|verdict| (LocationKind::Param, verdict)),
            Site::Temp(_) => None,
        }
    }

    fn kind(&self, node: NodeId) -> Option<LocationKind> {
        let node = self.package.node(node);
        Some(match &node.kind {
            NodeKind::New(_) | NodeKind::PtrLit(_) => LocationKind::New,
            NodeKind::SliceLit { .. } if node.implicit => LocationKind::VariadicArgs,
            NodeKind::SliceLit { .. } | NodeKind::MapLit(_) | NodeKind::ArrayLit(_) | NodeKind::StructLit(_) => {
                LocationKind::Literal
            }
            NodeKind::MakeSlice { .. } | NodeKind::MakeMap(_) | NodeKind::MakeChan(_) => LocationKind::Make,
            NodeKind::Closure(func) if self.package.funcs[*func].wrapper => LocationKind::GoDefer,
            NodeKind::Closure(_) => LocationKind::Closure,
            NodeKind::MethValue { .. } => LocationKind::MethodValue,
            NodeKind::Conv { op: ConvOp::Iface, .. } => LocationKind::Boxing,
            NodeKind::Conv { .. } => LocationKind::StringConversion,
            NodeKind::AddStr(_) => LocationKind::Concatenation,
            NodeKind::BuiltinN { op: BuiltinN::Append, .. } => LocationKind::Append,
            _ => return None,
        })
    }

    fn expr(&self, outcome: &Outcome, id: NodeId) -> Verdict {
        if outcome.zero_copy && !outcome.escapes {
            return Verdict::NoAllocation(NoAllocationReason::ZeroCopy);
        }
        if let Some(reason) = self.free(id) {
            return Verdict::NoAllocation(reason);
        }
        if outcome.escapes {
            return heap(outcome);
        }
        if self.if_small(id) { Verdict::StackIfSmall } else { Verdict::Stack }
    }

    /// Why `id` needs no memory wherever it lives.
    fn free(&self, id: NodeId) -> Option<NoAllocationReason> {
        let node = self.package.node(id);
        match &node.kind {
            NodeKind::Conv { op: ConvOp::Iface, x } => {
                let operand = self.package.node(*x);
                if self.stand_ins.contains_key(&id) || matches!(operand.kind, NodeKind::Literal(_)) {
                    return Some(NoAllocationReason::ReadOnlyData);
                }
                let ty = operand.ty?;
                match self.types.size_of(ty) {
                    Some(0) => Some(NoAllocationReason::ZeroSize),
                    Some(1) => Some(NoAllocationReason::SmallValue),
                    _ => None,
                }
            }
            NodeKind::New(_) | NodeKind::PtrLit(_) => {
                let Type::Pointer(elem) = self.types.under(node.ty?) else { return None };
                (self.types.size_of(elem) == Some(0)).then_some(NoAllocationReason::ZeroSize)
            }
            NodeKind::Closure(func) if self.package.funcs[*func].closure_vars.is_empty() => {
                Some(NoAllocationReason::ReadOnlyData)
            }
            NodeKind::SliceLit { len: 0, .. } => Some(NoAllocationReason::ZeroSize),
            _ => None,
        }
    }

    /// Whether something that does not escape is on the stack only if it is
    /// small at run time.
    fn if_small(&self, id: NodeId) -> bool {
        match &self.package.node(id).kind {
            NodeKind::MakeSlice { len, cap } => {
                let size = cap.unwrap_or(*len);
                let known = matches!(self.package.node(size).kind, NodeKind::Literal(_));
                !known && !self.stand_ins.contains_key(&id)
            }
            NodeKind::AddStr(_) | NodeKind::BuiltinN { op: BuiltinN::Append, .. } => true,
            NodeKind::Conv { op, .. } => {
                matches!(op, ConvOp::BytesToStr | ConvOp::RunesToStr | ConvOp::StrToBytes | ConvOp::StrToRunes)
            }
            _ => false,
        }
    }
}

fn param(outcome: &Outcome) -> Option<Verdict> {
    let mut flows = outcome.leaks?.flows();
    // If the parameter itself goes to the heap, the rest does not matter.
    let heap = ParamFlow::Heap { level: 0 };
    if flows.contains(&heap) {
        flows = alloc::vec![heap];
    }
    Some(Verdict::Param(flows))
}

fn heap(outcome: &Outcome) -> Verdict {
    Verdict::Heap(outcome.reason.unwrap_or(HeapReason::Other))
}
