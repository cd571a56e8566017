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
    table: HashTable<u32>,
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
        let hash = FxBuildHasher.hash_one(text);
        let (texts, ends) = (&mut self.text, &mut self.ends);
        if let Some(&found) = self.table.find(hash, |&i| nth(texts, ends, i as usize) == text) {
            return Symbol::new(found as usize);
        }
        let index = ends.len();
        texts.push_str(text);
        // Files are smaller than 4 GiB, and so are the different names in them.
        ends.push(texts.len() as u32);
        self.table.insert_unique(hash, index as u32, |&i| FxBuildHasher.hash_one(nth(texts, ends, i as usize)));
        Symbol::new(index)
    }

    /// The symbol of `text` if it was interned before.
    pub fn lookup(&self, text: &str) -> Option<Symbol> {
        let hash = FxBuildHasher.hash_one(text);
        let found = self.table.find(hash, |&i| nth(&self.text, &self.ends, i as usize) == text);
        found.map(|&i| Symbol::new(i as usize))
    }

    /// The text of `symbol`.
    pub fn text(&self, symbol: Symbol) -> &str {
        nth(&self.text, &self.ends, symbol.index())
    }
}

/// The text number `index` of `texts`, of which each ends where `ends` says.
fn nth<'a>(texts: &'a str, ends: &[u32], index: usize) -> &'a str {
    let start = index.checked_sub(1).map_or(0, |before| ends[before]);
    &texts[start as usize..ends[index] as usize]
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
