//! Tokens as gc's parser knows them, and the patterns that recognise them.

use logos::Logos;

use crate::{
    ast::{BinaryOp, LitKind},
    base::Span,
};

/// A token with its place and text.
#[derive(Clone, Copy, Debug)]
pub struct Token<'s> {
    /// What it is.
    pub kind: TokenKind,
    /// The bytes it covers; an automatic semicolon covers none or its newline.
    pub span: Span,
    /// Its text, without bytes that a lexer drops (NUL, invalid UTF-8).
    pub text: &'s str,
    /// Whether it is a literal that the lexer has complained about.
    pub bad: bool,
}

/// What a token is. Operators are grouped as in gc's `syntax` package, because
/// its messages depend on the grouping.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "each is named after its text")]
pub enum TokenKind {
    Eof,
    Name,
    Literal(LitKind),
    /// An operator other than `*`, `<-` and the assignments.
    Operator(Op),
    /// `op=`
    AssignOp(BinaryOp),
    /// `++` (`inc`) or `--`.
    IncOp {
        inc: bool,
    },
    Assign,
    Define,
    Arrow,
    Star,
    Lparen,
    Lbrack,
    Lbrace,
    Rparen,
    Rbrack,
    Rbrace,
    Comma,
    Semi(Semi),
    Colon,
    Dot,
    DotDotDot,
    Break,
    Case,
    Chan,
    Const,
    Continue,
    Default,
    Defer,
    Else,
    Fallthrough,
    For,
    Func,
    Go,
    Goto,
    If,
    Import,
    Interface,
    Map,
    Package,
    Range,
    Return,
    Select,
    Struct,
    Switch,
    Type,
    Var,
}

/// An operator of [`TokenKind::Operator`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Op {
    /// `!`
    Not,
    /// `~`
    Tilde,
    /// A binary operator, some of which are unary ones as well.
    Binary(BinaryOp),
}

/// Where a semicolon comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Semi {
    /// It is written.
    Semicolon,
    /// A newline ends the statement.
    Newline,
    /// The end of the file does.
    Eof,
}

impl Op {
    /// The operator's text.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Not => "!",
            Self::Tilde => "~",
            Self::Binary(op) => op.text(),
        }
    }
}

impl TokenKind {
    /// Whether a newline behind this token is a semicolon.
    pub(super) const fn ends_statement(self) -> bool {
        matches!(
            self,
            Self::Name
                | Self::Literal(_)
                | Self::IncOp { .. }
                | Self::Rparen
                | Self::Rbrack
                | Self::Rbrace
                | Self::Break
                | Self::Continue
                | Self::Fallthrough
                | Self::Return
        )
    }

    /// Whether it is a keyword.
    pub const fn is_keyword(self) -> bool {
        !matches!(
            self,
            Self::Eof
                | Self::Name
                | Self::Literal(_)
                | Self::Operator(_)
                | Self::AssignOp(_)
                | Self::IncOp { .. }
                | Self::Assign
                | Self::Define
                | Self::Arrow
                | Self::Star
                | Self::Lparen
                | Self::Lbrack
                | Self::Lbrace
                | Self::Rparen
                | Self::Rbrack
                | Self::Rbrace
                | Self::Comma
                | Self::Semi(_)
                | Self::Colon
                | Self::Dot
                | Self::DotDotDot
        )
    }

    /// The text of a token that has only one; a word for the others.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Eof => "EOF",
            Self::Name => "name",
            Self::Literal(_) => "literal",
            Self::Operator(op) => op.text(),
            Self::AssignOp(_) => "op=",
            Self::IncOp { inc: true } => "++",
            Self::IncOp { inc: false } => "--",
            Self::Assign => "=",
            Self::Define => ":=",
            Self::Arrow => "<-",
            Self::Star => "*",
            Self::Lparen => "(",
            Self::Lbrack => "[",
            Self::Lbrace => "{",
            Self::Rparen => ")",
            Self::Rbrack => "]",
            Self::Rbrace => "}",
            Self::Comma => ",",
            Self::Semi(Semi::Semicolon) => "semicolon",
            Self::Semi(Semi::Newline) => "newline",
            Self::Semi(Semi::Eof) => "EOF",
            Self::Colon => ":",
            Self::Dot => ".",
            Self::DotDotDot => "...",
            Self::Break => "break",
            Self::Case => "case",
            Self::Chan => "chan",
            Self::Const => "const",
            Self::Continue => "continue",
            Self::Default => "default",
            Self::Defer => "defer",
            Self::Else => "else",
            Self::Fallthrough => "fallthrough",
            Self::For => "for",
            Self::Func => "func",
            Self::Go => "go",
            Self::Goto => "goto",
            Self::If => "if",
            Self::Import => "import",
            Self::Interface => "interface",
            Self::Map => "map",
            Self::Package => "package",
            Self::Range => "range",
            Self::Return => "return",
            Self::Select => "select",
            Self::Struct => "struct",
            Self::Switch => "switch",
            Self::Type => "type",
            Self::Var => "var",
        }
    }
}

/// The keyword that `name` is.
pub(super) fn keyword(name: &str) -> Option<TokenKind> {
    Some(match name {
        "break" => TokenKind::Break,
        "case" => TokenKind::Case,
        "chan" => TokenKind::Chan,
        "const" => TokenKind::Const,
        "continue" => TokenKind::Continue,
        "default" => TokenKind::Default,
        "defer" => TokenKind::Defer,
        "else" => TokenKind::Else,
        "fallthrough" => TokenKind::Fallthrough,
        "for" => TokenKind::For,
        "func" => TokenKind::Func,
        "go" => TokenKind::Go,
        "goto" => TokenKind::Goto,
        "if" => TokenKind::If,
        "import" => TokenKind::Import,
        "interface" => TokenKind::Interface,
        "map" => TokenKind::Map,
        "package" => TokenKind::Package,
        "range" => TokenKind::Range,
        "return" => TokenKind::Return,
        "select" => TokenKind::Select,
        "struct" => TokenKind::Struct,
        "switch" => TokenKind::Switch,
        "type" => TokenKind::Type,
        "var" => TokenKind::Var,
        _ => return None,
    })
}

/// What the generated automaton tells apart. Keywords are names to it: it
/// would be twice as large otherwise. Literals with quotes and block
/// comments are recognised by how they begin; numbers and names by everything
/// gc's scanner would take for one, malformed ones included.
#[derive(Logos, Clone, Copy, Debug)]
#[logos(skip r"[ \t\r]+")]
pub(super) enum Raw {
    #[token("\n")]
    Newline,

    #[regex(r"//[^\n]*", allow_greedy = true)]
    LineComment,
    #[token("/*")]
    BlockComment,

    #[regex(r"[a-zA-Z_\u{80}-\u{10FFFF}][0-9a-zA-Z_\u{80}-\u{10FFFF}]*")]
    Name,

    #[regex(r"0[xX][0-9a-fA-F_]*(\.[0-9a-fA-F_]*)?([pP][+-]?[0-9_]*)?i?")]
    #[regex(r"0[oObB][0-9_]*(\.[0-9_]*)?([eEpP][+-]?[0-9_]*)?i?")]
    #[regex(r"[0-9][0-9_]*(\.[0-9_]*)?([eEpP][+-]?[0-9_]*)?i?")]
    #[regex(r"\.[0-9][0-9_]*([eEpP][+-]?[0-9_]*)?i?")]
    Number,

    #[token("\"")]
    Quote,
    #[token("`")]
    Backquote,
    #[token("'")]
    Apostrophe,

    #[token("!", |_| TokenKind::Operator(Op::Not))]
    #[token("~", |_| TokenKind::Operator(Op::Tilde))]
    #[token("||", |_| TokenKind::Operator(Op::Binary(BinaryOp::OrOr)))]
    #[token("&&", |_| TokenKind::Operator(Op::Binary(BinaryOp::AndAnd)))]
    #[token("==", |_| TokenKind::Operator(Op::Binary(BinaryOp::Eql)))]
    #[token("!=", |_| TokenKind::Operator(Op::Binary(BinaryOp::Neq)))]
    #[token("<", |_| TokenKind::Operator(Op::Binary(BinaryOp::Lss)))]
    #[token("<=", |_| TokenKind::Operator(Op::Binary(BinaryOp::Leq)))]
    #[token(">", |_| TokenKind::Operator(Op::Binary(BinaryOp::Gtr)))]
    #[token(">=", |_| TokenKind::Operator(Op::Binary(BinaryOp::Geq)))]
    #[token("+", |_| TokenKind::Operator(Op::Binary(BinaryOp::Add)))]
    #[token("-", |_| TokenKind::Operator(Op::Binary(BinaryOp::Sub)))]
    #[token("|", |_| TokenKind::Operator(Op::Binary(BinaryOp::Or)))]
    #[token("^", |_| TokenKind::Operator(Op::Binary(BinaryOp::Xor)))]
    #[token("/", |_| TokenKind::Operator(Op::Binary(BinaryOp::Div)))]
    #[token("%", |_| TokenKind::Operator(Op::Binary(BinaryOp::Rem)))]
    #[token("&", |_| TokenKind::Operator(Op::Binary(BinaryOp::And)))]
    #[token("&^", |_| TokenKind::Operator(Op::Binary(BinaryOp::AndNot)))]
    #[token("<<", |_| TokenKind::Operator(Op::Binary(BinaryOp::Shl)))]
    #[token(">>", |_| TokenKind::Operator(Op::Binary(BinaryOp::Shr)))]
    #[token("+=", |_| TokenKind::AssignOp(BinaryOp::Add))]
    #[token("-=", |_| TokenKind::AssignOp(BinaryOp::Sub))]
    #[token("|=", |_| TokenKind::AssignOp(BinaryOp::Or))]
    #[token("^=", |_| TokenKind::AssignOp(BinaryOp::Xor))]
    #[token("*=", |_| TokenKind::AssignOp(BinaryOp::Mul))]
    #[token("/=", |_| TokenKind::AssignOp(BinaryOp::Div))]
    #[token("%=", |_| TokenKind::AssignOp(BinaryOp::Rem))]
    #[token("&=", |_| TokenKind::AssignOp(BinaryOp::And))]
    #[token("&^=", |_| TokenKind::AssignOp(BinaryOp::AndNot))]
    #[token("<<=", |_| TokenKind::AssignOp(BinaryOp::Shl))]
    #[token(">>=", |_| TokenKind::AssignOp(BinaryOp::Shr))]
    #[token("++", |_| TokenKind::IncOp { inc: true })]
    #[token("--", |_| TokenKind::IncOp { inc: false })]
    #[token("=", |_| TokenKind::Assign)]
    #[token(":=", |_| TokenKind::Define)]
    #[token("<-", |_| TokenKind::Arrow)]
    #[token("*", |_| TokenKind::Star)]
    #[token("(", |_| TokenKind::Lparen)]
    #[token("[", |_| TokenKind::Lbrack)]
    #[token("{", |_| TokenKind::Lbrace)]
    #[token(")", |_| TokenKind::Rparen)]
    #[token("]", |_| TokenKind::Rbrack)]
    #[token("}", |_| TokenKind::Rbrace)]
    #[token(",", |_| TokenKind::Comma)]
    #[token(";", |_| TokenKind::Semi(Semi::Semicolon))]
    #[token(":", |_| TokenKind::Colon)]
    #[token(".", |_| TokenKind::Dot)]
    #[token("...", |_| TokenKind::DotDotDot)]
    Fixed(TokenKind),

    #[regex(r"[\x00-\x08\x0b\x0c\x0e-\x1f#$?@\\\x7f]")]
    Invalid,
}
