//! What gc does to calls before it looks at where values go.
//!
//! gc goes over all functions once and, taking turns, makes calls direct
//! where the callee can be told and copies small callees to where they are
//! called (`cmd/compile/internal/inline/interleaved`). [`cost`] decides which
//! functions are small. [`devirtualize`] turns calls of interface methods into
//! calls of concrete ones, which gc also does under `-l`. What a method name
//! means for a concrete type is answered by `method_set`.

pub mod cost;
pub mod devirtualize;
mod intrinsics;
mod method_set;
