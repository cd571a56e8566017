//! What names stand for: objects, scopes and packages.

use alloc::{string::String, vec::Vec};
use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

use super::{arena::TypeId, constant::ConstValue};
use crate::ast::Pragma;
use crate::base::{Pos, Symbol, new_id};

new_id! {
    /// An object: what a name stands for.
    pub struct ObjId;
}
new_id! {
    /// A scope.
    pub struct ScopeId;
}
new_id! {
    /// A package.
    pub struct PkgId;
}

/// What a name stands for. Every declaration makes one, also those of `_` and
/// of unnamed parameters.
#[derive(Clone, Debug)]
pub struct Object {
    /// The name; [`Symbol::blank`] for `_`. Unnamed parameters have the
    /// interned empty text.
    pub name: Symbol,
    /// What kind of thing it is.
    pub kind: ObjKind,
    /// Its type; `None` while (or because) it is not known, and for packages.
    pub ty: Option<TypeId>,
    /// Where it is declared; `None` for predeclared objects.
    pub pos: Option<Pos>,
    /// The package it belongs to; `None` for predeclared objects.
    pub pkg: Option<PkgId>,
    /// The scope it is declared in; `None` for fields and methods.
    pub parent: Option<ScopeId>,
    /// Where its scope begins, as an offset in its file.
    pub scope_pos: u32,
    /// Whether the name begins with an upper-case letter.
    pub exported: bool,
    /// Source order of package-level objects, from 1; else 0.
    pub order: u32,
}

/// The kinds of objects.
#[derive(Clone, Debug)]
pub enum ObjKind {
    /// An imported package.
    PkgName {
        /// The package.
        imported: PkgId,
    },
    /// A constant; the value is [`ConstValue::Unknown`] until it is known.
    Const(ConstValue),
    /// A type.
    TypeName,
    /// A variable, parameter, result or field.
    Var(Var),
    /// A function or method.
    Func(Func),
    /// A label.
    Label,
    /// A predeclared function or one of package `unsafe`.
    Builtin(BuiltinId),
    /// `nil`
    Nil,
}

/// What is special about a variable.
#[derive(Clone, Copy, Debug)]
pub struct Var {
    /// Which kind of variable.
    pub kind: VarKind,
    /// Whether it is an embedded field.
    pub embedded: bool,
    /// For the fields and parameters of instances: the generic one.
    pub origin: Option<ObjId>,
}

/// The kinds of variables.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum VarKind {
    /// Declared at package level.
    Package,
    /// Declared in a function.
    Local,
    /// A method's receiver.
    Recv,
    /// A parameter.
    Param,
    /// A result.
    Result,
    /// A struct's field.
    Field,
}

/// What is special about a function.
#[derive(Clone, Copy, Debug, Default)]
pub struct Func {
    /// Whether it is a method with a pointer receiver.
    pub ptr_recv: bool,
    /// For the methods of instances: the generic one.
    pub origin: Option<ObjId>,
    /// The directives of its declaration.
    pub pragma: Pragma,
    /// Whether it is declared with a body.
    pub has_body: bool,
}

/// The predeclared functions.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[allow(missing_docs)]
pub enum BuiltinId {
    Append,
    Cap,
    Clear,
    Close,
    Complex,
    Copy,
    Delete,
    Imag,
    Len,
    Make,
    Max,
    Min,
    New,
    Panic,
    Print,
    Println,
    Real,
    Recover,
    UnsafeAdd,
    UnsafeAlignof,
    UnsafeOffsetof,
    UnsafeSizeof,
    UnsafeSlice,
    UnsafeSliceData,
    UnsafeString,
    UnsafeStringData,
    /// `assert(constant)`, which only the checker's own tests have.
    Assert,
}

/// A scope: a block, a file, a package or the universe.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// The enclosing scope; `None` for the universe.
    pub parent: Option<ScopeId>,
    /// Its names.
    pub names: HashMap<Symbol, ObjId, FxBuildHasher>,
    /// Whether it is a function's outermost scope.
    pub is_func: bool,
}

impl Scope {
    pub(crate) fn new(parent: Option<ScopeId>) -> Self {
        Self { parent, names: HashMap::default(), is_func: false }
    }
}

/// A package.
#[derive(Clone, Debug)]
pub struct Package {
    /// The import path.
    pub path: String,
    /// The name of its package clause.
    pub name: Symbol,
    /// Its scope.
    pub scope: ScopeId,
    /// Whether nothing but its path is known: everything selected from it is
    /// of [`super::Type::Unknown`].
    pub unknown: bool,
    /// The packages it imports.
    pub imports: Vec<PkgId>,
}

impl Object {
    /// Whether it is a variable of kind `kind`.
    pub fn is_var(&self, kind: VarKind) -> bool {
        self.var_kind() == Some(kind)
    }

    /// Which kind of variable it is, if it is one.
    pub fn var_kind(&self) -> Option<VarKind> {
        match self.kind {
            ObjKind::Var(var) => Some(var.kind),
            _ => None,
        }
    }
}
