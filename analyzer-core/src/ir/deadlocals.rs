//! Drops assignments to variables that are never used.
//!
//! Mirrors `cmd/compile/internal/deadlocals`, which gc runs right before
//! escape analysis: `x = &y` with an unused `x` must not make `y` escape.
//! What is dropped becomes `_ = 0`, as in gc, and the variable loses its
//! definition.
//!
//! gc decides whether an assignment is live the moment it meets a use and
//! visits what is assigned right then. Here such values wait in a list: what
//! is live in the end is the same, and a chain `b := a; c := b; …` costs no
//! stack.

use alloc::vec::Vec;
use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

use super::{AssignListOp, Defn, FuncId, Node, NodeId, NodeKind, NodeList, Package, VarClass, VarId, visit};
use crate::types::{ConstValue, TypeId};

/// Applies the pass to `func` with the function literals in it.
pub(super) fn run(package: &mut Package, func: FuncId) {
    for (target, assigns) in dead_assignments(package, func) {
        for &assign in &assigns {
            drop_assignment(package, assign);
        }
        if let (Target::Var(var), false) = (target, assigns.is_empty()) {
            package.vars[var].defn = Defn::None;
        }
    }
}

/// What is assigned to.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Target {
    Blank,
    Var(VarId),
}

/// One assignment of a statement.
#[derive(Clone, Copy)]
struct Assign {
    stmt: NodeId,
    /// Which one of a list.
    index: Option<usize>,
}

fn drop_assignment(package: &mut Package, assign: Assign) {
    let pos = package.nodes[assign.stmt].pos;
    let make = |package: &mut Package, kind| {
        package.nodes.push(Node { pos, ty: Some(TypeId::INT), init: NodeList::new(), implicit: false, kind })
    };
    let blank = make(package, NodeKind::Blank);
    let zero = make(package, NodeKind::Literal(ConstValue::Int(0)));
    match (&mut package.nodes[assign.stmt].kind, assign.index) {
        (NodeKind::Assign { x, y, .. }, None) => {
            *x = blank;
            *y = Some(zero);
        }
        (NodeKind::AssignList { lhs, rhs, .. }, Some(i)) => {
            if let (Some(x), Some(y)) = (lhs.get_mut(i), rhs.get_mut(i)) {
                *x = blank;
                *y = zero;
            }
        }
        _ => {}
    }
}

struct Walk<'a> {
    package: &'a Package,
    /// The assignments that can go if the variable is not used; `None` if it is.
    defs: HashMap<Target, Option<Vec<Assign>>, FxBuildHasher>,
    keys: Vec<Target>,
    /// Nodes still to visit, the next one last.
    todo: Vec<NodeId>,
}

fn dead_assignments(package: &Package, func: FuncId) -> Vec<(Target, Vec<Assign>)> {
    let mut walk = Walk { package, defs: HashMap::default(), keys: Vec::new(), todo: Vec::new() };
    walk.todo.extend(package.funcs[func].body.iter().flatten().rev());
    while let Some(id) = walk.todo.pop() {
        walk.node(id);
    }
    let mut defs = walk.defs;
    walk.keys.into_iter().filter_map(|key| Some((key, defs.remove(&key)??))).collect()
}

impl Walk<'_> {
    fn push(&mut self, nodes: impl DoubleEndedIterator<Item = NodeId>) {
        self.todo.extend(nodes.rev());
    }

    fn node(&mut self, id: NodeId) {
        let package = self.package;
        let node = &package.nodes[id];
        match &node.kind {
            NodeKind::Closure(func) => {
                let func = &package.funcs[*func];
                self.push(func.body.iter().flatten().copied());
                self.push(func.closure_vars.iter().map(|cv| cv.node));
                self.push(node.init.iter().copied());
            }
            NodeKind::Dcl(_) => {}
            NodeKind::Name(var) => {
                if is_local(package, *var) {
                    self.used(*var);
                }
            }
            NodeKind::Assign { x, y, .. } => self.assign(Assign { stmt: id, index: None }, *x, *y, false),
            NodeKind::AssignList { op: AssignListOp::As2, lhs, rhs, .. } => {
                let some_named = lhs.iter().any(|&x| !matches!(package.nodes[x].kind, NodeKind::Blank));
                for (i, (&x, &y)) in lhs.iter().zip(rhs).enumerate() {
                    self.assign(Assign { stmt: id, index: Some(i) }, x, Some(y), some_named);
                }
            }
            _ => {
                let top = self.todo.len();
                visit::children(package, node, &mut self.todo);
                self.todo.extend(package.dict_reads.get(&id));
                self.todo[top..].reverse();
            }
        }
    }

    fn used(&mut self, var: VarId) {
        let target = Target::Var(var);
        let Some(pending) = self.defs.insert(target, None) else {
            self.keys.push(target);
            return;
        };
        for assign in pending.into_iter().flatten() {
            let value = match (&self.package.nodes[assign.stmt].kind, assign.index) {
                (NodeKind::Assign { y, .. }, _) => *y,
                (NodeKind::AssignList { rhs, .. }, Some(i)) => rhs.get(i).copied(),
                _ => None,
            };
            self.todo.extend(value);
        }
    }

    fn assign(&mut self, assign: Assign, x: NodeId, y: Option<NodeId>, blank_is_unused: bool) {
        let target = match self.package.nodes[x].kind {
            NodeKind::Name(var) => is_local(self.package, var).then_some(Target::Var(var)),
            NodeKind::Blank => blank_is_unused.then_some(Target::Blank),
            _ => {
                self.todo.extend(y);
                self.todo.push(x);
                return;
            }
        };
        if let Some(target) = target
            && !self.has_effects(y)
        {
            let keys = &mut self.keys;
            let list = self.defs.entry(target).or_insert_with(|| {
                keys.push(target);
                Some(Vec::new())
            });
            if let Some(list) = list {
                list.push(assign);
                return;
            }
        }
        self.todo.extend(y);
    }

    fn has_effects(&self, value: Option<NodeId>) -> bool {
        let Some(id) = value else { return false };
        let node = &self.package.nodes[id];
        !node.init.is_empty()
            || !matches!(
                node.kind,
                NodeKind::Name(_)
                    | NodeKind::Blank
                    | NodeKind::Func(_)
                    | NodeKind::Literal(_)
                    | NodeKind::Nil
                    | NodeKind::Closure(_)
            )
    }
}

fn is_local(package: &Package, var: VarId) -> bool {
    matches!(package.vars[var].class, VarClass::Auto | VarClass::Param)
}

#[cfg(test)]
mod tests {

    use super::*;
    use crate::ir::testing::Maker;

    /// `a := 1; b := a; c := b`, then maybe `use(c)`.
    fn chain(used: bool) -> (Maker, [NodeId; 3]) {
        let mut maker = Maker::new();
        let func = maker.func("f");
        let vars = ["a", "b", "c"].map(|name| maker.var(func, name, TypeId::INT));
        let one = maker.int(1);
        let names = vars.map(|var| maker.name(var));
        let stmts = [(0, one), (1, names[0]), (2, names[1])].map(|(i, value)| maker.define(vars[i], value));
        let mut body = stmts.to_vec();
        if used {
            body.push(maker.node(TypeId::INVALID, NodeKind::CheckNil(names[2])));
        }
        maker.body(func, body);
        run(&mut maker.package, func);
        (maker, stmts)
    }

    #[test]
    fn what_is_never_used_goes() {
        let (maker, stmts) = chain(false);
        assert_eq!(stmts.map(|s| maker.text(s)), ["_ := 0"; 3]);
        assert!(maker.package.vars.iter().all(|v| v.defn == Defn::None));
    }

    #[test]
    fn what_a_use_needs_stays() {
        let (maker, stmts) = chain(true);
        assert_eq!(stmts.map(|s| maker.text(s)), ["a := 1", "b := a", "c := b"]);
    }

    #[test]
    fn calls_stay_and_closures_use_what_they_capture() {
        let mut maker = Maker::new();
        let (func, callee) = (maker.func("f"), maker.func("g"));
        let [x, y, unused] = ["x", "y", "unused"].map(|name| maker.var(func, name, TypeId::INT));
        let (call, one) = (maker.call_func(callee), maker.int(1));
        let (_, literal) = maker.closure(func, &[y]);
        let run_literal = maker.call(literal);
        let stmts = [maker.define(x, call), maker.define(y, one), maker.define(unused, run_literal)];
        maker.body(func, stmts.to_vec());
        run(&mut maker.package, func);
        assert_eq!(stmts.map(|s| maker.text(s)), ["x := g()", "y := 1", "unused := (func literal)()"]);
    }
}
