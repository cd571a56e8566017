//! Statements.

use alloc::{
    format,
    string::{String, ToString},
    vec,
    vec::Vec,
};

use super::{INVALID_SYNTAX, Parser, SEMI, recovery::Progress};
use crate::{
    ast::{
        AssignOp, BinaryOp, Block, BranchTok, CallTok, CaseClause, CommClause, ExprId, ExprKind, RangeClause, StmtId,
        StmtKind, expr_text, stmt_text,
    },
    lexer::{Op, Semi, TokenKind as T},
};

/// What stands between the keyword of a control statement and its `{`.
#[derive(Default)]
struct Header {
    init: Option<StmtId>,
    cond: Option<ExprId>,
    post: Option<StmtId>,
}

impl Parser<'_> {
    /// `StatementList = { Statement ";" } .`
    fn parse_stmt_list(&mut self) -> Vec<StmtId> {
        let mut list = Vec::new();
        let mut turn = Progress::default();
        while !matches!(self.kind(), T::Eof | T::Rbrace | T::Case | T::Default) {
            self.progress(&mut turn);
            let stmt = self.maybe_stmt();
            self.clear_pragma();
            let Some(stmt) = stmt else { break };
            list.push(stmt);
            if !self.got(SEMI) && !self.at(T::Rbrace) {
                self.syntax_error("at end of statement");
                self.advance(&[SEMI, T::Rbrace, T::Case, T::Default]);
                self.got(SEMI);
            }
        }
        list
    }

    fn maybe_stmt(&mut self) -> Option<StmtId> {
        self.enter();
        let stmt = self.maybe_stmt_inner();
        self.leave();
        stmt
    }

    /// ```text
    /// Statement = Declaration | LabeledStmt | SimpleStmt | GoStmt | ReturnStmt | BreakStmt | ContinueStmt |
    ///             GotoStmt | FallthroughStmt | Block | IfStmt | SwitchStmt | SelectStmt | ForStmt | DeferStmt .
    /// ```
    fn maybe_stmt_inner(&mut self) -> Option<StmtId> {
        let kind = self.kind();
        if matches!(kind, T::Var | T::Const | T::Type) {
            let start = self.pos();
            self.next();
            let decls = self.parse_group(start, kind);
            return Some(self.stmt_from(start, start, StmtKind::Decl(decls)));
        }
        self.clear_pragma();
        Some(match kind {
            T::Name => {
                let lhs = self.parse_expr_list();
                if self.at(T::Colon) && matches!(self.tree.exprs[lhs].kind, ExprKind::Name(_)) {
                    return self.maybe_labeled_stmt(lhs);
                }
                self.parse_simple_stmt(Some(lhs), None)
            }
            T::Lbrace => {
                let pos = self.pos();
                let block = self.parse_block("");
                self.stmt_from(pos, pos, StmtKind::Block(block))
            }
            T::Operator(Op::Not | Op::Binary(BinaryOp::Add | BinaryOp::Sub | BinaryOp::And | BinaryOp::Xor))
            | T::Star
            | T::Literal(_)
            | T::Func
            | T::Lparen
            | T::Lbrack
            | T::Struct
            | T::Map
            | T::Chan
            | T::Interface
            | T::Arrow => self.parse_simple_stmt(None, None),
            T::For => self.parse_for_stmt(),
            T::Switch => self.parse_switch_stmt(),
            T::Select => self.parse_select_stmt(),
            T::If => self.parse_if_stmt(),
            T::Fallthrough => self.parse_branch_stmt(BranchTok::Fallthrough),
            T::Break => self.parse_branch_stmt(BranchTok::Break),
            T::Continue => self.parse_branch_stmt(BranchTok::Continue),
            T::Goto => self.parse_branch_stmt(BranchTok::Goto),
            T::Go => self.parse_call_stmt(CallTok::Go),
            T::Defer => self.parse_call_stmt(CallTok::Defer),
            T::Return => {
                let pos = self.pos();
                self.next();
                let has_results = !matches!(self.kind(), T::Semi(_) | T::Rbrace);
                let results = has_results.then(|| self.parse_expr_list());
                self.stmt_from(pos, pos, StmtKind::Return(results))
            }
            T::Semi(_) => self.empty_stmt(),
            _ => return None,
        })
    }

    fn empty_stmt(&mut self) -> StmtId {
        let pos = self.pos();
        self.made_up = self.made_up.max(pos);
        self.stmt_from(pos, pos, StmtKind::Empty)
    }

    /// `LabeledStmt = Label ":" Statement .`, whose label has been read.
    fn maybe_labeled_stmt(&mut self, label: ExprId) -> Option<StmtId> {
        let colon = self.pos();
        self.expect(T::Colon);
        // A semicolon may be missing before `}`, and with it an empty statement.
        let stmt = if self.at(T::Rbrace) { Some(self.empty_stmt()) } else { self.maybe_stmt() };
        let Some(stmt) = stmt else {
            self.syntax_error_at(colon, "missing statement after label");
            return None;
        };
        Some(self.stmt_from(self.start(label), colon, StmtKind::Labeled { label, stmt }))
    }

    /// ```text
    /// SimpleStmt = EmptyStmt | ExpressionStmt | SendStmt | IncDecStmt | Assignment | ShortVarDecl .
    /// ```
    /// `lhs` is what it begins with if that has been read. Behind the
    /// `keyword` `for` it may be a range clause, behind `switch` a type switch
    /// guard.
    fn parse_simple_stmt(&mut self, lhs: Option<ExprId>, keyword: Option<T>) -> StmtId {
        if keyword == Some(T::For) && self.at(T::Range) {
            return self.parse_range_clause(self.pos(), None, false);
        }
        let lhs = lhs.unwrap_or_else(|| self.parse_expr_list());
        let (start, pos) = (self.start(lhs), self.pos());
        let is_list = matches!(self.tree.exprs[lhs].kind, ExprKind::List(_));
        match self.kind() {
            T::Assign | T::Define => {
                let define = self.at(T::Define);
                self.next();
                if keyword == Some(T::For) && self.at(T::Range) {
                    return self.parse_range_clause(start, Some(lhs), define);
                }
                let rhs = self.parse_expr_list();
                if define && keyword == Some(T::Switch) && matches!(self.tree.exprs[lhs].kind, ExprKind::Name(_)) {
                    let expr = &mut self.tree.exprs[rhs];
                    if let ExprKind::TypeSwitchGuard { lhs: name, .. } = &mut expr.kind {
                        *name = Some(lhs);
                        expr.span.start = start;
                        let pos = expr.pos;
                        return self.stmt_from(start, pos, StmtKind::Expr(rhs));
                    }
                }
                let op = if define { AssignOp::Define } else { AssignOp::Assign };
                self.stmt_from(start, pos, StmtKind::Assign { op, lhs, rhs })
            }
            T::AssignOp(op) if !is_list => {
                self.next();
                let rhs = self.parse_expr();
                self.stmt_from(start, pos, StmtKind::Assign { op: AssignOp::Op(op), lhs, rhs })
            }
            T::IncOp { inc } if !is_list => {
                self.next();
                self.stmt_from(start, pos, StmtKind::IncDec { x: lhs, inc })
            }
            T::Arrow if !is_list => {
                self.next();
                let value = self.parse_expr();
                self.stmt_from(start, pos, StmtKind::Send { chan: lhs, value })
            }
            _ => {
                let mut x = lhs;
                if is_list {
                    self.syntax_error("expected := or = or comma");
                    self.advance(&[SEMI, T::Rbrace]);
                    if let ExprKind::List(elems) = &self.tree.exprs[lhs].kind {
                        x = elems.first().copied().unwrap_or(lhs);
                    }
                }
                let pos = self.tree.exprs[x].pos;
                self.stmt_from(start, pos, StmtKind::Expr(x))
            }
        }
    }

    /// `RangeClause = [ ExpressionList "=" | IdentifierList ":=" ] "range" Expression .`,
    /// read up to `range`.
    fn parse_range_clause(&mut self, start: u32, lhs: Option<ExprId>, def: bool) -> StmtId {
        let pos = self.pos();
        self.next();
        let x = self.parse_expr();
        self.stmt_from(start, pos, StmtKind::Range(RangeClause { lhs, def, x }))
    }

    /// `Block = "{" StatementList "}" .`; `context` names what it is part of,
    /// in case there is no `{`.
    pub(super) fn parse_block(&mut self, context: &str) -> Block {
        let pos = self.pos();
        if !self.got(T::Lbrace) {
            self.syntax_error(&format!("expected {{ after {context}"));
            self.advance(&[T::Name, T::Rbrace]);
            let rbrace = self.pos();
            if self.got(T::Rbrace) {
                return Block { pos, list: Vec::new(), rbrace };
            }
        }
        let list = self.parse_stmt_list();
        let rbrace = self.close(T::Rbrace);
        Block { pos, list, rbrace }
    }

    fn parse_branch_stmt(&mut self, tok: BranchTok) -> StmtId {
        let pos = self.pos();
        self.next();
        let has_label = match tok {
            BranchTok::Fallthrough => false,
            BranchTok::Break | BranchTok::Continue => self.at(T::Name),
            BranchTok::Goto => true,
        };
        let label = has_label.then(|| self.parse_name());
        self.stmt_from(pos, pos, StmtKind::Branch { tok, label })
    }

    /// `go` or `defer` and a call.
    fn parse_call_stmt(&mut self, tok: CallTok) -> StmtId {
        let pos = self.pos();
        let keyword = self.kind().text();
        self.next();
        let x = self.parse_primary(None, self.at(T::Lparen));
        let call = self.tree.unparen(x);
        if call != x {
            let message = format!("expression in {keyword} must not be parenthesized");
            let (at, span) = (self.tree.exprs[x].pos, self.tree.exprs[x].span);
            self.error_over(at, span, INVALID_SYNTAX, message, vec![keyword.to_string()]);
        }
        self.stmt_from(pos, pos, StmtKind::Call { tok, call })
    }

    /// `IfStmt = "if" [ SimpleStmt ";" ] Expression Block [ "else" ( IfStmt | Block ) ] .`
    ///
    /// A chain of `else if` is read without recursion and then put together
    /// from its end.
    fn parse_if_stmt(&mut self) -> StmtId {
        let mut chain = Vec::new();
        let mut els = None;
        loop {
            let pos = self.pos();
            let header = self.parse_header(T::If);
            let cond = header.cond.unwrap_or_else(|| self.bad_expr());
            let then = self.parse_block("if clause");
            chain.push((pos, header.init, cond, then));
            if !self.got(T::Else) {
                break;
            }
            match self.kind() {
                T::If => {
                    self.depth += 1;
                    self.note_depth(0, self.pos());
                    continue;
                }
                T::Lbrace => {
                    let pos = self.pos();
                    let block = self.parse_block("");
                    els = Some(self.stmt_from(pos, pos, StmtKind::Block(block)));
                }
                _ => {
                    self.syntax_error("else must be followed by if or statement block");
                    self.advance(&[T::Name, T::Rbrace]);
                }
            }
            break;
        }
        self.depth -= chain.len() as u32 - 1;
        while let Some((pos, init, cond, then)) = chain.pop() {
            els = Some(self.stmt_from(pos, pos, StmtKind::If { init, cond, then, els }));
        }
        els.unwrap_or_else(|| self.empty_stmt())
    }

    /// `ForStmt = "for" [ Condition | ForClause | RangeClause ] Block .`
    fn parse_for_stmt(&mut self) -> StmtId {
        let pos = self.pos();
        let Header { init, cond, post } = self.parse_header(T::For);
        let body = self.parse_block("for clause");
        self.stmt_from(pos, pos, StmtKind::For { init, cond, post, body })
    }

    /// `[ SimpleStmt ";" ] [ Expression ]` behind `if` and `switch`, and what
    /// may be behind `for`.
    fn parse_header(&mut self, keyword: T) -> Header {
        self.expect(keyword);
        if self.at(T::Lbrace) {
            let mut header = Header::default();
            if keyword == T::If {
                self.syntax_error("missing condition in if statement");
                header.cond = Some(self.bad_expr());
            }
            return header;
        }
        let outer = core::mem::replace(&mut self.xnest, -1);
        let header = self.parse_header_clauses(keyword);
        self.xnest = outer;
        header
    }

    fn parse_header_clauses(&mut self, keyword: T) -> Header {
        let mut header = Header::default();
        if !matches!(self.kind(), T::Semi(_)) {
            if self.got(T::Var) {
                let text = keyword.text();
                self.syntax_error(&format!("var declaration not allowed in {text} initializer"));
            }
            let init = self.parse_simple_stmt(None, Some(keyword));
            header.init = Some(init);
            if matches!(self.tree.stmts[init].kind, StmtKind::Range(_)) {
                return header;
            }
        }

        // The condition is read as a statement, to say it clearly if it is none.
        let mut cond = None;
        let mut semi = None;
        if self.at(T::Lbrace) {
            cond = header.init.take();
        } else {
            if let T::Semi(kind) = self.kind() {
                semi = Some((self.pos(), kind));
                self.next();
            } else {
                self.expect(T::Lbrace);
                if !self.at(T::Lbrace) {
                    self.advance(&[T::Lbrace, T::Rbrace]);
                }
            }
            if keyword == T::For {
                cond = self.parse_for_clause(&mut header);
            } else if !self.at(T::Lbrace) {
                cond = Some(self.parse_simple_stmt(None, Some(keyword)));
            }
        }
        header.cond = match cond {
            Some(cond) => self.condition(cond),
            None => semi.filter(|_| keyword == T::If).map(|(pos, kind)| self.missing_condition(pos, kind)),
        };
        header
    }

    /// `[ Condition ] ";" [ PostStmt ]`
    fn parse_for_clause(&mut self, header: &mut Header) -> Option<StmtId> {
        let mut cond = None;
        if !matches!(self.kind(), T::Semi(_)) {
            if self.at(T::Lbrace) {
                self.syntax_error("expected for loop condition");
                return None;
            }
            cond = Some(self.parse_simple_stmt(None, None));
        }
        self.expect(SEMI);
        if !self.at(T::Lbrace) {
            let post = self.parse_simple_stmt(None, None);
            header.post = Some(post);
            let stmt = &self.tree.stmts[post];
            if matches!(stmt.kind, StmtKind::Assign { op: AssignOp::Define, .. }) {
                self.syntax_error_at(stmt.pos, "cannot declare in post statement of for loop");
            }
        }
        cond
    }

    fn missing_condition(&mut self, pos: u32, semi: Semi) -> ExprId {
        if semi == Semi::Semicolon {
            self.syntax_error_at(pos, "missing condition in if statement");
        } else {
            let found = T::Semi(semi).text();
            self.syntax_error_at(pos, &format!("unexpected {found}, expected {{ after if clause"));
        }
        self.made_up_expr(pos, ExprKind::Bad)
    }

    /// The expression that the statement `cond` is. If it is none, `=` may
    /// have been written for `==`.
    fn condition(&mut self, cond: StmtId) -> Option<ExprId> {
        let stmt = &self.tree.stmts[cond];
        let pos = stmt.pos;
        let text = match stmt.kind {
            StmtKind::Expr(x) => return Some(x),
            StmtKind::Assign { op: AssignOp::Assign, lhs, rhs } => {
                format!("assignment {} = {}", self.emphasize(lhs), self.emphasize(rhs))
            }
            _ => stmt_text(&self.tree, self.interner, cond),
        };
        self.syntax_error_at(pos, &format!("cannot use {text} as value"));
        None
    }

    /// The text of `x`, in parentheses if it is a binary operation.
    fn emphasize(&self, x: ExprId) -> String {
        let text = expr_text(&self.tree, self.interner, x);
        if matches!(self.tree.exprs[x].kind, ExprKind::Binary { .. }) { format!("({text})") } else { text }
    }

    /// `ExprSwitchStmt` or `TypeSwitchStmt`.
    fn parse_switch_stmt(&mut self) -> StmtId {
        let pos = self.pos();
        let header = self.parse_header(T::Switch);
        self.expect_clauses("missing { after switch clause");
        let mut body = Vec::new();
        let mut turn = Progress::default();
        while !matches!(self.kind(), T::Eof | T::Rbrace) {
            self.progress(&mut turn);
            let pos = self.pos();
            let mut cases = None;
            if self.parse_clause_keyword() {
                cases = Some(self.parse_expr_list());
            }
            let (colon, list) = self.parse_clause_body();
            body.push(CaseClause { pos, cases, body: list, colon });
        }
        let rbrace = self.close(T::Rbrace);
        self.stmt_from(pos, pos, StmtKind::Switch { init: header.init, tag: header.cond, body, rbrace })
    }

    /// `SelectStmt = "select" "{" { CommClause } "}" .`
    fn parse_select_stmt(&mut self) -> StmtId {
        let pos = self.pos();
        self.expect(T::Select);
        self.expect_clauses("missing { after select clause");
        let mut body = Vec::new();
        let mut turn = Progress::default();
        while !matches!(self.kind(), T::Eof | T::Rbrace) {
            self.progress(&mut turn);
            let pos = self.pos();
            let mut comm = None;
            if self.parse_clause_keyword() {
                // Any simple statement; the type checker wants a send or receive.
                comm = Some(self.parse_simple_stmt(None, None));
            }
            let (colon, list) = self.parse_clause_body();
            body.push(CommClause { pos, comm, body: list, colon });
        }
        let rbrace = self.close(T::Rbrace);
        self.stmt_from(pos, pos, StmtKind::Select { body, rbrace })
    }

    fn expect_clauses(&mut self, message: &str) {
        if !self.got(T::Lbrace) {
            self.syntax_error(message);
            self.advance(&[T::Case, T::Default, T::Rbrace]);
        }
    }

    /// Reads `case` (the result is true) or `default`.
    fn parse_clause_keyword(&mut self) -> bool {
        match self.kind() {
            T::Case => {
                self.next();
                return true;
            }
            T::Default => self.next(),
            _ => {
                self.syntax_error("expected case or default or }");
                self.advance(&[T::Colon, T::Case, T::Default, T::Rbrace]);
            }
        }
        false
    }

    fn parse_clause_body(&mut self) -> (u32, Vec<StmtId>) {
        let colon = self.pos();
        self.expect(T::Colon);
        (colon, self.parse_stmt_list())
    }
}
