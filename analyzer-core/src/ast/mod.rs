//! The syntax tree of one Go file.
//!
//! Nodes live in arenas owned by [`File`] and refer to each other by id.
//! The shapes and, above all, the **positions** are those of gc's
//! `cmd/compile/internal/syntax`: the position of a call is its `(`, of an
//! index its `[`, of a binary operation its operator, of a selector the
//! operand's… whatever gc's parser records, because gc's messages print it.
//! What we add is [`Expr::span`], the bytes that a node covers, for
//! underlining and for edits.
//!
//! Every name, also one that is being declared, is an [`ExprKind::Name`]: the
//! type checker's side tables (uses and definitions) are indexed by [`ExprId`].
//!
//! Invariants: a tree always exists, however broken the text is; what could
//! not be parsed is [`ExprKind::Bad`] or missing; ids only point backwards or
//! to siblings within the same file; nesting is bounded by the parser.

mod expr;
mod print;
mod stmt;

pub use expr::{BinaryOp, ChanDir, Expr, ExprKind, Field, FuncType, LitKind, StructType, UnaryOp};
pub use print::{expr_text, stmt_text};
pub use stmt::{
    AssignOp, Block, BranchTok, CallTok, CaseClause, CommClause, Decl, DeclKind, GroupId, RangeClause, Stmt, StmtKind,
};

use alloc::{string::String, vec::Vec};
use bitflags::bitflags;
use core::ops::Deref;

use crate::base::{IdVec, LineDirective, Span, new_id};

new_id! {
    /// An expression, type or name of one file.
    pub struct ExprId;
}
new_id! {
    /// A statement of one file.
    pub struct StmtId;
}
new_id! {
    /// A declaration of one file, at package level or local.
    pub struct DeclId;
}

/// One parsed file.
#[derive(Clone, Debug, Default)]
pub struct File {
    /// The name in the package clause; `None` if that clause is broken.
    pub pkg_name: Option<ExprId>,
    /// gc's position of the file node: the `package` keyword.
    pub pos: u32,
    /// Package-level declarations in source order, imports included.
    pub decls: Vec<DeclId>,
    /// Offset of the end of the file.
    pub eof: u32,
    /// The language version of the file's `//go:build` line, such as `go1.21`.
    pub go_version: Option<String>,
    /// The text of the `//go:build` line, if there is one before the package clause.
    pub build_constraint: Option<String>,
    /// `//go:linkname` lines.
    pub linknames: Vec<Linkname>,
    /// `//line` directives in source order.
    pub line_directives: Vec<LineDirective>,
    /// Comments that may assert something, in source order.
    pub remarks: Vec<Remark>,
    /// All expressions.
    pub exprs: IdVec<ExprId, Expr>,
    /// All statements.
    pub stmts: IdVec<StmtId, Stmt>,
    /// All declarations, local ones included.
    pub decl_arena: IdVec<DeclId, Decl>,
}

/// A `//go:linkname local [remote]` line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Linkname {
    /// `go:linkname` or `go:linknamestd`.
    pub verb: &'static str,
    /// Where the comment stands.
    pub pos: u32,
    /// The name in this package.
    pub local: String,
    /// The linker symbol; empty for a push without a target.
    pub remote: String,
    /// Whether it was reported already.
    pub is_wrong: bool,
}

/// A comment that may assert something about the code: [`crate::assert`] reads it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Remark {
    /// The bytes of the comment.
    pub span: Span,
    /// The comment, without the newline.
    pub text: String,
    /// Whether nothing but white space stands before it on its line.
    pub alone: bool,
    /// The function that it stands before, as `//go:` directives do.
    pub func: Option<DeclId>,
}

/// Expressions of a list, or a single one that stands for a list.
#[derive(Clone, Copy, Debug)]
pub enum ExprList<'a> {
    /// A single expression.
    One([ExprId; 1]),
    /// The elements of a list.
    Many(&'a [ExprId]),
}

impl Deref for ExprList<'_> {
    type Target = [ExprId];

    fn deref(&self) -> &[ExprId] {
        match self {
            Self::One(one) => one,
            Self::Many(many) => many,
        }
    }
}

bitflags! {
    /// `//go:` directives that stand before a declaration, as gc's
    /// `ir.PragmaFlag` has them.
    #[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
    pub struct Pragma: u32 {
        /// `//go:nointerface`
        const NOINTERFACE = 1 << 0;
        /// `//go:noescape`
        const NOESCAPE = 1 << 1;
        /// `//go:norace`
        const NORACE = 1 << 2;
        /// `//go:nosplit`
        const NOSPLIT = 1 << 3;
        /// `//go:noinline`
        const NOINLINE = 1 << 4;
        /// `//go:nocheckptr`
        const NOCHECKPTR = 1 << 5;
        /// `//go:systemstack`
        const SYSTEMSTACK = 1 << 6;
        /// `//go:nowritebarrier`
        const NOWRITEBARRIER = 1 << 7;
        /// `//go:nowritebarrierrec`
        const NOWRITEBARRIERREC = 1 << 8;
        /// `//go:yeswritebarrierrec`
        const YESWRITEBARRIERREC = 1 << 9;
        /// `//go:cgo_unsafe_args`
        const CGO_UNSAFE_ARGS = 1 << 10;
        /// `//go:uintptrkeepalive`
        const UINTPTR_KEEP_ALIVE = 1 << 11;
        /// `//go:uintptrescapes`
        const UINTPTR_ESCAPES = 1 << 12;
        /// `//go:registerparams`
        const REGISTER_PARAMS = 1 << 13;
        /// `//go:notinheap` (historical) and `internal/runtime/sys.NotInHeap`
        const NOT_IN_HEAP = 1 << 14;
        /// `//go:build`
        const GO_BUILD = 1 << 15;
    }
}

impl File {
    /// The expression `id`.
    pub fn expr(&self, id: ExprId) -> &Expr {
        &self.exprs[id]
    }

    /// The statement `id`.
    pub fn stmt(&self, id: StmtId) -> &Stmt {
        &self.stmts[id]
    }

    /// The declaration `id`.
    pub fn decl(&self, id: DeclId) -> &Decl {
        &self.decl_arena[id]
    }

    /// `id` without the parentheses around it.
    pub fn unparen(&self, mut id: ExprId) -> ExprId {
        while let ExprKind::Paren(inner) = self.exprs[id].kind {
            id = inner;
        }
        id
    }

    /// The leftmost operand of a chain such as `a + b + c`, and the binary
    /// operations on the way to it, innermost first. Chains may be long:
    /// walking down their right operands from here costs no recursion.
    pub fn left_spine(&self, mut id: ExprId) -> (ExprId, Vec<ExprId>) {
        let mut operations = Vec::new();
        while let ExprKind::Binary { x, .. } = self.exprs[id].kind {
            operations.push(id);
            id = x;
        }
        operations.reverse();
        (id, operations)
    }

    /// The elements of `id` if it is a list, else `id` alone.
    pub fn unpack_list(&self, id: Option<ExprId>) -> ExprList<'_> {
        match id {
            None => ExprList::Many(&[]),
            Some(id) => match &self.exprs[id].kind {
                ExprKind::List(elems) => ExprList::Many(elems),
                _ => ExprList::One([id]),
            },
        }
    }

    /// The bytes that expression `id` covers.
    pub fn span(&self, id: ExprId) -> Span {
        self.exprs[id].span
    }
}
