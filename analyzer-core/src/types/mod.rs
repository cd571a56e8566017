//! Names and types: what every identifier means and what every expression is.
//!
//! ```text
//! ast ─┬─ resolve   package scope, file scopes, methods collected
//!      ├─ decl      objects typed on demand, cycles coloured
//!      ├─ stmt expr call builtins …   bodies, after all declarations
//!      └─ init order, unused imports
//!                          ──→ Checked { Types, Info, errors }
//! ```
//!
//! This module mirrors gc's `cmd/compile/internal/types2`: the same errors in
//! the same words at the same place, at most one for one mistake, and the same
//! types recorded for untyped operands.
//!
//! * [`Types`] is the arena: types, objects, scopes, packages, all by id. An
//!   equal [`TypeId`] is the same type; identity is [`Types::identical`].
//! * [`Info`] holds the side tables by file and [`crate::ast::ExprId`].
//! * [`ConstValue`] is exact constant arithmetic.
//!
//! Deliberate differences from types2: a package that is not known is no
//! error. What is selected from it has type [`Type::Unknown`], which is
//! compatible with everything and contagious, and the selection is listed in
//! the result, so that the report can say what it rests on.

mod gcfmt;
mod info;
mod objects;
mod predicates;
mod result;
mod sizes;
mod types;
mod typestring;
mod universe;

pub mod constant;

pub use constant::ConstValue;
pub use info::{
    FileInfo, Implicit, Info, Initializer, InstanceInfo, Mode, Selection, SelectionKind, TypeAndMode, TypeAndValue,
};
pub use objects::{BuiltinId, Func, ObjId, ObjKind, Object, Package, PkgId, Scope, ScopeId, Var, VarKind};
pub use result::{Checked, Config, GoVersion};
pub use sizes::{Layout, WORD};
pub use types::{
    Alias, AliasId, BasicKind, IfaceId, Instance, Interface, Named, NamedId, ObjList, SigId, Signature, TParamId,
    TagList, Term, Type, TypeId, TypeList, TypeParam, TypeSet, Types, Union, UnionId,
};
