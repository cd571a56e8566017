//! Gives the variables of a loop to each iteration where that can be told.
//!
//! Mirrors `cmd/compile/internal/loopvar` (`ForCapture`), which gc runs between
//! inlining and escape analysis. Since Go 1.22 every iteration has its own
//! variables; gc only bothers where somebody could notice: where a function
//! literal captures the variable or its address is taken, and that not on the
//! way out of the loop (below a `return`). A loop over a range then gets
//!
//! ```text
//!   for .autotmp_1 := range x { v := .autotmp_1; … }
//! ```
//!
//! and a loop with three clauses
//!
//! ```text
//!   for i', first := 0, true; ; {
//!       i := i'
//!       if first { first = false } else { i++ }
//!       if !(i < n) { break }
//!       …                                  // `continue` is `goto next`
//!   next:
//!       i' = i
//!   }
//! ```
//!
//! so that the variable is declared inside the loop: this is what makes escape
//! analysis move it to the heap when its address outlives one iteration. When
//! the pass has run, no statement has `distinct_vars` any more.
//!
//! Left out are gc's debugging flags and its log. Where gc recurses, this walk
//! keeps a stack of its own; the declaration that moves is looked for in the
//! loop's own statements, the only place where it can be.

use alloc::{format, vec::Vec};

use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

use thin_vec::thin_vec;

use super::{BranchOp, Defn, FuncId, Node, NodeId, NodeKind, NodeList, Package, UnaryOp, VarId, visit};
use crate::{
    base::{Interner, Pos, Symbol},
    types::{ConstValue, Type, TypeId, Types},
};

/// Applies the pass to `func`; the function literals in it are functions of
/// their own, and are added to `closures`.
pub(super) fn run(
    package: &mut Package,
    types: &Types,
    interner: &mut Interner,
    func: FuncId,
    closures: &mut Vec<FuncId>,
) {
    let body: NodeList = package.funcs[func].body.iter().flatten().copied().collect();
    let mut pass = Pass { package, types, interner, func, labels: 0, candidates: HashMap::default(), closures };
    pass.walk(&body);
}

struct Pass<'a> {
    package: &'a mut Package,
    types: &'a Types,
    interner: &'a mut Interner,
    func: FuncId,
    /// How many labels were made in this function.
    labels: u32,
    /// The variables of loops met so far, and whether they may leak out of an
    /// iteration.
    candidates: HashMap<VarId, bool, FxBuildHasher>,
    closures: &'a mut Vec<FuncId>,
}

/// What is left to do.
enum Step {
    Visit(NodeId),
    /// The children of a `return` are done: where it stood.
    LeaveReturn(Option<u32>),
    /// The children of a loop are done.
    LeaveLoop(NodeId),
}

impl Pass<'_> {
    fn walk(&mut self, body: &[NodeId]) {
        let mut steps: Vec<Step> = body.iter().rev().map(|&id| Step::Visit(id)).collect();
        let mut children = Vec::new();
        // How many loops are around, and around the innermost `return`.
        let (mut depth, mut return_depth) = (0, None);
        while let Some(step) = steps.pop() {
            let id = match step {
                Step::Visit(id) => id,
                Step::LeaveReturn(outer) => {
                    return_depth = outer;
                    continue;
                }
                Step::LeaveLoop(id) => {
                    depth -= 1;
                    self.leave_loop(id);
                    continue;
                }
            };
            if let NodeKind::Closure(func) = self.package.nodes[id].kind {
                self.closures.push(func);
            }
            match self.package.nodes[id].kind {
                // What is returned leaves all loops around the `return`.
                NodeKind::Closure(func) if return_depth != Some(depth) => {
                    for captured in &self.package.funcs[func].closure_vars {
                        if let Some(leaks) = self.candidates.get_mut(&captured.var) {
                            *leaks = true;
                        }
                    }
                }
                NodeKind::Addr(x) if return_depth != Some(depth) => {
                    if let Some(leaks) = self.outer_var(x).and_then(|var| self.candidates.get_mut(&var)) {
                        *leaks = true;
                    }
                }
                NodeKind::Return(_) => {
                    steps.push(Step::LeaveReturn(return_depth));
                    return_depth = Some(depth);
                }
                NodeKind::Range { .. } | NodeKind::For { .. } => {
                    if let Some(vars) = self.loop_vars(id) {
                        self.candidates.extend(vars.into_iter().map(|var| (var, false)));
                        steps.push(Step::LeaveLoop(id));
                        depth += 1;
                    }
                }
                _ => {}
            }
            children.clear();
            visit::children(self.package, &self.package.nodes[id], &mut children);
            steps.extend(children.iter().rev().map(|&id| Step::Visit(id)));
        }
    }

    /// The variables that loop `id` declares for each iteration, in order;
    /// `None` if they are not per iteration.
    fn loop_vars(&mut self, id: NodeId) -> Option<Vec<VarId>> {
        match &mut self.package.nodes[id].kind {
            NodeKind::Range { key, value, def, distinct_vars, .. } => {
                if !core::mem::take(distinct_vars) || !*def {
                    return None;
                }
                let targets = [*key, *value];
                Some(targets.into_iter().flatten().filter_map(|x| self.variable(x)).collect())
            }
            NodeKind::For { distinct_vars, .. } => {
                if !core::mem::take(distinct_vars) {
                    return None;
                }
                Some(self.init_targets(id).into_iter().filter_map(|x| self.variable(x)).collect())
            }
            _ => None,
        }
    }

    fn variable(&self, id: NodeId) -> Option<VarId> {
        match self.package.nodes[id].kind {
            NodeKind::Name(var) => Some(var),
            _ => None,
        }
    }

    /// What the `:=` before a loop assigns to.
    fn init_targets(&self, id: NodeId) -> NodeList {
        let mut targets = NodeList::new();
        for &stmt in &self.package.nodes[id].init {
            match &self.package.nodes[stmt].kind {
                NodeKind::Assign { x, def: true, .. } => targets.push(*x),
                NodeKind::AssignList { lhs, def: true, .. } => targets.extend_from_slice(lhs),
                _ => {}
            }
        }
        targets
    }

    /// The variable of this function whose address `&x` is (gc's `OuterValue`).
    fn outer_var(&self, mut id: NodeId) -> Option<VarId> {
        loop {
            let node = &self.package.nodes[id];
            id = match node.kind {
                NodeKind::Name(var) => return Some(var),
                NodeKind::Dot { x, .. } | NodeKind::Conv { op: super::ConvOp::Nop, x } => x,
                NodeKind::Index { x, .. } => {
                    let ty = self.package.nodes[x].ty?;
                    if !matches!(self.types.under(ty), Type::Array { .. }) {
                        return None;
                    }
                    x
                }
                _ => return None,
            };
        }
    }

    fn leaks(&self, var: VarId) -> bool {
        self.candidates.get(&var).copied().unwrap_or(false)
    }

    fn leave_loop(&mut self, id: NodeId) {
        match self.package.nodes[id].kind {
            NodeKind::Range { .. } => self.leave_range(id),
            NodeKind::For { .. } => self.leave_for(id),
            _ => {}
        }
    }

    fn leave_range(&mut self, id: NodeId) {
        let NodeKind::Range { mut key, mut value, .. } = self.package.nodes[id].kind else { return };
        for target in [&mut key, &mut value] {
            let Some(var) = target.and_then(|x| self.variable(x)).filter(|&var| self.leaks(var)) else { continue };
            let tmp = self.temp_like(var);
            let assign = self.per_iteration(id, var, tmp);
            let dcl = self.take_dcl(id, var);
            self.package.nodes[assign].init.extend(dcl);
            *target = Some(self.package.vars[tmp].node);
            if let NodeKind::Range { body, .. } = &mut self.package.nodes[id].kind {
                body.insert(0, assign);
            }
        }
        if let NodeKind::Range { key: k, value: v, .. } = &mut self.package.nodes[id].kind {
            (*k, *v) = (key, value);
        }
    }

    fn leave_for(&mut self, id: NodeId) {
        let targets = self.init_targets(id);
        let mut leaked: Vec<VarId> = targets.into_iter().filter_map(|x| self.variable(x)).collect();
        leaked.retain(|&var| self.leaks(var));
        if leaked.is_empty() {
            return;
        }
        let NodeKind::For { cond, post, body, label, .. } = &mut self.package.nodes[id].kind else { return };
        let (cond, post, old_body, label) = (cond.take(), post.take(), core::mem::take(body), *label);
        let pos = self.package.nodes[id].pos;

        let (mut new_body, mut end) = (NodeList::new(), NodeList::new());
        for &var in &leaked {
            let tmp = self.temp_like(var);
            let assign = self.per_iteration(id, var, tmp);
            self.package.vars[var].defn = Defn::Stmt(assign);
            let dcl = self.take_dcl(id, var);
            self.package.nodes[assign].init.extend(dcl);
            new_body.push(assign);
            let (x, y) = (self.package.vars[tmp].node, self.package.vars[var].node);
            end.push(self.stmt(pos, NodeKind::Assign { x, y: Some(y), def: false }));
            self.replace_target(id, var, tmp);
        }

        self.labels += 1;
        let next = self.interner.intern(&format!(".3clNext_{}", self.labels));
        self.continue_at(&old_body, next, label);

        if let Some(post) = post {
            self.guard_post(id, post, &mut new_body);
        }
        if let Some(cond) = cond {
            let (at, ty) = (self.package.nodes[cond].pos, self.package.nodes[cond].ty);
            let not = self.node(at, ty, NodeKind::Unary { op: UnaryOp::Not, x: cond });
            let stop = self.stmt(pos, NodeKind::Branch { op: BranchOp::Break, label: None });
            new_body.push(self.stmt(pos, NodeKind::If { cond: not, body: thin_vec![stop], els: NodeList::new() }));
        }
        new_body.extend(old_body);
        new_body.push(self.stmt(pos, NodeKind::Label(next)));
        new_body.extend(end);
        if let NodeKind::For { body, .. } = &mut self.package.nodes[id].kind {
            *body = new_body;
        }
    }

    /// `if first { first = false } else { post }`, with `first` set before the loop.
    fn guard_post(&mut self, id: NodeId, post: NodeId, body: &mut NodeList) {
        let pos = self.package.nodes[id].pos;
        let here = self.package.funcs[self.func].pos;
        let first = self.temp(TypeId::BOOL);
        let name = self.package.vars[first].node;
        let set = |this: &mut Self, value: bool| {
            let y = Some(this.node(here, Some(TypeId::BOOL), NodeKind::Literal(ConstValue::Bool(value))));
            this.stmt(pos, NodeKind::Assign { x: name, y, def: false })
        };
        let set_true = set(self, true);
        let set_false = set(self, false);
        let guard = self.stmt(pos, NodeKind::If { cond: name, body: thin_vec![set_false], els: thin_vec![post] });
        let dcl = self.stmt(here, NodeKind::Dcl(first));
        self.package.nodes[guard].init.push(dcl);
        body.push(guard);
        self.package.nodes[id].init.push(set_true);
    }

    /// `var := tmp` at loop `id`.
    fn per_iteration(&mut self, id: NodeId, var: VarId, tmp: VarId) -> NodeId {
        let (x, y) = (self.package.vars[var].node, self.package.vars[tmp].node);
        let pos = self.package.nodes[id].pos;
        self.stmt(pos, NodeKind::Assign { x, y: Some(y), def: true })
    }

    /// Makes the statements before loop `id` declare `tmp` instead of `var`.
    fn replace_target(&mut self, id: NodeId, var: VarId, tmp: VarId) {
        let (old, new) = (self.package.vars[var].node, self.package.vars[tmp].node);
        for stmt in self.package.nodes[id].init.clone() {
            match &mut self.package.nodes[stmt].kind {
                NodeKind::Assign { x, def: true, .. } if *x == old => *x = new,
                NodeKind::AssignList { lhs, def: true, .. } => {
                    for x in lhs {
                        if *x == old {
                            *x = new;
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// Removes the declaration of `var` from what stands before loop `id`.
    fn take_dcl(&mut self, id: NodeId, var: VarId) -> Option<NodeId> {
        let before = self.package.nodes[id].init.clone();
        for holder in core::iter::once(id).chain(before) {
            let at = self.package.nodes[holder]
                .init
                .iter()
                .position(|&dcl| matches!(self.package.nodes[dcl].kind, NodeKind::Dcl(v) if v == var));
            if let Some(at) = at {
                return Some(self.package.nodes[holder].init.remove(at));
            }
        }
        None
    }

    /// Turns each `continue` of the loop around `body` into `goto next`.
    fn continue_at(&mut self, body: &[NodeId], next: Symbol, own_label: Option<Symbol>) {
        let mut todo: Vec<(NodeId, bool)> = body.iter().map(|&id| (id, false)).collect();
        let mut children = Vec::new();
        while let Some((id, nested)) = todo.pop() {
            let nested = match &mut self.package.nodes[id].kind {
                NodeKind::Branch { op: op @ BranchOp::Continue, label } => {
                    if label.is_none() && !nested || label.is_some() && *label == own_label {
                        *op = BranchOp::Goto;
                        *label = Some(next);
                    }
                    nested
                }
                NodeKind::For { .. } | NodeKind::Range { .. } => true,
                _ => nested,
            };
            children.clear();
            visit::children(self.package, &self.package.nodes[id], &mut children);
            todo.extend(children.iter().map(|&id| (id, nested)));
        }
    }

    fn node(&mut self, pos: Pos, ty: Option<TypeId>, kind: NodeKind) -> NodeId {
        self.package.nodes.push(Node { pos, ty, init: NodeList::new(), implicit: false, kind })
    }

    fn stmt(&mut self, pos: Pos, kind: NodeKind) -> NodeId {
        self.node(pos, None, kind)
    }

    fn temp_like(&mut self, var: VarId) -> VarId {
        self.temp(self.package.vars[var].ty)
    }

    /// A new temporary of the function, at its position as in gc.
    fn temp(&mut self, ty: TypeId) -> VarId {
        let pos = self.package.funcs[self.func].pos;
        self.package.new_temp(self.func, pos, ty)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::{BinaryOp, testing::Maker};

    /// `for i := 0; i < 10; i++ { body }` in a function with `i` declared in it.
    struct Loop {
        m: Maker,
        func: FuncId,
        var: VarId,
        id: NodeId,
    }

    impl Loop {
        fn new(body: impl FnOnce(&mut Maker, FuncId, VarId) -> NodeList) -> Self {
            let mut m = Maker::new();
            let func = m.func("f");
            let var = m.var(func, "i", TypeId::INT);
            let (zero, one, ten, i) = (m.int(0), m.int(1), m.int(10), m.name(var));
            let init = m.define(var, zero);
            let dcl = m.node(TypeId::INVALID, NodeKind::Dcl(var));
            m.package.nodes[init].init.push(dcl);
            let cond = Some(m.binary(BinaryOp::Lt, i, ten));
            let post = NodeKind::AssignOp { op: BinaryOp::Add, x: i, y: one, inc_dec: true };
            let post = Some(m.node(TypeId::INVALID, post));
            let body = body(&mut m, func, var);
            let kind = NodeKind::For { cond, post, body, label: None, distinct_vars: true };
            let id = m.node(TypeId::INVALID, kind);
            m.package.nodes[id].init.push(init);
            m.body(func, thin_vec![id]);
            run(&mut m.package, &m.types, &mut m.interner, func, &mut Vec::new());
            Self { m, func, var, id }
        }

        /// The loop's body, and whether the loop was left as it was.
        fn body(&self) -> (&[NodeId], bool) {
            match &self.m.package.nodes[self.id].kind {
                NodeKind::For { cond, body, distinct_vars: false, .. } => (body, cond.is_some()),
                _ => (&[], false),
            }
        }
    }

    fn address(m: &mut Maker, var: VarId) -> NodeId {
        let x = m.name(var);
        m.node(TypeId::INT, NodeKind::Addr(x))
    }

    #[test]
    fn a_loop_whose_variable_nobody_points_to_stays() {
        let l = Loop::new(|m, _, var| thin_vec![m.name(var)]);
        assert!(l.body().1);
        assert_eq!(l.m.package.funcs[l.func].dcl, [l.var]);
    }

    #[test]
    fn what_is_returned_leaves_the_loop() {
        let l = Loop::new(|m, _, var| {
            let x = address(m, var);
            thin_vec![m.node(TypeId::INVALID, NodeKind::Return(thin_vec![x]))]
        });
        assert!(l.body().1);
    }

    #[test]
    fn a_variable_whose_address_is_taken_is_declared_in_the_body() {
        let l = Loop::new(|m, _, var| {
            let next = m.node(TypeId::INVALID, NodeKind::Branch { op: BranchOp::Continue, label: None });
            thin_vec![address(m, var), next]
        });
        let (body, unchanged) = l.body();
        assert!(!unchanged);
        let texts: Vec<_> = body.iter().map(|&id| l.m.text(id)).collect();
        assert_eq!(
            texts,
            [
                "i := .autotmp_1",
                "if var .autotmp_2 bool; .autotmp_2 { .autotmp_2 = false } else { i++ }",
                "if !(i < 10) { break }",
                "&i",
                "goto .3clNext_1",
                ".3clNext_1: ",
                ".autotmp_1 = i",
            ]
        );
        let init: Vec<_> = l.m.package.nodes[l.id].init.iter().map(|&id| l.m.text(id)).collect();
        assert_eq!(init, [".autotmp_1 := 0", ".autotmp_2 = true"]);
        assert_eq!(l.m.package.vars[l.var].defn, Defn::Stmt(body[0]));
        assert!(matches!(l.m.package.nodes[l.m.package.nodes[body[0]].init[0]].kind, NodeKind::Dcl(v) if v == l.var));
    }

    #[test]
    fn a_captured_key_is_copied_into_the_body() {
        let mut m = Maker::new();
        let func = m.func("f");
        let var = m.var(func, "k", TypeId::INT);
        let (_, literal) = m.closure(func, &[var]);
        let (x, key) = (m.int(10), Some(m.name(var)));
        let kind = NodeKind::Range {
            x,
            key,
            value: None,
            body: thin_vec![literal],
            label: None,
            def: true,
            distinct_vars: true,
        };
        let id = m.node(TypeId::INVALID, kind);
        let dcl = m.node(TypeId::INVALID, NodeKind::Dcl(var));
        m.package.nodes[id].init.push(dcl);
        m.package.vars[var].defn = Defn::Stmt(id);
        m.body(func, thin_vec![id]);
        run(&mut m.package, &m.types, &mut m.interner, func, &mut Vec::new());
        let NodeKind::Range { key: Some(key), body, distinct_vars: false, .. } = &m.package.nodes[id].kind else {
            panic!("{:?}", m.package.nodes[id]);
        };
        assert_eq!(m.text(*key), ".autotmp_1");
        assert_eq!(m.text(body[0]), "k := .autotmp_1");
        assert_eq!((&m.package.nodes[body[0]].init[..], m.package.nodes[id].init.len()), (&[dcl][..], 0));
        assert_eq!(m.package.vars[var].defn, Defn::Stmt(id));
    }
}
