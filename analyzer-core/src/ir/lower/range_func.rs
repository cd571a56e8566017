//! Loops over functions (`for x := range seq`, Go 1.23).
//!
//! As gc's `rangefunc` does before anything else sees them, the loop becomes a
//! call of the function with the body as a function literal:
//!
//! ```text
//! {
//!     var #next int                       // if the body leaves the loop early
//!     #state1 := READY
//!     #yield1 := func(x T) (#r bool) {
//!         #tmpState := #state1; #state1 = PANIC
//!         if #tmpState != READY { runtime.panicrangestate(#tmpState) }
//!         body                            // continue: #state1 = READY; return true
//!         #state1 = READY                 // break:    #state1 = DONE;  return false
//!         return true                     // return v: #rv1 = v; #next = -1; …; return false
//!     }
//!     seq(#yield1)
//!     if #state1 == PANIC { runtime.panicrangestate(MISSING_PANIC) }
//!     #state1 = EXHAUSTED
//!     if #next == -1 { return }
//! }
//! ```
//!
//! gc rewrites the syntax tree; here the same nodes are made while the loop is
//! lowered.

mod left_out;

use alloc::{format, string::String, vec::Vec};

use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

use thin_vec::thin_vec;

use super::{Lowerer, literal::ClosureWhy};
use crate::{
    ast::{Block, BranchTok, ExprId, ExprKind, RangeClause, StmtId, StmtKind},
    base::{Pos, Symbol, sort},
    ir::{AssignListOp, BinaryOp, BranchOp, FuncId, NodeId, NodeKind, NodeList, Param, VarClass, VarId},
    types::{ConstValue, ObjId, ObjKind, Object, Signature, Type, TypeId, Var as ObjVar, VarKind},
};

/// `abi.RF_*`: the states of a loop.
const DONE: i64 = 0;
const READY: i64 = 1;
const PANIC: i64 = 2;
const EXHAUSTED: i64 = 3;
const MISSING_PANIC: i64 = 4;

/// What is remembered about the loops over functions of one function as
/// written (the literals made from loop bodies share that of their function).
#[derive(Default)]
pub(super) struct RangeScope {
    loops: Vec<RangeLoop>,
    /// Everything that `break` and `continue` can mean, innermost last.
    targets: Vec<Target>,
    /// The innermost loop over a function around each label.
    label_loops: HashMap<Symbol, Option<StmtId>, FxBuildHasher>,
    /// The codes of jumps to labels outside the loop, by label.
    codes: HashMap<Symbol, i64, FxBuildHasher>,
    next: Option<VarId>,
    defers: Option<VarId>,
    /// Where in the function's declarations `#next` belongs.
    decl_index: usize,
    states: u32,
    yields: u32,
    /// The nesting of functions at which the function as written stands.
    level: usize,
}

impl RangeScope {
    /// The loop around the statement with this label.
    fn around(&self, label: Symbol) -> Option<usize> {
        let around = self.label_loops.get(&label).copied().flatten();
        around.and_then(|stmt| self.loops.iter().position(|l| l.stmt == stmt))
    }
}

struct RangeLoop {
    stmt: StmtId,
    /// `#state`; none of a loop that nothing is made of.
    state: Option<VarId>,
    check_ret: bool,
    check_break: bool,
    check_continue: bool,
    check_branch: Vec<(BranchTok, Symbol)>,
}

impl RangeLoop {
    const fn new(stmt: StmtId, state: Option<VarId>) -> Self {
        Self { stmt, state, check_ret: false, check_break: false, check_continue: false, check_branch: Vec::new() }
    }
}

/// How a jump leaves the body of a loop over a function.
enum Exit {
    /// To the next round of the same loop, or behind it.
    Own { more: bool },
    /// From loop to loop: `#next` tells where to.
    Far { code: i64 },
    /// Not at all.
    Stays,
}

/// A statement that `break` or `continue` can refer to.
struct Target {
    label: Option<Symbol>,
    is_loop: bool,
    /// Its index if it is a loop over a function.
    range: Option<usize>,
}

impl Lowerer<'_> {
    /// Begins a function as written.
    pub(super) fn enter_range_scope(&mut self, body: &[StmtId]) {
        let mut scope = RangeScope { level: self.state.len() - 1, ..RangeScope::default() };
        let mut labels = Vec::new();
        self.collect_labels(body, None, &mut labels);
        let mut code = -1;
        for (label, stmt) in labels {
            code -= 3;
            scope.codes.insert(label, code);
            scope.label_loops.entry(label).or_insert(stmt);
        }
        self.ranges.push(scope);
    }

    pub(super) fn leave_range_scope(&mut self) {
        self.ranges.pop();
    }

    fn scope(&mut self) -> &mut RangeScope {
        // Every body is lowered between `enter_range_scope` and its end.
        let last = self.ranges.len() - 1;
        &mut self.ranges[last]
    }

    /// Notes a loop, switch or select for the jumps in it.
    pub(super) fn push_target(&mut self, label: Option<Symbol>, is_loop: bool) {
        self.scope().targets.push(Target { label, is_loop, range: None });
    }

    pub(super) fn pop_target(&mut self) {
        self.scope().targets.pop();
    }

    fn collect_labels(&self, list: &[StmtId], around: Option<StmtId>, out: &mut Vec<(Symbol, Option<StmtId>)>) {
        for &id in list {
            match &self.tree.stmt(id).kind {
                StmtKind::Labeled { label, stmt } => {
                    if let ExprKind::Name(name) = self.tree.expr(*label).kind {
                        out.push((name, around));
                    }
                    self.collect_labels(&[*stmt], around, out);
                }
                StmtKind::Block(block) => self.collect_labels(&block.list, around, out),
                StmtKind::If { then, els, .. } => {
                    self.collect_labels(&then.list, around, out);
                    self.collect_labels(els.as_slice(), around, out);
                }
                StmtKind::For { init, body, .. } => {
                    let over_func = init.is_some_and(|init| match &self.tree.stmt(init).kind {
                        StmtKind::Range(range) => self.is_func(range.x),
                        _ => false,
                    });
                    self.collect_labels(&body.list, if over_func { Some(id) } else { around }, out);
                }
                StmtKind::Switch { body, .. } => {
                    for clause in body {
                        self.collect_labels(&clause.body, around, out);
                    }
                }
                StmtKind::Select { body, .. } => {
                    for clause in body {
                        self.collect_labels(&clause.body, around, out);
                    }
                }
                _ => {}
            }
        }
    }

    pub(super) fn is_func(&self, x: ExprId) -> bool {
        let ty = self.info.type_of(x);
        // The core type, if the function's type is a type parameter.
        self.types.core_type(ty).is_some_and(|ty| matches!(self.types.get(ty), Type::Signature(_)))
    }

    pub(super) fn range_func(
        &mut self,
        stmt: StmtId,
        range: &RangeClause,
        body: &Block,
        label: Option<Symbol>,
        out: &mut NodeList,
    ) {
        let start = self.pos(self.tree.stmt(stmt).pos);
        let end = self.pos(body.rbrace);
        let outermost = self.scope().loops.is_empty();
        if outermost {
            let level = self.scope().level;
            let func = self.state[level].func;
            self.scope().decl_index = self.out.package.funcs[func].dcl.len();
        }
        let states = {
            let scope = self.scope();
            scope.states += 1;
            scope.states
        };
        let ready = self.literal(start, TypeId::INT, ConstValue::Int(READY));
        let (state, declared_state) = self.declare_hidden(&format!("#state{states}"), start, start, ready);
        let index = {
            let scope = self.scope();
            let index = scope.loops.len();
            scope.targets.push(Target { label, is_loop: true, range: Some(index) });
            scope.loops.push(RangeLoop::new(stmt, Some(state)));
            index
        };
        let (declared_yield, yield_var, yield_type) = self.yield_func(start, end, state, range, body);
        let yielded = self.use_var(yield_var, start);
        let call = self.range_call(start, range.x, yielded, yield_type);
        let swallowed = self.check_state(BinaryOp::Eq, state, PANIC, Some(MISSING_PANIC), end);
        let current = self.set_state(index, EXHAUSTED, end);
        let checks = self.checks(end);
        let scope = self.scope();
        scope.targets.pop();
        scope.loops.pop();
        if outermost {
            let (next, defers) = (scope.next.take(), scope.defers.take());
            // In the order in which they were needed.
            let mut hidden: Vec<VarId> = next.into_iter().chain(defers).collect();
            sort(&mut hidden);
            for var in hidden {
                let pos = start;
                let x = self.var_node(var);
                let y = (Some(var) == defers).then(|| {
                    let ty = TypeId::EMPTY_INTERFACE;
                    self.runtime_call(pos, "deferrangefunc", NodeList::new(), Some(ty))
                });
                let assign = self.stmt_node(pos, NodeKind::Assign { x, y, def: y.is_some() });
                if y.is_some() {
                    self.define(assign, &[var]);
                } else {
                    let dcl = self.dcl(pos, var);
                    self.out.package.nodes[assign].init.push(dcl);
                }
                out.push(assign);
            }
        }
        out.extend([declared_state, declared_yield, call, swallowed, current]);
        out.extend(checks);
    }

    /// Declares a variable that gc makes, with this integer value.
    fn declare_hidden(&mut self, name: &str, at: Pos, pos: Pos, value: NodeId) -> (VarId, NodeId) {
        let func = self.func();
        let name = self.local_name(name);
        self.set_here(at);
        let var = self.new_var(Some(func), name, at, TypeId::INT, VarClass::Auto);
        let x = self.var_node(var);
        let assign = self.stmt_node(pos, NodeKind::Assign { x, y: Some(value), def: true });
        self.define(assign, &[var]);
        (var, assign)
    }

    /// `#yield := func(…) bool { body }`, the variable, and its type as it is
    /// written.
    fn yield_func(
        &mut self,
        start: Pos,
        end: Pos,
        state: VarId,
        range: &RangeClause,
        body: &Block,
    ) -> (NodeId, VarId, TypeId) {
        let lhs = self.tree.unpack_list(range.lhs);
        let Some(sig) = self.yield_signature(range.x) else {
            let bad = self.bad(start);
            let func = self.func();
            let var = self.new_var(Some(func), String::new(), start, TypeId::INVALID, VarClass::Auto);
            return (bad, var, TypeId::INVALID);
        };
        let params: Vec<TypeId> = self.types.objs(sig.params).iter().map(|&p| self.types.obj_type(p)).collect();
        let yield_type = self.yield_type(start, &lhs, range.def, &params);
        let ty = self.subst(yield_type);
        self.survey_type(yield_type);
        let func = self.func();
        self.set_here(start.unknown());
        let yield_var = self.new_var(Some(func), self.local_name("#yield"), start.unknown(), ty, VarClass::Auto);
        let closure = self.begin_closure(start, start, ty, ClosureWhy::Range);
        self.declare_params(closure, yield_type, None);
        let mut stmts = NodeList::new();
        if !range.def {
            for (i, &target) in lhs.iter().enumerate() {
                let Some(&Param { var: Some(param), .. }) = self.out.package.funcs[closure].params.get(i) else {
                    break;
                };
                let pos = self.pos_of(target);
                let targets = self.targets(&[target]);
                let value = self.var_node(param);
                if let [x] = *targets.nodes {
                    stmts.push(self.stmt_node(pos, NodeKind::Assign { x, y: Some(value), def: false }));
                }
            }
        }
        let last = self.scope().loops.len() - 1;
        // It is copied first, by a statement without a place.
        let state = self.use_var(state, start.unknown());
        let name = "#tmpState";
        let (tmp_state, declared) = self.declare_hidden(name, start.unknown(), start, state);
        stmts.push(declared);
        stmts.push(self.set_state(last, PANIC, start));
        stmts.push(self.check_state(BinaryOp::Ne, tmp_state, READY, None, start));
        let dead = self.stmts(&body.list, &mut stmts);
        if !dead {
            stmts.push(self.set_state(last, READY, end));
            stmts.push(self.return_bool(true, end));
        }
        self.capture_dict();
        let closure = self.end_closure(closure, stmts);
        let number = {
            let scope = self.scope();
            scope.yields += 1;
            scope.yields
        };
        self.out.package.vars[yield_var].name = self.local_name(&format!("#yield{number}"));
        let x = self.var_node(yield_var);
        let assign = self.stmt_node(start, NodeKind::Assign { x, y: Some(closure), def: true });
        self.define(assign, &[yield_var]);
        (assign, yield_var, yield_type)
    }

    /// The signature of the function that `x` calls for each value, as it is
    /// written.
    fn yield_signature(&self, x: ExprId) -> Option<Signature> {
        self.types.signature(self.yield_param(x)?).copied()
    }

    /// The type of the body as a function: the iteration variables are its
    /// parameters if they are declared by the loop.
    fn yield_type(&mut self, start: Pos, lhs: &[ExprId], def: bool, params: &[TypeId]) -> TypeId {
        let mut vars = Vec::with_capacity(params.len());
        for (i, &ty) in params.iter().enumerate() {
            let declared = lhs.get(i).filter(|_| def).map(|&e| self.tree.unparen(e));
            let var = match declared.and_then(|e| self.info.def(e)) {
                Some(obj) => obj,
                None => self.hidden_object(&format!("#p{}", i + 1), start, ty, VarKind::Param),
            };
            vars.push(var);
        }
        let result = self.hidden_object("#r", start, TypeId::BOOL, VarKind::Result);
        let params = self.types.add_objs(&vars);
        let results = self.types.add_objs(&[result]);
        self.types.add_signature(Signature { params, results, ..Signature::default() })
    }

    pub(super) fn hidden_object(&mut self, name: &str, pos: Pos, ty: TypeId, kind: VarKind) -> ObjId {
        let name = self.interner.intern(name);
        self.types.add_obj(Object {
            name,
            kind: ObjKind::Var(ObjVar { kind, embedded: false, origin: None }),
            ty: Some(ty),
            pos: Some(pos),
            pkg: None,
            parent: None,
            scope_pos: pos.offset,
            exported: false,
            order: 0,
        })
    }

    fn set_state(&mut self, index: usize, value: i64, pos: Pos) -> NodeId {
        match self.scope().loops[index].state {
            Some(state) => self.set_int(state, value, pos),
            None => self.bad(pos),
        }
    }

    fn set_int(&mut self, var: VarId, value: i64, pos: Pos) -> NodeId {
        let value = self.literal(pos, TypeId::INT, ConstValue::Int(value));
        let x = self.use_var(var, pos);
        self.stmt_node(pos, NodeKind::Assign { x, y: Some(value), def: false })
    }

    /// `if var op value { runtime.panicrangestate(code) }`; without `code`, the
    /// variable itself is reported.
    fn check_state(&mut self, op: BinaryOp, var: VarId, value: i64, code: Option<i64>, pos: Pos) -> NodeId {
        let x = self.use_var(var, pos);
        let y = self.literal(pos, TypeId::INT, ConstValue::Int(value));
        let cond = self.node(pos, Some(TypeId::BOOL), NodeKind::Binary { op, x, y });
        let call = match code {
            Some(code) => self.panic_state(code, pos),
            None => self.runtime_call(pos, "panicrangestate", thin_vec![x], None),
        };
        self.stmt_node(pos, NodeKind::If { cond, body: thin_vec![call], els: NodeList::new() })
    }

    fn panic_state(&mut self, code: i64, pos: Pos) -> NodeId {
        let code = self.literal(pos, TypeId::INT, ConstValue::Int(code));
        self.runtime_call(pos, "panicrangestate", thin_vec![code], None)
    }

    fn return_bool(&mut self, value: bool, pos: Pos) -> NodeId {
        let value = self.literal(pos, TypeId::BOOL, ConstValue::Bool(value));
        self.stmt_node(pos, NodeKind::Return(thin_vec![value]))
    }

    /// `#next`, declared in the function as written.
    fn next_var(&mut self, pos: Pos) -> VarId {
        if let Some(var) = self.scope().next {
            return var;
        }
        let var = self.outer_var_named("#next", pos, TypeId::INT);
        self.scope().next = Some(var);
        var
    }

    fn outer_var_named(&mut self, name: &str, pos: Pos, ty: TypeId) -> VarId {
        let (level, index) = (self.scope().level, self.scope().decl_index);
        let func = self.state[level].func;
        let var = self.new_var(Some(func), self.local_name(name), pos.unknown(), ty, VarClass::Auto);
        let dcl = &mut self.out.package.funcs[func].dcl;
        let var = dcl.pop().unwrap_or(var);
        dcl.insert(index.min(dcl.len()), var);
        self.scope().decl_index += 1;
        var
    }

    fn set_next(&mut self, value: i64, pos: Pos) -> NodeId {
        let next = self.next_var(pos);
        self.set_int(next, value, pos)
    }

    /// Whether the current place is in the body of a loop over a function.
    pub(super) fn in_range_func(&self) -> bool {
        self.ranges.last().is_some_and(|scope| !scope.loops.is_empty())
    }

    /// For a `defer` in a loop over a function: where it is run from.
    pub(super) fn defer_at(&mut self, pos: Pos) -> Option<NodeId> {
        if !self.in_range_func() {
            return None;
        }
        let var = self.defers_var(pos);
        Some(self.use_var(var, pos))
    }

    /// `#defers`, declared in the function as written.
    fn defers_var(&mut self, pos: Pos) -> VarId {
        if let Some(var) = self.scope().defers {
            return var;
        }
        let var = self.outer_var_named("#defers", pos, TypeId::EMPTY_INTERFACE);
        self.scope().defers = Some(var);
        var
    }

    /// `return` in the body of a loop over a function.
    pub(super) fn range_return(&mut self, pos: Pos, results: &[ExprId], out: &mut NodeList) {
        if !results.is_empty() {
            let func = self.name_outer_results();
            let level = self.scope().level;
            let want = self.state[level].results.clone();
            let vars: Vec<VarId> = self.out.package.funcs[func].results.iter().filter_map(|r| r.var).collect();
            let lhs: NodeList = vars.into_iter().map(|var| self.use_var(var, pos)).collect();
            let values = self.multi_expr(pos, results, |_, i| want.get(i).copied());
            let kind = if let (&[x], &[y]) = (&*lhs, &*values) {
                NodeKind::Assign { x, y: Some(y), def: false }
            } else {
                NodeKind::AssignList { op: AssignListOp::As2, lhs, rhs: values, def: false }
            };
            out.push(self.stmt_node(pos, kind));
        }
        self.scope().loops.iter_mut().for_each(|l| l.check_ret = true);
        out.push(self.set_next(-1, pos));
        self.leave_round(false, pos, out);
    }

    /// Ends a round of the innermost loop over a function; whether there are `more`.
    fn leave_round(&mut self, more: bool, pos: Pos, out: &mut NodeList) {
        let innermost = self.scope().loops.len() - 1;
        out.extend(self.leave_round_of(innermost, more, pos));
    }

    /// Results of the function as written that are assigned from a loop body
    /// need names.
    fn name_outer_results(&mut self) -> FuncId {
        let level = self.scope().level;
        let func = self.state[level].func;
        let results = self.out.package.funcs[func].results.clone();
        for (i, result) in results.into_iter().enumerate() {
            if let (true, Some(var)) = (result.name.is_none_or(Symbol::is_blank), result.var) {
                let name = format!("#rv{}", i + 1);
                let symbol = self.interner.intern(&name);
                self.out.package.vars[var].name = self.local_name(&name);
                self.out.package.funcs[func].results[i].name = Some(symbol);
            }
        }
        func
    }

    /// A jump in the body of a loop over a function; `false` if it stays as it
    /// is written.
    pub(super) fn range_branch(&mut self, pos: Pos, tok: BranchTok, label: Option<Symbol>, out: &mut NodeList) -> bool {
        match self.range_exit(tok, label) {
            Exit::Own { more } => self.leave_round(more, pos, out),
            Exit::Far { code } => {
                out.push(self.set_next(code, pos));
                self.leave_round(false, pos, out);
            }
            Exit::Stays => return false,
        }
        true
    }

    /// How a jump leaves the innermost loop over a function; the loops on the
    /// way are told what to check.
    fn range_exit(&mut self, tok: BranchTok, label: Option<Symbol>) -> Exit {
        if !self.leaves_range_body(tok, label) {
            return Exit::Stays;
        }
        let target = self.range_target(tok, label);
        let scope = self.scope();
        let innermost = scope.loops.len() - 1;
        match (target, label) {
            (Some(index), _) if index == innermost => Exit::Own { more: tok == BranchTok::Continue },
            (Some(index), _) => {
                let mut exit_from = index + 1;
                if tok == BranchTok::Continue {
                    scope.loops[exit_from].check_continue = true;
                } else {
                    exit_from = index;
                    scope.loops[exit_from].check_break = true;
                }
                scope.loops[exit_from + 1..].iter_mut().for_each(|l| l.check_break = true);
                Exit::Far { code: 2 * (index as i64 + 1) - i64::from(tok == BranchTok::Continue) }
            }
            (None, Some(label)) => Exit::Far { code: self.far_branch(tok, label) },
            (None, None) => Exit::Stays,
        }
    }

    /// The loop over a function that a `break` or `continue` means.
    fn range_target(&self, tok: BranchTok, label: Option<Symbol>) -> Option<usize> {
        if tok == BranchTok::Goto {
            return None;
        }
        let mut targets = self.ranges.last()?.targets.iter().rev();
        let target = targets.find(|t| match label {
            Some(label) => t.label == Some(label),
            None => t.is_loop || tok == BranchTok::Break,
        });
        target?.range
    }

    /// Whether a jump becomes a `return` from the body of a loop over a function.
    pub(super) fn leaves_range_body(&self, tok: BranchTok, label: Option<Symbol>) -> bool {
        let Some(scope) = self.ranges.last().filter(|scope| !scope.loops.is_empty()) else { return false };
        let innermost = scope.loops.len() - 1;
        match (self.range_target(tok, label), label) {
            _ if tok == BranchTok::Fallthrough => false,
            (Some(_), Some(_)) => true,
            (target, None) => target == Some(innermost),
            (None, Some(label)) => scope.around(label) != Some(innermost),
        }
    }

    /// The code of a jump to a label that is no loop over a function.
    fn far_branch(&mut self, tok: BranchTok, label: Symbol) -> i64 {
        let scope = self.scope();
        let index = scope.around(label);
        let base = scope.codes.get(&label).copied().unwrap_or(-4);
        let code = base
            + match tok {
                BranchTok::Break | BranchTok::Fallthrough => 0,
                BranchTok::Continue => 1,
                BranchTok::Goto => 2,
            };
        let exit_from = index.map_or(0, |i| i + 1);
        scope.loops[exit_from].check_branch.push((tok, label));
        scope.loops[exit_from + 1..].iter_mut().for_each(|l| l.check_ret = true);
        code
    }

    /// What happens behind the call: go on where the body wanted to go.
    fn checks(&mut self, pos: Pos) -> NodeList {
        let scope = self.scope();
        let depth = scope.loops.len();
        let Some(current) = scope.loops.last_mut() else { return NodeList::new() };
        let branches = core::mem::take(&mut current.check_branch);
        let (ret, brk, cont) = (current.check_ret, current.check_break, current.check_continue);
        let codes = scope.codes.clone();
        let mut list = NodeList::new();
        let mut done: Vec<(BranchTok, Symbol)> = Vec::new();
        for (tok, label) in branches {
            if done.contains(&(tok, label)) {
                continue;
            }
            done.push((tok, label));
            let (op, offset) = match tok {
                BranchTok::Break | BranchTok::Fallthrough => (BranchOp::Break, 0),
                BranchTok::Continue => (BranchOp::Continue, 1),
                BranchTok::Goto => (BranchOp::Goto, 2),
            };
            let code = codes.get(&label).copied().unwrap_or(-4) + offset;
            let branch = self.stmt_node(pos, NodeKind::Branch { op, label: Some(label) });
            list.push(self.if_next(BinaryOp::Eq, code, true, &[branch], pos));
        }
        if depth == 1 {
            if ret {
                let back = self.stmt_node(pos, NodeKind::Return(NodeList::new()));
                list.push(self.if_next(BinaryOp::Eq, -1, false, &[back], pos));
            }
            return list;
        }
        let outer = depth - 2;
        let step = 2 * (depth as i64 - 1);
        if ret {
            let then = self.leave_round_of(outer, false, pos);
            list.push(self.if_next(BinaryOp::Lt, 0, false, &then, pos));
        }
        let panic = self.panic_state(DONE, pos);
        list.push(self.if_next(BinaryOp::Gt, step, false, &[panic], pos));
        if cont {
            let then = self.leave_round_of(outer, true, pos);
            list.push(self.if_next(BinaryOp::Eq, step - 1, true, &then, pos));
        }
        if brk {
            let then = self.leave_round_of(outer, false, pos);
            list.push(self.if_next(BinaryOp::Eq, step, true, &then, pos));
        }
        if cont || brk {
            let then = self.leave_round_of(outer, false, pos);
            list.push(self.if_next(BinaryOp::Gt, 0, false, &then, pos));
        }
        list
    }

    fn leave_round_of(&mut self, index: usize, more: bool, pos: Pos) -> [NodeId; 2] {
        [self.set_state(index, if more { READY } else { DONE }, pos), self.return_bool(more, pos)]
    }

    fn if_next(&mut self, op: BinaryOp, code: i64, clear: bool, then: &[NodeId], pos: Pos) -> NodeId {
        let next = self.next_var(pos);
        let x = self.use_var(next, pos);
        let y = self.literal(pos, TypeId::INT, ConstValue::Int(code));
        let cond = self.node(pos, Some(TypeId::BOOL), NodeKind::Binary { op, x, y });
        let mut body = NodeList::new();
        if clear {
            body.push(self.set_next(0, pos));
        }
        body.extend_from_slice(then);
        self.stmt_node(pos, NodeKind::If { cond, body, els: NodeList::new() })
    }
}
