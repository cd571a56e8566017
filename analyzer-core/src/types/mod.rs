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

mod arena;
mod basic;
mod check;
mod gcfmt;
mod info;
mod objects;
mod places;
mod predicates;
mod program;
mod result;
mod sizes;
mod typestring;
mod universe;

pub mod constant;
pub mod subst;

pub use arena::{
    Alias, AliasId, IfaceId, Instance, Interface, Named, NamedId, ObjList, SigId, Signature, TParamId, TagList, Term,
    Type, TypeId, TypeList, TypeParam, TypeSet, Types, Union, UnionId,
};
pub use basic::BasicKind;
pub use constant::ConstValue;
pub use info::{FileInfo, Implicit, Info, Initializer, InstanceInfo, Mode, Selection, SelectionKind, TypeAndValue};
pub use objects::{BuiltinId, Func, ObjId, ObjKind, Object, Package, PkgId, Scope, ScopeId, Var, VarKind};
pub use places::Places;
pub use program::Program;
pub(crate) use program::{Bodies, Imports, Source, Trees};
pub use result::{Checked, Config, GoVersion};
pub use sizes::{Layout, WORD};

use crate::ast;
use crate::base::{FileId, Interner};
use crate::build::{Loader, NoPackages};

/// Checks `files` as the package with import path `path`, of whose imports
/// nothing is known; its types are in the [`Program`].
///
/// `places` knows how messages write positions (`a.go:3:5`), for the second
/// lines of messages such as `other declaration of x`. Never panics;
/// a package with errors has types for everything that is not affected.
pub fn check_package(
    path: &str,
    files: &[(FileId, &ast::File)],
    names: &mut Interner,
    config: &Config,
    places: &Places<'_>,
) -> (Program, Checked) {
    let mut program = Program::new(names);
    let checked = program.check(path, files, names, config, &mut NoPackages, places);
    (program, checked)
}

impl Program {
    /// Checks `files` as the package with import path `path`, like
    /// [`check_package`]; what it imports comes from `loader` and is kept.
    ///
    /// The files' ids begin at [`Program::next_file`]; `names` must be the
    /// interner that the program was made with.
    pub fn check(
        &mut self,
        path: &str,
        files: &[(FileId, &ast::File)],
        names: &mut Interner,
        config: &Config,
        loader: &mut dyn Loader,
        places: &Places<'_>,
    ) -> Checked {
        check::check(self, path, files, names, *config, loader, places)
    }
}
