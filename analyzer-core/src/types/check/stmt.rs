//! Statements and function bodies.

use alloc::{format, vec::Vec};

use super::{BodyOf, Checker, Env, InfoId, error::Multi, expr::Kind, operand::Operand};
use crate::ast::{AssignOp, Block, CallTok, CommClause, DeclKind, ExprId, ExprKind, StmtId, StmtKind, UnaryOp};
use crate::base::sort_by_key;
use crate::types::{
    arena::{Type, TypeId},
    constant::ConstValue,
    info::Mode,
    objects::{ObjId, ScopeId, VarKind},
};

impl Checker<'_> {
    /// Checks the body of a function declaration or literal.
    pub(super) fn func_body(
        &mut self,
        decl: Option<InfoId>,
        sig: TypeId,
        scope: ScopeId,
        body: BodyOf,
        iota: Option<ConstValue>,
    ) {
        let file = self.file();
        let block = match body {
            BodyOf::Func(id) => match &file.decl_arena[id].kind {
                DeclKind::Func { body: Some(body), .. } => body,
                _ => return,
            },
            BodyOf::Lit(e) => match &file.exprs[e].kind {
                ExprKind::FuncLit { body, .. } => body,
                _ => return,
            },
        };
        let Type::Signature(sig_id) = self.types.get(sig) else { return };
        if !self.enter(block.pos) {
            return;
        }
        let env = Env {
            file: self.env.file,
            decl,
            scope,
            iota,
            err_pos: None,
            in_tparams: false,
            sig: Some(sig_id),
            has_call_or_recv: false,
        };
        let outer = core::mem::replace(&mut self.env, env);
        self.stmt_list(&block.list);
        let has_results = !self.types.sig(sig_id).results.is_empty();
        if has_results && !self.is_terminating_list(&block.list, None) {
            self.error(self.here(block.rbrace), "MissingReturn", "missing return");
        }
        self.usage(scope);
        self.env = outer;
        self.leave();
    }

    /// Reports unused variables of a scope and the blocks in it.
    fn usage(&mut self, scope: ScopeId) {
        let mut pending = alloc::vec![scope];
        while let Some(scope) = pending.pop() {
            let mut unused: Vec<ObjId> = (self.types.scope(scope).names.values().copied())
                .filter(|&o| self.types.obj(o).is_var(VarKind::Local) && !self.used.contains(&o))
                .collect();
            sort_by_key(&mut unused, |&o| (self.types.obj(o).pos.map(|pos| self.places.order(pos)), o));
            for obj in unused {
                let message = format!("declared and not used: {}", self.name(obj));
                self.error(self.obj_pos(obj), "UnusedVar", message);
            }
            let children = self.children.remove(&scope).unwrap_or_default();
            // Function literals report their own variables.
            pending.extend(children.into_iter().rev().filter(|&c| !self.types.scope(c).is_func));
        }
    }

    pub(super) fn stmt_list(&mut self, list: &[StmtId]) {
        for &stmt in list {
            self.stmt(stmt);
        }
    }

    /// Checks one statement; what its expressions delayed (function literals)
    /// runs at its end.
    pub(super) fn stmt(&mut self, id: StmtId) {
        if !self.enter(self.file().stmts[id].pos) {
            return;
        }
        let top = self.delayed.len();
        self.stmt_inner(id);
        self.process_delayed(top);
        self.leave();
    }

    pub(super) fn block(&mut self, block: &Block) {
        self.open_scope();
        self.stmt_list(&block.list);
        self.close_scope();
    }

    fn stmt_inner(&mut self, id: StmtId) {
        let file = self.file();
        let node = &file.stmts[id];
        match &node.kind {
            StmtKind::Empty | StmtKind::Branch { .. } | StmtKind::Range(_) => {}
            StmtKind::Labeled { stmt, .. } => self.stmt(*stmt),
            StmtKind::Block(block) => self.block(block),
            StmtKind::Expr(e) => self.expr_stmt(*e),
            StmtKind::Send { chan, value } => {
                let ch = self.expr(None, *chan);
                let mut x = self.generic_expr(*value, None);
                if ch.is_valid() && x.is_valid() {
                    let pos = self.at_stmt(id);
                    if let Some(elem) = self.chan_elem(pos, &ch, false) {
                        self.assignment(&mut x, Some(elem), "send");
                    }
                }
            }
            StmtKind::Decl(decls) => self.decl_stmt(decls),
            StmtKind::Assign { op, lhs, rhs } => self.assign_stmt(node.pos, id, *op, *lhs, *rhs),
            StmtKind::IncDec { x, inc } => self.inc_dec(*x, *inc),
            StmtKind::Call { tok, call } => self.suspended_call(*tok, *call),
            StmtKind::Return(results) => self.return_stmt(id, *results),
            StmtKind::If { .. } => self.if_chain(id),
            StmtKind::For { init, cond, post, body } => {
                if let Some(init) = init
                    && let StmtKind::Range(clause) = &file.stmts[*init].kind
                {
                    self.range_stmt(id, clause, body);
                    return;
                }
                self.open_scope();
                if let Some(init) = init {
                    self.stmt(*init);
                }
                if let Some(cond) = cond {
                    self.condition(*cond, "for");
                }
                if let Some(post) = post {
                    self.stmt(*post);
                    if let StmtKind::Assign { op: AssignOp::Define, lhs, .. } = file.stmts[*post].kind {
                        self.use_exprs(&[lhs]);
                    }
                }
                self.block(body);
                self.close_scope();
            }
            StmtKind::Switch { init, tag, body, rbrace } => {
                self.open_scope();
                if let Some(init) = init {
                    self.stmt(*init);
                }
                match tag.map(|t| &file.exprs[t].kind) {
                    Some(&ExprKind::TypeSwitchGuard { lhs, x }) => self.type_switch(id, lhs, x, body),
                    _ => self.expr_switch(*tag, body, *rbrace),
                }
                self.close_scope();
            }
            StmtKind::Select { body, .. } => self.select(body),
        }
    }

    /// `if … else if … else …`, however long.
    fn if_chain(&mut self, id: StmtId) {
        let file = self.file();
        let mut scopes = 0;
        let mut next = Some(id);
        while let Some(id) = next {
            let StmtKind::If { init, cond, then, els } = &file.stmts[id].kind else {
                self.stmt(id);
                break;
            };
            let top = self.delayed.len();
            self.open_scope();
            scopes += 1;
            if let Some(init) = init {
                self.stmt(*init);
            }
            self.condition(*cond, "if");
            self.block(then);
            self.process_delayed(top);
            next = *els;
        }
        for _ in 0..scopes {
            self.close_scope();
        }
    }

    fn condition(&mut self, e: ExprId, what: &str) {
        if matches!(self.file().exprs[e].kind, ExprKind::Bad) {
            return;
        }
        let x = self.expr(None, e);
        if x.is_valid() && !self.types.is_unknown(x.ty) && !self.all_boolean(x.ty) {
            let message = format!("non-boolean condition in {what} statement");
            self.error(self.at(e), "InvalidCond", message);
        }
    }

    fn expr_stmt(&mut self, e: ExprId) {
        let (x, kind) = self.raw_expr(None, e, None, false);
        let (code, what) = match x.mode {
            Mode::Builtin => ("UncalledBuiltin", "must be called"),
            Mode::TypeExpr => ("NotAnExpr", "is not an expression"),
            _ if kind == Kind::Statement => return,
            _ => ("UnusedExpr", "is not used"),
        };
        let message = format!("{} {what}", self.os(&x));
        self.error(self.at_operand(&x), code, message);
    }

    fn assign_stmt(&mut self, pos: u32, id: StmtId, op: AssignOp, lhs: ExprId, rhs: ExprId) {
        let file = self.file();
        let left = file.unpack_list(Some(lhs));
        let right = file.unpack_list(Some(rhs));
        match op {
            AssignOp::Assign => self.assign_vars(&left, &right),
            AssignOp::Define => self.short_var_decl(pos, &left, &right),
            AssignOp::Op(op) => {
                let (&[l], &[r]) = (&*left, &*right) else {
                    let message = format!("assignment operation {} requires single-valued expressions", op.text());
                    self.error(self.at_stmt(id), "MultiValAssignOp", message);
                    return;
                };
                let x = self.expr(None, l);
                let y = self.expr(None, r);
                let mut x = self.binary(x, y, None, op);
                self.assign_var(l, None, Some(&mut x), "assignment");
            }
        }
    }

    fn inc_dec(&mut self, e: ExprId, inc: bool) {
        let mut x = self.expr(None, e);
        if !x.is_valid() {
            return;
        }
        if !self.types.is_unknown(x.ty) && !self.all_numeric(x.ty) {
            let op = if inc { "++" } else { "--" };
            let message = format!("invalid operation: {}{op} (non-numeric type {})", self.es(e), self.ts(x.ty));
            self.error(self.at(e), "NonNumericIncDec", message);
            return;
        }
        self.assign_var(e, None, Some(&mut x), "assignment");
    }

    /// The call of a `go` or `defer` statement.
    fn suspended_call(&mut self, tok: CallTok, call: ExprId) {
        let (keyword, code) = match tok {
            CallTok::Go => ("go", "InvalidGo"),
            CallTok::Defer => ("defer", "InvalidDefer"),
        };
        if !matches!(self.file().exprs[call].kind, ExprKind::Call { .. }) {
            let message = format!("expression in {keyword} must be function call");
            self.error(self.at(call), code, message);
            self.use_exprs(&[call]);
            return;
        }
        let (x, kind) = self.raw_expr(None, call, None, false);
        let (code, what) = match kind {
            Kind::Conversion => (code, "requires function call, not conversion"),
            Kind::Expression => ("UnusedResults", "discards result of"),
            Kind::Statement => return,
        };
        let message = format!("{keyword} {what} {}", self.os(&x));
        self.error(self.at_operand(&x), code, message);
    }

    fn return_stmt(&mut self, id: StmtId, results: Option<ExprId>) {
        let Some(sig) = self.env.sig else { return };
        let vars = self.types.objs(self.types.sig(sig).results).to_vec();
        let exprs = self.file().unpack_list(results);
        let named = vars.first().is_some_and(|&v| self.types.obj_name(v) != self.sym.empty);
        if exprs.is_empty() && named {
            for var in vars {
                let name = self.types.obj_name(var);
                let Some(other) = self.lookup(name).filter(|&o| o != var) else { continue };
                if name.is_blank() {
                    continue;
                }
                let text = self.name(var);
                let ty = self.types.obj(var).ty.map(|t| self.ts(t)).unwrap_or_default();
                let pos = self.at_stmt(id);
                let error = Multi::new(pos, format!("result parameter {text} not in scope at return"))
                    .line(self.types.obj(other).pos, format!("inner declaration of var {text} {ty}"));
                self.report("OutOfScopeResult", error);
            }
            return;
        }
        if vars.is_empty() && exprs.is_empty() {
            return;
        }
        self.init_vars(&vars, &exprs, Some(id));
    }

    fn select(&mut self, body: &[CommClause]) {
        let file = self.file();
        let mut first: Option<u32> = None;
        for clause in body {
            if clause.comm.is_none() {
                match first {
                    Some(first) => self.multiple_defaults(clause.pos, first),
                    None => first = Some(clause.pos),
                }
            }
        }
        for clause in body {
            let valid = match clause.comm.map(|c| &file.stmts[c].kind) {
                None | Some(StmtKind::Send { .. }) => true,
                Some(StmtKind::Assign { rhs: e, .. } | StmtKind::Expr(e)) => {
                    matches!(file.exprs[file.unparen(*e)].kind, ExprKind::Unary { op: UnaryOp::Recv, .. })
                }
                Some(_) => false,
            };
            if !valid {
                if let Some(comm) = clause.comm {
                    let message = "select case must be send or receive (possibly with assignment)";
                    self.error(self.at_stmt(comm), "InvalidSelectCase", message);
                }
                continue;
            }
            self.open_scope();
            if let Some(comm) = clause.comm {
                self.stmt(comm);
            }
            self.stmt_list(&clause.body);
            self.close_scope();
        }
    }

    pub(super) fn multiple_defaults(&mut self, pos: u32, first: u32) {
        let place = self.place(self.here(first));
        self.error(self.here(pos), "DuplicateDefault", format!("multiple defaults (first at {place})"));
    }

    /// An operand that stands for the constant `true` of a tagless switch.
    pub(super) fn true_operand(pos: u32) -> Operand {
        Operand { value: ConstValue::Bool(true), ..Operand::dummy(Mode::Constant, pos, "true", TypeId::BOOL) }
    }
}
