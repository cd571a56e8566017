//! What gc does to calls before it looks at where values go.
//!
//! gc decides which functions can be inlined, then goes over all functions
//! once, callees first, and makes calls direct where the callee can be told
//! and copies small callees to where they are called, in turns
//! (`cmd/compile/internal/inline`, `inline/interleaved`, `devirtualize`):
//!
//! ```text
//!   cost          which functions can be inlined, and what they cost
//!   interleaved   the loop over functions and calls
//!     devirtualize    i.M()  ─▶  (*T).M(i.(*T))
//!     callee          which function a call calls
//!     expand, copy    f(x)   ─▶  f's body with variables of its own
//! ```
//!
//! Under `-l` only devirtualisation is left. What a method name means for a
//! concrete type is answered by `method_set`.

mod callee;
mod copy;
mod cost;
mod devirtualize;
mod expand;
mod export;
mod interleaved;
mod intrinsics;
pub(crate) mod method_set;

pub use copy::Originals;
pub use cost::{Costs, Inlinable};
pub(crate) use export::{Exported, Exporter, exported};
pub use interleaved::{Library, Options, run, run_on};

use alloc::{string::String, vec::Vec};

use crate::{base::Pos, ir::FuncId};

/// Whose turn it was: a function, with those that have their turn together
/// with it, and how much had been said when the turn was over.
pub type Turns = Vec<(FuncId, usize)>;

/// What gc says about a function or a call.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Said {
    /// Where it stands.
    pub pos: Pos,
    /// gc's text.
    pub text: String,
    /// Whether `-m` prints it; else only `-m=2` does.
    pub plain: bool,
}
