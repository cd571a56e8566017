//! Terminating statements.

use super::Checker;
use crate::ast::{BranchTok, CaseClause, ExprKind, StmtId, StmtKind};
use crate::base::Symbol;

impl Checker<'_> {
    fn is_terminating(&self, id: StmtId, label: Option<Symbol>) -> bool {
        let file = self.file();
        match &file.stmts[id].kind {
            StmtKind::Labeled { label, stmt } => self.is_terminating(*stmt, self.name_of(*label)),
            StmtKind::Expr(e) => {
                let call = file.unparen(*e);
                matches!(file.exprs[call].kind, ExprKind::Call { .. }) && self.panics.contains(&(self.env.file, call))
            }
            StmtKind::Return(_) => true,
            StmtKind::Branch { tok, .. } => matches!(tok, BranchTok::Goto | BranchTok::Fallthrough),
            StmtKind::Block(block) => self.is_terminating_list(&block.list, None),
            StmtKind::If { .. } => {
                let mut next = id;
                while let StmtKind::If { then, els, .. } = &file.stmts[next].kind {
                    let Some(els) = els else { return false };
                    if !self.is_terminating_list(&then.list, None) {
                        return false;
                    }
                    next = *els;
                }
                self.is_terminating(next, None)
            }
            StmtKind::Switch { body, .. } => {
                body.iter().any(|c| c.cases.is_none())
                    && body
                        .iter()
                        .all(|c| self.is_terminating_list(&c.body, None) && !self.has_break_list(&c.body, label, true))
            }
            StmtKind::Select { body, .. } => body
                .iter()
                .all(|c| self.is_terminating_list(&c.body, None) && !self.has_break_list(&c.body, label, true)),
            StmtKind::For { init, cond, body, .. } => {
                let is_range = init.is_some_and(|i| matches!(file.stmts[i].kind, StmtKind::Range(_)));
                !is_range && cond.is_none() && !self.has_break_list(&body.list, label, true)
            }
            _ => false,
        }
    }

    pub(super) fn is_terminating_list(&self, list: &[StmtId], label: Option<Symbol>) -> bool {
        let file = self.file();
        let last = list.iter().rev().find(|&&s| !matches!(file.stmts[s].kind, StmtKind::Empty));
        last.is_some_and(|&s| self.is_terminating(s, label))
    }

    /// Whether a statement has a break that refers to the enclosing statement
    /// (`implicit`: an unlabeled break does).
    fn has_break(&self, id: StmtId, label: Option<Symbol>, implicit: bool) -> bool {
        let file = self.file();
        let labeled = label.is_some();
        match &file.stmts[id].kind {
            StmtKind::Labeled { stmt, .. } => self.has_break(*stmt, label, implicit),
            StmtKind::Branch { tok: BranchTok::Break, label: target } => match target {
                None => implicit,
                Some(target) => labeled && self.name_of(*target) == label,
            },
            StmtKind::Block(block) => self.has_break_list(&block.list, label, implicit),
            StmtKind::If { .. } => {
                let mut next = id;
                while let StmtKind::If { then, els, .. } = &file.stmts[next].kind {
                    if self.has_break_list(&then.list, label, implicit) {
                        return true;
                    }
                    let Some(els) = els else { return false };
                    next = *els;
                }
                self.has_break(next, label, implicit)
            }
            StmtKind::Switch { body, .. } => {
                let in_clause = |c: &CaseClause| self.has_break_list(&c.body, label, false);
                labeled && body.iter().any(in_clause)
            }
            StmtKind::Select { body, .. } => labeled && body.iter().any(|c| self.has_break_list(&c.body, label, false)),
            StmtKind::For { body, .. } => labeled && self.has_break_list(&body.list, label, false),
            _ => false,
        }
    }

    fn has_break_list(&self, list: &[StmtId], label: Option<Symbol>, implicit: bool) -> bool {
        list.iter().any(|&s| self.has_break(s, label, implicit))
    }
}
