//! The graph of one batch: where values live and how they flow.
//!
//! ```text
//!     p = &q    edge p ← q, derefs -1
//!     p = q     edge p ← q, derefs  0
//!     p = **q   edge p ← q, derefs  2
//! ```
//!
//! Mirrors `cmd/compile/internal/escape/graph.go`. Locations are variables,
//! allocating expressions and helpers; four of them always exist and stand for
//! the heap, for "something is stored through this", for "this is called" and
//! for nowhere. An edge belongs to its destination. Unlike gc's, the graph
//! does not change once it is built: what solving finds out is kept in a
//! [`super::solve::Solution`].

use alloc::vec::Vec;
use bitflags::bitflags;

pub use crate::report::Why;
use crate::{
    base::{Id, IdVec, new_id},
    ir::{FuncId, NodeId, VarId},
};

new_id! {
    /// A location.
    pub struct LocId;
}
new_id! {
    /// An edge.
    pub struct EdgeId;
}
new_id! {
    /// The first of a list of notes.
    pub struct NoteId;
}

bitflags! {
    /// What is known about a location.
    #[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
    pub struct Attrs: u8 {
        /// Its address outlives it: it must be on the heap.
        const ESCAPES = 1;
        /// Its address outlives the statement: its storage can't be reused at once.
        const PERSISTS = 2;
        /// Something may be stored through pointers that are reachable from it.
        const MUTATES = 4;
        /// Closures that are reachable from it may be called with their results lost.
        const CALLS = 8;
    }
}

/// What a location stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Site {
    /// A helper of the analysis.
    Helper,
    /// A variable.
    Var(VarId),
    /// An expression that allocates.
    Expr(NodeId),
    /// A temporary that gc makes while it analyses, by its number.
    Temp(u32),
}

/// How a location came to escape while the graph was built.
#[derive(Clone, Copy, Debug)]
pub struct Direct {
    /// The flow to the heap or to something that had come to escape before.
    pub edge: EdgeId,
    /// The last flow of the way to the heap.
    pub last: EdgeId,
    /// Whether a capture by a closure is on the way.
    pub captured: bool,
}

/// A place that can hold values.
#[derive(Clone, Debug)]
pub struct Location {
    /// What it stands for.
    pub site: Site,
    /// The function it belongs to; `None` for the four fixed locations.
    pub func: Option<FuncId>,
    /// The edges that lead here.
    pub edges: Vec<EdgeId>,
    /// How many loops of the function are around it.
    pub loop_depth: u32,
    /// For a result: which one, from 0.
    pub result_index: Option<u32>,
    /// What is known before solving.
    pub attrs: Attrs,
    /// The flow that made it escape before solving, if one did.
    pub direct: Option<Direct>,
    /// Whether a closure has captured it.
    pub captured: bool,
    /// Whether it has been assigned again.
    pub reassigned: bool,
    /// Whether its address has been taken.
    pub addrtaken: bool,
    /// A parameter or receiver.
    pub param: bool,
    /// A result.
    pub param_out: bool,
}

/// An assignment from `src` to `dst`.
#[derive(Clone, Copy, Debug)]
pub struct Edge {
    /// Where the value comes from.
    pub src: LocId,
    /// Where it goes.
    pub dst: LocId,
    /// Dereferences minus addresses taken; at least -1.
    pub derefs: i32,
    /// What happened to it on the way, innermost first.
    pub notes: Option<NoteId>,
}

/// One operation on the way of a value.
#[derive(Clone, Copy, Debug)]
pub struct Note {
    /// The operation around it.
    pub next: Option<NoteId>,
    /// The expression or statement.
    pub at: At,
    /// Why the value flows.
    pub why: Why,
}

/// What a note points at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum At {
    /// A node of the program.
    Node(NodeId),
    /// The assignment of an expression to a temporary made by the analysis.
    TempAssign {
        /// The temporary's number.
        temp: u32,
        /// The expression.
        value: NodeId,
    },
}

/// Where the value of an expression that is being evaluated goes.
#[derive(Clone, Copy, Debug)]
pub struct Hole {
    /// The destination.
    pub dst: LocId,
    /// Dereferences so far; at least -1.
    pub derefs: i32,
    /// Operations so far.
    pub notes: Option<NoteId>,
    /// Whether the address of the expression is taken, stored or not.
    pub addrtaken: bool,
}

impl Hole {
    /// The value itself goes to `dst`.
    pub const fn to(dst: LocId) -> Self {
        Self { dst, derefs: 0, notes: None, addrtaken: false }
    }

    /// The hole for what is dereferenced `delta` times on the way (-1: whose
    /// address is taken).
    #[must_use]
    pub const fn shift(self, delta: i32) -> Self {
        let derefs = self.derefs.saturating_add(delta);
        Self { derefs: if derefs < -1 { -1 } else { derefs }, addrtaken: delta < 0, ..self }
    }
}

/// Locations, edges and notes of one batch.
#[derive(Clone, Debug)]
pub struct Graph {
    /// All locations, the four fixed ones first.
    pub locs: IdVec<LocId, Location>,
    /// All edges, those that made a location escape at once included.
    pub edges: IdVec<EdgeId, Edge>,
    /// All notes.
    pub notes: IdVec<NoteId, Note>,
}

/// How many fixed locations there are.
const FIXED: usize = 4;

impl Default for Graph {
    fn default() -> Self {
        Self::new()
    }
}

impl Graph {
    /// A graph with the fixed locations.
    pub fn new() -> Self {
        let mut locs = IdVec::new();
        for attrs in [Attrs::all(), Attrs::MUTATES, Attrs::CALLS, Attrs::empty()] {
            locs.push(Location { attrs, ..Location::new(Site::Helper, None, 0) });
        }
        Self { locs, edges: IdVec::new(), notes: IdVec::new() }
    }

    /// The heap.
    pub fn heap() -> LocId {
        LocId::new(0)
    }

    /// Where pointers go through which something is stored.
    pub fn mutator() -> LocId {
        LocId::new(1)
    }

    /// Where functions go that are called without being known.
    pub fn callee() -> LocId {
        LocId::new(2)
    }

    /// Nowhere.
    pub fn blank() -> LocId {
        LocId::new(3)
    }

    /// The locations that stand for something, in gc's order.
    pub fn own_locs(&self) -> impl DoubleEndedIterator<Item = LocId> + ExactSizeIterator + use<> {
        (FIXED..self.locs.len()).map(LocId::new)
    }

    /// `hole` with one more operation.
    #[must_use]
    pub fn note(&mut self, hole: Hole, at: At, why: Why) -> Hole {
        let notes = Some(self.notes.push(Note { next: hole.notes, at, why }));
        Hole { notes, ..hole }
    }

    /// Whether `edge` is the capture of a variable by a closure.
    pub fn is_capture(&self, edge: EdgeId) -> bool {
        self.notes_from(self.edges[edge].notes).next().is_some_and(|note| note.why == Why::CapturedByClosure)
    }

    /// The notes from `first` on.
    pub fn notes_from(&self, first: Option<NoteId>) -> impl Iterator<Item = &Note> {
        core::iter::successors(first.map(|id| &self.notes[id]), |note| note.next.map(|id| &self.notes[id]))
    }
}

impl Location {
    /// A location with nothing known about it.
    pub const fn new(site: Site, func: Option<FuncId>, loop_depth: u32) -> Self {
        Self {
            site,
            func,
            edges: Vec::new(),
            loop_depth,
            result_index: None,
            attrs: Attrs::empty(),
            direct: None,
            captured: false,
            reassigned: false,
            addrtaken: false,
            param: false,
            param_out: false,
        }
    }
}
