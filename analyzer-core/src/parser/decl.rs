//! Declarations.

use alloc::{boxed::Box, string::ToString, vec, vec::Vec};

use super::{INVALID_SYNTAX, Parser, SEMI, params::Param};
use crate::{
    ast::{BinaryOp, Block, Decl, DeclId, DeclKind, ExprId, ExprKind, Field, GroupId, LitKind, Pragma, UnaryOp},
    lexer::TokenKind as T,
};

impl Parser<'_> {
    fn push_decl(&mut self, start: u32, pos: u32, group: GroupId, pragma: Pragma, kind: DeclKind) -> DeclId {
        let span = self.span_from(start);
        self.tree.decl_arena.push(Decl { pos, span, group, pragma, kind })
    }

    /// `ImportSpec = [ "." | PackageName ] ImportPath .`
    pub(super) fn parse_import_decl(&mut self, start: u32, group: GroupId) -> DeclId {
        let pos = self.pos();
        let pragma = self.take_pragma(Pragma::empty());
        let local = match self.kind() {
            T::Name => Some(self.parse_name()),
            T::Dot => {
                let name = self.made_up_name(pos, ".");
                self.next();
                self.tree.exprs[name].span.end = self.prev_end;
                Some(name)
            }
            _ => None,
        };
        let path = self.maybe_literal();
        match path {
            None => {
                self.syntax_error("missing import path");
                self.advance(&[SEMI, T::Rparen]);
            }
            Some(path) => self.check_import_path(path),
        }
        self.push_decl(start, pos, group, pragma, DeclKind::Import { local, path })
    }

    fn check_import_path(&mut self, path: ExprId) {
        let expr = &mut self.tree.exprs[path];
        let pos = expr.pos;
        let ExprKind::BasicLit { kind, text, bad } = &mut expr.kind else { return };
        if *kind == LitKind::String {
            let text = self.interner.text(*text);
            self.directives.note_import(text.get(1..text.len() - 1).unwrap_or_default());
        } else if !*bad {
            *bad = true;
            self.syntax_error_at(pos, "import path must be a string");
        }
    }

    /// `ConstSpec = IdentifierList [ [ Type ] "=" ExpressionList ] .`
    pub(super) fn parse_const_decl(&mut self, start: u32, group: GroupId) -> DeclId {
        let pos = self.pos();
        let pragma = self.take_pragma(Pragma::empty());
        let first = self.parse_name();
        let names = self.parse_name_list(first);
        let (mut ty, mut values) = (None, None);
        if !matches!(self.kind(), T::Eof | T::Semi(_) | T::Rparen) {
            ty = self.maybe_type();
            if self.got_assign() {
                values = Some(self.parse_expr_list());
            }
        }
        self.push_decl(start, pos, group, pragma, DeclKind::Const { names, ty, values })
    }

    /// `VarSpec = IdentifierList ( Type [ "=" ExpressionList ] | "=" ExpressionList ) .`
    pub(super) fn parse_var_decl(&mut self, start: u32, group: GroupId) -> DeclId {
        let pos = self.pos();
        let embeds = self.directives.take_embeds();
        let pragma = self.take_pragma(Pragma::empty());
        let first = self.parse_name();
        let names = self.parse_name_list(first);
        let (mut ty, mut values) = (None, None);
        if self.got_assign() {
            values = Some(self.parse_expr_list());
        } else {
            ty = Some(self.parse_type());
            if self.got_assign() {
                values = Some(self.parse_expr_list());
            }
        }
        if let Some(&embed) = embeds.first() {
            self.check_embed(embed, names.len(), values.is_some());
        }
        self.push_decl(start, pos, group, pragma, DeclKind::Var { names, ty, values })
    }

    /// `TypeSpec = identifier [ TypeParams ] [ "=" ] Type .`
    pub(super) fn parse_type_decl(&mut self, start: u32, group: GroupId) -> DeclId {
        let pos = self.pos();
        let pragma = self.take_pragma(Pragma::empty());
        let name = self.parse_name();
        let mut tparams = Vec::new();
        let mut alias = false;
        let ty = if self.at(T::Lbrack) {
            let lbrack = self.pos();
            self.next();
            match self.kind() {
                T::Name => match self.maybe_type_params(lbrack) {
                    Ok(list) => {
                        tparams = list;
                        alias = self.got_assign();
                        self.maybe_type()
                    }
                    Err(array) => Some(array),
                },
                T::Rbrack => {
                    self.next();
                    Some(self.parse_slice_type(lbrack))
                }
                _ => Some(self.parse_array_type(lbrack, None)),
            }
        } else {
            alias = self.got_assign();
            self.maybe_type()
        };
        let ty = ty.unwrap_or_else(|| {
            let bad = self.bad_expr();
            self.syntax_error("in type declaration");
            self.advance(&[SEMI, T::Rparen]);
            bad
        });
        self.push_decl(start, pos, group, pragma, DeclKind::Type { name, tparams, alias, ty })
    }

    /// Type parameters, or else an array type: `[` at `lbrack` has been read
    /// and a name follows.
    ///
    /// Both begin with what can be read as an expression. Index and slice
    /// expressions are no array lengths, hence a `[` behind the name belongs
    /// to a constraint such as `P []E`. Anything else is read as an expression
    /// and then taken apart.
    fn maybe_type_params(&mut self, lbrack: u32) -> Result<Vec<Field>, ExprId> {
        let mut x = self.parse_name();
        if !self.at(T::Lbrack) {
            self.xnest += 1;
            let operand = self.parse_primary(Some(x), false);
            x = self.parse_binary(Some(operand), 0);
            self.xnest -= 1;
        }
        match self.split_type_param(x, self.at(T::Comma)) {
            Some((name, ty)) if ty.is_some() || !self.at(T::Rbrack) => {
                let pos = self.tree.exprs[name].pos;
                let first = Param { pos, name: Some(name), ty };
                Ok(self.parse_param_list(Some(first), T::Rbrack, true, false))
            }
            _ => Err(self.parse_array_type(lbrack, Some(x))),
        }
    }

    /// Takes `x` apart into the name of a type parameter and a constraint, if
    /// the constraint can only be a type or `force` is set: `P *C` looks like
    /// a product and `P (C)` like a call. The operation is reused for the
    /// constraint.
    fn split_type_param(&mut self, x: ExprId, force: bool) -> Option<(ExprId, Option<ExprId>)> {
        match &self.tree.exprs[x].kind {
            ExprKind::Name(_) => Some((x, None)),
            &ExprKind::Binary { op: BinaryOp::Mul, x: left, y } => {
                if !self.is_name(left) || !(force || self.is_type_elem(y)) {
                    return None;
                }
                let star = self.tree.exprs[x].pos;
                self.tree.exprs[x].kind = ExprKind::Unary { op: UnaryOp::Deref, x: y };
                self.tree.exprs[x].span.start = star;
                Some((left, Some(x)))
            }
            &ExprKind::Binary { op: BinaryOp::Or, x: left, y } => {
                let force = force || self.is_type_elem(y);
                let (name, Some(first)) = self.split_type_param(left, force)? else { return None };
                self.tree.exprs[x].kind = ExprKind::Binary { op: BinaryOp::Or, x: first, y };
                self.tree.exprs[x].span.start = self.start(first);
                Some((name, Some(x)))
            }
            ExprKind::Call { fun, args, has_dots: false } => {
                let (&fun, &[arg]) = (fun, args.as_slice()) else { return None };
                (self.is_name(fun) && (force || self.is_type_elem(arg))).then(|| (fun, Some(self.tree.unparen(arg))))
            }
            _ => None,
        }
    }

    fn is_name(&self, x: ExprId) -> bool {
        matches!(self.tree.exprs[x].kind, ExprKind::Name(_))
    }

    /// Whether `x` can only be a constraint, not a value.
    fn is_type_elem(&self, x: ExprId) -> bool {
        match self.tree.exprs[x].kind {
            ExprKind::ArrayType { .. }
            | ExprKind::StructType(_)
            | ExprKind::FuncType(_)
            | ExprKind::InterfaceType(_)
            | ExprKind::SliceType(_)
            | ExprKind::MapType { .. }
            | ExprKind::ChanType { .. } => true,
            ExprKind::Binary { x, y, .. } => self.is_type_elem(x) || self.is_type_elem(y),
            ExprKind::Unary { op, x } => op == UnaryOp::Tilde || self.is_type_elem(x),
            ExprKind::Paren(x) => self.is_type_elem(x),
            _ => false,
        }
    }

    /// ```text
    /// FunctionDecl = "func" FunctionName [ TypeParams ] Signature [ FunctionBody ] .
    /// MethodDecl = "func" Receiver MethodName Signature [ FunctionBody ] .
    /// ```
    /// The keyword, at `start`, has been read.
    pub(super) fn parse_func_decl(&mut self, start: u32) -> DeclId {
        let pos = self.pos();
        let remarks = self.take_remarks();
        let pragma = self.take_pragma(super::directive::FUNC_PRAGMAS);
        let has_recv = self.got(T::Lparen);
        let mut recv = None;
        if has_recv {
            let list = self.parse_param_list(None, T::Rparen, false, false);
            if list.len() != 1 {
                let number = if list.is_empty() { "no receiver" } else { "multiple receivers" };
                let message = alloc::format!("method has {number}");
                self.error_at(self.pos(), INVALID_SYNTAX, message, vec![number.to_string()]);
            }
            recv = list.into_iter().next();
        }
        let (name, tparams, ty);
        if self.at(T::Name) {
            name = self.parse_name();
            (tparams, ty) = self.parse_func_type("");
        } else {
            let here = self.pos();
            name = self.made_up_name(here, "_");
            tparams = Vec::new();
            ty = self.made_up_expr(here, ExprKind::FuncType(Box::default()));
            self.syntax_error(if has_recv { "expected name" } else { "expected name or (" });
            self.advance(&[T::Lbrace, SEMI]);
        }
        let body = self.at(T::Lbrace).then(|| self.parse_func_body());
        if body.is_some() {
            self.check_body_allowed(pos, pragma);
        }
        let decl = self.push_decl(start, pos, None, pragma, DeclKind::Func { recv, name, tparams, ty, body });
        self.give_remarks(remarks, decl);
        decl
    }

    /// The block of a function, with its labels checked unless there are
    /// errors in it.
    pub(super) fn parse_func_body(&mut self) -> Block {
        self.fnest += 1;
        let errors = self.errors.found;
        let body = self.parse_block("");
        self.fnest -= 1;
        if self.errors.found == errors && !self.stopped {
            self.check_branches(&body);
        }
        body
    }

    /// `IdentifierList = identifier { "," identifier } .`, the first of which
    /// has been read.
    pub(super) fn parse_name_list(&mut self, first: ExprId) -> Vec<ExprId> {
        let mut names = vec![first];
        while self.got(T::Comma) {
            names.push(self.parse_name());
        }
        names
    }
}
