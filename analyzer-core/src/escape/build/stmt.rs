//! Statements.
//!
//! Mirrors `escape/stmt.go`.

use alloc::vec::Vec;
use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

use super::{
    super::graph::{Graph, Hole, Site, Why},
    Builder,
};
use crate::{
    base::Symbol,
    ir::{AssignListOp, BranchOp, Case, NodeId, NodeKind, VarId, visit},
    types::TypeId,
};

impl Builder<'_, '_> {
    /// The labels of a body, and whether a `goto` further down jumps back to each.
    pub(super) fn find_labels(&self, body: &[NodeId]) -> HashMap<Symbol, bool, FxBuildHasher> {
        let mut labels = HashMap::default();
        visit::preorder(self.shared.package, body, |_, node| match node.kind {
            NodeKind::Label(label) if !label.is_blank() => drop(labels.insert(label, false)),
            NodeKind::Branch { op: BranchOp::Goto, label: Some(label) } => {
                if let Some(looping) = labels.get_mut(&label) {
                    *looping = true;
                }
            }
            _ => {}
        });
        labels
    }

    pub(super) fn stmts(&mut self, list: &[NodeId]) {
        for &id in list {
            self.stmt(id);
        }
    }

    /// Statements after which the loop depth is as before.
    pub(super) fn block(&mut self, list: &[NodeId]) {
        let depth = self.loop_depth;
        self.stmts(list);
        self.loop_depth = depth;
    }

    /// The variable is declared here.
    fn dcl(&mut self, var: VarId) -> Hole {
        let Some(&loc) = self.vars.get(&var) else { return Self::discard_hole() };
        self.graph.locs[loc].loop_depth = self.loop_depth;
        Hole::to(loc)
    }

    fn stmt(&mut self, id: NodeId) {
        let node = &self.shared.package.nodes[id];
        self.stmts(&node.init);
        match &node.kind {
            NodeKind::Branch { .. } | NodeKind::Clause { .. } => {}
            NodeKind::Block(list) => self.stmts(list),
            NodeKind::Dcl(var) => drop(self.dcl(*var)),
            NodeKind::Label(label) => {
                if self.labels.remove(label) == Some(true) {
                    self.loop_depth += 1;
                }
            }
            NodeKind::If { cond, body, els } => {
                self.discard(*cond);
                self.block(body);
                self.block(els);
            }
            NodeKind::CheckNil(x) | NodeKind::KeepAlive(x) => self.discard(*x),
            NodeKind::For { cond, post, body, .. } => {
                self.loop_depth += 1;
                if let Some(cond) = cond {
                    self.discard(*cond);
                }
                if let Some(post) = post {
                    self.stmt(*post);
                }
                self.block(body);
                self.loop_depth -= 1;
            }
            NodeKind::Range { x, key, value, body, .. } => self.range(id, *x, *key, *value, body),
            NodeKind::Switch { tag, cases, .. } => {
                if let Some(tag) = tag {
                    self.discard(*tag);
                }
                self.cases(cases);
            }
            NodeKind::TypeSwitch { x, has_var, cases, .. } => {
                let mut holes = Vec::new();
                for case in cases {
                    let Some(var) = case.var.filter(|_| *has_var) else { continue };
                    let hole = self.dcl(var);
                    let ty = self.shared.package.vars[var].ty;
                    if self.has_pointers(ty) {
                        holes.push(self.dot_type(hole, ty, case.node, Why::SwitchCase));
                    }
                }
                let hole = self.tee(&holes);
                self.expr(hole, *x);
                self.cases(cases);
            }
            NodeKind::Select { cases, .. } => {
                for case in cases {
                    if let Some(comm) = case.comm {
                        self.stmt(comm);
                    }
                    self.block(&case.body);
                }
            }
            NodeKind::Send { chan, value } => {
                self.discard(*chan);
                self.assign_heap(*value, Why::Send, id);
            }
            NodeKind::Assign { x, y, .. } => {
                let values: Vec<NodeId> = y.iter().copied().collect();
                self.assign_list(&[Some(*x)], &values, Why::Assign, id);
            }
            NodeKind::AssignOp { x, y, .. } => self.assign_list(&[Some(*x)], &[*y], Why::Assign, id),
            NodeKind::AssignList { op, lhs, rhs, .. } => self.assign_many(id, *op, lhs, rhs),
            NodeKind::Return(values) => {
                let package = self.shared.package;
                let results = package.funcs[self.func].results.iter();
                let targets: Vec<_> = results.map(|r| r.var.map(|var| package.vars[var].node)).collect();
                self.assign_list(&targets, values, Why::Return, id);
            }
            NodeKind::GoDefer { go, call, defer_at } => self.go_defer(*go, *call, defer_at.is_some()),
            NodeKind::CallFunc(_)
            | NodeKind::CallInter(_)
            | NodeKind::InlCall { .. }
            | NodeKind::Builtin1 { .. }
            | NodeKind::Builtin2 { .. }
            | NodeKind::BuiltinN { .. }
            | NodeKind::Unknown(_) => self.call(None, id),
            // A receive, or an expression that stands as a statement.
            _ => self.expr_skip_init(Self::discard_hole(), id),
        }
    }

    fn cases(&mut self, cases: &[Case]) {
        for case in cases {
            for &id in &case.list {
                self.discard(id);
            }
            self.block(&case.body);
        }
    }

    fn range(&mut self, id: NodeId, x: NodeId, key: Option<NodeId>, value: Option<NodeId>, body: &[NodeId]) {
        // The operand is evaluated outside of the loop and lives as long as it.
        let operand = self.new_loc(Site::Helper, true);
        self.expr(Hole::to(operand), x);
        self.loop_depth += 1;
        let holes = [self.addr(key), self.addr(value)];
        let hole = if self.facts().is_array(x) {
            self.note(holes[1], id, Why::Range)
        } else {
            self.deref(holes[1], id, Why::RangeDeref)
        };
        self.flow(hole, operand);
        self.reassigned(&holes, id);
        self.block(body);
        self.loop_depth -= 1;
    }

    fn assign_many(&mut self, id: NodeId, op: AssignListOp, lhs: &[NodeId], rhs: &[NodeId]) {
        let why = match op {
            AssignListOp::As2 => Why::AssignPair,
            AssignListOp::DotType => Why::AssignPairDotType,
            AssignListOp::MapR => Why::AssignPairMapR,
            AssignListOp::Recv | AssignListOp::SelRecv2 => Why::AssignPairReceive,
            AssignListOp::Func => {
                let Some(&call) = rhs.first() else { return };
                self.stmts(&self.shared.package.nodes[call].init);
                let holes = self.addrs(lhs);
                self.call(Some(&holes), call);
                self.reassigned(&holes, id);
                return;
            }
        };
        let targets: Vec<_> = lhs.iter().copied().map(Some).collect();
        self.assign_list(&targets, rhs, why, id);
    }

    fn go_defer(&mut self, go: bool, call: NodeId, elsewhere: bool) {
        let hole = if !go && self.loop_depth == 1 && !elsewhere {
            // The arguments of a deferred call outside of loops need not be on
            // the heap, but have to live until it runs.
            self.later(Self::discard_hole())
        } else {
            Hole::to(Graph::heap())
        };
        match self.kind(call) {
            NodeKind::CallFunc(call) => self.expr(hole, call.fun),
            _ => self.expr(hole, call),
        }
    }

    /// The hole for what is asserted to be a `ty`.
    pub(super) fn dot_type(&mut self, hole: Hole, ty: TypeId, at: NodeId, why: Why) -> Hole {
        let types = self.shared.types;
        let boxed = !types.is_interface(ty) && !types.is_direct_iface(ty);
        self.note(if boxed { hole.shift(1) } else { hole }, at, why)
    }
}
