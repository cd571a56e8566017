//! From tokens to the syntax tree of a file.
//!
//! Mirrors `parser.go` and `branches.go` of gc's `cmd/compile/internal/syntax`
//! and, for the `//go:` directives, `noder/noder.go`: recursive descent with
//! one function per production, gc's node positions, and gc's error messages
//! at gc's places, because they are what a Go programmer is used to.
//!
//! ```text
//! bytes ─ lexer ─┬─ tokens ──── file, decl, stmt, expr, ty, params ─┬─ ast::File
//!                └─ events ──── directive (pragmas, //line)         │
//!                   errors ◄──── recovery, branches ◄───────────────┘
//! ```
//!
//! How functions are named: `parse_x` reads an `x` that must be there, and
//! makes up a bad node if it is not; `maybe_x` reads an `x` if there is one;
//! `expect` reads a token and complains about any other; `got` reads a token
//! if it is there.
//!
//! Invariants:
//! * There is always a tree. After an error, tokens are skipped up to one that
//!   may follow ([`Parser::advance`]), and every loop reads at least a token
//!   per turn ([`Parser::progress`]).
//! * The tree is at most [`MAX_DEPTH`] deep, and so every stage may walk it
//!   recursively. Real programs do not nest much, but generated ones have long
//!   chains, `"…" + "…" + …` and `else if`: hence the lower limit
//!   [`MAX_NESTING`] for what the parser recurses into, chains not counted.
//!   What is deeper gets one error, and the rest of the file is skipped.
//! * At most [`MAX_ERRORS`] errors are kept.
//!
//! Where we differ from gc on purpose: gc has no limit and dies of a stack
//! overflow; gc forgets parentheses around types, our spans cover them; gc
//! gives up when the package clause is broken and has no tree at all.

mod branches;
mod constraint;
mod decl;
mod directive;
mod errors;
mod expr;
mod file;
mod params;
mod recovery;
mod stmt;
#[cfg(test)]
mod tests;
mod ty;

pub use constraint::Constraint;
pub(crate) use directive::{INVALID_DIRECTIVE, is_func_directive};

use alloc::{string::String, vec::Vec};

use self::{directive::Directives, errors::ErrorList};
use crate::{
    ast::{Expr, ExprId, ExprKind, File, Stmt, StmtId, StmtKind},
    base::{Code, Diagnostic, FileId, IdVec, Interner, LineIndex, Span, Symbol},
    lexer::{Lexer, Semi, Source, Token, TokenKind},
};

/// A token that does not fit.
pub const UNEXPECTED_TOKEN: Code = Code("UnexpectedToken");
/// Something that can be read but is not Go.
pub const INVALID_SYNTAX: Code = Code("InvalidSyntax");
/// Deeper nesting than [`MAX_DEPTH`].
pub const NESTING_TOO_DEEP: Code = Code("NestingTooDeep");

/// How deep productions may nest; in the standard library they reach 29.
pub const MAX_NESTING: u32 = 200;

/// How deep a tree may be, chains included. The standard library has a chain
/// of 960 string concatenations; see [`File::left_spine`].
pub const MAX_DEPTH: u32 = 1000;

/// How many levels of a chain of binary operators one level of another
/// expression counts for.
const OPERAND_WEIGHT: u32 = 4;

/// How many errors are kept of a file; gc prints ten.
pub const MAX_ERRORS: usize = 200;

/// What a file has to be known of besides its text.
#[derive(Clone, Copy, Debug, Default)]
pub struct ParseOptions<'a> {
    /// The name that messages use when they point to another line.
    pub name: &'a str,
    /// Whether it belongs to the standard library, gc's `-std`.
    pub std: bool,
    /// Whether it belongs to the runtime, gc's `-+`.
    pub runtime: bool,
}

/// A parsed file.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The tree, whatever the errors.
    pub tree: File,
    /// gc's errors in the order in which gc finds them, without those that it
    /// drops because there is one on the same line. gc stops at the tenth of a
    /// package and prints them sorted by position.
    pub errors: Vec<Diagnostic>,
    /// Errors about directives that gc reports only if the package is free of
    /// type errors.
    pub deferred: Vec<Diagnostic>,
    /// Where the lines begin.
    pub lines: LineIndex,
    /// How deep the tree is, at most.
    pub depth: u32,
}

/// Parses a nameless file of an ordinary package.
pub fn parse_file(text: &[u8], file: FileId, interner: &mut Interner) -> Parsed {
    parse_source(text, file, ParseOptions::default(), interner)
}

/// Parses a file.
pub fn parse_source(text: &[u8], file: FileId, options: ParseOptions<'_>, interner: &mut Interner) -> Parsed {
    parse(text, file, options, interner, &|parser| parser.parse_source_file())
}

/// Parses what stands behind the imports of a file, or a part of it; with a
/// `keyword`, what stands in parentheses behind that.
pub(crate) fn parse_declarations(
    text: &[u8],
    keyword: Option<TokenKind>,
    file: FileId,
    options: ParseOptions<'_>,
    interner: &mut Interner,
) -> Parsed {
    parse(text, file, options, interner, &|parser| parser.parse_part(keyword))
}

fn parse(
    text: &[u8],
    file: FileId,
    options: ParseOptions<'_>,
    interner: &mut Interner,
    production: &dyn Fn(&mut Parser<'_>),
) -> Parsed {
    let source = Source::new(text);
    let mut parser = Parser::new(&source, text, file, options, interner);
    parser.next();
    production(&mut parser);
    parser.tree.linknames = core::mem::take(&mut parser.directives.linknames);
    Parsed {
        tree: parser.tree,
        errors: parser.errors.list,
        deferred: parser.errors.deferred,
        lines: parser.lines,
        depth: parser.deepest,
    }
}

struct Parser<'s> {
    lexer: Lexer<'s>,
    /// The token that is looked at.
    token: Token<'s>,
    /// The end of the token before it.
    prev_end: u32,
    /// Where the last node stands that is not in the text.
    made_up: u32,
    interner: &'s mut Interner,
    tree: File,
    lines: LineIndex,
    file: FileId,
    options: ParseOptions<'s>,
    errors: ErrorList,
    directives: Directives,
    /// How deep each expression is, by id.
    heights: IdVec<ExprId, u32>,
    /// How many productions that nest are being read.
    nesting: u32,
    /// How deep in the tree we are; only `else if` makes it more than `nesting`.
    depth: u32,
    /// The greatest depth of any node read so far in the function at hand.
    deepest: u32,
    /// How many functions are being read.
    fnest: u32,
    /// How deep in an expression we are; below zero in the header of a
    /// control statement, where `{` begins a block and not a literal.
    xnest: i32,
    /// Whether the package clause is still to come.
    top: bool,
    /// Whether the rest of the file is being skipped.
    stopped: bool,
    /// How many parenthesized groups of declarations there are.
    groups: u32,
}

impl<'s> Parser<'s> {
    fn new(
        source: &'s Source<'s>,
        text: &[u8],
        file: FileId,
        options: ParseOptions<'s>,
        interner: &'s mut Interner,
    ) -> Self {
        Self {
            lexer: Lexer::new(source),
            token: Token { kind: TokenKind::Eof, span: Span::default(), text: "", bad: false },
            prev_end: 0,
            made_up: 0,
            interner,
            // A guess that is seldom too low.
            tree: File { exprs: IdVec::with_capacity(text.len() / 10), ..File::default() },
            lines: LineIndex::new(text),
            file,
            options,
            errors: ErrorList::default(),
            directives: Directives::default(),
            heights: IdVec::with_capacity(text.len() / 10),
            nesting: 0,
            depth: 0,
            deepest: 0,
            fnest: 0,
            xnest: 0,
            top: true,
            stopped: false,
            groups: 0,
        }
    }

    // Tokens

    fn next(&mut self) {
        self.prev_end = self.token.span.end;
        self.token = self.lexer.next_token();
        if !self.lexer.events.is_empty() {
            self.handle_events();
        }
    }

    fn kind(&self) -> TokenKind {
        self.token.kind
    }

    fn pos(&self) -> u32 {
        self.token.span.start
    }

    /// Whether the token at hand is a `kind`; operators and literals only
    /// have to be of the same group.
    fn at(&self, kind: TokenKind) -> bool {
        same_kind(self.token.kind, kind)
    }

    fn got(&mut self, kind: TokenKind) -> bool {
        let found = self.at(kind);
        if found {
            self.next();
        }
        found
    }

    fn expect(&mut self, kind: TokenKind) {
        if !self.got(kind) {
            self.syntax_error(&alloc::format!("expected {}", token_text(kind)));
            self.advance(&[]);
        }
    }

    /// Reads a closing token and returns where it is, or should be.
    fn close(&mut self, kind: TokenKind) -> u32 {
        let pos = self.pos();
        if !self.at(kind) {
            self.made_up = self.made_up.max(pos);
        }
        self.expect(kind);
        pos
    }

    /// Reads `=`; also `:=`, but complains.
    fn got_assign(&mut self) -> bool {
        match self.kind() {
            TokenKind::Define => self.syntax_error("expected ="),
            TokenKind::Assign => {}
            _ => return false,
        }
        self.next();
        true
    }

    fn intern(&mut self) -> Symbol {
        self.interner.intern(self.token.text)
    }

    // Nodes

    /// The bytes from `start` up to the last token read, or up to the token at
    /// hand if something was made up in its place.
    fn span_from(&self, start: u32) -> Span {
        Span::new(start, self.prev_end.max(self.made_up).max(start))
    }

    /// Adds an expression that covers `start` up to here.
    fn expr_from(&mut self, start: u32, pos: u32, kind: ExprKind) -> ExprId {
        self.push_expr(pos, self.span_from(start), kind)
    }

    fn push_expr(&mut self, pos: u32, span: Span, kind: ExprKind) -> ExprId {
        // Binary operators make long chains in real programs; a level of
        // anything else costs later stages more stack.
        let weight = if matches!(kind, ExprKind::Binary { .. }) { 1 } else { OPERAND_WEIGHT };
        let height = weight + self.height_of(&kind);
        self.note_depth(height, pos);
        self.heights.push(height);
        self.tree.exprs.push(Expr { pos, span, kind })
    }

    /// A name that is not in the text.
    fn made_up_name(&mut self, pos: u32, text: &str) -> ExprId {
        let symbol = self.interner.intern(text);
        self.made_up_expr(pos, ExprKind::Name(symbol))
    }

    fn bad_expr(&mut self) -> ExprId {
        self.made_up_expr(self.pos(), ExprKind::Bad)
    }

    fn made_up_expr(&mut self, pos: u32, kind: ExprKind) -> ExprId {
        self.made_up = self.made_up.max(pos);
        self.push_expr(pos, Span::new(pos, pos), kind)
    }

    fn stmt_from(&mut self, start: u32, pos: u32, kind: StmtKind) -> StmtId {
        let span = self.span_from(start);
        self.tree.stmts.push(Stmt { pos, span, kind })
    }

    /// Where the text of `id` begins.
    fn start(&self, id: ExprId) -> u32 {
        self.tree.exprs[id].span.start
    }

    // Depth

    /// A production that may nest in itself begins. Each call is followed by
    /// one of [`Self::leave`].
    fn enter(&mut self) {
        self.nesting += 1;
        self.depth += 1;
        if self.nesting > MAX_NESTING {
            self.too_deep(self.pos(), MAX_NESTING);
        }
        self.note_depth(0, self.pos());
    }

    fn leave(&mut self) {
        self.nesting -= 1;
        self.depth -= 1;
    }

    /// Notes that there is a node of `height` at the current depth.
    fn note_depth(&mut self, height: u32, pos: u32) {
        let depth = self.depth + height;
        self.deepest = self.deepest.max(depth);
        if depth > MAX_DEPTH {
            self.too_deep(pos, MAX_DEPTH);
        }
    }

    fn too_deep(&mut self, pos: u32, limit: u32) {
        if !self.stopped {
            let message = alloc::format!("syntax error: nesting is too deep (limit {limit})");
            self.error_at(pos, NESTING_TOO_DEEP, message, alloc::vec![alloc::format!("{limit}")]);
            self.stop();
        }
    }

    /// Skips the rest of the file, silently.
    fn stop(&mut self) {
        self.stopped = true;
        self.lexer.finish();
        self.token = self.lexer.next_token();
    }

    /// The height of the highest child.
    fn height_of(&self, kind: &ExprKind) -> u32 {
        // More than half of all nodes.
        if matches!(kind, ExprKind::Name(_) | ExprKind::BasicLit { .. }) {
            return 0;
        }
        // What is deepest in a body has been noted while it was read.
        let is_func = matches!(kind, ExprKind::FuncLit { .. });
        let mut height = if is_func { self.deepest.saturating_sub(self.depth) } else { 0 };
        kind.for_each_child(|child| height = height.max(self.heights[child]));
        height
    }
}

/// Whether two tokens are of the same group.
fn same_kind(a: TokenKind, b: TokenKind) -> bool {
    core::mem::discriminant(&a) == core::mem::discriminant(&b)
}

const SEMI: TokenKind = TokenKind::Semi(Semi::Semicolon);

/// How a message names a token that it asks for.
fn token_text(kind: TokenKind) -> String {
    match kind {
        TokenKind::Comma => "comma".into(),
        TokenKind::Semi(_) => "semicolon or newline".into(),
        kind if kind.is_keyword() => alloc::format!("keyword {}", kind.text()),
        kind => kind.text().into(),
    }
}
