//! Assignments: where values are stored.
//!
//! Mirrors `escape/assign.go` and the self-assignment rules of `escape/utils.go`.

use alloc::{format, vec::Vec};

use super::{
    super::graph::{Graph, Hole, Why},
    Builder,
};
use crate::{
    ir::{Defn, NodeId, NodeKind, SliceOp, VarClass, VarId},
    report::MessageKind,
};

impl Builder<'_, '_> {
    /// A hole that stores into the addressable expression `id`.
    pub(super) fn addr(&mut self, id: Option<NodeId>) -> Hole {
        let Some(id) = id else { return Self::discard_hole() };
        let heap = Hole::to(Graph::heap());
        match *self.kind(id) {
            NodeKind::Blank => return Self::discard_hole(),
            NodeKind::Name(var) => {
                let package = self.shared.package;
                if package.vars[var].class != VarClass::Extern
                    && let Some(&loc) = self.vars.get(&var)
                {
                    return Hole::to(loc);
                }
            }
            NodeKind::Dot { x, .. } => return self.addr(Some(x)),
            NodeKind::Index { x, index } => {
                self.discard(index);
                if self.facts().is_array(x) {
                    return self.addr(Some(x));
                }
                self.mutate(x);
            }
            NodeKind::Deref(x) | NodeKind::DotPtr { x, .. } => self.mutate(x),
            NodeKind::IndexMap { x, index } => {
                self.discard(x);
                self.assign_heap(index, Why::KeyOfMapPut, id);
            }
            NodeKind::Unknown(ref operands) => self.unknown(id, operands),
            // Something whose meaning is not known, converted.
            _ => self.discard(id),
        }
        heap
    }

    pub(super) fn addrs(&mut self, list: &[NodeId]) -> Vec<Hole> {
        list.iter().map(|&id| self.addr(Some(id))).collect()
    }

    /// Something is stored through `id`.
    fn mutate(&mut self, id: NodeId) {
        self.expr(Hole::to(Graph::mutator()), id);
    }

    /// The value of `src` goes to the heap.
    pub(super) fn assign_heap(&mut self, src: NodeId, why: Why, at: NodeId) {
        let hole = self.note(Hole::to(Graph::heap()), at, why);
        self.expr(hole, src);
    }

    /// `targets… = values…`, a statement `at`.
    pub(super) fn assign_list(&mut self, targets: &[Option<NodeId>], values: &[NodeId], why: Why, at: NodeId) {
        let holes: Vec<Hole> = targets.iter().map(|&target| self.addr(target)).collect();
        for (i, &hole) in holes.iter().enumerate() {
            let mut hole = hole;
            let value = values.get(i).copied();
            if let (Some(target), Some(value)) = (targets[i], value) {
                if matches!(self.kind(target), NodeKind::DotPtr { .. }) && self.facts().is_reflect_header_data(target) {
                    let hole = self.note(Hole::to(Graph::heap()), at, why);
                    self.unsafe_value(hole, value);
                    continue;
                }
                if self.is_self_assign(target, value) {
                    let func = self.facts().unique_name(self.func);
                    let text = format!("{func} ignoring self-assignment in {}", self.facts().text(at));
                    self.message(at, MessageKind::SelfAssignment, text);
                    hole = Self::discard_hole();
                }
            }
            if let Some(value) = value {
                let hole = self.note(hole, at, why);
                self.expr(hole, value);
            }
        }
        self.reassigned(&holes, at);
    }

    /// The locations of `holes` are assigned by `at`, which counts unless it
    /// is what declares them.
    pub(super) fn reassigned(&mut self, holes: &[Hole], at: NodeId) {
        let package = self.shared.package;
        if let NodeKind::Assign { x, y: None, .. } = *self.kind(at)
            && let NodeKind::Name(var) = *self.kind(x)
            && package.vars[var].defn == Defn::None
            && self.is_own(var)
        {
            return;
        }
        let is_range = matches!(self.kind(at), NodeKind::Range { .. });
        for hole in holes {
            if is_range || !self.defines(at, hole.dst) {
                self.graph.locs[hole.dst].reassigned = true;
            }
        }
    }

    /// Whether `var` is a variable of the function being walked or of the
    /// package: within a closure, a captured one has a definition in gc's
    /// terms, the outer variable.
    fn is_own(&self, var: VarId) -> bool {
        self.shared.package.vars[var].func.is_none_or(|func| func == self.func)
    }

    /// Whether the assignment changes nothing that matters (gc's `isSelfAssign`).
    fn is_self_assign(&self, target: NodeId, value: NodeId) -> bool {
        if self.is_slice_self_assign(target, value) {
            return true;
        }
        let facts = self.facts();
        match (self.kind(target), self.kind(value)) {
            (NodeKind::Dot { x, .. }, NodeKind::Dot { x: y, .. })
            | (NodeKind::DotPtr { x, .. }, NodeKind::DotPtr { x: y, .. }) => facts.same_safe_expr(*x, *y),
            (NodeKind::Index { x, index }, NodeKind::Index { x: y, index: other }) => {
                !facts.may_affect_memory(*index) && !facts.may_affect_memory(*other) && facts.same_safe_expr(*x, *y)
            }
            _ => false,
        }
    }

    /// `b.buf = b.buf[n:m]`
    fn is_slice_self_assign(&self, target: NodeId, value: NodeId) -> bool {
        let through = |id: NodeId| match *self.kind(id) {
            NodeKind::Deref(x) | NodeKind::DotPtr { x, .. } => match *self.kind(x) {
                NodeKind::Name(var) => Some(var),
                _ => None,
            },
            _ => None,
        };
        let Some(var) = through(target) else { return false };
        let NodeKind::Slice { op, x, .. } = *self.kind(value) else { return false };
        // Slicing an array makes a new pointer; a pointer to one was there before.
        if matches!(op, SliceOp::Arr | SliceOp::Arr3) && matches!(self.kind(x), NodeKind::Addr(_)) {
            return false;
        }
        through(x) == Some(var)
    }
}
