//! What the checker records about the syntax tree.

use alloc::vec::Vec;
use core::{num::NonZeroU32, ops::Range};
use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

use super::{
    arena::{TypeId, TypeList},
    constant::ConstValue,
    objects::ObjId,
};
use crate::ast::{DeclId, ExprId, File, StmtId};
use crate::base::{FileId, Id};

/// The addressing mode of an expression, as in gc's operands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Mode {
    /// In error, or not an expression with a value or type.
    #[default]
    Invalid,
    /// A call without result.
    NoValue,
    /// A built-in function.
    Builtin,
    /// A type.
    TypeExpr,
    /// A constant.
    Constant,
    /// An addressable variable.
    Variable,
    /// An element of a map: assignable, comma-ok.
    MapIndex,
    /// A computed value.
    Value,
    /// `nil`
    NilValue,
    /// A value that may be used in a comma-ok assignment.
    CommaOk,
}

/// Mode, type and constant value of an expression.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct TypeAndValue<'a> {
    /// The mode.
    pub mode: Mode,
    /// The type: for an untyped operand the type it takes in its context, for
    /// a comma-ok expression in such an assignment a tuple.
    pub ty: TypeId,
    /// The value of a constant, converted to `ty`.
    pub value: Option<&'a ConstValue>,
}

/// What `x.sel` means.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Selection {
    /// Which kind.
    pub kind: SelectionKind,
    /// The type of `x`.
    pub recv: TypeId,
    /// The field or method.
    pub obj: ObjId,
    /// The way to it: field indices through embedded fields, then the index
    /// of the field or method.
    pub path: Vec<u32>,
    /// Whether a pointer is followed on the way.
    pub indirect: bool,
}

/// The kinds of selections. Qualified identifiers are none: their `sel` has a
/// [`FileInfo::usage`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SelectionKind {
    /// `x.f`, a field.
    FieldVal,
    /// `x.m`, a method, called or as a value.
    MethodVal,
    /// `T.m`
    MethodExpr,
}

/// What an instantiation's name stands for.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct InstanceInfo {
    /// The type arguments.
    pub targs: TypeList,
    /// The instantiated type or signature.
    pub ty: TypeId,
}

/// Where an object is declared without a name of its own.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Implicit {
    /// The variable of clause `index` of a type switch.
    Clause {
        /// The switch.
        switch: StmtId,
        /// The clause, from 0.
        index: u32,
    },
    /// The package that an import without a local name declares.
    Import(DeclId),
    /// An unnamed parameter, result or receiver, or an embedded field, by its
    /// type expression.
    Unnamed(ExprId),
}

/// What is known about one expression.
#[derive(Clone, Copy, Debug, Default)]
struct Known {
    mode: Mode,
    /// Whether `obj` is declared here.
    declares: bool,
    ty: Option<TypeId>,
    /// What the name declares or refers to.
    obj: Option<ObjId>,
    /// The value of a constant, in [`FileInfo::values`], or else what the
    /// selector means, in [`FileInfo::selections`].
    more: Option<NonZeroU32>,
}

/// What is known about the nodes of one file, or of one declaration in it.
#[derive(Clone, Debug, Default)]
pub struct FileInfo {
    /// The first of the expressions in `exprs`; nothing is noted about others.
    first: usize,
    exprs: Vec<Known>,
    values: Vec<ConstValue>,
    selections: Vec<Selection>,
    /// Objects without a name of their own.
    pub implicits: HashMap<Implicit, ObjId, FxBuildHasher>,
    /// By the name that is instantiated.
    pub instances: HashMap<ExprId, InstanceInfo, FxBuildHasher>,
    /// The function or method that a declaration declares.
    pub funcs: HashMap<DeclId, ObjId, FxBuildHasher>,
    /// The signatures of function literals.
    pub func_lits: HashMap<ExprId, TypeId, FxBuildHasher>,
}

impl FileInfo {
    /// Tables for `file`.
    pub fn new(file: &File) -> Self {
        Self::of_range(&(0..file.exprs.len()))
    }

    /// Tables for the declaration `decl` of `file`: the parser makes the
    /// expressions of one declaration behind those of the one before.
    pub(super) fn of_decl(file: &File, decl: DeclId) -> Self {
        Self::of_range(&Self::exprs_of(file, decl))
    }

    /// The expressions of the declaration `decl`, by the index of their ids.
    pub(crate) fn exprs_of(file: &File, decl: DeclId) -> Range<usize> {
        let span = file.decl_arena[decl].span;
        let exprs = file.exprs.as_slice();
        let behind = |offset: u32| exprs.partition_point(|expr| expr.span.start < offset);
        behind(span.start)..behind(span.end)
    }

    /// All expressions that there are tables for.
    pub(crate) fn exprs(&self) -> Range<usize> {
        self.first..self.first + self.exprs.len()
    }

    /// The objects that the expressions in `range` refer to, and their types.
    pub(crate) fn mentioned(&self, range: Range<usize>) -> impl Iterator<Item = (Option<ObjId>, Option<TypeId>)> {
        range.map(ExprId::new).map(|id| (self.usage(id), self.known(id).and_then(|known| known.ty)))
    }

    fn of_range(range: &Range<usize>) -> Self {
        Self { first: range.start, exprs: alloc::vec![Known::default(); range.len()], ..Self::default() }
    }

    fn known(&self, id: ExprId) -> Option<&Known> {
        self.exprs.get(id.index().checked_sub(self.first)?)
    }

    fn known_mut(&mut self, id: ExprId) -> Option<&mut Known> {
        self.exprs.get_mut(id.index().checked_sub(self.first)?)
    }

    /// What is known about expression `id`; `None` if it is no expression of
    /// its own (a declared name, a label) or was not checked.
    pub fn get(&self, id: ExprId) -> Option<TypeAndValue<'_>> {
        let &Known { mode, ty, more, .. } = self.known(id)?;
        let value = if mode == Mode::Constant { of(&self.values, more) } else { None };
        Some(TypeAndValue { mode, ty: ty?, value })
    }

    /// The type of expression `id`; [`TypeId::INVALID`] if it has none.
    pub fn type_of(&self, id: ExprId) -> TypeId {
        self.known(id).and_then(|known| known.ty).unwrap_or(TypeId::INVALID)
    }

    /// The value of expression `id` if it is constant.
    pub fn value(&self, id: ExprId) -> Option<&ConstValue> {
        self.get(id)?.value
    }

    /// The object that the name `id` declares. All names on the left of a `:=`
    /// that are new declare one, the others refer to one.
    pub fn def(&self, id: ExprId) -> Option<ObjId> {
        self.known(id).filter(|known| known.declares)?.obj
    }

    /// The object that the name `id` refers to.
    pub fn usage(&self, id: ExprId) -> Option<ObjId> {
        self.known(id).filter(|known| !known.declares)?.obj
    }

    /// The object that the name `id` declares or refers to.
    pub fn object(&self, id: ExprId) -> Option<ObjId> {
        self.known(id)?.obj
    }

    /// What the selector expression `id` means.
    pub fn selection(&self, id: ExprId) -> Option<&Selection> {
        let known = self.known(id).filter(|known| known.mode != Mode::Constant)?;
        of(&self.selections, known.more)
    }

    pub(crate) fn record(&mut self, id: ExprId, mode: Mode, ty: TypeId, value: Option<ConstValue>) {
        let Some(index) = id.index().checked_sub(self.first).filter(|&index| index < self.exprs.len()) else { return };
        let known = &mut self.exprs[index];
        if mode == Mode::Constant || known.mode == Mode::Constant {
            known.more = value.and_then(|value| put(&mut self.values, value));
        }
        (known.mode, known.ty) = (mode, Some(ty));
    }

    pub(crate) fn record_type(&mut self, id: ExprId, ty: TypeId) {
        if let Some(known) = self.known_mut(id).filter(|known| known.ty.is_some()) {
            known.ty = Some(ty);
        }
    }

    pub(crate) fn record_def(&mut self, name: ExprId, obj: ObjId) {
        self.record_object(name, obj, true);
    }

    pub(crate) fn record_use(&mut self, name: ExprId, obj: ObjId) {
        self.record_object(name, obj, false);
    }

    fn record_object(&mut self, name: ExprId, obj: ObjId, declares: bool) {
        if let Some(known) = self.known_mut(name) {
            (known.obj, known.declares) = (Some(obj), declares);
        }
    }

    pub(crate) fn record_selection(&mut self, id: ExprId, selection: Selection) {
        if let Some(index) = id.index().checked_sub(self.first)
            && let Some(known) = self.exprs.get_mut(index)
        {
            known.more = put(&mut self.selections, selection);
        }
    }
}

/// The item that is number `number`, counted from 1.
fn of<T>(items: &[T], number: Option<NonZeroU32>) -> Option<&T> {
    items.get(number?.get() as usize - 1)
}

/// Adds `item`; its number.
fn put<T>(items: &mut Vec<T>, item: T) -> Option<NonZeroU32> {
    items.push(item);
    u32::try_from(items.len()).ok().and_then(NonZeroU32::new)
}

/// The side tables of all files.
#[derive(Clone, Debug, Default)]
pub struct Info {
    /// In the order of their ids, which follow each other as a rule.
    files: Vec<(FileId, FileInfo)>,
    /// The variables that each package-level initialization assigns, in the
    /// order in which they are initialized.
    pub init_order: Vec<Initializer>,
}

/// One step of package initialization: `lhs… = rhs`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Initializer {
    /// The variables.
    pub lhs: Vec<ObjId>,
    /// The file of `rhs`.
    pub file: FileId,
    /// The expression.
    pub rhs: ExprId,
}

impl Info {
    /// The tables of `file`, which must be one of the checked files.
    pub fn file(&self, file: FileId) -> Option<&FileInfo> {
        self.index(file).ok().map(|index| &self.files[index].1)
    }

    pub(crate) fn file_mut(&mut self, file: FileId) -> &mut FileInfo {
        let index = self.index(file).unwrap_or_else(|index| {
            self.files.insert(index, (file, FileInfo::default()));
            index
        });
        &mut self.files[index].1
    }

    pub(crate) fn insert(&mut self, file: FileId, info: FileInfo) {
        *self.file_mut(file) = info;
    }

    pub(crate) fn remove(&mut self, file: FileId) -> Option<FileInfo> {
        self.index(file).ok().map(|index| self.files.remove(index).1)
    }

    /// Where the tables of `file` are, or would have to be.
    fn index(&self, file: FileId) -> Result<usize, usize> {
        let guess = self.files.first().and_then(|(first, _)| file.index().checked_sub(first.index()));
        match guess {
            Some(index) if self.files.get(index).is_some_and(|(id, _)| *id == file) => Ok(index),
            _ => self.files.binary_search_by_key(&file, |(id, _)| *id),
        }
    }
}
