//! What is left out of a loop over a function, and still counts.
//!
//! gc rewrites these loops before it drops what cannot be reached (code behind
//! a `return`, a branch whose condition is a constant). So a jump in such a place
//! is not made, but the variables and checks that it would have needed are: they
//! are captured, printed, and a part of what inlining costs.

use super::{Exit, RangeLoop, Target};
use crate::{
    ast::{BranchTok, CallTok, ExprKind, StmtId, StmtKind},
    base::Symbol,
    ir::{VarId, lower::Lowerer},
};

impl Lowerer<'_> {
    /// Takes note of statements that nothing is made of.
    pub(in crate::ir::lower) fn leave_out(&mut self, list: &[StmtId]) {
        for &stmt in list {
            self.leave_out_stmt(stmt, None);
        }
    }

    fn leave_out_stmt(&mut self, id: StmtId, label: Option<Symbol>) {
        let tree = self.tree;
        let named = |label| match tree.expr(label).kind {
            ExprKind::Name(name) => Some(name),
            _ => None,
        };
        match &tree.stmt(id).kind {
            StmtKind::Labeled { label, stmt } => self.leave_out_stmt(*stmt, named(*label)),
            StmtKind::Block(block) => self.leave_out(&block.list),
            StmtKind::Branch { tok, label } => self.leave_out_branch(id, *tok, label.and_then(named)),
            StmtKind::Call { tok: CallTok::Defer, .. } if self.is_kept_loop() => {
                self.defers_var(self.pos(tree.stmt(id).pos));
            }
            StmtKind::Return(results) if self.in_range_func() => {
                if results.is_some() {
                    self.name_outer_results();
                }
                self.scope().loops.iter_mut().for_each(|l| l.check_ret = true);
                self.leave_out_next(id);
            }
            StmtKind::If { then, els, .. } => {
                self.leave_out(&then.list);
                self.leave_out(els.as_slice());
            }
            StmtKind::For { init, body, .. } => {
                let over_func = init.is_some_and(|init| match &tree.stmt(init).kind {
                    StmtKind::Range(range) => self.is_func(range.x),
                    _ => false,
                });
                if over_func {
                    self.leave_out_loop(id, &body.list, label);
                } else {
                    self.push_target(label, true);
                    self.leave_out(&body.list);
                    self.pop_target();
                }
            }
            StmtKind::Switch { body, .. } => {
                self.push_target(label, false);
                for clause in body {
                    self.leave_out(&clause.body);
                }
                self.pop_target();
            }
            StmtKind::Select { body, .. } => {
                self.push_target(label, false);
                for clause in body {
                    self.leave_out(&clause.body);
                }
                self.pop_target();
            }
            _ => {}
        }
    }

    fn leave_out_branch(&mut self, id: StmtId, tok: BranchTok, label: Option<Symbol>) {
        if let Exit::Far { .. } = self.range_exit(tok, label) {
            self.leave_out_next(id);
        }
    }

    /// A loop over a function in what is left out: the next ones have other
    /// numbers, and one that is in another loop has a check of what that one is
    /// left with.
    fn leave_out_loop(&mut self, stmt: StmtId, body: &[StmtId], label: Option<Symbol>) {
        let scope = self.scope();
        scope.states += 1;
        scope.targets.push(Target { label, is_loop: true, range: Some(scope.loops.len()) });
        scope.loops.push(RangeLoop::new(stmt, None));
        self.leave_out(body);
        self.scope().yields += 1;
        if self.scope().loops.len() > 1 {
            self.leave_out_next(stmt);
        }
        self.scope().targets.pop();
        self.scope().loops.pop();
    }

    /// `#next`, if something is left of the outermost loop.
    fn leave_out_next(&mut self, stmt: StmtId) -> Option<VarId> {
        self.is_kept_loop().then(|| self.next_var(self.pos(self.tree.stmt(stmt).pos)))
    }

    /// Whether this is in a loop over a function that is not itself left out.
    fn is_kept_loop(&self) -> bool {
        self.ranges.last().and_then(|scope| scope.loops.first()).is_some_and(|outermost| outermost.state.is_some())
    }
}
