//! Statements and declarations.

use alloc::vec::Vec;

use super::{BinaryOp, DeclId, ExprId, Field, Pragma, StmtId};
use crate::base::Span;

/// A statement.
#[derive(Clone, Debug)]
pub struct Stmt {
    /// The offset that gc records for this node.
    pub pos: u32,
    /// The bytes it covers.
    pub span: Span,
    /// What it is.
    pub kind: StmtKind,
}

/// `{ list }`
#[derive(Clone, Debug, Default)]
pub struct Block {
    /// gc's position of the block: its `{`.
    pub pos: u32,
    /// The statements.
    pub list: Vec<StmtId>,
    /// Offset of `}`.
    pub rbrace: u32,
}

/// What a statement is. Names follow gc's `syntax` nodes.
#[derive(Clone, Debug)]
pub enum StmtKind {
    /// Nothing, or something that could not be parsed.
    Empty,
    /// `label: stmt`
    Labeled {
        /// The label's name.
        label: ExprId,
        /// The labeled statement.
        stmt: StmtId,
    },
    /// `{ … }`
    Block(Block),
    /// An expression as a statement.
    Expr(ExprId),
    /// `chan <- value`
    Send {
        /// The channel.
        chan: ExprId,
        /// The value sent.
        value: ExprId,
    },
    /// Local declarations.
    Decl(Vec<DeclId>),
    /// `lhs = rhs`, `lhs := rhs`, `lhs op= rhs`
    Assign {
        /// Which form.
        op: AssignOp,
        /// The left side, maybe a list.
        lhs: ExprId,
        /// The right side, maybe a list.
        rhs: ExprId,
    },
    /// `x++` (`inc`) or `x--`
    IncDec {
        /// The operand.
        x: ExprId,
        /// Whether it is `++`.
        inc: bool,
    },
    /// `break`, `continue`, `fallthrough`, `goto`
    Branch {
        /// Which one.
        tok: BranchTok,
        /// The label's name.
        label: Option<ExprId>,
    },
    /// `go call` or `defer call`
    Call {
        /// Which one.
        tok: CallTok,
        /// The call; the checker complains if it is none.
        call: ExprId,
    },
    /// `return results`
    Return(Option<ExprId>),
    /// `if init; cond { … } else …`
    If {
        /// The simple statement before the condition.
        init: Option<StmtId>,
        /// The condition; [`super::ExprKind::Bad`] if it is missing.
        cond: ExprId,
        /// The block.
        then: Block,
        /// An `if` or a block.
        els: Option<StmtId>,
    },
    /// `for init; cond; post { … }`; a range clause stands in `init`.
    For {
        /// The init statement or a [`StmtKind::Range`].
        init: Option<StmtId>,
        /// The condition.
        cond: Option<ExprId>,
        /// The post statement.
        post: Option<StmtId>,
        /// The body.
        body: Block,
    },
    /// The range clause of a `for`; occurs nowhere else.
    Range(RangeClause),
    /// `switch init; tag { … }`; a type switch has a
    /// [`super::ExprKind::TypeSwitchGuard`] as tag.
    Switch {
        /// The simple statement before the tag.
        init: Option<StmtId>,
        /// The tag.
        tag: Option<ExprId>,
        /// The clauses.
        body: Vec<CaseClause>,
        /// Offset of `}`.
        rbrace: u32,
    },
    /// `select { … }`
    Select {
        /// The clauses.
        body: Vec<CommClause>,
        /// Offset of `}`.
        rbrace: u32,
    },
}

/// The form of an assignment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AssignOp {
    /// `=`
    Assign,
    /// `:=`
    Define,
    /// `op=`
    Op(BinaryOp),
}

/// The keyword of a branch statement.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BranchTok {
    /// `break`
    Break,
    /// `continue`
    Continue,
    /// `fallthrough`
    Fallthrough,
    /// `goto`
    Goto,
}

/// The keyword of a call statement.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CallTok {
    /// `go`
    Go,
    /// `defer`
    Defer,
}

/// `lhs = range x`, `lhs := range x`, `range x`
#[derive(Clone, Debug)]
pub struct RangeClause {
    /// Key and value, maybe a list.
    pub lhs: Option<ExprId>,
    /// Whether it is `:=`.
    pub def: bool,
    /// What is ranged over.
    pub x: ExprId,
}

/// `case cases:` or `default:`
#[derive(Clone, Debug)]
pub struct CaseClause {
    /// gc's position: the keyword.
    pub pos: u32,
    /// Expressions or types, maybe a list; `None` is `default`.
    pub cases: Option<ExprId>,
    /// The statements.
    pub body: Vec<StmtId>,
    /// Offset of the colon.
    pub colon: u32,
}

/// `case comm:` or `default:` of a select.
#[derive(Clone, Debug)]
pub struct CommClause {
    /// gc's position: the keyword.
    pub pos: u32,
    /// A send, receive or assignment; `None` is `default`.
    pub comm: Option<StmtId>,
    /// The statements.
    pub body: Vec<StmtId>,
    /// Offset of the colon.
    pub colon: u32,
}

/// Declarations in the same parentheses share a group: the number of the
/// group in the file, from 0. `None` stands alone.
pub type GroupId = Option<u32>;

/// A declaration.
#[derive(Clone, Debug)]
pub struct Decl {
    /// The offset that gc records for this node.
    pub pos: u32,
    /// The bytes it covers, keyword excluded if it is one of a group.
    pub span: Span,
    /// The parenthesized group it belongs to.
    pub group: GroupId,
    /// The `//go:` directives before it.
    pub pragma: Pragma,
    /// What it is.
    pub kind: DeclKind,
}

/// What a declaration is.
#[derive(Clone, Debug)]
pub enum DeclKind {
    /// `import local path`
    Import {
        /// The local name, `.` and `_` included.
        local: Option<ExprId>,
        /// The path literal; `None` if it is missing.
        path: Option<ExprId>,
    },
    /// `const names ty = values`
    Const {
        /// The names.
        names: Vec<ExprId>,
        /// The type.
        ty: Option<ExprId>,
        /// The values, maybe a list.
        values: Option<ExprId>,
    },
    /// `type name[tparams] = ty`
    Type {
        /// The name.
        name: ExprId,
        /// The type parameters.
        tparams: Vec<Field>,
        /// Whether there is an `=`.
        alias: bool,
        /// The type.
        ty: ExprId,
    },
    /// `var names ty = values`
    Var {
        /// The names.
        names: Vec<ExprId>,
        /// The type.
        ty: Option<ExprId>,
        /// The values, maybe a list.
        values: Option<ExprId>,
    },
    /// `func (recv) name[tparams] ty { body }`
    Func {
        /// The receiver.
        recv: Option<Field>,
        /// The name.
        name: ExprId,
        /// The type parameters.
        tparams: Vec<Field>,
        /// An [`super::ExprKind::FuncType`].
        ty: ExprId,
        /// The body; `None` for a function implemented elsewhere.
        body: Option<Block>,
    },
}
