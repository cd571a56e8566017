//! What gc analyses: typed function bodies with everything implicit spelled out.
//!
//! ```text
//!   ast + types ── lower ──▶ Package { funcs, vars, nodes }
//!                               │ staticinit::outline_map_inits
//!                               │ bloop
//!                               │ inline::interleaved
//!                               ▼ late: loopvar, staticinit, deadlocals, bounds
//!                            escape, with fmt for the texts of `-m`
//! ```
//!
//! This mirrors `cmd/compile/internal/ir` as it stands right before escape
//! analysis: conversions, dereferences and addresses are explicit nodes,
//! method calls are calls with the receiver in front, variadic arguments are
//! slices, `go` and `defer` call a function without arguments, closures list
//! what they capture. [`lower`] does what `noder` and `typecheck` do between
//! them. Different from gc: nodes are arena entries, and a body refers to
//! the declaration of a variable by id wherever it is used, inside closures as
//! well (gc has a separate `Name` there and maps it back).
//!
//! Invariants: every id in a package points into its own arenas; a body is a
//! tree apart from [`NodeKind::Name`] and literal nodes, which may be shared;
//! nothing is printed or decided here that depends on flags.

pub mod bloop;
pub mod bounds;
mod callgraph;
mod deadlocals;
mod fmt;
mod inline_tree;
pub mod late;
mod loopvar;
pub mod lower;
mod node;
mod package;
mod static_call;
mod static_value;
pub mod staticinit;
#[cfg(test)]
pub(crate) mod testing;
mod util;
pub mod visit;

pub(crate) use callgraph::mentioned;
pub use callgraph::{Mentions, bottom_up};
pub use inline_tree::{InlineId, InlineTree, InlinedCall};
pub use node::{
    AssignListOp, BinaryOp, BranchOp, Builtin1, Builtin2, BuiltinN, Call, Case, CommCase, ConvOp, LitElem, Node,
    NodeKind, NodeList, SliceOp, StructElem, UnaryOp,
};
pub use package::{ClosureVar, DICT, Defn, Func, FuncId, NodeId, Package, Param, Var, VarClass, VarId};
pub use static_value::ReassignOracle;
pub use util::{Facts, Literal, MAX_IMPLICIT_STACK_VAR_SIZE, MAX_STACK_VAR_SIZE, StandIn, StandIns};
