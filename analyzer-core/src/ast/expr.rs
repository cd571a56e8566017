//! Expressions and types.

use alloc::{boxed::Box, vec::Vec};

use thin_vec::ThinVec;

use super::{Block, ExprId};
use crate::base::{Span, Symbol};

/// An expression, a type or a name.
#[derive(Clone, Debug)]
pub struct Expr {
    /// The offset that gc records for this node and prints in messages.
    pub pos: u32,
    /// The bytes it covers.
    pub span: Span,
    /// What it is.
    pub kind: ExprKind,
}

/// What an expression is. Names follow gc's `syntax` nodes.
///
/// More than half of all nodes are names and literals, and an arena's elements
/// are as large as the largest: what is rare and large is boxed, and lists are
/// pointers.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// Something that could not be parsed.
    Bad,
    /// An identifier, used or declared.
    Name(Symbol),
    /// A literal; the symbol is its source text, quotes and all.
    BasicLit {
        /// The kind of literal.
        kind: LitKind,
        /// The source text.
        text: Symbol,
        /// Whether the lexer has complained about it.
        bad: bool,
    },
    /// `Type{elems…}`; `None` for an elided type.
    CompositeLit {
        /// The type.
        ty: Option<ExprId>,
        /// Elements, some of which may be [`ExprKind::KeyValue`].
        elems: ThinVec<ExprId>,
    },
    /// `key: value` in a composite literal.
    KeyValue {
        /// The key.
        key: ExprId,
        /// The value.
        value: ExprId,
    },
    /// `func(…) … { … }`; `ty` is an [`ExprKind::FuncType`].
    FuncLit {
        /// The signature.
        ty: ExprId,
        /// The body.
        body: Box<Block>,
    },
    /// `(x)`
    Paren(ExprId),
    /// `x.sel`
    Selector {
        /// The operand.
        x: ExprId,
        /// The name behind the dot.
        sel: ExprId,
    },
    /// `x[index]`, also an instantiation; several indices are a [`ExprKind::List`].
    Index {
        /// The operand.
        x: ExprId,
        /// The index or type argument(s).
        index: ExprId,
    },
    /// `x[lo:hi:max]`
    Slice {
        /// The operand.
        x: ExprId,
        /// Low, high and max.
        index: Box<[Option<ExprId>; 3]>,
        /// Whether there are two colons.
        full: bool,
    },
    /// `x.(ty)`
    Assert {
        /// The operand.
        x: ExprId,
        /// The asserted type.
        ty: ExprId,
    },
    /// `x.(type)` or `lhs := x.(type)`
    TypeSwitchGuard {
        /// The declared name, if any.
        lhs: Option<ExprId>,
        /// The operand.
        x: ExprId,
    },
    /// A unary operation, `*x` and pointer types included.
    Unary {
        /// The operator.
        op: UnaryOp,
        /// The operand.
        x: ExprId,
    },
    /// A binary operation.
    Binary {
        /// The operator.
        op: BinaryOp,
        /// The left operand.
        x: ExprId,
        /// The right operand.
        y: ExprId,
    },
    /// `fun(args…)`, also a conversion.
    Call {
        /// The callee.
        fun: ExprId,
        /// The arguments.
        args: ThinVec<ExprId>,
        /// Whether the last argument is followed by `...`.
        has_dots: bool,
    },
    /// `a, b, c` where the grammar allows a list.
    List(ThinVec<ExprId>),
    /// `[len]elem`; `None` is `[...]elem`.
    ArrayType {
        /// The length.
        len: Option<ExprId>,
        /// The element type.
        elem: ExprId,
    },
    /// `[]elem`
    SliceType(ExprId),
    /// `...elem` of a variadic parameter.
    DotsType(ExprId),
    /// `struct { … }`
    StructType(Box<StructType>),
    /// `interface { … }`: a method has a name and a [`ExprKind::FuncType`], an
    /// embedded element has no name.
    InterfaceType(ThinVec<Field>),
    /// `func(params) results`
    FuncType(Box<FuncType>),
    /// `map[key]value`
    MapType {
        /// The key type.
        key: ExprId,
        /// The value type.
        value: ExprId,
    },
    /// `chan elem`, `<-chan elem`, `chan<- elem`
    ChanType {
        /// The direction.
        dir: ChanDir,
        /// The element type.
        elem: ExprId,
    },
}

impl ExprKind {
    /// Calls `visit` with each direct child, in source order. The statements
    /// of a function literal are not visited, a type that several names share
    /// is visited for each of them.
    pub fn for_each_child(&self, mut visit: impl FnMut(ExprId)) {
        let visit: &mut dyn FnMut(ExprId) = &mut visit;
        match self {
            Self::Bad | Self::Name(_) | Self::BasicLit { .. } => {}
            Self::CompositeLit { ty, elems, .. } => ty.iter().chain(elems).copied().for_each(visit),
            Self::KeyValue { key: x, value: y }
            | Self::Selector { x, sel: y }
            | Self::Index { x, index: y }
            | Self::Assert { x, ty: y }
            | Self::Binary { x, y, .. }
            | Self::MapType { key: x, value: y } => {
                visit(*x);
                visit(*y);
            }
            Self::FuncLit { ty: x, .. }
            | Self::Paren(x)
            | Self::Unary { x, .. }
            | Self::SliceType(x)
            | Self::DotsType(x)
            | Self::ChanType { elem: x, .. } => visit(*x),
            Self::TypeSwitchGuard { lhs: other, x } | Self::ArrayType { len: other, elem: x } => {
                other.iter().copied().for_each(&mut *visit);
                visit(*x);
            }
            Self::Slice { x, index, .. } => {
                visit(*x);
                index.iter().flatten().copied().for_each(visit);
            }
            Self::Call { fun, args, .. } => {
                visit(*fun);
                args.iter().copied().for_each(visit);
            }
            Self::List(elems) => elems.iter().copied().for_each(visit),
            Self::StructType(ty) => {
                let tags = ty.tags.iter().chain(core::iter::repeat(&None));
                for (field, tag) in ty.fields.iter().zip(tags) {
                    field.for_each_child(visit);
                    tag.iter().copied().for_each(&mut *visit);
                }
            }
            Self::InterfaceType(methods) => methods.iter().for_each(|method| method.for_each_child(visit)),
            Self::FuncType(ty) => ty.params.iter().chain(&ty.results).for_each(|field| field.for_each_child(visit)),
        }
    }
}

/// `struct { … }`
#[derive(Clone, Debug, Default)]
pub struct StructType {
    /// One entry per name; embedded fields have none.
    pub fields: Vec<Field>,
    /// The tag of each field, parallel to `fields`.
    pub tags: Vec<Option<ExprId>>,
}

/// A signature without receiver and type parameters.
#[derive(Clone, Debug, Default)]
pub struct FuncType {
    /// One entry per name, or per type if there are no names.
    pub params: Vec<Field>,
    /// Same for the results.
    pub results: Vec<Field>,
}

/// A struct field, a parameter, a type parameter or an interface element.
/// Names declared together share the same type expression.
#[derive(Clone, Debug)]
pub struct Field {
    /// gc's position of the field.
    pub pos: u32,
    /// The name; `None` for embedded fields and unnamed parameters.
    pub name: Option<ExprId>,
    /// The type; [`ExprKind::Bad`] if it is missing.
    pub ty: ExprId,
}

impl Field {
    /// Calls `visit` with the name, if there is one, and the type.
    pub fn for_each_child(&self, visit: &mut dyn FnMut(ExprId)) {
        self.name.iter().copied().for_each(&mut *visit);
        visit(self.ty);
    }
}

/// The kind of a [`ExprKind::BasicLit`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LitKind {
    /// `42`, `0x2a`, `1_000`
    Int,
    /// `1.5`, `1e9`, `0x1p-2`
    Float,
    /// `2i`
    Imag,
    /// `'x'`
    Rune,
    /// `"x"` or a raw string
    String,
}

/// The direction of a channel type.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ChanDir {
    /// `chan`
    Both,
    /// `chan<-`
    Send,
    /// `<-chan`
    Recv,
}

/// Unary operators, also the prefix forms of types and constraints.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UnaryOp {
    /// `+`
    Plus,
    /// `-`
    Neg,
    /// `!`
    Not,
    /// `^`
    BitNot,
    /// `*x`: an indirection or a pointer type
    Deref,
    /// `&`
    Addr,
    /// `<-`
    Recv,
    /// `~T` in a constraint
    Tilde,
}

/// Binary operators.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BinaryOp {
    /// `||`
    OrOr,
    /// `&&`
    AndAnd,
    /// `==`
    Eql,
    /// `!=`
    Neq,
    /// `<`
    Lss,
    /// `<=`
    Leq,
    /// `>`
    Gtr,
    /// `>=`
    Geq,
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `|`
    Or,
    /// `^`
    Xor,
    /// `*`
    Mul,
    /// `/`
    Div,
    /// `%`
    Rem,
    /// `&`
    And,
    /// `&^`
    AndNot,
    /// `<<`
    Shl,
    /// `>>`
    Shr,
}

impl UnaryOp {
    /// The operator's source text.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Plus => "+",
            Self::Neg => "-",
            Self::Not => "!",
            Self::BitNot => "^",
            Self::Deref => "*",
            Self::Addr => "&",
            Self::Recv => "<-",
            Self::Tilde => "~",
        }
    }
}

impl BinaryOp {
    /// The operator's source text.
    pub const fn text(self) -> &'static str {
        match self {
            Self::OrOr => "||",
            Self::AndAnd => "&&",
            Self::Eql => "==",
            Self::Neq => "!=",
            Self::Lss => "<",
            Self::Leq => "<=",
            Self::Gtr => ">",
            Self::Geq => ">=",
            Self::Add => "+",
            Self::Sub => "-",
            Self::Or => "|",
            Self::Xor => "^",
            Self::Mul => "*",
            Self::Div => "/",
            Self::Rem => "%",
            Self::And => "&",
            Self::AndNot => "&^",
            Self::Shl => "<<",
            Self::Shr => ">>",
        }
    }

    /// How tightly the operator binds, from 1 (`||`) to 5 (`*` and its like).
    pub const fn precedence(self) -> u8 {
        match self {
            Self::OrOr => 1,
            Self::AndAnd => 2,
            Self::Eql | Self::Neq | Self::Lss | Self::Leq | Self::Gtr | Self::Geq => 3,
            Self::Add | Self::Sub | Self::Or | Self::Xor => 4,
            Self::Mul | Self::Div | Self::Rem | Self::And | Self::AndNot | Self::Shl | Self::Shr => 5,
        }
    }

    /// Whether the result is an untyped boolean: `== != < <= > >=`.
    pub const fn is_comparison(self) -> bool {
        matches!(self, Self::Eql | Self::Neq | Self::Lss | Self::Leq | Self::Gtr | Self::Geq)
    }

    /// Whether this is `<<` or `>>`.
    pub const fn is_shift(self) -> bool {
        matches!(self, Self::Shl | Self::Shr)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_small() {
        // A third of what a parsed file takes: see [`ExprKind`].
        assert!(size_of::<Expr>() <= 32);
    }
}
