//! What the analyzer promises about any input, and inputs to try it with.
//!
//! A [`Target`] is a part of the analyzer together with what must hold of it
//! whatever it is given: it ends, without a panic, and
//!
//! * `lexer`: tokens follow each other and end at the end of the text;
//! * `parser`: depth and errors are bounded, and the same text gives the same;
//! * `check`: two sessions say the same of a program;
//! * `pipeline`: so they do with everything on, and a session that has analysed
//!   another program before says what a fresh one says;
//! * `edits`: a session that has seen a program edited says of each text what a
//!   fresh one says;
//! * `prefix`: the same for texts that end too soon, as while somebody types:
//!   all prefixes of all fixtures, if it is given the time;
//! * `rename`, `format`: what is said of a program moves only with its places
//!   when its variables are called otherwise, or when there is other space
//!   between its tokens;
//! * `txtar`: an archive that is written is read as it was, and its files are
//!   a module that can be analysed twice with the same report;
//! * `pack`: what is read of a damaged pack can be written and read again, and
//!   a program can import it, whatever nonsense is in it.
//!
//! Inputs are fixtures and pieces of the standard library, changed ([`mutate`])
//! by bytes, by tokens and by nodes of the syntax tree, so that many get past
//! the parser and some past the checker. The input number N of a seed is always
//! the same one. The program of this crate tries one after the other
//! (`cargo xtask fuzz`); `fuzz/libfuzzer` gives the same targets to cargo-fuzz,
//! which looks for inputs by coverage and needs a nightly toolchain.

pub mod corpus;
pub mod edits;
pub mod mutate;
pub mod rewrite;
pub mod target;

pub use corpus::Corpus;
pub use target::Target;

/// Numbers that look random, the same in every run.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// The numbers for input `index` of `seed`.
    pub fn new(seed: u64, index: u64) -> Self {
        // SplitMix64's finalizer: neighbours have nothing in common.
        let mut x = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(index).wrapping_add(0x9e37_79b9_7f4a_7c15);
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        Self((x ^ (x >> 31)).max(1))
    }

    /// A number below `n`, 0 if there is none.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 33) as usize).checked_rem(n).unwrap_or(0)
    }

    /// One of `items`; `None` if there are none.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.below(items.len()))
    }
}
