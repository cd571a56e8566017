//! What the checker records about the syntax tree.

use alloc::vec::Vec;
use core::ops::Range;
use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

use super::{
    arena::{TypeId, TypeList},
    constant::ConstValue,
    objects::ObjId,
};
use crate::ast::{DeclId, ExprId, File, StmtId};
use crate::base::{FileId, Id, IdMap};

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

/// Mode and type of an expression.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TypeAndMode {
    /// The mode.
    pub mode: Mode,
    /// The type: for an untyped operand the type it takes in its context, for
    /// a comma-ok expression in such an assignment a tuple.
    pub ty: TypeId,
}

/// Mode, type and constant value of an expression.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct TypeAndValue<'a> {
    /// The mode.
    pub mode: Mode,
    /// The type.
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

/// The kinds of selections. Qualified identifiers are none: their `sel` is in
/// [`FileInfo::uses`].
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

/// A table for a range of expressions; for all others it has `None`.
#[derive(Clone, Debug)]
pub struct ExprTable<T> {
    first: usize,
    items: Vec<Option<T>>,
}

impl<T> Default for ExprTable<T> {
    fn default() -> Self {
        Self { first: 0, items: Vec::new() }
    }
}

impl<T: Copy> ExprTable<T> {
    fn new(range: &Range<usize>) -> Self {
        Self { first: range.start, items: alloc::vec![None; range.len()] }
    }

    /// What is known about expression `id`.
    pub fn get(&self, id: ExprId) -> Option<T> {
        *self.items.get(id.index().checked_sub(self.first)?)?
    }

    /// Takes note of `item`, if `id` is in the range; whether something was
    /// known about it.
    fn set(&mut self, id: ExprId, item: T) -> bool {
        let slot = id.index().checked_sub(self.first).and_then(|index| self.items.get_mut(index));
        slot.is_some_and(|slot| slot.replace(item).is_some())
    }

    fn covers(&self, id: ExprId) -> bool {
        id.index().checked_sub(self.first).is_some_and(|index| index < self.items.len())
    }
}

/// What is known about the nodes of one file, or of one declaration in it.
#[derive(Clone, Debug, Default)]
pub struct FileInfo {
    types: ExprTable<TypeAndMode>,
    values: IdMap<ExprId, ConstValue>,
    /// Names that declare an object. All names on the left of a `:=` that are
    /// new are here, the others in `uses`.
    pub defs: ExprTable<ObjId>,
    /// Names that refer to an object.
    pub uses: ExprTable<ObjId>,
    /// By the selector expression.
    pub selections: IdMap<ExprId, Selection>,
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
        self.types.first..self.types.first + self.types.items.len()
    }

    /// The objects that the expressions in `range` refer to, and their types.
    pub(crate) fn mentioned(&self, range: Range<usize>) -> impl Iterator<Item = (Option<ObjId>, Option<TypeId>)> {
        range.map(ExprId::new).map(|id| (self.uses.get(id), self.types.get(id).map(|known| known.ty)))
    }

    fn of_range(range: &Range<usize>) -> Self {
        Self {
            types: ExprTable::new(range),
            defs: ExprTable::new(range),
            uses: ExprTable::new(range),
            ..Self::default()
        }
    }

    /// What is known about expression `id`; `None` if it is no expression of
    /// its own (a declared name, a label) or was not checked.
    pub fn get(&self, id: ExprId) -> Option<TypeAndValue<'_>> {
        let TypeAndMode { mode, ty } = self.types.get(id)?;
        // Only constants have values: most looks into a large table are saved.
        let value = if mode == Mode::Constant { self.values.get(&id) } else { None };
        Some(TypeAndValue { mode, ty, value })
    }

    /// The type of expression `id`; [`TypeId::INVALID`] if it has none.
    pub fn type_of(&self, id: ExprId) -> TypeId {
        self.types.get(id).map_or(TypeId::INVALID, |t| t.ty)
    }

    /// The value of expression `id` if it is constant.
    pub fn value(&self, id: ExprId) -> Option<&ConstValue> {
        self.get(id)?.value
    }

    /// The object that the name `id` declares or refers to.
    pub fn object(&self, id: ExprId) -> Option<ObjId> {
        self.defs.get(id).or_else(|| self.uses.get(id))
    }

    pub(crate) fn record(&mut self, id: ExprId, mode: Mode, ty: TypeId, value: Option<ConstValue>) {
        if !self.types.covers(id) {
            return;
        }
        let known = self.types.set(id, TypeAndMode { mode, ty });
        match value {
            Some(value) => drop(self.values.insert(id, value)),
            None if known => drop(self.values.remove(&id)),
            None => {}
        }
    }

    pub(crate) fn record_type(&mut self, id: ExprId, ty: TypeId) {
        if let Some(old) = self.types.get(id) {
            self.types.set(id, TypeAndMode { ty, ..old });
        }
    }

    pub(crate) fn record_def(&mut self, name: ExprId, obj: ObjId) {
        self.defs.set(name, obj);
    }

    pub(crate) fn record_use(&mut self, name: ExprId, obj: ObjId) {
        self.uses.set(name, obj);
    }
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
