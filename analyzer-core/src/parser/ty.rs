//! Types.

use alloc::{boxed::Box, format, vec, vec::Vec};

use thin_vec::{ThinVec, thin_vec};

use super::{INVALID_SYNTAX, Parser, SEMI, params::Param};
use crate::{
    ast::{BinaryOp, ChanDir, ExprId, ExprKind, Field, FuncType, StructType, UnaryOp},
    lexer::{Op, TokenKind as T},
};

impl Parser<'_> {
    pub(super) fn parse_type(&mut self) -> ExprId {
        if let Some(ty) = self.maybe_type() {
            return ty;
        }
        let ty = self.bad_expr();
        self.syntax_error("expected type");
        self.advance(&[T::Comma, T::Colon, SEMI, T::Rparen, T::Rbrack, T::Rbrace]);
        ty
    }

    /// ```text
    /// Type = TypeName [ TypeArgs ] | TypeLit | "(" Type ")" .
    /// TypeLit = ArrayType | StructType | PointerType | FunctionType | InterfaceType |
    ///           SliceType | MapType | ChannelType .
    /// ```
    pub(super) fn maybe_type(&mut self) -> Option<ExprId> {
        self.enter();
        let ty = self.maybe_type_inner();
        self.leave();
        ty
    }

    fn maybe_type_inner(&mut self) -> Option<ExprId> {
        let pos = self.pos();
        let ty = match self.kind() {
            T::Star => {
                self.next();
                let x = self.parse_type();
                self.expr_from(pos, pos, ExprKind::Unary { op: UnaryOp::Deref, x })
            }
            T::Arrow => {
                self.next();
                self.expect(T::Chan);
                let elem = self.parse_chan_elem();
                self.expr_from(pos, pos, ExprKind::ChanType { dir: ChanDir::Recv, elem })
            }
            T::Func => {
                self.next();
                let (_, ty) = self.parse_func_type("function type");
                self.tree.exprs[ty].span.start = pos;
                ty
            }
            T::Lbrack => {
                self.next();
                if self.got(T::Rbrack) { self.parse_slice_type(pos) } else { self.parse_array_type(pos, None) }
            }
            T::Chan => {
                self.next();
                let dir = if self.got(T::Arrow) { ChanDir::Send } else { ChanDir::Both };
                let elem = self.parse_chan_elem();
                self.expr_from(pos, pos, ExprKind::ChanType { dir, elem })
            }
            T::Map => {
                self.next();
                self.expect(T::Lbrack);
                let key = self.parse_type();
                self.expect(T::Rbrack);
                let value = self.parse_type();
                self.expr_from(pos, pos, ExprKind::MapType { key, value })
            }
            T::Struct => self.parse_struct_type(),
            T::Interface => self.parse_interface_type(),
            T::Name => self.parse_qualified_name(None),
            T::Lparen => {
                self.next();
                let ty = self.parse_type();
                self.expect(T::Rparen);
                ty
            }
            _ => return None,
        };
        Some(ty)
    }

    /// `[ PackageName "." ] identifier [ TypeArgs ]`; `name` is the first
    /// identifier if it has been read.
    pub(super) fn parse_qualified_name(&mut self, name: Option<ExprId>) -> ExprId {
        let mut x = match name {
            Some(name) => name,
            None if self.at(T::Name) => self.parse_name(),
            None => {
                let name = self.made_up_name(self.pos(), "_");
                self.syntax_error("expected name");
                self.advance(&[T::Dot, SEMI, T::Rbrace]);
                name
            }
        };
        let start = self.start(x);
        if self.at(T::Dot) {
            let pos = self.pos();
            self.next();
            let sel = self.parse_name();
            x = self.expr_from(start, pos, ExprKind::Selector { x, sel });
        }
        if self.at(T::Lbrack) {
            x = self.parse_type_instance(start, x);
        }
        x
    }

    /// `TypeArgs = "[" TypeList [ "," ] "]" .`
    fn parse_type_instance(&mut self, start: u32, x: ExprId) -> ExprId {
        let pos = self.pos();
        self.expect(T::Lbrack);
        let index = if self.at(T::Rbrack) {
            self.syntax_error("expected type argument list");
            self.bad_expr()
        } else {
            self.parse_type_list(true).0
        };
        self.expect(T::Rbrack);
        self.expr_from(start, pos, ExprKind::Index { x, index })
    }

    /// `arg { "," arg } [ "," ]`, where the first one may be an expression
    /// unless `strict`; also says whether there was a comma.
    pub(super) fn parse_type_list(&mut self, strict: bool) -> (ExprId, bool) {
        self.xnest += 1;
        let mut x = if strict { self.parse_type() } else { self.parse_expr() };
        let comma = self.got(T::Comma);
        if comma && let Some(second) = self.maybe_type() {
            let mut elems = thin_vec![x, second];
            while self.got(T::Comma) {
                let Some(ty) = self.maybe_type() else { break };
                elems.push(ty);
            }
            let (start, pos) = (self.start(x), self.tree.exprs[x].pos);
            x = self.expr_from(start, pos, ExprKind::List(elems));
        }
        self.xnest -= 1;
        (x, comma)
    }

    /// A signature with type parameters, which are an error if there is a
    /// `context` to name in it.
    pub(super) fn parse_func_type(&mut self, context: &str) -> (Vec<Field>, ExprId) {
        let pos = self.pos();
        let mut tparams = Vec::new();
        if self.got(T::Lbrack) {
            if !context.is_empty() {
                self.syntax_error_at(pos, &format!("{context} must have no type parameters"));
            }
            if self.at(T::Rbrack) {
                self.syntax_error("empty type parameter list");
                self.next();
            } else {
                tparams = self.parse_param_list(None, T::Rbrack, true, false);
            }
        }
        self.expect(T::Lparen);
        let params = self.parse_param_list(None, T::Rparen, false, true);
        let results = self.parse_result();
        (tparams, self.expr_from(pos, pos, ExprKind::FuncType(Box::new(FuncType { params, results }))))
    }

    /// `Result = Parameters | Type .`
    fn parse_result(&mut self) -> Vec<Field> {
        if self.got(T::Lparen) {
            return self.parse_param_list(None, T::Rparen, false, false);
        }
        let pos = self.pos();
        self.maybe_type().map(|ty| vec![Field { pos, name: None, ty }]).unwrap_or_default()
    }

    /// `ArrayType = "[" ( Expression | "..." ) "]" Type .`, of which `[` at
    /// `pos` has been read, and `len` if there is one.
    pub(super) fn parse_array_type(&mut self, pos: u32, mut len: Option<ExprId>) -> ExprId {
        if len.is_none() && !self.got(T::DotDotDot) {
            self.xnest += 1;
            len = Some(self.parse_expr());
            self.xnest -= 1;
        }
        if self.at(T::Comma) {
            // Lists of type parameters may end in a comma, array lengths not.
            self.syntax_error("unexpected comma; expected ]");
            self.next();
        }
        self.expect(T::Rbrack);
        let elem = self.parse_type();
        self.expr_from(pos, pos, ExprKind::ArrayType { len, elem })
    }

    /// `SliceType = "[" "]" Type .`, of which `[]` at `pos` has been read.
    pub(super) fn parse_slice_type(&mut self, pos: u32) -> ExprId {
        let elem = self.parse_type();
        self.expr_from(pos, pos, ExprKind::SliceType(elem))
    }

    fn parse_chan_elem(&mut self) -> ExprId {
        if let Some(ty) = self.maybe_type() {
            return ty;
        }
        let ty = self.bad_expr();
        self.syntax_error("missing channel element type");
        ty
    }

    /// `StructType = "struct" "{" { FieldDecl ";" } "}" .`
    fn parse_struct_type(&mut self) -> ExprId {
        let pos = self.pos();
        let mut fields = Vec::new();
        let mut tags = Vec::new();
        self.expect(T::Struct);
        self.expect(T::Lbrace);
        self.parse_list("struct type", SEMI, T::Rbrace, |p| {
            p.parse_field_decl(&mut fields, &mut tags);
            false
        });
        self.expr_from(pos, pos, ExprKind::StructType(Box::new(StructType { fields, tags })))
    }

    /// ```text
    /// FieldDecl = (IdentifierList Type | EmbeddedField) [ Tag ] .
    /// EmbeddedField = [ "*" ] TypeName [ TypeArgs ] .
    /// ```
    fn parse_field_decl(&mut self, fields: &mut Vec<Field>, tags: &mut Vec<Option<ExprId>>) {
        let pos = self.pos();
        let ty = match self.kind() {
            T::Name => {
                let name = self.parse_name();
                if matches!(self.kind(), T::Dot | T::Literal(_) | T::Semi(_) | T::Rbrace) {
                    self.parse_qualified_name(Some(name))
                } else {
                    let names = self.parse_name_list(name);
                    // Either an embedded T[P1, P2] or a field T of type [P]E or []E.
                    let ty = if names.len() == 1 && self.at(T::Lbrack) {
                        self.parse_array_or_type_args(name)
                    } else {
                        self.parse_type()
                    };
                    if !matches!(self.tree.exprs[ty].kind, ExprKind::Index { x, .. } if x == name) {
                        let tag = self.maybe_literal();
                        for name in names {
                            fields.push(Field { pos: self.tree.exprs[name].pos, name: Some(name), ty });
                            tags.push(tag);
                        }
                        return;
                    }
                    ty
                }
            }
            T::Star => {
                self.next();
                let parenthesized = self.got_embedded_paren();
                let x = self.parse_qualified_name(None);
                if parenthesized {
                    self.got(T::Rparen);
                }
                self.expr_from(pos, pos, ExprKind::Unary { op: UnaryOp::Deref, x })
            }
            T::Lparen => {
                self.got_embedded_paren();
                let star = self.pos();
                let pointer = self.got(T::Star);
                let mut ty = self.parse_qualified_name(None);
                if pointer {
                    ty = self.expr_from(star, star, ExprKind::Unary { op: UnaryOp::Deref, x: ty });
                }
                self.got(T::Rparen);
                ty
            }
            _ => {
                self.syntax_error("expected field name or embedded type");
                self.advance(&[SEMI, T::Rbrace]);
                return;
            }
        };
        let tag = self.maybe_literal();
        fields.push(Field { pos, name: None, ty });
        tags.push(tag);
    }

    fn got_embedded_paren(&mut self) -> bool {
        let found = self.at(T::Lparen);
        if found {
            self.syntax_error("cannot parenthesize embedded type");
            self.next();
        }
        found
    }

    /// What begins with `[` behind `name`: `[n]E` and `[]E`, or `name[T1, T2]`
    /// with `name` as operand.
    pub(super) fn parse_array_or_type_args(&mut self, name: ExprId) -> ExprId {
        let pos = self.pos();
        self.expect(T::Lbrack);
        if self.got(T::Rbrack) {
            return self.parse_slice_type(pos);
        }
        let (n, comma) = self.parse_type_list(false);
        self.expect(T::Rbrack);
        if !comma && let Some(elem) = self.maybe_type() {
            return self.expr_from(pos, pos, ExprKind::ArrayType { len: Some(n), elem });
        }
        let start = self.start(name);
        self.expr_from(start, pos, ExprKind::Index { x: name, index: n })
    }

    /// `InterfaceType = "interface" "{" { ( MethodDecl | EmbeddedElem ) ";" } "}" .`
    fn parse_interface_type(&mut self) -> ExprId {
        let pos = self.pos();
        let mut methods = ThinVec::new();
        self.expect(T::Interface);
        self.expect(T::Lbrace);
        self.parse_list("interface type", SEMI, T::Rbrace, |p| {
            let method = p.at(T::Name).then(|| p.parse_method_decl());
            let elem = match method {
                Some(method) if method.name.is_some() => method,
                other => p.parse_embedded_elem(other),
            };
            methods.push(p.field_of(elem));
            false
        });
        self.expr_from(pos, pos, ExprKind::InterfaceType(methods))
    }

    /// `MethodName Signature`, or what is embedded if it begins with a name.
    fn parse_method_decl(&mut self) -> Param {
        const CONTEXT: &str = "interface method";
        let pos = self.pos();
        let name = self.parse_name();
        let method = |p: &mut Self| {
            let ty = p.parse_func_type(CONTEXT).1;
            Param { pos, name: Some(name), ty: Some(ty) }
        };
        let embedded = |ty| Param { pos, name: None, ty: Some(ty) };
        match self.kind() {
            T::Lparen => method(self),
            T::Lbrack => {
                // Either type parameters, which methods must not have, or an
                // embedded T[P1, P2].
                let lbrack = self.pos();
                self.next();
                if self.at(T::Rbrack) {
                    let rbrack = self.pos();
                    self.next();
                    let what = if self.at(T::Lparen) { "parameter" } else { "argument" };
                    let message = format!("empty type {what} list");
                    self.error_at(rbrack, INVALID_SYNTAX, message, vec![what.into()]);
                    return if self.at(T::Lparen) { method(self) } else { embedded(name) };
                }
                let list = self.parse_param_list(None, T::Rbrack, false, false);
                let Some(&Field { name: first_name, ty: first, .. }) = list.first() else {
                    return if self.at(T::Lparen) { method(self) } else { embedded(name) };
                };
                if first_name.is_some() {
                    let method = method(self);
                    let message = format!("{CONTEXT} must have no type parameters");
                    self.error_at(lbrack, INVALID_SYNTAX, message, vec![CONTEXT.into()]);
                    return method;
                }
                let start = self.start(name);
                let index = if list.len() == 1 {
                    first
                } else {
                    let elems = list.iter().map(|field| field.ty).collect();
                    let start = self.start(first);
                    // The list ends before the bracket.
                    let last = list.last().map_or(start, |field| self.tree.exprs[field.ty].span.end);
                    self.push_expr(list[0].pos, crate::base::Span::new(start, last), ExprKind::List(elems))
                };
                embedded(self.expr_from(start, lbrack, ExprKind::Index { x: name, index }))
            }
            _ => embedded(self.parse_qualified_name(Some(name))),
        }
    }

    /// `EmbeddedElem = EmbeddedTerm { "|" EmbeddedTerm } .`; the first term
    /// may have been read.
    pub(super) fn parse_embedded_elem(&mut self, first: Option<Param>) -> Param {
        let mut elem = first.unwrap_or_else(|| {
            let pos = self.pos();
            Param { pos, name: None, ty: Some(self.parse_embedded_term()) }
        });
        while self.at_or()
            && let Some(x) = elem.ty
        {
            let (start, pos) = (self.start(x), self.pos());
            self.next();
            let y = self.parse_embedded_term();
            elem.ty = Some(self.expr_from(start, pos, ExprKind::Binary { op: BinaryOp::Or, x, y }));
        }
        elem
    }

    /// `EmbeddedTerm = [ "~" ] Type .`
    fn parse_embedded_term(&mut self) -> ExprId {
        let pos = self.pos();
        if self.at_tilde() {
            self.next();
            let x = self.parse_type();
            return self.expr_from(pos, pos, ExprKind::Unary { op: UnaryOp::Tilde, x });
        }
        if let Some(ty) = self.maybe_type() {
            return ty;
        }
        let ty = self.bad_expr();
        self.syntax_error("expected ~ term or type");
        self.advance(&[T::Operator(Op::Tilde), SEMI, T::Rparen, T::Rbrack, T::Rbrace]);
        ty
    }

    pub(super) fn at_or(&self) -> bool {
        self.kind() == T::Operator(Op::Binary(BinaryOp::Or))
    }

    pub(super) fn at_tilde(&self) -> bool {
        self.kind() == T::Operator(Op::Tilde)
    }
}
