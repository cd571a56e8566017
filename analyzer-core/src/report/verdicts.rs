//! What an outcome of escape analysis means for someone who counts allocations.
//!
//! gc's words are about lifetimes: "escapes" says that something may outlive
//! its function, not that memory is allocated. The rules here are those of
//! gc's `walk` (what a node becomes) and of the runtime (what `convT` and
//! `mallocgc` do with small and empty values).

use core::cell::RefCell;

use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

use super::{HeapReason, LocationKind, NoAllocationReason, ParamFlow, Verdict, ledger::sole_component};
use crate::{
    escape::{Analysis, Outcome, Site},
    ir::{BuiltinN, ConvOp, Facts, FuncId, NodeId, NodeKind, Package, ReassignOracle, VarClass},
    types::{BasicKind, Type, TypeId, Types},
};

/// The largest zero value that the runtime has ready, `abi.ZeroValSize`.
const ZERO_VALUE_SIZE: i64 = 1024;

/// Reads outcomes of one package.
pub(super) struct Verdicts<'a> {
    package: &'a Package,
    types: &'a Types,
    facts: Facts<'a>,
    analysis: &'a Analysis,
    /// Of functions that box a variable.
    oracles: RefCell<HashMap<FuncId, ReassignOracle, FxBuildHasher>>,
}

impl<'a> Verdicts<'a> {
    /// Of what `analysis` found; `facts` with its stand-ins.
    pub(super) fn new(facts: Facts<'a>, analysis: &'a Analysis) -> Self {
        let Facts { package, types, .. } = facts;
        Self { package, types, facts, analysis, oracles: RefCell::default() }
    }
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
        if let Some(reason) = self.free(outcome.func, id) {
            return Verdict::NoAllocation(reason);
        }
        if outcome.escapes {
            return heap(outcome);
        }
        if self.if_small(id) { Verdict::StackIfSmall } else { Verdict::Stack }
    }

    /// Why `id` of `func` needs no memory wherever it lives.
    fn free(&self, func: FuncId, id: NodeId) -> Option<NoAllocationReason> {
        let node = self.package.node(id);
        match &node.kind {
            NodeKind::Conv { op: ConvOp::Iface, x } => {
                let ty = self.package.node(*x).ty?;
                if self.facts.stand_in(id).is_some() || self.is_data(func, *x, ty) {
                    return Some(NoAllocationReason::ReadOnlyData);
                }
                match self.types.size_of(ty) {
                    Some(0) => Some(NoAllocationReason::ZeroSize),
                    Some(1) if self.is_bool_or_integer(ty) => Some(NoAllocationReason::SmallValue),
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

    /// Whether `x`, which `func` puts into an interface, is data of the program
    /// (`addrTemp` in `walk`): a constant, a literal of constants, or a variable
    /// that always is one and is converted by its address.
    fn is_data(&self, func: FuncId, x: NodeId, ty: TypeId) -> bool {
        if self.is_static_literal(x) {
            return true;
        }
        let by_address =
            matches!(self.types.under(ty), Type::Struct { .. } | Type::Array { .. }) && !self.has_own_conversion(ty);
        if !by_address {
            return false;
        }
        let mut oracles = self.oracles.borrow_mut();
        let addrtaken = |var| self.analysis.addrtaken[var];
        let oracle = oracles.entry(func).or_insert_with(|| ReassignOracle::new(self.facts, func, addrtaken));
        let value = oracle.static_value(self.facts, x);
        if !matches!(self.facts.kind(value), NodeKind::StructLit(_) | NodeKind::ArrayLit(_)) {
            return false;
        }
        let ready = self.types.size_of(ty).is_some_and(|size| size <= ZERO_VALUE_SIZE) && self.facts.is_zero(value);
        ready || self.is_static_literal(value)
    }

    /// Whether `id` can be written to the program's data as it is
    /// (`isStaticCompositeLiteral` in `walk`). What is put into an interface in
    /// it is a variable of its own by the time that gc asks (`order.go`).
    fn is_static_literal(&self, id: NodeId) -> bool {
        match self.facts.kind(id) {
            NodeKind::Nil | NodeKind::Literal(_) => true,
            NodeKind::ArrayLit(elems) => elems.iter().all(|elem| self.is_static_literal(elem.value)),
            NodeKind::StructLit(elems) => elems.iter().all(|elem| self.is_static_literal(elem.value)),
            _ => false,
        }
    }

    /// Whether the runtime converts a `ty` by its value (`dataWordFuncName` in
    /// `walk`), not by its address.
    fn has_own_conversion(&self, ty: TypeId) -> bool {
        let Some(layout) = self.types.layout(ty) else { return true };
        let by_size = matches!((layout.size, layout.align), (2, 2))
            || matches!((layout.size, layout.align), (4, 4) | (8, 8)) && !self.types.has_pointers(ty);
        by_size || matches!(sole_component(self.types, ty), Type::Slice(_) | Type::Basic(BasicKind::String))
    }

    fn is_bool_or_integer(&self, ty: TypeId) -> bool {
        matches!(sole_component(self.types, ty), Type::Basic(BasicKind::Bool | BasicKind::Int8 | BasicKind::Uint8))
    }

    /// Whether something that does not escape is on the stack only if it is
    /// small at run time.
    fn if_small(&self, id: NodeId) -> bool {
        match &self.package.node(id).kind {
            NodeKind::MakeSlice { len, cap } => {
                let size = cap.unwrap_or(*len);
                let known = matches!(self.package.node(size).kind, NodeKind::Literal(_));
                !known && self.facts.stand_in(id).is_none()
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
