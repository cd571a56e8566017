//! Conditions that are known at compile time and statements that end a block.

use alloc::vec::Vec;

use super::Lowerer;
use crate::{
    ast::{BinaryOp, BranchTok, ExprId, ExprKind, StmtId, StmtKind, UnaryOp},
    types::{BuiltinId, Mode, ObjKind},
};

impl Lowerer<'_> {
    /// Whether `cond` is known, and what is left of it: `a && b` with a
    /// constant operand shrinks to the other one (gc's `staticBool`). What
    /// shrinks further inside is noted for when it is lowered.
    pub(super) fn condition(&mut self, cond: ExprId) -> (Option<bool>, ExprId) {
        let mut shrunk = Vec::new();
        let result = self.static_bool(cond, &mut shrunk);
        let file = self.file;
        self.shrunk.extend(shrunk.into_iter().map(|(from, to)| ((file, from), to)));
        result
    }

    /// Whether `cond` is known, and what is left of it; `shrunk` gets the
    /// operands inside of which something is left out, with what is left.
    fn static_bool(&self, cond: ExprId, shrunk: &mut Vec<(ExprId, ExprId)>) -> (Option<bool>, ExprId) {
        if let Some(value) = self.info.value(cond).and_then(crate::types::ConstValue::as_bool) {
            return (Some(value), cond);
        }
        match self.tree.expr(cond).kind {
            // gc looks through `!` without turning the answer around.
            ExprKind::Unary { op: UnaryOp::Not, x } => (self.operand(x, shrunk).0, cond),
            ExprKind::Binary { op: BinaryOp::AndAnd, x, y } => self.static_logical(cond, [x, y], false, shrunk),
            ExprKind::Binary { op: BinaryOp::OrOr, x, y } => self.static_logical(cond, [x, y], true, shrunk),
            _ => (None, cond),
        }
    }

    fn operand(&self, x: ExprId, shrunk: &mut Vec<(ExprId, ExprId)>) -> (Option<bool>, ExprId) {
        let (known, left) = self.static_bool(x, shrunk);
        if left != x {
            shrunk.push((x, left));
        }
        (known, left)
    }

    /// `x && y` (`decisive` is false) or `x || y` (true).
    fn static_logical(
        &self,
        cond: ExprId,
        [x, y]: [ExprId; 2],
        decisive: bool,
        shrunk: &mut Vec<(ExprId, ExprId)>,
    ) -> (Option<bool>, ExprId) {
        let (left, x) = self.operand(x, shrunk);
        if left == Some(decisive) {
            return (left, x);
        }
        let (right, y) = self.operand(y, shrunk);
        if left == Some(!decisive) || right == Some(decisive) {
            let rest = if self.info.value(x).is_some() { y } else { cond };
            return (right, rest);
        }
        (None, cond)
    }

    /// Whether nothing behind `stmt` is reached, as far as gc's writer looks.
    pub(super) fn terminates(&self, stmt: StmtId) -> bool {
        match &self.tree.stmt(stmt).kind {
            StmtKind::Branch { tok, label } => {
                let label = label.and_then(|label| match self.tree.expr(label).kind {
                    ExprKind::Name(name) => Some(name),
                    _ => None,
                });
                *tok == BranchTok::Goto || self.leaves_range_body(*tok, label)
            }
            StmtKind::Return(_) => true,
            StmtKind::Expr(x) => match &self.tree.expr(self.tree.unparen(*x)).kind {
                ExprKind::Call { fun, .. } => self.is_builtin(*fun, BuiltinId::Panic),
                _ => false,
            },
            StmtKind::If { cond, then, els, .. } => {
                let known = self.static_bool(*cond, &mut Vec::new()).0;
                let then = known == Some(false) || self.block_terminates(&then.list);
                let els = known == Some(true) || els.is_some_and(|els| self.terminates(els));
                then && els
            }
            StmtKind::Block(block) => self.block_terminates(&block.list),
            _ => false,
        }
    }

    fn block_terminates(&self, list: &[StmtId]) -> bool {
        self.last_non_empty(list).is_some_and(|last| self.terminates(last))
    }

    fn last_non_empty(&self, list: &[StmtId]) -> Option<StmtId> {
        list.iter().rev().copied().find(|&s| !matches!(self.tree.stmt(s).kind, StmtKind::Empty))
    }

    /// Whether a clause goes on into the next one.
    pub(super) fn has_fallthrough(&self, list: &[StmtId]) -> bool {
        let mut last = self.last_non_empty(list);
        while let Some(stmt) = last {
            last = match self.tree.stmt(stmt).kind {
                StmtKind::Labeled { stmt, .. } => Some(stmt),
                StmtKind::Branch { tok, .. } => return tok == BranchTok::Fallthrough,
                _ => return false,
            };
        }
        false
    }

    pub(super) fn is_builtin(&self, fun: ExprId, want: BuiltinId) -> bool {
        let fun = self.tree.unparen(fun);
        self.info.get(fun).is_some_and(|tv| tv.mode == Mode::Builtin)
            && self
                .object_of(fun)
                .is_some_and(|obj| matches!(self.types.obj(obj).kind, ObjKind::Builtin(b) if b == want))
    }
}
