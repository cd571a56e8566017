//! Where a parameter's value goes: its function's summary for callers.
//!
//! Mirrors `cmd/compile/internal/escape/leaks.go`, including the encoding of
//! summaries in export data (`esc:` and a byte per destination).

use alloc::vec::Vec;

use crate::report::ParamFlow;

/// For each destination the least number of dereferences with which the
/// parameter's value reaches it, plus one; 0 if it does not.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Leaks([u8; Leaks::LEN]);

const HEAP: usize = 0;
const MUTATOR: usize = 1;
const CALLEE: usize = 2;
const RESULT0: usize = 3;

/// What an encoded summary begins with.
const PREFIX: &[u8] = b"esc:";

impl Leaks {
    /// How many destinations there are.
    pub(crate) const LEN: usize = 8;
    /// How many results have a destination of their own; flows to the others
    /// count as flows to the heap.
    pub const RESULTS: usize = Self::LEN - RESULT0;

    /// What is assumed of a parameter about which nothing is known.
    pub fn unknown() -> Self {
        let mut leaks = Self::default();
        leaks.add_heap(0);
        leaks
    }

    /// Dereferences on the way to the heap.
    pub fn heap(self) -> Option<i32> {
        self.get(HEAP)
    }

    /// Dereferences on the way to where something is stored through it.
    pub fn mutator(self) -> Option<i32> {
        self.get(MUTATOR)
    }

    /// Dereferences on the way to a call of it.
    pub fn callee(self) -> Option<i32> {
        self.get(CALLEE)
    }

    /// Dereferences on the way to result `index`.
    pub fn result(self, index: usize) -> Option<i32> {
        if index < Self::RESULTS { self.get(RESULT0 + index) } else { None }
    }

    /// Adds a flow to the heap; whether it is shorter than those known.
    pub fn add_heap(&mut self, derefs: i32) -> bool {
        self.add(HEAP, derefs)
    }

    /// Adds a flow to a place through which something is stored.
    pub fn add_mutator(&mut self, derefs: i32) -> bool {
        self.add(MUTATOR, derefs)
    }

    /// Adds a flow to a call.
    pub fn add_callee(&mut self, derefs: i32) -> bool {
        self.add(CALLEE, derefs)
    }

    /// Adds a flow to result `index`, which must be below [`Self::RESULTS`].
    pub fn add_result(&mut self, index: usize, derefs: i32) -> bool {
        index < Self::RESULTS && self.add(RESULT0 + index, derefs)
    }

    fn get(self, slot: usize) -> Option<i32> {
        i32::from(self.0[slot]).checked_sub(1).filter(|&d| d >= 0)
    }

    fn add(&mut self, slot: usize, derefs: i32) -> bool {
        if self.get(slot).is_some_and(|old| old <= derefs) {
            return false;
        }
        self.0[slot] = u8::try_from(derefs.saturating_add(1).max(1)).unwrap_or(u8::MAX);
        true
    }

    /// Removes flows that are no shorter than the one to the heap.
    pub fn optimize(&mut self) {
        let Some(heap) = self.heap() else { return };
        for slot in HEAP + 1..Self::LEN {
            if self.get(slot).is_some_and(|d| d >= heap) {
                self.0[slot] = 0;
            }
        }
    }

    /// The summary as gc writes it to export data.
    pub fn encode(self) -> Vec<u8> {
        if self.heap() == Some(0) {
            return Vec::new();
        }
        let used = self.0.iter().rposition(|&b| b != 0).map_or(0, |last| last + 1);
        [PREFIX, &self.0[..used]].concat()
    }

    /// Reads an encoded summary; whatever else is handed in leaks.
    pub fn parse(text: &[u8]) -> Self {
        let Some(slots) = text.strip_prefix(PREFIX) else { return Self::unknown() };
        let mut leaks = Self::default();
        for (slot, &byte) in leaks.0.iter_mut().zip(slots) {
            *slot = byte;
        }
        leaks
    }

    /// What is known of each destination.
    pub(crate) fn slots(self) -> [u8; Self::LEN] {
        self.0
    }

    /// The opposite of [`Self::slots`].
    pub(crate) fn from_slots(slots: [u8; Self::LEN]) -> Self {
        Self(slots)
    }

    /// The flows that a person is told about.
    pub fn flows(self) -> Vec<ParamFlow> {
        let level = |derefs: i32| u8::try_from(derefs).unwrap_or(u8::MAX);
        let heap = self.heap().map(|d| ParamFlow::Heap { level: level(d) });
        let results = (0..Self::RESULTS).filter_map(|i| {
            let level = level(self.result(i)?);
            Some(ParamFlow::Result { index: i as u8, level })
        });
        heap.into_iter().chain(results).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_shortest_flow() {
        let mut leaks = Leaks::default();
        assert_eq!(leaks.heap(), None);
        assert!(leaks.add_heap(3));
        assert!(leaks.add_heap(1));
        assert!(!leaks.add_heap(2));
        assert_eq!(leaks.heap(), Some(1));
        assert!(leaks.add_result(1, 900));
        assert_eq!(leaks.result(1), Some(254));
        assert!(!leaks.add_result(Leaks::RESULTS, 0));
    }

    #[test]
    fn the_heap_hides_longer_flows() {
        let mut leaks = Leaks::default();
        leaks.add_heap(1);
        leaks.add_result(0, 0);
        leaks.add_result(1, 1);
        leaks.add_mutator(2);
        leaks.optimize();
        assert_eq!((leaks.result(0), leaks.result(1), leaks.mutator()), (Some(0), None, None));
    }

    #[test]
    fn encoding_is_gcs() {
        let mut leaks = Leaks::default();
        assert_eq!(leaks.encode(), b"esc:");
        leaks.add_result(0, 1);
        leaks.add_callee(0);
        assert_eq!(leaks.encode(), b"esc:\x00\x00\x01\x02");
        assert_eq!(Leaks::parse(&leaks.encode()), leaks);
        assert_eq!(Leaks::unknown().encode(), b"");
        assert_eq!(Leaks::parse(b""), Leaks::unknown());
    }
}
