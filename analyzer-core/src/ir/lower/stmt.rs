//! Statements.

use alloc::vec::Vec;

use thin_vec::{ThinVec, thin_vec};

use super::Lowerer;
use crate::{
    ast::{Block, BranchTok, CaseClause, CommClause, ExprId, ExprKind, RangeClause, StmtId, StmtKind},
    base::{Pos, Symbol},
    ir::{AssignListOp, BranchOp, Case, CommCase, ConvOp, Defn, NodeId, NodeKind, NodeList, VarId},
    types::{ConstValue, Implicit, Mode, Type, TypeId},
};

impl Lowerer<'_> {
    /// A statement list; what can't be reached is left out as in gc's writer.
    /// The result is whether its end is such a place.
    pub(super) fn stmts(&mut self, list: &[StmtId], out: &mut NodeList) -> bool {
        let is_label = |this: &Self, s: StmtId| matches!(this.tree.stmt(s).kind, StmtKind::Labeled { .. });
        let last_label = list.iter().rposition(|&s| is_label(self, s));
        let mut dead = false;
        for (i, &stmt) in list.iter().enumerate() {
            if dead && last_label.is_none_or(|last| i > last) && !is_label(self, stmt) {
                self.leave_out(&[stmt]);
                continue;
            }
            self.stmt(stmt, out);
            dead = self.terminates(stmt);
        }
        dead
    }

    fn block(&mut self, block: &Block) -> NodeList {
        let mut out = NodeList::new();
        self.stmts(&block.list, &mut out);
        out
    }

    fn opt_stmts(&mut self, stmt: Option<StmtId>) -> NodeList {
        let mut out = NodeList::new();
        if let Some(stmt) = stmt {
            self.stmts(&[stmt], &mut out);
        }
        out
    }

    /// Nothing, of statements that are left out.
    fn left_out(&mut self, list: &[StmtId]) -> NodeList {
        self.leave_out(list);
        NodeList::new()
    }

    /// Several statements as one.
    fn as_one(&mut self, list: NodeList) -> Option<NodeId> {
        match *list {
            [] => None,
            [one] => Some(one),
            [first, ..] => {
                let pos = self.node_pos(first);
                Some(self.stmt_node(pos, NodeKind::Block(list)))
            }
        }
    }

    fn stmt(&mut self, id: StmtId, out: &mut NodeList) {
        let label = match out.last().map(|&last| self.kind(last)) {
            Some(&NodeKind::Label(label)) => Some(label),
            _ => None,
        };
        let tree = self.tree;
        let pos = self.pos(tree.stmt(id).pos);
        match &tree.stmt(id).kind {
            StmtKind::Empty | StmtKind::Range(_) => {}
            StmtKind::Labeled { label, stmt } => {
                if let ExprKind::Name(name) = tree.expr(*label).kind {
                    let kind = if name.is_blank() { NodeKind::Block(NodeList::new()) } else { NodeKind::Label(name) };
                    let node = self.stmt_node(pos, kind);
                    out.push(node);
                }
                self.stmt(*stmt, out);
            }
            StmtKind::Block(block) => drop(self.stmts(&block.list, out)),
            StmtKind::Expr(x) => {
                let node = self.expr(*x);
                out.push(node);
            }
            StmtKind::Send { chan, value } => {
                let ty = self.type_of(*chan);
                let elem = self.chan_elem(ty);
                let chan = self.expr(*chan);
                let value = self.expr_as(elem, *value);
                let node = self.stmt_node(pos, NodeKind::Send { chan, value });
                out.push(node);
            }
            StmtKind::Decl(decls) => {
                for &decl in decls {
                    self.local_decl(decl, out);
                }
            }
            StmtKind::Assign { op, lhs, rhs } => self.assign_stmt(pos, *op, *lhs, *rhs, out),
            StmtKind::IncDec { x, inc } => self.inc_dec(pos, *x, *inc, out),
            StmtKind::Branch { tok, label } => {
                let op = match tok {
                    BranchTok::Break => BranchOp::Break,
                    BranchTok::Continue => BranchOp::Continue,
                    BranchTok::Fallthrough => BranchOp::Fallthrough,
                    BranchTok::Goto => BranchOp::Goto,
                };
                let label = label.and_then(|label| match tree.expr(label).kind {
                    ExprKind::Name(name) => Some(name),
                    _ => None,
                });
                if !self.range_branch(pos, *tok, label, out) {
                    let node = self.stmt_node(pos, NodeKind::Branch { op, label });
                    out.push(node);
                }
            }
            StmtKind::Call { tok, call } => self.go_defer(pos, *tok, *call, out),
            StmtKind::Return(results) => {
                let exprs = tree.unpack_list(*results);
                if self.in_range_func() {
                    return self.range_return(pos, &exprs, out);
                }
                let want = self.state().results.clone();
                let results = self.multi_expr(pos, &exprs, |_, i| want.get(i).copied());
                let node = self.stmt_node(pos, NodeKind::Return(results));
                out.push(node);
            }
            StmtKind::If { init, cond, then, els } => self.if_stmt(pos, *init, *cond, then, *els, out),
            StmtKind::For { init, cond, post, body } => {
                let range = init.and_then(|init| match &tree.stmt(init).kind {
                    StmtKind::Range(range) => Some((self.pos(tree.stmt(init).pos), range)),
                    _ => None,
                });
                match range {
                    Some((_, range)) if self.is_func(range.x) => self.range_func(id, range, body, label, out),
                    Some((at, range)) => self.range_stmt(at, range, body, label, out),
                    None => self.for_stmt(pos, [*init, *post], *cond, body, label, out),
                }
            }
            StmtKind::Switch { init, tag, body, .. } => self.switch_stmt(id, *init, *tag, body, label, out),
            StmtKind::Select { body, .. } => self.select_stmt(pos, body, label, out),
        }
    }

    fn if_stmt(
        &mut self,
        pos: Pos,
        init: Option<StmtId>,
        cond: ExprId,
        then: &Block,
        els: Option<StmtId>,
        out: &mut NodeList,
    ) {
        let (known, cond) = self.condition(cond);
        let mut init = self.opt_stmts(init);
        let cond = self.expr(cond);
        let body = if known == Some(false) { self.left_out(&then.list) } else { self.block(then) };
        let els = if known == Some(true) { self.left_out(els.as_slice()) } else { self.opt_stmts(els) };
        if known.is_none() {
            let node = self.stmt_node(pos, NodeKind::If { cond, body, els });
            self.out.package.nodes[node].init = init;
            out.push(node);
            return;
        }
        // Only one branch is left: the statement is flattened.
        if !matches!(self.kind(cond), NodeKind::Literal(_)) {
            let x = self.node(pos, None, NodeKind::Blank);
            init.push(self.stmt_node(pos, NodeKind::Assign { x, y: Some(cond), def: false }));
        }
        init.extend(body);
        init.extend(els);
        let node = self.as_one(init);
        out.extend(node);
    }

    fn for_stmt(
        &mut self,
        pos: Pos,
        [init, post]: [Option<StmtId>; 2],
        cond: Option<ExprId>,
        body: &Block,
        label: Option<Symbol>,
        out: &mut NodeList,
    ) {
        let known = cond.map(|cond| self.condition(cond));
        let never = known.is_some_and(|(value, _)| value == Some(false));
        let init = self.opt_stmts(init);
        let cond = known.map(|(_, cond)| self.expr(cond));
        self.push_target(label, true);
        let (post, body) =
            if never { (NodeList::new(), self.left_out(&body.list)) } else { (self.opt_stmts(post), self.block(body)) };
        self.pop_target();
        let constant_false = cond
            .is_some_and(|cond| matches!(self.kind(cond), NodeKind::Literal(value) if value.as_bool() == Some(false)));
        if constant_false {
            let node = self.as_one(init);
            out.extend(node);
            return;
        }
        let post = self.as_one(post);
        let distinct_vars = self.distinct_vars();
        let node = self.stmt_node(pos, NodeKind::For { cond, post, body, label, distinct_vars });
        let init = self.as_one(init);
        self.out.package.nodes[node].init.extend(init);
        out.push(node);
    }

    fn range_stmt(&mut self, pos: Pos, range: &RangeClause, body: &Block, label: Option<Symbol>, out: &mut NodeList) {
        // The statement exists before its parts: the variables name it as
        // their definition.
        let node = self.stmt_node(pos, NodeKind::Block(NodeList::new()));
        let (key, value, def) = self.range_targets(range.lhs, node);
        let x = self.expr(range.x);
        let target = |node: Option<NodeId>| node.and_then(|node| self.out.package.nodes[node].ty);
        let (x_ty, key_ty, value_ty) = (self.ty(x), target(key), target(value));
        self.survey_range(node, x_ty, key_ty, value_ty);
        self.push_target(label, true);
        let body = self.block(body);
        self.pop_target();
        let distinct_vars = self.distinct_vars();
        self.out.package.nodes[node].kind = NodeKind::Range { x, key, value, body, label, def, distinct_vars };
        out.push(node);
    }

    fn switch_stmt(
        &mut self,
        id: StmtId,
        init: Option<StmtId>,
        tag: Option<ExprId>,
        body: &[CaseClause],
        label: Option<Symbol>,
        out: &mut NodeList,
    ) {
        let pos = self.pos(self.tree.stmt(id).pos);
        let init = self.opt_stmts(init);
        let guard = tag.and_then(|tag| match self.tree.expr(tag).kind {
            ExprKind::TypeSwitchGuard { lhs, x } => Some((lhs, x)),
            _ => None,
        });
        // Exists before its parts: the clauses name it.
        let node = self.stmt_node(pos, NodeKind::Block(NodeList::new()));
        self.push_target(label, false);
        let kind = match guard {
            Some((lhs, x)) => self.type_switch(id, node, lhs.is_some(), x, body, label),
            None => self.value_switch(node, tag, body, label),
        };
        self.pop_target();
        self.out.package.nodes[node].kind = kind;
        let init = self.as_one(init);
        self.out.package.nodes[node].init.extend(init);
        out.push(node);
    }

    fn type_switch(
        &mut self,
        id: StmtId,
        node: NodeId,
        has_var: bool,
        x: ExprId,
        body: &[CaseClause],
        label: Option<Symbol>,
    ) -> NodeKind {
        let x = self.expr(x);
        let mut cases = ThinVec::with_capacity(body.len());
        for (index, clause) in body.iter().enumerate() {
            let pos = self.pos(clause.pos);
            let exprs = self.tree.unpack_list(clause.cases);
            let list = exprs.iter().map(|&e| self.type_case(e, x)).collect();
            let implicit = Implicit::Clause { switch: id, index: index as u32 };
            let var = self.info.implicits.get(&implicit).copied().map(|obj| {
                let at = exprs.last().map_or(pos, |&last| self.pos(self.type_end(last)));
                let var = self.declare(obj, at);
                self.out.package.vars[var].defn = Defn::TypeSwitch;
                var
            });
            let node = self.clause(pos, node, cases.len());
            cases.push(self.case(pos, node, list, var, &clause.body));
        }
        NodeKind::TypeSwitch { x, has_var, cases, label }
    }

    fn type_case(&mut self, expr: ExprId, x: NodeId) -> NodeId {
        let pos = self.pos_of(expr);
        let Some(tv) = self.tv(self.tree.unparen(expr)) else { return self.bad(pos) };
        if tv.mode == Mode::TypeExpr {
            let iface = self.ty(x);
            self.survey_type_value(tv.ty, Some(iface));
            self.type_node(pos, expr, tv.ty)
        } else {
            self.node(pos, Some(tv.ty), NodeKind::Nil)
        }
    }

    /// Where gc's writer places the variable of a clause: near the end of the
    /// last type.
    fn type_end(&self, mut expr: ExprId) -> u32 {
        loop {
            let node = self.tree.expr(expr);
            let last = |fields: &[crate::ast::Field]| fields.last().map(|f| f.ty);
            let next = match &node.kind {
                ExprKind::Selector { x, .. } => return self.tree.expr(*x).pos,
                ExprKind::Paren(x) | ExprKind::Unary { x, .. } => Some(*x),
                ExprKind::ArrayType { elem, .. }
                | ExprKind::ChanType { elem, .. }
                | ExprKind::DotsType(elem)
                | ExprKind::SliceType(elem) => Some(*elem),
                ExprKind::MapType { value, .. } => Some(*value),
                ExprKind::InterfaceType(methods) => last(methods),
                ExprKind::FuncType(func) => last(&func.results).or_else(|| last(&func.params)),
                ExprKind::Index { index, .. } => self.tree.unpack_list(Some(*index)).last().copied(),
                _ => None,
            };
            match next {
                Some(next) => expr = next,
                None => return node.pos,
            }
        }
    }

    fn value_switch(
        &mut self,
        node: NodeId,
        mut tag: Option<ExprId>,
        body: &[CaseClause],
        label: Option<Symbol>,
    ) -> NodeKind {
        let mut tag_ty = tag.map_or(TypeId::BOOL, |tag| self.type_of(tag));
        let is_chan = matches!(self.under(tag_ty), Type::Chan { .. });
        let value = match tag {
            Some(tag) => self.info.value(tag).cloned(),
            None => Some(ConstValue::Bool(true)),
        };
        // A clause that is always taken is the only one that is left, as
        // default.
        let mut clauses: Vec<(&CaseClause, Vec<ExprId>)> =
            body.iter().map(|clause| (clause, self.tree.unpack_list(clause.cases).to_vec())).collect();
        let mut behind: &[CaseClause] = &[];
        match value.map_or(Taken::Unknown, |value| self.taken_clause(&value, &clauses)) {
            Taken::Unknown => {}
            known => {
                let index = if let Taken::Clause(index) = known { index } else { body.len() };
                clauses = body.get(index).map(|clause| (clause, Vec::new())).into_iter().collect();
                for clause in &body[..index] {
                    self.leave_out(&clause.body);
                }
                behind = body.get(index + 1..).unwrap_or_default();
                tag = None;
                tag_ty = TypeId::BOOL;
            }
        }
        if !is_chan {
            // If a case can't have the tag's type, all are compared as `any`.
            let mixed = clauses.iter().flat_map(|(_, exprs)| exprs).any(|&case| {
                let ty = self.type_of(case);
                !self.assignable(ty, tag_ty) && (self.is_interface(ty) || self.is_interface(tag_ty))
            });
            if mixed {
                tag_ty = TypeId::EMPTY_INTERFACE;
            }
        }
        let want = if is_chan { None } else { Some(tag_ty) };
        let tag = tag.map(|tag| self.expr_as(Some(tag_ty), tag));
        let mut cases = ThinVec::with_capacity(clauses.len());
        for (clause, exprs) in clauses {
            let pos = self.pos(clause.pos);
            let list = exprs.iter().map(|&e| self.expr_as(want, e)).collect();
            let node = self.clause(pos, node, cases.len());
            cases.push(self.case(pos, node, list, None, &clause.body));
        }
        for clause in behind {
            self.leave_out(&clause.body);
        }
        NodeKind::Switch { tag, cases, label }
    }

    /// The clause that is always taken for a constant tag.
    fn taken_clause(&self, tag: &ConstValue, clauses: &[(&CaseClause, Vec<ExprId>)]) -> Taken {
        let mut target = Taken::None;
        'clauses: for (index, (clause, exprs)) in clauses.iter().enumerate() {
            if clause.cases.is_none() {
                target = Taken::Clause(index);
            }
            for &case in exprs {
                let Some(value) = self.info.value(case) else { return Taken::Unknown };
                if const_equal(value, tag) {
                    target = Taken::Clause(index);
                    break 'clauses;
                }
            }
        }
        match target {
            Taken::Clause(index) if self.has_fallthrough(&clauses[index].0.body) => Taken::Unknown,
            target => target,
        }
    }

    fn clause(&mut self, pos: Pos, switch: NodeId, index: usize) -> NodeId {
        self.stmt_node(pos, NodeKind::Clause { switch, index: index as u32 })
    }

    fn case(&mut self, pos: Pos, node: NodeId, list: NodeList, var: Option<VarId>, body: &[StmtId]) -> Case {
        let mut stmts = NodeList::new();
        self.stmts(body, &mut stmts);
        Case { pos, node, list, var, body: stmts }
    }

    fn select_stmt(&mut self, pos: Pos, body: &[CommClause], label: Option<Symbol>, out: &mut NodeList) {
        let mut cases = ThinVec::with_capacity(body.len());
        self.push_target(label, false);
        for clause in body {
            let at = self.pos(clause.pos);
            let comm = self.opt_stmts(clause.comm);
            let mut stmts = NodeList::new();
            self.stmts(&clause.body, &mut stmts);
            let comm = self.as_one(comm).map(|comm| self.comm(comm, &mut stmts));
            cases.push(CommCase { pos: at, comm, body: stmts });
        }
        self.pop_target();
        let node = self.stmt_node(pos, NodeKind::Select { cases, label });
        out.push(node);
    }

    /// A receive in a select assigns two values, some of them blank; what does
    /// not fit into that goes in front of the clause's body.
    fn comm(&mut self, comm: NodeId, body: &mut NodeList) -> NodeId {
        let pos = self.node_pos(comm);
        match self.kind(comm).clone() {
            NodeKind::Recv(_) => {
                let blank = self.node(pos, None, NodeKind::Blank);
                self.sel_recv(pos, [blank, blank], comm, false)
            }
            NodeKind::Assign { x, y: Some(y), def } => {
                let (dst, recv) = match *self.kind(y) {
                    NodeKind::Conv { op, x: recv } if self.out.package.nodes[y].implicit => {
                        if op == ConvOp::Iface && !def {
                            (self.convert_later(pos, comm, y, recv, body), recv)
                        } else {
                            (x, recv)
                        }
                    }
                    _ => (x, y),
                };
                let blank = self.node(pos, None, NodeKind::Blank);
                let init = if dst == x { self.take_init(comm) } else { NodeList::new() };
                let is_tmp = dst != x;
                let node = self.sel_recv(pos, [dst, blank], recv, def || is_tmp);
                if is_tmp {
                    if let NodeKind::Name(tmp) = *self.kind(dst) {
                        self.define(node, &[tmp]);
                    }
                } else {
                    self.redefine(&init, node);
                    self.out.package.nodes[node].init = init;
                }
                node
            }
            NodeKind::AssignList { rhs, .. } => {
                // `v, ok = <-c`: the receive into temporaries is the clause,
                // the assignment of the temporaries its first statement.
                let init = rhs.first().map(|&first| self.take_init(first)).unwrap_or_default();
                let Some(&recv) = init.first() else { return comm };
                if let NodeKind::AssignList { op, .. } = &mut self.out.package.nodes[recv].kind {
                    *op = AssignListOp::SelRecv2;
                }
                body.insert(0, comm);
                recv
            }
            _ => comm,
        }
    }

    fn sel_recv(&mut self, pos: Pos, lhs: [NodeId; 2], recv: NodeId, def: bool) -> NodeId {
        let kind = NodeKind::AssignList { op: AssignListOp::SelRecv2, lhs: lhs.into(), rhs: thin_vec![recv], def };
        self.stmt_node(pos, kind)
    }

    /// `case i = <-c` with a conversion to an interface: receives into a
    /// temporary, converts in the body.
    fn convert_later(&mut self, pos: Pos, assign: NodeId, conv: NodeId, recv: NodeId, body: &mut NodeList) -> NodeId {
        let ty = self.ty(recv);
        let tmp = self.temp(pos, ty);
        let name = self.var_node(tmp);
        if let NodeKind::Conv { x, .. } = &mut self.out.package.nodes[conv].kind {
            *x = name;
        }
        body.insert(0, assign);
        name
    }

    /// The variables declared in `init` are now defined by `stmt`.
    fn redefine(&mut self, init: &[NodeId], stmt: NodeId) {
        for &dcl in init {
            if let NodeKind::Dcl(var) = *self.kind(dcl) {
                self.out.package.vars[var].defn = Defn::Stmt(stmt);
            }
        }
    }
}

/// Which clause of a switch on a constant is always taken.
enum Taken {
    /// It can't be told.
    Unknown,
    /// None of them.
    None,
    /// This one.
    Clause(usize),
}

/// Whether two constants of a switch are equal (`constant.Compare`).
fn const_equal(a: &ConstValue, b: &ConstValue) -> bool {
    a == b || (a.as_f64().is_some() && a.to_float() == b.to_float())
}
