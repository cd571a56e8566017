//! Which code was inlined where.
//!
//! Mirrors `cmd/internal/obj`'s `InlTree` and the inlining bases of
//! `cmd/internal/src`: gc gives each position in inlined code a link to the
//! call that the code came from. Messages point at the outermost call, and so
//! does [`super::Node::pos`] here; where a node stood in its own function is
//! found in the [`InlineTree`].

use alloc::vec::Vec;

use super::{FuncId, NodeId};
use crate::base::{Id, Pos, new_id};

new_id! {
    /// A call that was inlined.
    pub struct InlineId;
}

/// A call that was inlined.
#[derive(Clone, Debug)]
pub struct InlinedCall {
    /// The call whose inlined code this call stands in.
    pub parent: Option<InlineId>,
    /// Where the call stands in the function that it was written in.
    pub pos: Pos,
    /// The function that was called.
    pub callee: FuncId,
    /// The node that was the call and is the inlined code.
    pub call: NodeId,
    /// The first node of the inlined code.
    first: NodeId,
    /// Where the nodes from `first` on stood in `callee`.
    origins: Vec<Option<Pos>>,
}

/// All calls of a package that were inlined.
#[derive(Clone, Debug, Default)]
pub struct InlineTree {
    calls: Vec<InlinedCall>,
}

impl InlineTree {
    /// Adds a call; the nodes of its code are `first` and those behind it.
    pub fn push(
        &mut self,
        parent: Option<InlineId>,
        pos: Pos,
        callee: FuncId,
        call: NodeId,
        first: NodeId,
    ) -> InlineId {
        let id = InlineId::new(self.calls.len());
        self.calls.push(InlinedCall { parent, pos, callee, call, first, origins: Vec::new() });
        id
    }

    /// Notes where the nodes of the code of call `id` stood: that was the last
    /// call added.
    pub fn set_origins(&mut self, id: InlineId, origins: Vec<Option<Pos>>) {
        if let Some(call) = self.calls.get_mut(id.index()) {
            call.origins = origins;
        }
    }

    /// Call `id`.
    pub fn call(&self, id: InlineId) -> &InlinedCall {
        &self.calls[id.index()]
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.calls.len()
    }

    /// Whether nothing was inlined.
    pub fn is_empty(&self) -> bool {
        self.calls.is_empty()
    }

    /// The inlined call whose code `node` is part of, and where the node stood
    /// in the callee; `None` for code that stands where it was written.
    pub fn origin(&self, node: NodeId) -> Option<(InlineId, Pos)> {
        let behind = self.calls.partition_point(|call| call.first.index() <= node.index());
        let id = behind.checked_sub(1)?;
        let call = &self.calls[id];
        let pos = (*call.origins.get(node.index() - call.first.index())?)?;
        Some((InlineId::new(id), pos))
    }

    /// Call `id` and those that it is in the code of, innermost first.
    pub fn with_parents(&self, id: Option<InlineId>) -> impl Iterator<Item = &InlinedCall> {
        let mut next = id;
        core::iter::from_fn(move || {
            let call = &self.calls[next?.index()];
            next = call.parent;
            Some(call)
        })
    }
}
