//! Which code was inlined where.
//!
//! Mirrors `cmd/internal/obj`'s `InlTree` and the inlining bases of
//! `cmd/internal/src`: gc gives each position in inlined code a link to the
//! call that the code came from. Messages point at the outermost call, and so
//! does [`super::Node::pos`] here; where a node stood in its own function is
//! found in the [`InlineTree`].

use alloc::{format, string::String, vec::Vec};
use core::fmt::Write as _;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use sha2::{Digest as _, Sha256};

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
    /// The function that the call is in now.
    pub caller: FuncId,
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
    /// How long a [`hash`](Self::hash) is.
    pub const HASH_LEN: usize = 12;

    /// Adds a call in function `caller`; the nodes of its code are `first` and
    /// those behind it.
    pub fn push(
        &mut self,
        parent: Option<InlineId>,
        pos: Pos,
        [caller, callee]: [FuncId; 2],
        call: NodeId,
        first: NodeId,
    ) -> InlineId {
        let id = InlineId::new(self.calls.len());
        self.calls.push(InlinedCall { parent, pos, caller, callee, call, first, origins: Vec::new() });
        id
    }

    /// Notes where the nodes of the code of call `id` stood: that was the last
    /// call added.
    pub fn set_origins(&mut self, id: InlineId, origins: Vec<Option<Pos>>) {
        if let Some(call) = self.calls.get_mut(id.index()) {
            call.origins = origins;
        }
    }

    /// All of them.
    pub fn calls(&self) -> impl Iterator<Item = &InlinedCall> {
        self.calls.iter()
    }

    /// Call `id`.
    pub fn call(&self, id: InlineId) -> &InlinedCall {
        &self.calls[id.index()]
    }

    /// What gc adds to the names of function literals in the code of the last
    /// call added: a hash of the way there.
    pub fn hash(&self) -> String {
        let mut data = String::from("\u{1}");
        let mut parents = Vec::new();
        let mut next = self.calls.len().checked_sub(1);
        let _ = write!(data, "{}", next.unwrap_or(0));
        while let Some(parent) = next.and_then(|index| self.calls[index].parent) {
            parents.push(parent.index());
            next = Some(parent.index());
        }
        for parent in parents.into_iter().rev() {
            let _ = write!(data, " {parent}");
        }
        STANDARD.encode(&Sha256::digest(data)[..8])
    }

    /// The name of a function literal without such a hash.
    pub fn without_hash(name: &str) -> String {
        let Some((before, rest)) = name.split_once('#') else { return String::from(name) };
        match rest.split_once('#') {
            Some((hash, after)) if hash.len() == Self::HASH_LEN => format!("{before}{after}"),
            _ => String::from(name),
        }
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
