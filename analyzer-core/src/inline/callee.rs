//! Which function a call calls, as far as the inliner looks.
//!
//! Mirrors `StaticValue` and `Reassigned` of `ir/expr.go` and `inlCallee` of
//! `inline/inl.go`. gc looks through the whole function for another assignment
//! to a variable each time it is asked. Here each function is looked through
//! once, with the functions in it, and code that is inlined later is looked
//! through when it comes: assignments are never taken away.

use hashbrown::HashSet;
use rustc_hash::FxBuildHasher;

use crate::ir::{AssignListOp, ConvOp, Defn, Facts, FuncId, NodeId, NodeKind, Package, VarClass, VarId, visit};

/// What is known about assignments to local variables.
#[derive(Debug, Default)]
pub(super) struct Reassigned {
    /// Outermost functions that were looked through.
    seen: HashSet<FuncId, FxBuildHasher>,
    /// Variables with more assignments than the one that defines them.
    vars: HashSet<VarId, FxBuildHasher>,
}

impl Reassigned {
    /// The earliest expression that always has the value of `id`; its type may
    /// be another one.
    pub(super) fn static_value(&mut self, facts: Facts<'_>, mut id: NodeId) -> NodeId {
        // A chain of definitions is as long as there are variables at most.
        for _ in 0..=facts.package.vars.len() {
            while let NodeKind::Conv { op: ConvOp::Nop, x } = *facts.kind(id) {
                id = x;
            }
            id = match facts.kind(id) {
                NodeKind::InlCall { results, .. } => match results[..] {
                    [single] => single,
                    _ => return id,
                },
                NodeKind::Name(var) => match self.definition(facts, *var) {
                    Some(value) => value,
                    None => return id,
                },
                _ => return id,
            };
        }
        id
    }

    /// What `id` is defined as, if it is never assigned anything else.
    fn definition(&mut self, facts: Facts<'_>, id: VarId) -> Option<NodeId> {
        let var = &facts.package.vars[id];
        let Defn::Stmt(stmt) = var.defn else { return None };
        if var.class != VarClass::Auto || var.addrtaken {
            return None;
        }
        let value = match facts.kind(stmt) {
            NodeKind::Assign { y, .. } => (*y)?,
            NodeKind::AssignList { op: AssignListOp::As2, lhs, rhs, .. } => {
                let at = lhs.iter().position(|&x| matches!(*facts.kind(x), NodeKind::Name(v) if v == id))?;
                *rhs.get(at)?
            }
            _ => return None,
        };
        self.look_through(facts, outermost(facts.package, var.func?));
        (!self.vars.contains(&id)).then_some(value)
    }

    fn look_through(&mut self, facts: Facts<'_>, func: FuncId) {
        if self.seen.insert(func) {
            self.assignments(facts, facts.package.funcs[func].body.as_deref().unwrap_or_default());
        }
    }

    /// Code was inlined into `func`.
    pub(super) fn inlined(&mut self, facts: Facts<'_>, func: FuncId, call: NodeId) {
        if self.seen.contains(&outermost(facts.package, func)) {
            self.assignments(facts, &[call]);
        }
    }

    fn assignments(&mut self, facts: Facts<'_>, roots: &[NodeId]) {
        visit::preorder_with_closures(facts.package, roots, |id, node| {
            let mut assigned = |x: NodeId, defines: bool| {
                if let Some(var) = facts.outer_var(x)
                    && !(defines && facts.package.vars[var].defn == Defn::Stmt(id))
                {
                    self.vars.insert(var);
                }
            };
            match &node.kind {
                NodeKind::Assign { x, .. } => assigned(*x, true),
                NodeKind::AssignOp { x, .. } => assigned(*x, false),
                NodeKind::AssignList { lhs, .. } => lhs.iter().for_each(|&x| assigned(x, true)),
                NodeKind::Range { key, value, .. } => {
                    [key, value].into_iter().flatten().for_each(|&x| assigned(x, false));
                }
                _ => {}
            }
        });
    }
}

fn outermost(package: &Package, mut func: FuncId) -> FuncId {
    while let Some(parent) = package.funcs[func].closure_parent {
        func = parent;
    }
    func
}
