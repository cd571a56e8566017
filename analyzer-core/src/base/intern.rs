//! Identifiers and literal texts as small ids.

use alloc::{boxed::Box, vec::Vec};
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
    texts: Vec<Box<str>>,
    table: HashTable<u32>,
}

impl Default for Interner {
    fn default() -> Self {
        let mut interner = Self { texts: Vec::new(), table: HashTable::new() };
        interner.intern("_");
        interner
    }
}

impl Interner {
    /// The symbol of `text`, made if it is new.
    pub fn intern(&mut self, text: &str) -> Symbol {
        let hash = FxBuildHasher.hash_one(text);
        let texts = &mut self.texts;
        if let Some(&found) = self.table.find(hash, |&i| &*texts[i as usize] == text) {
            return Symbol::new(found as usize);
        }
        let index = texts.len();
        texts.push(text.into());
        self.table.insert_unique(hash, index as u32, |&i| FxBuildHasher.hash_one(&*texts[i as usize]));
        Symbol::new(index)
    }

    /// The symbol of `text` if it was interned before.
    pub fn lookup(&self, text: &str) -> Option<Symbol> {
        let hash = FxBuildHasher.hash_one(text);
        self.table.find(hash, |&i| &*self.texts[i as usize] == text).map(|&i| Symbol::new(i as usize))
    }

    /// The text of `symbol`.
    pub fn text(&self, symbol: Symbol) -> &str {
        &self.texts[symbol.index()]
    }
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
