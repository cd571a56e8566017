//! Labels and the statements that jump, per function body: gc's
//! `syntax/branches.go`.
//!
//! A walk over the statements numbers them and notes blocks, labels, variable
//! declarations and gotos. `break` and `continue` look outwards and are
//! checked at once; a `goto` may look ahead and is checked at the end:
//!
//! * a label in a block that does not enclose the `goto` cannot be reached;
//! * a label ahead cannot be reached if a variable is declared in the label's
//!   block on the way.
//!
//! gc carries lists of unresolved gotos outwards instead, which takes
//! quadratic time; the answers are the same. Function literals are separate
//! bodies and have been checked when they were read.

use alloc::{
    format,
    string::{String, ToString},
    vec,
    vec::Vec,
};

use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

use super::{MAX_ERRORS, Parser};
use crate::{
    ast::{AssignOp, Block, BranchTok, Decl, DeclKind, ExprId, ExprKind, File, StmtId, StmtKind, expr_text},
    base::{Code, Diagnostic, Symbol},
};

const MISPLACED_BREAK: Code = Code("MisplacedBreak");
const MISPLACED_CONTINUE: Code = Code("MisplacedContinue");
const MISPLACED_FALLTHROUGH: Code = Code("MisplacedFallthrough");
const INVALID_LABEL: Code = Code("MisplacedLabel");
const UNDECLARED_LABEL: Code = Code("UndeclaredLabel");
const DUPLICATE_LABEL: Code = Code("DuplicateLabel");
const UNUSED_LABEL: Code = Code("UnusedLabel");
const JUMP_OVER_DECL: Code = Code("JumpOverDecl");
const JUMP_INTO_BLOCK: Code = Code("JumpIntoBlock");

/// A statement list with a scope of its own.
struct Scope {
    parent: Option<usize>,
    start: u32,
    /// The labeled statement whose block this is.
    labeled: Option<StmtId>,
    /// Its variable declarations, numbered like the statements.
    vars: Vec<Var>,
}

struct Var {
    number: u32,
    pos: u32,
    name: ExprId,
}

struct Label {
    name: ExprId,
    symbol: Symbol,
    stmt: StmtId,
    scope: usize,
    number: u32,
    used: bool,
}

struct Goto {
    label: ExprId,
    scope: usize,
    number: u32,
}

/// What `break`, `continue` and `fallthrough` refer to.
#[derive(Clone, Copy, Default)]
struct Targets {
    breaks: Option<StmtId>,
    continues: bool,
    /// The number of the enclosing clause, if directly in one of a switch.
    case: Option<usize>,
}

/// The labels and jumps of one function body.
struct Checker<'p, 's> {
    parser: &'p Parser<'s>,
    errors: Vec<Diagnostic>,
    scopes: Vec<Scope>,
    /// In order; a name may be declared twice by mistake.
    labels: Vec<Label>,
    by_name: HashMap<Symbol, Vec<usize>, FxBuildHasher>,
    gotos: Vec<Goto>,
    /// The number of the statement at hand.
    number: u32,
}

impl Parser<'_> {
    /// Checks the labels and jumps of a function with that body.
    pub(super) fn check_branches(&mut self, block: &Block) {
        let mut checker = Checker {
            parser: self,
            errors: Vec::new(),
            scopes: Vec::new(),
            labels: Vec::new(),
            by_name: HashMap::default(),
            gotos: Vec::new(),
            number: 0,
        };
        checker.check_body(block);
        for error in checker.errors {
            self.report(error);
        }
    }
}

impl Checker<'_, '_> {
    fn check_body(&mut self, block: &Block) {
        self.check_scope(None, None, block.pos, &block.list, Targets::default());
        for goto in core::mem::take(&mut self.gotos) {
            if self.errors.len() >= MAX_ERRORS {
                return; // gc stops long before
            }
            self.check_goto(&goto);
        }
        for label in core::mem::take(&mut self.labels) {
            if !label.used {
                let name = self.name(label.symbol);
                let message = format!("label {name} defined and not used");
                self.error(UNUSED_LABEL, label.name, message, vec![name]);
            }
        }
    }

    fn error(&mut self, code: Code, at: ExprId, message: String, args: Vec<String>) {
        let expr = self.parser.tree.expr(at);
        if self.errors.len() < MAX_ERRORS {
            self.errors.push(self.parser.diagnostic(expr.pos, expr.span, code, message, args));
        }
    }

    fn name(&self, symbol: Symbol) -> String {
        self.parser.interner.text(symbol).to_string()
    }

    fn first(&self, name: Symbol) -> Option<usize> {
        self.by_name.get(&name)?.first().copied()
    }

    /// Whether `outer` is `inner` or around it.
    fn encloses(&self, outer: usize, inner: usize) -> bool {
        let mut scope = Some(inner);
        while let Some(at) = scope {
            if at == outer {
                return true;
            }
            scope = self.scopes[at].parent;
        }
        false
    }

    /// The innermost scope from `scope` outwards that belongs to the statement
    /// labeled by `labeled`.
    fn is_inside(&self, labeled: StmtId, scope: usize) -> bool {
        let mut scope = Some(scope);
        while let Some(at) = scope {
            if self.scopes[at].labeled == Some(labeled) {
                return true;
            }
            scope = self.scopes[at].parent;
        }
        false
    }
}

impl<'p> Checker<'p, '_> {
    fn check_scope(
        &mut self,
        parent: Option<usize>,
        labeled: Option<StmtId>,
        start: u32,
        list: &[StmtId],
        targets: Targets,
    ) {
        let scope = self.scopes.len();
        self.scopes.push(Scope { parent, start, labeled, vars: Vec::new() });
        // A fallthrough is the last statement even with semicolons behind it.
        let is_empty = |id: &StmtId| matches!(self.parser.tree.stmts[*id].kind, StmtKind::Empty);
        let len = list.iter().rposition(|id| !is_empty(id)).map_or(0, |last| last + 1);
        for (i, &stmt) in list[..len].iter().enumerate() {
            let mut labeled = None;
            let mut stmt = stmt;
            self.number += 1;
            while let StmtKind::Labeled { label, stmt: inner } = self.parser.tree.stmts[stmt].kind {
                if self.declare_label(scope, label, stmt) {
                    labeled = Some(stmt);
                }
                stmt = inner;
                self.number += 1;
            }
            self.check_stmt(scope, labeled, stmt, targets, i + 1 == len);
        }
    }

    /// Declares a label unless it is `_`.
    fn declare_label(&mut self, scope: usize, label: ExprId, stmt: StmtId) -> bool {
        let ExprKind::Name(symbol) = self.parser.tree.exprs[label].kind else { return false };
        if symbol.is_blank() {
            return false;
        }
        let mut used = false;
        if let Some(first) = self.first(symbol) {
            used = true;
            let name = self.name(symbol);
            let place = self.parser.position_text(self.parser.tree.exprs[self.labels[first].name].pos);
            let message = format!("label {name} already defined at {place}");
            self.error(DUPLICATE_LABEL, label, message, vec![name, place]);
        }
        self.by_name.entry(symbol).or_default().push(self.labels.len());
        self.labels.push(Label { name: label, symbol, stmt, scope, number: self.number, used });
        true
    }

    fn check_stmt(&mut self, scope: usize, labeled: Option<StmtId>, stmt: StmtId, targets: Targets, is_last: bool) {
        let tree: &'p File = &self.parser.tree;
        let node = tree.stmt(stmt);
        let inner = Targets { case: None, ..targets };
        let number = self.number;
        match &node.kind {
            StmtKind::Decl(decls) => {
                let var = decls.iter().find_map(|&id| match tree.decl(id) {
                    Decl { pos, kind: DeclKind::Var { names, .. }, .. } => {
                        names.first().map(|&name| Var { number, pos: *pos, name })
                    }
                    _ => None,
                });
                self.scopes[scope].vars.extend(var);
            }
            &StmtKind::Assign { op: AssignOp::Define, lhs, .. } => {
                self.scopes[scope].vars.push(Var { number, pos: node.pos, name: lhs });
            }
            &StmtKind::Branch { tok, label } => self.check_branch(scope, stmt, tok, label, targets, is_last),
            StmtKind::Block(block) => self.check_scope(Some(scope), labeled, block.pos, &block.list, inner),
            StmtKind::If { then, els, .. } => {
                self.check_scope(Some(scope), labeled, then.pos, &then.list, inner);
                if let &Some(els) = els {
                    self.check_scope(Some(scope), labeled, tree.stmt(els).pos, &[els], inner);
                }
            }
            StmtKind::For { body: block, .. } => {
                let inner = Targets { breaks: Some(stmt), continues: true, case: None };
                self.check_scope(Some(scope), labeled, block.pos, &block.list, inner);
            }
            StmtKind::Switch { body: clauses, .. } => {
                for (i, clause) in clauses.iter().enumerate() {
                    let inner = Targets { breaks: Some(stmt), case: Some(i), ..targets };
                    self.check_scope(Some(scope), labeled, clause.pos, &clause.body, inner);
                }
            }
            StmtKind::Select { body: clauses, .. } => {
                for clause in clauses {
                    let inner = Targets { breaks: Some(stmt), ..inner };
                    self.check_scope(Some(scope), labeled, clause.pos, &clause.body, inner);
                }
            }
            _ => {}
        }
    }

    fn check_branch(
        &mut self,
        scope: usize,
        stmt: StmtId,
        tok: BranchTok,
        label: Option<ExprId>,
        targets: Targets,
        is_last: bool,
    ) {
        let Some(label) = label else {
            let (code, message) = match tok {
                BranchTok::Break if targets.breaks.is_none() => {
                    (MISPLACED_BREAK, "break is not in a loop, switch, or select")
                }
                BranchTok::Continue if !targets.continues => (MISPLACED_CONTINUE, "continue is not in a loop"),
                BranchTok::Fallthrough => match self.misplaced_fallthrough(targets, is_last) {
                    Some(message) => (MISPLACED_FALLTHROUGH, message),
                    None => return,
                },
                _ => return,
            };
            let node = self.parser.tree.stmt(stmt);
            let error = self.parser.diagnostic(node.pos, node.span, code, message.to_string(), Vec::new());
            self.errors.push(error);
            return;
        };
        let ExprKind::Name(symbol) = self.parser.tree.exprs[label].kind else { return };
        if tok == BranchTok::Goto {
            self.gotos.push(Goto { label, scope, number: self.number });
            return;
        }
        let word = if tok == BranchTok::Break { "break" } else { "continue" };
        let name = self.name(symbol);
        let Some(first) = self.first(symbol) else {
            let message = format!("{word} label not defined: {name}");
            self.error(UNDECLARED_LABEL, label, message, vec![name]);
            return;
        };
        let target = &mut self.labels[first];
        target.used = true; // even if it cannot be the target
        let labeled = target.stmt;
        let StmtKind::Labeled { stmt: inner, .. } = self.parser.tree.stmts[labeled].kind else { return };
        let fits = match self.parser.tree.stmts[inner].kind {
            StmtKind::For { .. } => true,
            StmtKind::Switch { .. } | StmtKind::Select { .. } => tok == BranchTok::Break,
            _ => false,
        };
        if !fits || !self.is_inside(labeled, scope) {
            let message = format!("invalid {word} label {name}");
            self.error(INVALID_LABEL, label, message, vec![name]);
        }
    }

    /// What is wrong with a `fallthrough`.
    fn misplaced_fallthrough(&self, targets: Targets, is_last: bool) -> Option<&'static str> {
        const OUT_OF_PLACE: &str = "fallthrough statement out of place";
        let Some(StmtKind::Switch { tag, body, .. }) = targets.breaks.map(|id| &self.parser.tree.stmts[id].kind) else {
            return Some(OUT_OF_PLACE);
        };
        if tag.is_some_and(|tag| matches!(self.parser.tree.exprs[tag].kind, ExprKind::TypeSwitchGuard { .. })) {
            return Some("cannot fallthrough in type switch");
        }
        match targets.case {
            Some(case) if is_last => (case + 1 == body.len()).then_some("cannot fallthrough final case in switch"),
            _ => Some(OUT_OF_PLACE),
        }
    }

    fn check_goto(&mut self, goto: &Goto) {
        let &Goto { label, scope, number } = goto;
        let ExprKind::Name(symbol) = self.parser.tree.exprs[label].kind else { return };
        let name = self.name(symbol);
        let Some(declared) = self.by_name.get(&symbol) else {
            self.error(UNDECLARED_LABEL, label, format!("label {name} not defined"), vec![name]);
            return;
        };
        let first = declared[0];
        let reaches = |at: usize| self.encloses(self.labels[at].scope, scope);
        let behind = self.labels[first].number < number && reaches(first);
        let ahead = || declared.iter().copied().find(|&at| self.labels[at].number > number && reaches(at));
        let target = if behind { None } else { ahead() };
        self.labels[first].used = true;
        if behind {
            return;
        }
        let Some(target) = target else {
            let place = self.parser.position_text(self.scopes[self.labels[first].scope].start);
            let message = format!("goto {name} jumps into block starting at {place}");
            self.error(JUMP_INTO_BLOCK, label, message, vec![name, place]);
            return;
        };
        // The last variable before the label is the one that gc names.
        let target = &self.labels[target];
        let vars = &self.scopes[target.scope].vars;
        let before = vars.partition_point(|var| var.number < target.number);
        if let Some(var) = before.checked_sub(1).map(|last| &vars[last])
            && var.number > number
        {
            let what = expr_text(&self.parser.tree, self.parser.interner, var.name);
            let place = self.parser.position_text(var.pos);
            let message = format!("goto {name} jumps over declaration of {what} at {place}");
            self.error(JUMP_OVER_DECL, label, message, vec![name, what, place]);
        }
    }
}
