//! Functions in groups, callees first.
//!
//! Mirrors `cmd/compile/internal/ir/scc.go`: the strongly connected components
//! of the graph "mentions", where a function literal that captures something
//! always belongs to the group of the function around it. Without recursion:
//! a chain of calls may be as long as the program.

use alloc::{vec, vec::Vec};

use super::{FuncId, NodeKind, Package, visit};
use crate::base::IdVec;

/// The groups in the order in which gc analyses them, and the functions of
/// each group in the order in which gc has them.
pub fn bottom_up(package: &Package) -> Vec<Vec<FuncId>> {
    bottom_up_from(package, &package.order)
}

/// The same of `roots` and what they lead to.
pub fn bottom_up_from(package: &Package, roots: &[FuncId]) -> Vec<Vec<FuncId>> {
    let mut walk = Walk {
        package,
        generation: 0,
        numbers: IdVec::filled(package.funcs.len(), 0),
        stack: Vec::new(),
        groups: Vec::new(),
    };
    for &func in roots {
        if !package.funcs[func].is_closure() {
            walk.visit(func);
        }
    }
    walk.groups
}

/// A function all of whose callees have been handled.
const DONE: u32 = u32::MAX;

struct Walk<'a> {
    package: &'a Package,
    generation: u32,
    /// 0 if not met yet.
    numbers: IdVec<FuncId, u32>,
    stack: Vec<FuncId>,
    groups: Vec<Vec<FuncId>>,
}

/// A function whose callees are being visited.
struct Frame {
    func: FuncId,
    number: u32,
    lowest: u32,
    callees: vec::IntoIter<FuncId>,
}

impl Walk<'_> {
    fn visit(&mut self, root: FuncId) {
        if self.numbers[root] != 0 {
            return;
        }
        let mut frames = vec![self.enter(root)];
        while let Some(frame) = frames.last_mut() {
            if let Some(callee) = frame.callees.next() {
                match self.numbers[callee] {
                    0 => {
                        let next = self.enter(callee);
                        frames.push(next);
                    }
                    number => frame.lowest = frame.lowest.min(number),
                }
                continue;
            }
            let (func, number, lowest) = (frame.func, frame.number, frame.lowest);
            frames.pop();
            if (lowest == number || lowest == number + 1) && !self.package.funcs[func].is_closure() {
                self.leave(func);
            }
            if let Some(caller) = frames.last_mut() {
                caller.lowest = caller.lowest.min(lowest);
            }
        }
    }

    /// Numbers `func` twice: the search starts from the second number, so that
    /// finding the first one again means recursion.
    fn enter(&mut self, func: FuncId) -> Frame {
        self.generation += 1;
        let number = self.generation;
        self.numbers[func] = number;
        self.generation += 1;
        self.stack.push(func);
        Frame { func, number, lowest: self.generation, callees: mentioned(self.package, func).into_iter() }
    }

    fn leave(&mut self, root: FuncId) {
        let start = self.stack.iter().rposition(|&f| f == root).unwrap_or(0);
        let group = self.stack.split_off(start);
        for &func in &group {
            self.numbers[func] = DONE;
        }
        self.groups.push(group);
    }
}

/// The functions that `func` mentions, in gc's order.
pub(crate) fn mentioned(package: &Package, func: FuncId) -> Vec<FuncId> {
    let mut list = Vec::new();
    if package.funcs[func].imported {
        // It is compiled elsewhere.
        return list;
    }
    let Some(body) = &package.funcs[func].body else { return list };
    visit::preorder(package, body, |_, node| match node.kind {
        NodeKind::Func(f) | NodeKind::Closure(f) => list.push(f),
        NodeKind::MethValue { func: Some(f), .. } | NodeKind::MethExpr { func: Some(f), .. } => list.push(f),
        _ => {}
    });
    list
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::testing::Maker;

    #[test]
    fn callees_come_first_and_closures_with_their_function() {
        let mut m = Maker::new();
        let (f, g) = (m.func("f"), m.func("g"));
        let x = m.var(f, "x", crate::types::TypeId::INT);
        let (capturing, literal) = m.closure(f, &[x]);
        let (plain, other) = m.closure(f, &[]);
        let call = m.call_func(g);
        m.body(f, vec![call, literal, other]);
        m.package.order = vec![f, g];
        assert_eq!(bottom_up(&m.package), [vec![g], vec![plain], vec![f, capturing]]);
    }

    #[test]
    fn mutual_recursion_is_one_group() {
        let mut m = Maker::new();
        let (f, g, h) = (m.func("f"), m.func("g"), m.func("h"));
        let calls = [m.call_func(g), m.call_func(f), m.call_func(h)];
        m.body(f, vec![calls[0]]);
        m.body(g, vec![calls[1], calls[2]]);
        assert_eq!(bottom_up(&m.package), [vec![h], vec![f, g]]);
    }

    #[test]
    fn a_long_chain_of_calls_needs_no_stack() {
        let mut m = Maker::new();
        let funcs: Vec<_> = (0..100_000).map(|_| m.func("f")).collect();
        for pair in funcs.windows(2) {
            let call = m.call_func(pair[1]);
            m.body(pair[0], vec![call]);
        }
        let groups = bottom_up(&m.package);
        assert_eq!((groups.len(), groups[0][0]), (funcs.len(), funcs[funcs.len() - 1]));
    }
}
