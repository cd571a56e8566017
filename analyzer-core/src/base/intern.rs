//! Identifiers and literal texts as small ids.

use alloc::{string::String, vec::Vec};
use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

use super::arena::{Id, new_id};
use core::hash::BuildHasher;

new_id! {
    /// An interned string: equal symbols are equal texts.
    pub struct Symbol;
}

impl Symbol {
    /// The blank identifier `_`, interned first.
    pub fn blank() -> Self {
        Self::new(0)
    }

    /// Whether this is the blank identifier `_`.
    pub fn is_blank(self) -> bool {
        self == Self::blank()
    }
}

/// Maps texts to [`Symbol`]s and back; shared by all stages of a session.
#[derive(Clone, Debug)]
pub struct Interner {
    /// All texts, one behind the other, and where each ends.
    text: String,
    ends: Vec<u32>,
    /// The number of each text and its hash.
    table: HashTable<(u32, u32)>,
}

impl Default for Interner {
    fn default() -> Self {
        let mut interner = Self { text: String::new(), ends: Vec::new(), table: HashTable::new() };
        interner.intern("_");
        interner
    }
}

impl Interner {
    /// The symbol of `text`, made if it is new.
    pub fn intern(&mut self, text: &str) -> Symbol {
        if let Some(known) = self.lookup(text) {
            return known;
        }
        let index = self.ends.len();
        self.text.push_str(text);
        // Files are smaller than 4 GiB, and so are the different names in them.
        self.ends.push(self.text.len() as u32);
        let hash = hash(text);
        self.table.insert_unique(spread(hash), (index as u32, hash), |&(_, hash)| spread(hash));
        Symbol::new(index)
    }

    /// The symbol of `text` if it was interned before.
    pub fn lookup(&self, text: &str) -> Option<Symbol> {
        let (wanted, hash) = (text.as_bytes(), hash(text));
        let same = |&(index, its): &(u32, u32)| its == hash && self.bytes(index as usize) == wanted;
        self.table.find(spread(hash), same).map(|&(index, _)| Symbol::new(index as usize))
    }

    /// The text of `symbol`.
    pub fn text(&self, symbol: Symbol) -> &str {
        let (start, end) = self.range(symbol.index());
        &self.text[start..end]
    }

    /// The text number `index` as bytes: of a string, Rust would check that it
    /// is cut between characters.
    fn bytes(&self, index: usize) -> &[u8] {
        let (start, end) = self.range(index);
        &self.text.as_bytes()[start..end]
    }

    /// Where the text number `index` begins and ends.
    fn range(&self, index: usize) -> (usize, usize) {
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        (start as usize, self.ends[index] as usize)
    }
}

/// What the table keeps of a text's hash.
fn hash(text: &str) -> u32 {
    FxBuildHasher.hash_one(text) as u32
}

/// The table takes the first bits of 64 for one purpose and the last for
/// another.
fn spread(hash: u32) -> u64 {
    u64::from(hash) << 32 | u64::from(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_get_equal_symbols() {
        let mut interner = Interner::default();
        let x = interner.intern("x");
        assert_ne!(x, interner.intern("y"));
        assert_eq!(x, interner.intern("x"));
        assert_eq!(interner.text(x), "x");
        assert!(interner.intern("_").is_blank());
        assert_eq!(interner.lookup("z"), None);
    }
}
