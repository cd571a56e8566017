//! Which value a variable always has.
//!
//! Mirrors `cmd/compile/internal/ir/reassignment.go`. A [`ReassignOracle`]
//! looks once at a function with all closures in it and then tells for each
//! variable that is assigned only where it is declared what it was assigned
//! ([`ReassignOracle::static_value`]), and for each variable of function type
//! whose address is not taken all functions it is ever assigned
//! ([`ReassignOracle::func_assignments`]).
//!
//! Whether a variable's address is taken is asked from the caller, because gc
//! changes that while it analyses (a variable that is captured by reference
//! counts from then on) and oracles are made lazily: the answer depends on
//! when.

use alloc::vec::Vec;
use hashbrown::{HashMap, HashSet};
use rustc_hash::FxBuildHasher;

use super::{AssignListOp, ConvOp, Defn, Facts, FuncId, NodeId, NodeKind, VarClass, VarId, visit};
use crate::types::Type;

/// Answers about the variables of one outermost function.
#[derive(Clone, Debug, Default)]
pub struct ReassignOracle {
    /// Variables assigned only by their definition, and parameters never assigned.
    single_def: HashSet<VarId, FxBuildHasher>,
    /// The assignments to variables of function type, in source order.
    func_assigns: HashMap<VarId, Vec<NodeId>, FxBuildHasher>,
}

impl ReassignOracle {
    /// Looks at `func`.
    pub fn new(facts: Facts<'_>, func: FuncId, addrtaken: impl Fn(VarId) -> bool) -> Self {
        let mut oracle = Self::default();
        let package = facts.package;
        let Some(body) = &package.funcs[func].body else { return oracle };
        for param in package.funcs[func].recv_params() {
            oracle.single_def.extend(param.var);
        }
        // What is assigned where; that counts when all variables are known.
        let mut assigned: Vec<(NodeId, NodeId)> = Vec::new();
        visit::preorder_with_closures(package, body, |at, node| {
            let id = match &node.kind {
                NodeKind::Name(id) => *id,
                NodeKind::Assign { x, .. } | NodeKind::AssignOp { x, .. } => return assigned.push((*x, at)),
                NodeKind::AssignList { lhs, .. } => return assigned.extend(lhs.iter().map(|&x| (x, at))),
                NodeKind::Range { key, value, .. } => {
                    return assigned.extend([key, value].into_iter().flatten().map(|&x| (x, at)));
                }
                _ => return,
            };
            let var = &package.vars[id];
            // What a literal captures is known where it is declared; literals in
            // the initial values of package variables are looked at alone.
            let own = var.func.is_some_and(|owner| owner == func || package.contains_closure(func, owner));
            if var.class != VarClass::Auto || !own || addrtaken(id) {
                return;
            }
            let assigned_once = match var.defn {
                Defn::None => true,
                Defn::Stmt(stmt) => {
                    oracle.single_def.insert(id);
                    matches!(facts.kind(stmt), NodeKind::Assign { .. })
                }
                Defn::TypeSwitch => {
                    oracle.single_def.insert(id);
                    false
                }
            };
            if assigned_once && matches!(facts.types.under(var.ty), Type::Signature(_)) {
                oracle.func_assigns.entry(id).or_default();
            }
        });
        for (target, stmt) in assigned {
            oracle.assigned(facts, target, stmt);
        }
        oracle
    }

    /// Takes note of the assignment of `stmt` to `target`.
    fn assigned(&mut self, facts: Facts<'_>, target: NodeId, stmt: NodeId) {
        let Some(id) = facts.outer_var(target) else { return };
        let var = &facts.package.vars[id];
        let reassigned = match var.class {
            VarClass::Param => true,
            VarClass::Auto => var.defn != Defn::Stmt(stmt),
            _ => false,
        };
        if reassigned {
            self.single_def.remove(&id);
        }
        match *facts.kind(stmt) {
            NodeKind::Assign { y, .. } => {
                if let Some(list) = self.func_assigns.get_mut(&id)
                    && !is_nil_assign(facts, y)
                {
                    list.push(stmt);
                }
            }
            _ => drop(self.func_assigns.remove(&id)),
        }
    }

    /// The earliest expression that always has the same value as `id`, maybe
    /// in an enclosing function; its type may differ.
    pub fn static_value(&self, facts: Facts<'_>, mut id: NodeId) -> NodeId {
        // A chain of definitions is as long as there are variables at most.
        for _ in 0..=facts.package.nodes.len() {
            id = match facts.kind(id) {
                NodeKind::Conv { op: ConvOp::Nop, x } => *x,
                NodeKind::InlCall { results, .. } => match results[..] {
                    [single] => single,
                    _ => return id,
                },
                NodeKind::Name(var) => match self.definition(facts, *var) {
                    Some(rhs) => rhs,
                    None => return id,
                },
                _ => return id,
            };
        }
        id
    }

    fn definition(&self, facts: Facts<'_>, id: VarId) -> Option<NodeId> {
        let var = &facts.package.vars[id];
        let Defn::Stmt(stmt) = var.defn else { return None };
        if var.class != VarClass::Auto || !self.single_def.contains(&id) {
            return None;
        }
        match facts.kind(stmt) {
            NodeKind::Assign { y, .. } => *y,
            NodeKind::AssignList { op: AssignListOp::As2, lhs, rhs, .. } => {
                let at = lhs.iter().position(|&x| matches!(*facts.kind(x), NodeKind::Name(v) if v == id))?;
                rhs.get(at).copied()
            }
            _ => None,
        }
    }

    /// All assignments to `var` of something that is not nil, if `var` is of
    /// function type and they are all known.
    pub fn func_assignments(&self, var: VarId) -> &[NodeId] {
        self.func_assigns.get(&var).map_or(&[], Vec::as_slice)
    }
}

fn is_nil_assign(facts: Facts<'_>, value: Option<NodeId>) -> bool {
    let Some(mut id) = value else { return true };
    while let NodeKind::Conv { op: ConvOp::Nop, x } = *facts.kind(id) {
        id = x;
    }
    matches!(facts.kind(id), NodeKind::Nil)
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use thin_vec::thin_vec;

    use super::*;
    use crate::{ir::testing::Maker, types::TypeId};

    #[test]
    fn a_variable_assigned_once_has_its_value() {
        let mut m = Maker::new();
        let f = m.func("f");
        let [x, y] = ["x", "y"].map(|name| m.var(f, name, TypeId::INT));
        let (five, use_x, use_y) = (m.int(5), m.name(x), m.name(y));
        let stmts = vec![m.define(x, five), m.define(y, use_x)];
        m.body(f, stmts.clone());
        let oracle = ReassignOracle::new(m.facts(), f, |_| false);
        assert_eq!(oracle.static_value(m.facts(), use_y), five);

        let oracle = ReassignOracle::new(m.facts(), f, |var| var == x);
        assert_eq!(oracle.static_value(m.facts(), use_y), use_x);

        let six = m.int(6);
        let again = m.assign(x, six);
        m.body(f, [stmts, vec![again]].concat());
        let oracle = ReassignOracle::new(m.facts(), f, |_| false);
        assert_eq!(oracle.static_value(m.facts(), use_y), use_x);
    }

    #[test]
    fn functions_assigned_to_a_variable_are_remembered() {
        let mut m = Maker::new();
        let (f, g) = (m.func("f"), m.func("g"));
        let ty = m.func_type();
        let var = m.var(f, "fn", ty);
        let callee = m.node(ty, NodeKind::Func(g));
        let (x, nil) = (m.name(var), m.node(ty, NodeKind::Nil));
        let stmts = vec![m.assign(var, callee), m.assign(var, nil), m.assign(var, callee)];
        m.body(f, stmts.clone());
        let oracle = ReassignOracle::new(m.facts(), f, |_| false);
        assert_eq!(oracle.func_assignments(var), [stmts[0], stmts[2]]);

        let op = AssignListOp::As2;
        let pair =
            m.node(TypeId::INVALID, NodeKind::AssignList { op, lhs: thin_vec![x], rhs: thin_vec![callee], def: false });
        m.body(f, [stmts, vec![pair]].concat());
        let oracle = ReassignOracle::new(m.facts(), f, |_| false);
        assert_eq!(oracle.func_assignments(var), []);
    }
}
