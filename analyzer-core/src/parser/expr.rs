//! Expressions, composite literals included.

use alloc::{boxed::Box, format, string::ToString, vec};

use thin_vec::{ThinVec, thin_vec};

use super::{INVALID_SYNTAX, Parser, SEMI};
use crate::{
    ast::{BinaryOp, ChanDir, ExprId, ExprKind, UnaryOp, expr_text},
    lexer::{Op, TokenKind as T},
};

impl Parser<'_> {
    /// `Expression { "," Expression }`; a single one is not put in a list.
    pub(super) fn parse_expr_list(&mut self) -> ExprId {
        let first = self.parse_expr();
        if !self.at(T::Comma) {
            return first;
        }
        let mut elems = thin_vec![first];
        while self.got(T::Comma) {
            elems.push(self.parse_expr());
        }
        let (start, pos) = (self.start(first), self.tree.exprs[first].pos);
        self.expr_from(start, pos, ExprKind::List(elems))
    }

    /// `Expression = UnaryExpr | Expression binary_op Expression .`
    pub(super) fn parse_expr(&mut self) -> ExprId {
        self.parse_binary(None, 0)
    }

    /// An expression of operators that bind tighter than `precedence`; `first`
    /// is the leftmost operand if it has been read.
    pub(super) fn parse_binary(&mut self, first: Option<ExprId>, precedence: u8) -> ExprId {
        self.enter();
        let start = first.map_or(self.pos(), |x| self.start(x));
        let mut x = match first {
            Some(x) => x,
            None => self.parse_unary(),
        };
        while let Some(op) = self.binary_op().filter(|op| op.precedence() > precedence) {
            let pos = self.pos();
            self.next();
            let y = self.parse_binary(None, op.precedence());
            x = self.expr_from(start, pos, ExprKind::Binary { op, x, y });
        }
        self.leave();
        x
    }

    fn binary_op(&self) -> Option<BinaryOp> {
        match self.kind() {
            T::Operator(Op::Binary(op)) => Some(op),
            T::Star => Some(BinaryOp::Mul),
            _ => None,
        }
    }

    /// `UnaryExpr = PrimaryExpr | unary_op UnaryExpr .`
    fn parse_unary(&mut self) -> ExprId {
        let op = match self.kind() {
            T::Arrow => return self.parse_receive(),
            T::Star => UnaryOp::Deref,
            T::Operator(Op::Not) => UnaryOp::Not,
            T::Operator(Op::Tilde) => UnaryOp::Tilde,
            T::Operator(Op::Binary(BinaryOp::Add)) => UnaryOp::Plus,
            T::Operator(Op::Binary(BinaryOp::Sub)) => UnaryOp::Neg,
            T::Operator(Op::Binary(BinaryOp::Xor)) => UnaryOp::BitNot,
            T::Operator(Op::Binary(BinaryOp::And)) => UnaryOp::Addr,
            // Parentheses are kept: what is on the left of an assignment must
            // not have any.
            _ => return self.parse_primary(None, true),
        };
        self.enter();
        let pos = self.pos();
        self.next();
        let mut x = self.parse_unary();
        if op == UnaryOp::Addr {
            x = self.tree.unparen(x);
        }
        self.leave();
        self.expr_from(pos, pos, ExprKind::Unary { op, x })
    }

    /// `<-x`, which is a receive operation unless `x` turns out to be a
    /// channel type: then the arrow belongs to the type.
    fn parse_receive(&mut self) -> ExprId {
        self.enter();
        let pos = self.pos();
        self.next();
        let x = self.parse_unary();
        self.leave();
        if !matches!(self.tree.exprs[x].kind, ExprKind::ChanType { .. }) {
            return self.expr_from(pos, pos, ExprKind::Unary { op: UnaryOp::Recv, x });
        }
        // <-(chan T) is (<-chan T), and <-(chan<- T) is (<-chan (<-T)), where
        // T must again be a channel type.
        let mut direction = ChanDir::Send;
        let mut ty = x;
        while direction == ChanDir::Send {
            let ExprKind::ChanType { dir, elem } = self.tree.exprs[ty].kind else { break };
            direction = dir;
            if dir == ChanDir::Recv {
                self.syntax_error("unexpected <-, expected chan");
            }
            self.tree.exprs[ty].kind = ExprKind::ChanType { dir: ChanDir::Recv, elem };
            ty = elem;
        }
        if direction == ChanDir::Send {
            let found = expr_text(&self.tree, self.interner, ty);
            self.syntax_error(&format!("unexpected {found}, expected chan"));
        }
        self.tree.exprs[x].span.start = pos;
        x
    }

    /// `Operand = Literal | OperandName | "(" Expression ")" .` and the types
    /// that may begin an expression. `keep_parens` says whether parentheses
    /// become a node.
    fn parse_operand(&mut self, keep_parens: bool) -> ExprId {
        let pos = self.pos();
        match self.kind() {
            T::Name => self.parse_name(),
            T::Literal(_) => self.parse_literal(),
            T::Lparen => {
                self.next();
                self.xnest += 1;
                let x = self.parse_expr();
                self.xnest -= 1;
                self.expect(T::Rparen);
                // What is before `{` may be the type of a composite literal,
                // which must not have parentheses.
                if !keep_parens && !self.at(T::Lbrace) {
                    return x;
                }
                self.expr_from(pos, pos, ExprKind::Paren(x))
            }
            T::Func => {
                self.next();
                let (_, ty) = self.parse_func_type("function type");
                // The type begins before gc's position of it.
                self.tree.exprs[ty].span.start = pos;
                if !self.at(T::Lbrace) {
                    return ty;
                }
                self.xnest += 1;
                let outer = core::mem::replace(&mut self.deepest, self.depth);
                let body = Box::new(self.parse_func_body());
                let x = self.expr_from(pos, pos, ExprKind::FuncLit { ty, body });
                self.deepest = self.deepest.max(outer);
                self.xnest -= 1;
                x
            }
            T::Lbrack | T::Chan | T::Map | T::Struct | T::Interface => self.parse_type(),
            _ => {
                let x = self.bad_expr();
                self.syntax_error("expected expression");
                self.advance(&[T::Rparen, T::Rbrack, T::Rbrace]);
                x
            }
        }
    }

    /// ```text
    /// PrimaryExpr = Operand | Conversion | PrimaryExpr ( Selector | Index | Slice | TypeAssertion | Arguments ) .
    /// ```
    /// `x` is the operand if it has been read.
    pub(super) fn parse_primary(&mut self, x: Option<ExprId>, keep_parens: bool) -> ExprId {
        let start = x.map_or(self.pos(), |x| self.start(x));
        let mut x = match x {
            Some(x) => x,
            None => self.parse_operand(keep_parens),
        };
        loop {
            match self.kind() {
                T::Dot => x = self.parse_selector_or_assertion(start, x),
                T::Lbrack => x = self.parse_index_or_slice(start, x),
                T::Lparen => {
                    let pos = self.pos();
                    self.next();
                    let (args, has_dots) = self.parse_arguments();
                    x = self.expr_from(start, pos, ExprKind::Call { fun: x, args, has_dots });
                }
                T::Lbrace => {
                    let ty = self.tree.unparen(x);
                    if !self.may_be_literal_type(ty) {
                        return x;
                    }
                    if ty != x {
                        self.syntax_error("cannot parenthesize type in composite literal");
                    }
                    x = self.parse_literal_value(start, Some(x));
                }
                _ => return x,
            }
        }
    }

    /// Whether a `{` behind `x` begins a literal value rather than a block.
    fn may_be_literal_type(&self, x: ExprId) -> bool {
        match &self.tree.exprs[x].kind {
            ExprKind::Name(_) | ExprKind::Selector { .. } => self.xnest >= 0,
            ExprKind::Index { .. } => self.xnest >= 0 && !self.is_value(x),
            ExprKind::ArrayType { .. }
            | ExprKind::SliceType(_)
            | ExprKind::StructType(_)
            | ExprKind::MapType { .. } => true,
            _ => false,
        }
    }

    /// Whether `x` cannot be a type by its form alone.
    fn is_value(&self, x: ExprId) -> bool {
        match self.tree.exprs[x].kind {
            ExprKind::BasicLit { .. }
            | ExprKind::CompositeLit { .. }
            | ExprKind::FuncLit { .. }
            | ExprKind::Slice { .. }
            | ExprKind::Assert { .. }
            | ExprKind::TypeSwitchGuard { .. }
            | ExprKind::Call { .. }
            | ExprKind::Binary { .. } => true,
            ExprKind::Unary { op, .. } => op != UnaryOp::Deref,
            ExprKind::Paren(x) => self.is_value(x),
            ExprKind::Index { x, index } => self.is_value(x) || self.is_value(index),
            _ => false,
        }
    }

    /// `.name`, `.(T)` or `.(type)`
    fn parse_selector_or_assertion(&mut self, start: u32, x: ExprId) -> ExprId {
        let pos = self.pos();
        self.next();
        match self.kind() {
            T::Name => {
                let sel = self.parse_name();
                self.expr_from(start, pos, ExprKind::Selector { x, sel })
            }
            T::Lparen => {
                self.next();
                let kind = if self.got(T::Type) {
                    ExprKind::TypeSwitchGuard { lhs: None, x }
                } else {
                    ExprKind::Assert { x, ty: self.parse_type() }
                };
                self.expect(T::Rparen);
                self.expr_from(start, pos, kind)
            }
            _ => {
                self.syntax_error("expected name or (");
                self.advance(&[SEMI, T::Rparen]);
                x
            }
        }
    }

    /// `[i]`, `[T1, T2]`, `[lo:hi]` or `[lo:hi:max]`
    fn parse_index_or_slice(&mut self, start: u32, x: ExprId) -> ExprId {
        let pos = self.pos();
        self.next();
        let mut low = None;
        if !self.at(T::Colon) {
            let (index, comma) = if self.at(T::Rbrack) {
                self.syntax_error("expected operand");
                (self.bad_expr(), false)
            } else {
                self.parse_type_list(false)
            };
            if comma || self.at(T::Rbrack) {
                self.expect(T::Rbrack);
                return self.expr_from(start, pos, ExprKind::Index { x, index });
            }
            low = Some(index);
        }
        if !self.got(T::Colon) {
            self.syntax_error("expected comma, : or ]");
            self.advance(&[T::Comma, T::Colon, T::Rbrack]);
        }
        self.xnest += 1;
        let mut index = [low, None, None];
        if !self.at(T::Colon) && !self.at(T::Rbrack) {
            index[1] = Some(self.parse_expr());
        }
        let full = self.at(T::Colon);
        if full {
            if index[1].is_none() {
                self.missing_index("middle");
                index[1] = Some(self.bad_expr());
            }
            self.next();
            index[2] = Some(if self.at(T::Rbrack) {
                self.missing_index("final");
                self.bad_expr()
            } else {
                self.parse_expr()
            });
        }
        self.xnest -= 1;
        self.expect(T::Rbrack);
        self.expr_from(start, pos, ExprKind::Slice { x, index: index.into(), full })
    }

    fn missing_index(&mut self, which: &str) {
        let message = format!("{which} index required in 3-index slice");
        self.error_at(self.pos(), INVALID_SYNTAX, message, vec![which.to_string()]);
    }

    /// `Arguments = "(" [ ExpressionList [ "..." ] [ "," ] ] ")" .`, of which
    /// `(` has been read.
    fn parse_arguments(&mut self) -> (ThinVec<ExprId>, bool) {
        let mut args = ThinVec::new();
        let mut has_dots = false;
        self.xnest += 1;
        self.parse_list("argument list", T::Comma, T::Rparen, |p| {
            args.push(p.parse_expr());
            has_dots = p.got(T::DotDotDot);
            has_dots
        });
        self.xnest -= 1;
        (args, has_dots)
    }

    /// `LiteralValue = "{" [ ElementList [ "," ] ] "}" .`
    fn parse_literal_value(&mut self, start: u32, ty: Option<ExprId>) -> ExprId {
        self.enter();
        let pos = self.pos();
        let mut elems = ThinVec::new();
        self.xnest += 1;
        self.expect(T::Lbrace);
        self.parse_list("composite literal", T::Comma, T::Rbrace, |p| {
            let mut element = p.parse_element();
            if p.at(T::Colon) {
                let (start, pos) = (p.start(element), p.pos());
                p.next();
                let value = p.parse_element();
                element = p.expr_from(start, pos, ExprKind::KeyValue { key: element, value });
            }
            elems.push(element);
            false
        });
        self.xnest -= 1;
        self.leave();
        self.expr_from(start, pos, ExprKind::CompositeLit { ty, elems })
    }

    /// `Element = Expression | LiteralValue .`
    fn parse_element(&mut self) -> ExprId {
        if self.at(T::Lbrace) { self.parse_literal_value(self.pos(), None) } else { self.parse_expr() }
    }

    /// An identifier.
    pub(super) fn parse_name(&mut self) -> ExprId {
        let pos = self.pos();
        if self.at(T::Name) {
            let symbol = self.intern();
            self.next();
            return self.expr_from(pos, pos, ExprKind::Name(symbol));
        }
        let name = self.made_up_name(pos, "_");
        self.syntax_error("expected name");
        self.advance(&[]);
        name
    }

    /// A literal if there is one.
    pub(super) fn maybe_literal(&mut self) -> Option<ExprId> {
        matches!(self.kind(), T::Literal(_)).then(|| self.parse_literal())
    }

    fn parse_literal(&mut self) -> ExprId {
        let T::Literal(kind) = self.kind() else { return self.bad_expr() };
        let pos = self.pos();
        let (text, bad) = (self.intern(), self.token.bad);
        self.next();
        self.expr_from(pos, pos, ExprKind::BasicLit { kind, text, bad })
    }
}
