//! Functions in groups, callees first.
//!
//! Mirrors `cmd/compile/internal/ir/scc.go`: the strongly connected components
//! of the graph "mentions", where a function literal that captures something
//! always belongs to the group of the function around it. Without recursion:
//! a chain of calls may be as long as the program.

use alloc::{vec, vec::Vec};

use super::{FuncId, NodeKind, Package, visit};
use crate::base::{Id as _, IdVec};

/// What functions mention, as far as somebody has asked: a body is only walked
/// again when it is another one.
#[derive(Debug, Default)]
pub struct Mentions {
    /// Where in `funcs` those of each function are.
    ranges: IdVec<FuncId, Option<(usize, usize)>>,
    funcs: Vec<FuncId>,
}

impl Mentions {
    /// The body of `func` is another one.
    pub fn forget(&mut self, func: FuncId) {
        if func.index() < self.ranges.len() {
            self.ranges[func] = None;
        }
    }

    fn range(&mut self, package: &Package, func: FuncId) -> (usize, usize) {
        while self.ranges.len() < package.funcs.len() {
            self.ranges.push(None);
        }
        *self.ranges[func].get_or_insert_with(|| {
            let start = self.funcs.len();
            mentioned(package, func, |func| self.funcs.push(func));
            (start, self.funcs.len())
        })
    }
}

/// Calls `each` with the groups of `roots` and what they lead to, in the order
/// in which gc analyses them, the functions of each group in the order in which
/// gc has them. What `each` does with a group finds its bodies where the walk
/// has just been, in the processor's cache.
pub fn bottom_up(package: &Package, roots: &[FuncId], mentions: &mut Mentions, each: impl FnMut(&[FuncId])) {
    let numbers = IdVec::filled(package.funcs.len(), 0);
    let mut walk = Walk { package, mentions, generation: 0, numbers, stack: Vec::new(), each };
    for &func in roots {
        if !package.funcs[func].is_closure() {
            walk.visit(func);
        }
    }
}

/// A function all of whose callees have been handled.
const DONE: u32 = u32::MAX;

struct Walk<'a, E> {
    package: &'a Package,
    mentions: &'a mut Mentions,
    generation: u32,
    /// 0 if not met yet.
    numbers: IdVec<FuncId, u32>,
    stack: Vec<FuncId>,
    each: E,
}

/// A function whose callees are being visited.
struct Frame {
    func: FuncId,
    number: u32,
    lowest: u32,
    /// Those that are left, as a range of all that were mentioned.
    callees: (usize, usize),
}

impl<E: FnMut(&[FuncId])> Walk<'_, E> {
    fn visit(&mut self, root: FuncId) {
        if self.numbers[root] != 0 {
            return;
        }
        let mut frames = vec![self.enter(root)];
        while let Some(frame) = frames.last_mut() {
            if frame.callees.0 < frame.callees.1 {
                let callee = self.mentions.funcs[frame.callees.0];
                frame.callees.0 += 1;
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
        Frame { func, number, lowest: self.generation, callees: self.mentions.range(self.package, func) }
    }

    fn leave(&mut self, root: FuncId) {
        let start = self.stack.iter().rposition(|&f| f == root).unwrap_or(0);
        let group = &self.stack[start..];
        for &func in group {
            self.numbers[func] = DONE;
        }
        (self.each)(group);
        self.stack.truncate(start);
    }
}

/// Tells `each` the functions that `func` mentions, in gc's order.
pub(crate) fn mentioned(package: &Package, func: FuncId, mut each: impl FnMut(FuncId)) {
    if package.funcs[func].imported {
        // It is compiled elsewhere.
        return;
    }
    let Some(body) = &package.funcs[func].body else { return };
    visit::preorder(package, body, |_, node| match node.kind {
        NodeKind::Func(f) | NodeKind::Closure(f) => each(f),
        NodeKind::MethValue { func: Some(f), .. } | NodeKind::MethExpr { func: Some(f), .. } => each(f),
        _ => {}
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ir::testing::Maker;

    fn groups(package: &Package, mentions: &mut Mentions) -> Vec<Vec<FuncId>> {
        let mut groups = Vec::new();
        bottom_up(package, &package.order, mentions, |group| groups.push(group.to_vec()));
        groups
    }

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
        assert_eq!(groups(&m.package, &mut Mentions::default()), [vec![g], vec![plain], vec![f, capturing]]);
    }

    #[test]
    fn mutual_recursion_is_one_group() {
        let mut m = Maker::new();
        let (f, g, h) = (m.func("f"), m.func("g"), m.func("h"));
        let calls = [m.call_func(g), m.call_func(f), m.call_func(h)];
        m.body(f, vec![calls[0]]);
        m.body(g, vec![calls[1], calls[2]]);
        assert_eq!(groups(&m.package, &mut Mentions::default()), [vec![h], vec![f, g]]);
    }

    #[test]
    fn a_body_is_looked_at_again_when_that_is_said() {
        let mut m = Maker::new();
        let (f, g) = (m.func("f"), m.func("g"));
        m.body(f, vec![]);
        m.package.order = vec![f, g];
        let mut mentions = Mentions::default();
        assert_eq!(groups(&m.package, &mut mentions), [vec![f], vec![g]]);
        let call = m.call_func(g);
        m.body(f, vec![call]);
        mentions.forget(f);
        assert_eq!(groups(&m.package, &mut mentions), [vec![g], vec![f]]);
    }

    #[test]
    fn a_long_chain_of_calls_needs_no_stack() {
        let mut m = Maker::new();
        let funcs: Vec<_> = (0..100_000).map(|_| m.func("f")).collect();
        for pair in funcs.windows(2) {
            let call = m.call_func(pair[1]);
            m.body(pair[0], vec![call]);
        }
        let groups = groups(&m.package, &mut Mentions::default());
        assert_eq!((groups.len(), groups[0][0]), (funcs.len(), funcs[funcs.len() - 1]));
    }
}
