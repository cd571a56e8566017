//! Which locations must be on the heap, and where parameters leak to.
//!
//! Mirrors `cmd/compile/internal/escape/solve.go`. From every location the
//! graph is walked backwards along the edges (Bellman-Ford with dereference
//! counts as lengths, bounded below by 0 at each location): a location that
//! reaches the root with a count of -1 has its address there and must escape
//! if the root outlives it. A location that changes is walked from again,
//! until nothing changes.
//!
//! The order of the two work queues is gc's, because it decides which of
//! several paths is found first and so which explanation is given. What gc
//! keeps inside locations lives here, so that the graph stays as it was built.

use alloc::{collections::VecDeque, vec, vec::Vec};

use hashbrown::HashSet;
use rustc_hash::FxBuildHasher;

use super::{
    graph::{Attrs, EdgeId, Graph, LocId, Site},
    leaks::Leaks,
};
use crate::{
    base::{IdVec, new_id},
    ir::{FuncId, NodeKind, Package},
};

new_id! {
    /// A way from a location to a root: its first edge and the rest.
    pub(super) struct PathId;
}

/// The first edge of a path and the path from there on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Path {
    /// The edge.
    pub(super) edge: EdgeId,
    /// The rest of the way.
    pub(super) next: Option<PathId>,
    /// The last edge of the way.
    pub(super) last: EdgeId,
    /// Whether a capture by a closure is on the way.
    pub(super) captured: bool,
}

/// How a parameter came to leak.
#[derive(Clone, Copy, Debug)]
pub(super) struct LeakPath {
    /// Whether its value goes to the heap, not to a result.
    pub(super) to_heap: bool,
    /// After how many dereferences.
    pub(super) derefs: i32,
    /// The way.
    pub(super) path: Option<PathId>,
}

/// What solving a graph found out.
#[derive(Clone, Debug)]
pub(super) struct Solution {
    /// What is known about each location now.
    pub(super) attrs: IdVec<LocId, Attrs>,
    /// Where the values of parameters go.
    pub(super) leaks: IdVec<LocId, Leaks>,
    /// How each location that escapes came to escape, unless it did so before solving.
    pub(super) escape_paths: IdVec<LocId, Option<PathId>>,
    /// How each parameter that leaks came to do so: to the heap if it does,
    /// with the fewest dereferences.
    pub(super) leak_paths: IdVec<LocId, Option<LeakPath>>,
    /// Closures whose results were lost track of.
    pub(super) results_lost: HashSet<FuncId, FxBuildHasher>,
    /// The steps of all paths.
    pub(super) paths: IdVec<PathId, Path>,
}

/// Told what is found when it is found, in gc's order.
pub(super) trait Observer {
    /// `loc` turns out to escape, by flowing to `root`.
    fn escapes(&mut self, walk: &Walk<'_>, root: LocId, loc: LocId);
    /// The parameter `loc` flows to `root`.
    fn leaks(&mut self, walk: &Walk<'_>, root: LocId, loc: LocId, derefs: i32);
}

/// What the solver needs to know about the program.
#[derive(Clone, Copy)]
pub(super) struct Program<'a> {
    /// The code.
    pub(super) package: &'a Package,
    /// Whether a function belongs to the batch.
    pub(super) in_batch: &'a dyn Fn(FuncId) -> bool,
    /// The location of result `i` of a function of the batch.
    pub(super) result: &'a dyn Fn(FuncId, usize) -> Option<LocId>,
}

/// The state of solving one graph.
pub(super) struct Walk<'a> {
    /// The graph.
    pub(super) graph: &'a Graph,
    program: Program<'a>,
    solution: Solution,
    state: IdVec<LocId, State>,
    generation: u32,
    /// Locations to walk from.
    roots: VecDeque<LocId>,
}

/// gc's scratch fields of a location.
#[derive(Clone, Copy, Default)]
struct State {
    /// Least dereferences from the current root, valid in `generation`.
    derefs: i32,
    generation: u32,
    /// The next edge on the way to the root; `None` for the root.
    edge: Option<EdgeId>,
    /// The path from here, once it was needed.
    path: Option<PathId>,
    queued_root: bool,
    /// The generation in which it was queued last; 0 if it is not.
    queued: u32,
}

/// Solves `graph`.
pub(super) fn solve(graph: &Graph, program: Program<'_>, observer: &mut dyn Observer) -> Solution {
    let len = graph.locs.len();
    let mut attrs = IdVec::new();
    for loc in &graph.locs {
        attrs.push(loc.attrs);
    }
    let solution = Solution {
        attrs,
        leaks: IdVec::filled(len, Leaks::default()),
        escape_paths: IdVec::filled(len, None),
        leak_paths: IdVec::filled(len, None),
        results_lost: HashSet::default(),
        paths: IdVec::new(),
    };
    let state = IdVec::filled(len, State::default());
    let mut walk = Walk { graph, program, solution, state, generation: 0, roots: VecDeque::with_capacity(len) };
    walk.all(observer);
    walk.solution
}

impl Walk<'_> {
    /// The edges from `loc` to the current root, and whether they run in a
    /// circle instead of reaching it.
    pub(super) fn edges_to_root(&self, root: LocId, mut loc: LocId) -> (Vec<EdgeId>, bool) {
        let mut edges = Vec::new();
        let mut seen = HashSet::<LocId, FxBuildHasher>::default();
        while seen.insert(loc) {
            let Some(edge) = self.state[loc].edge else { return (edges, false) };
            edges.push(edge);
            loc = self.graph.edges[edge].dst;
            if loc == root {
                return (edges, false);
            }
        }
        (edges, true)
    }

    fn all(&mut self, observer: &mut dyn Observer) {
        let own = self.graph.own_locs();
        for loc in own.chain([Graph::mutator(), Graph::callee(), Graph::heap()]) {
            self.roots.push_front(loc);
            self.state[loc].queued_root = true;
        }
        while let Some(root) = self.roots.pop_front() {
            self.state[root].queued_root = false;
            self.generation += 1;
            self.from(root, observer);
        }
    }

    fn enqueue(&mut self, loc: LocId) {
        if core::mem::replace(&mut self.state[loc].queued_root, true) {
            return;
        }
        if self.solution.attrs[loc].contains(Attrs::ESCAPES) {
            self.roots.push_front(loc);
        } else {
            self.roots.push_back(loc);
        }
    }

    /// Computes the least number of dereferences from `root` to all locations.
    fn from(&mut self, root: LocId, observer: &mut dyn Observer) {
        let generation = self.generation;
        let state = &mut self.state[root];
        (state.generation, state.derefs, state.edge, state.path) = (generation, 0, None, None);
        if self.solution.attrs[root].contains(Attrs::CALLS) {
            self.lose_results(root);
        }
        let mut todo = VecDeque::from(vec![root]);
        while let Some(loc) = todo.pop_front() {
            self.state[loc].queued = 0;
            let address_of = self.state[loc].derefs < 0;
            let derefs = self.state[loc].derefs.max(0);
            let known = self.solution.attrs[loc];
            let mut attrs = Attrs::empty();
            if address_of {
                if self.outlives(root, loc) {
                    if !known.contains(Attrs::ESCAPES) {
                        observer.escapes(self, root, loc);
                        self.solution.escape_paths[loc] = self.path(root, loc);
                    }
                    attrs = Attrs::all();
                } else if self.solution.attrs[root].contains(Attrs::PERSISTS) {
                    attrs |= Attrs::PERSISTS;
                }
            }
            if derefs == 0 {
                attrs |= self.solution.attrs[root] & (Attrs::MUTATES | Attrs::CALLS);
            }
            if self.graph.locs[loc].param {
                self.param(root, loc, derefs, observer);
            }
            if !known.contains(attrs) {
                self.solution.attrs[loc] |= attrs;
                self.enqueue(loc);
                if self.solution.attrs[loc].contains(Attrs::ESCAPES) {
                    continue;
                }
            }
            let graph = self.graph;
            for &id in &graph.locs[loc].edges {
                let edge = &graph.edges[id];
                if self.solution.attrs[edge.src].contains(Attrs::ESCAPES) {
                    continue;
                }
                let total = derefs.saturating_add(edge.derefs);
                let state = &mut self.state[edge.src];
                if state.generation != generation || state.derefs > total {
                    (state.generation, state.derefs, state.edge, state.path) = (generation, total, Some(id), None);
                    if state.queued != generation {
                        state.queued = generation;
                        todo.push_back(edge.src);
                    }
                }
            }
        }
    }

    /// `root` may be called with its results lost: what a closure of the batch
    /// returns then outlives everything.
    fn lose_results(&mut self, root: LocId) {
        let Site::Expr(node) = self.graph.locs[root].site else { return };
        let NodeKind::Closure(func) = self.program.package.nodes[node].kind else { return };
        if !(self.program.in_batch)(func) || !self.solution.results_lost.insert(func) {
            return;
        }
        for i in 0..self.program.package.funcs[func].results.len() {
            if let Some(result) = (self.program.result)(func, i) {
                self.enqueue(result);
            }
        }
    }

    /// The value of parameter `loc` flows to `root`.
    fn param(&mut self, root: LocId, loc: LocId, derefs: i32, observer: &mut dyn Observer) {
        if self.outlives(root, loc) {
            if !self.solution.attrs[loc].contains(Attrs::ESCAPES) {
                observer.leaks(self, root, loc, derefs);
            }
            let (graph, to) = (self.graph, &self.graph.locs[root]);
            let result = to.result_index.map(|i| i as usize).filter(|&i| i < Leaks::RESULTS);
            let result = result
                .filter(|_| !self.solution.attrs[root].contains(Attrs::ESCAPES) && to.func == graph.locs[loc].func);
            let leaks = &mut self.solution.leaks[loc];
            match result {
                Some(i) => leaks.add_result(i, derefs),
                None => leaks.add_heap(derefs),
            };
            let to_heap = result.is_none();
            let best = self.solution.leak_paths[loc];
            if best.is_none_or(|best| (to_heap, -derefs) > (best.to_heap, -best.derefs)) {
                let path = self.path(root, loc);
                self.solution.leak_paths[loc] = Some(LeakPath { to_heap, derefs, path });
            }
        }
        let to = self.solution.attrs[root];
        let leaks = &mut self.solution.leaks[loc];
        if to.contains(Attrs::MUTATES) {
            leaks.add_mutator(derefs);
        }
        if to.contains(Attrs::CALLS) {
            leaks.add_callee(derefs);
        }
    }

    /// The path from `loc` to the current root. Tails are shared: a walk makes
    /// at most one step for each time a location is reached.
    fn path(&mut self, root: LocId, loc: LocId) -> Option<PathId> {
        let mut pending = Vec::new();
        let mut at = loc;
        let mut tail = None;
        loop {
            let state = &self.state[at];
            if state.path.is_some() {
                tail = state.path;
                break;
            }
            let Some(edge) = state.edge else { break };
            pending.push((at, edge));
            if pending.len() > self.graph.locs.len() {
                // The edges run in a circle: gc's issue 35518. One step tells as much.
                pending.truncate(1);
                break;
            }
            at = self.graph.edges[edge].dst;
            if at == root {
                break;
            }
        }
        for (at, edge) in pending.into_iter().rev() {
            let paths = &mut self.solution.paths;
            let (last, captured) = tail.map_or((edge, false), |next: PathId| (paths[next].last, paths[next].captured));
            let captured = captured || self.graph.is_capture(edge);
            tail = Some(paths.push(Path { edge, next: tail, last, captured }));
            self.state[at].path = tail;
        }
        tail
    }

    /// Whether what is stored in `loc` may be used after the lifetime that
    /// `other` would have on the stack.
    fn outlives(&self, loc: LocId, other: LocId) -> bool {
        if self.solution.attrs[loc].contains(Attrs::ESCAPES) {
            return true;
        }
        if loc == Graph::mutator() || loc == Graph::callee() {
            return false;
        }
        let package = self.program.package;
        let (to, from) = (&self.graph.locs[loc], &self.graph.locs[other]);
        let (Some(to_func), Some(from_func)) = (to.func, from.func) else { return false };
        if to.param_out {
            // All calls of this closure are known, and they are where the
            // variable still lives.
            let known = package.contains_closure(from_func, to_func) && !self.solution.results_lost.contains(&to_func);
            return !known;
        }
        if to_func == from_func && to.loop_depth < from.loop_depth {
            return true;
        }
        package.contains_closure(to_func, from_func)
    }
}

impl Solution {
    /// Whether `loc` must be on the heap.
    pub(super) fn escapes(&self, loc: LocId) -> bool {
        self.attrs[loc].contains(Attrs::ESCAPES)
    }

    /// The edges of `path`.
    pub(super) fn steps(&self, path: Option<PathId>) -> impl Iterator<Item = EdgeId> + '_ {
        let step = |id: PathId| &self.paths[id];
        core::iter::successors(path.map(step), move |p| p.next.map(step)).map(|p| p.edge)
    }
}

/// Nobody wants to know.
pub(super) struct Silent;

impl Observer for Silent {
    fn escapes(&mut self, _: &Walk<'_>, _: LocId, _: LocId) {}
    fn leaks(&mut self, _: &Walk<'_>, _: LocId, _: LocId, _: i32) {}
}
