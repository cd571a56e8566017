//! Initial values that come from an inlined call.
//!
//! Mirrors `staticAssignInlinedCall` of `staticinit/sched.go`. What
//!
//! ```text
//!   var ErrShort = errors.New("short")
//! ```
//!
//! calls has one statement, `return &errorString{text}`. With the argument in
//! the place of the parameter, that is a literal that is known at link time.

use alloc::{sync::Arc, vec::Vec};

use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

use super::{
    AssignListOp, BranchOp, ConvOp, Node, NodeId, NodeKind, NodeList, Package, VarId,
    staticinit::{has_side_effects, is_side_effect},
    visit,
};
use crate::types::{ConstValue, TypeId, Types};

/// The value of the inlined call `id` with arguments in the place of
/// parameters, if it is one expression in which that changes nothing.
pub(super) fn value(package: &mut Package, types: &Types, id: NodeId) -> Option<NodeId> {
    let Simple { params, args, value } = simple(package, id)?;
    if params.iter().any(|&var| package.vars[var].addrtaken) || args.iter().any(|&arg| has_side_effects(package, arg)) {
        return None;
    }
    let mut counts: HashMap<VarId, u32, FxBuildHasher> = params.iter().map(|&var| (var, 0)).collect();
    let mut captures = false;
    visit::preorder(package, &[value], |_, node| match node.kind {
        NodeKind::Name(var) => {
            if let Some(count) = counts.get_mut(&var) {
                *count += 1;
            }
        }
        NodeKind::Closure(func) => captures |= package.funcs[func].is_closure(),
        _ => {}
    });
    let repeated =
        |(var, &arg): (&VarId, &NodeId)| counts.get(var).is_some_and(|&n| n > 1) && !can_repeat(package, arg);
    if captures || params.iter().zip(&args).any(repeated) {
        return None;
    }
    let args = params.into_iter().zip(args).collect();
    let mut substitution = Substitution { package, types, args, valid: true };
    let value = substitution.node(value);
    substitution.valid.then_some(value)
}

/// An inlined call of a function that is one `return`.
struct Simple {
    params: Vec<VarId>,
    args: NodeList,
    value: NodeId,
}

fn simple(package: &Package, id: NodeId) -> Option<Simple> {
    let kind = |id: NodeId| &package.nodes[id].kind;
    let [assign] = package.nodes[id].init[..] else { return None };
    let NodeKind::AssignList { op: AssignListOp::As2, lhs, rhs, .. } = kind(assign) else { return None };
    let NodeKind::InlCall { body, .. } = kind(id) else { return None };
    let [block, label] = body[..] else { return None };
    let (NodeKind::Block(list), NodeKind::Label(end)) = (kind(block), kind(label)) else { return None };
    let [dcl, result, leave] = list[..] else { return None };
    let &NodeKind::Dcl(var) = kind(dcl) else { return None };
    let NodeKind::AssignList { op: AssignListOp::As2, lhs: results, rhs: values, .. } = kind(result) else {
        return None;
    };
    let NodeKind::Branch { op: BranchOp::Goto, label: Some(to) } = kind(leave) else { return None };
    let ([x], &[value]) = (&results[..], &values[..]) else { return None };
    if to != end || *x != package.vars[var].node {
        return None;
    }
    let var = |&x: &NodeId| match *kind(x) {
        NodeKind::Name(var) => Some(var),
        _ => None,
    };
    Some(Simple { params: lhs.iter().map(var).collect::<Option<_>>()?, args: rhs.clone(), value })
}

/// Whether evaluating `id` several times is the same as using one value.
fn can_repeat(package: &Package, id: NodeId) -> bool {
    let mut any = false;
    visit::preorder(package, &[id], |_, node| {
        any = any
            || is_side_effect(package, &node.kind)
            || matches!(
                node.kind,
                NodeKind::MakeChan(_)
                    | NodeKind::MakeMap(_)
                    | NodeKind::MakeSlice { .. }
                    | NodeKind::MapLit(_)
                    | NodeKind::New(_)
                    | NodeKind::PtrLit(_)
                    | NodeKind::SliceLit { .. }
                    | NodeKind::Conv { op: ConvOp::StrToBytes | ConvOp::StrToRunes, .. }
            );
    });
    !any
}

struct Substitution<'a> {
    package: &'a mut Package,
    types: &'a Types,
    args: HashMap<VarId, NodeId, FxBuildHasher>,
    /// Whether the value of every constant could be told.
    valid: bool,
}

impl Substitution<'_> {
    fn node(&mut self, id: NodeId) -> NodeId {
        let node = &self.package.nodes[id];
        if let NodeKind::Name(var) = node.kind {
            // Arguments are without side effects, so that one node for all
            // uses does no harm: nothing below it is ever changed.
            return self.args.get(&var).copied().unwrap_or(id);
        }
        let Node { pos, ty, init, implicit, mut kind } = node.clone();
        let init = init.into_iter().map(|id| self.node(id)).collect();
        visit::map_children(&mut kind, &mut |id| self.node(id));
        if let NodeKind::Conv { op: ConvOp::Conv, x } = kind
            && let NodeKind::Literal(value) = &self.package.nodes[x].kind
        {
            match ty.and_then(|ty| self.truncated(x, value, ty)) {
                Some(value) => kind = NodeKind::Literal(value),
                None => self.valid = false,
            }
        }
        if let NodeKind::AddStr(list) = &kind
            && let Some(text) = self.joined(list)
        {
            kind = NodeKind::Literal(ConstValue::Str(text));
        }
        self.package.nodes.push(Node { pos, ty, init, implicit, kind })
    }

    /// Constant `x` as a value of type `ty`: only integers, and what stays
    /// what it is.
    fn truncated(&self, x: NodeId, value: &ConstValue, ty: TypeId) -> Option<ConstValue> {
        let from = self.types.basic(self.package.nodes[x].ty?)?;
        let to = self.types.basic(ty)?;
        if from == to {
            return Some(value.clone());
        }
        if !from.is_integer() || !to.is_integer() {
            return None;
        }
        let ConstValue::Int(value) = *value else { return Some(value.clone()) };
        let bits = self.types.size_of(ty).filter(|&size| size < 8)? * 8;
        let low = value & ((1 << bits) - 1);
        let negative = !to.is_unsigned() && low >> (bits - 1) == 1;
        Some(ConstValue::Int(if negative { low - (1 << bits) } else { low }))
    }

    fn joined(&self, list: &[NodeId]) -> Option<Arc<[u8]>> {
        let mut text = Vec::new();
        for &id in list {
            let NodeKind::Literal(ConstValue::Str(part)) = &self.package.nodes[id].kind else { return None };
            text.extend_from_slice(part);
        }
        Some(text.into())
    }
}
