//! Parameters, results, receivers and type parameters. Whether `a, b` are
//! names or types is known only at the end of the list.

use alloc::{vec, vec::Vec};

use super::{INVALID_SYNTAX, Parser, token_text};
use crate::{
    ast::{ExprId, ExprKind, Field},
    lexer::TokenKind as T,
};

/// A parameter that is being read: a name, a type or both.
#[derive(Clone, Copy)]
pub(super) struct Param {
    pub(super) pos: u32,
    pub(super) name: Option<ExprId>,
    pub(super) ty: Option<ExprId>,
}

impl Parser<'_> {
    pub(super) fn field_of(&mut self, param: Param) -> Field {
        let ty = param.ty.unwrap_or_else(|| self.bad_expr());
        Field { pos: param.pos, name: param.name, ty }
    }

    /// ```text
    /// Parameters = "(" [ ParameterList [ "," ] ] ")" .
    /// ParameterList = ParameterDecl { "," ParameterDecl } .
    /// ```
    /// The opening token has been read; `first` is the first name, with its
    /// type maybe, if it has been read too. Either all parameters of the
    /// result have a name or none has; `require_names` is for type parameters.
    /// `allow_dots` says whether the last one may be variadic.
    pub(super) fn parse_param_list(
        &mut self,
        mut first: Option<Param>,
        close: T,
        require_names: bool,
        allow_dots: bool,
    ) -> Vec<Field> {
        if let Some(param @ Param { ty: Some(_), .. }) = first
            && self.at(close)
        {
            self.next();
            return vec![self.field_of(param)];
        }

        let mut list: Vec<Param> = Vec::new();
        let end = self.parse_list("parameter list", T::Comma, close, |p| {
            let param = match first.take() {
                Some(param @ Param { ty: Some(_), .. }) => Some(param),
                other => p.maybe_param_decl(other.and_then(|param| param.name), close),
            };
            list.extend(param);
            false
        });

        let named = list.iter().filter(|p| p.name.is_some() && p.ty.is_some()).count();
        let typed = list.iter().filter(|p| p.ty.is_some()).count();
        if named == 0 && !require_names {
            // The names that were found are types.
            for param in &mut list {
                if let Some(name) = param.name.take() {
                    param.ty = Some(name);
                }
            }
        } else if named != list.len() {
            self.distribute_types(&mut list, named == typed, require_names, end);
        }

        let mut fields: Vec<Field> = list.into_iter().map(|param| self.field_of(param)).collect();
        self.check_dots(&mut fields, allow_dots);
        fields
    }

    /// Gives each parameter without a type the one of its right neighbour, and
    /// complains about those that lack a name or a type even then.
    fn distribute_types(&mut self, list: &mut [Param], types_missing: bool, require_names: bool, end: u32) {
        let mut leftmost_error = None;
        let mut ty = None;
        let single = list.len() == 1;
        for param in list.iter_mut().rev() {
            if let Some(own) = param.ty {
                ty = Some(own);
                if param.name.is_none() {
                    let pos = self.start_pos(own);
                    leftmost_error = Some(pos);
                    param.name = Some(self.made_up_name(pos, "_"));
                }
            } else if ty.is_some() {
                param.ty = ty;
            } else {
                let pos = param.name.map_or(param.pos, |name| self.tree.exprs[name].pos);
                leftmost_error = Some(pos);
                param.ty = Some(self.made_up_expr(pos, ExprKind::Bad));
            }
        }
        let Some(pos) = leftmost_error else { return };
        // If all types are there but names are not, types are missing at the
        // end of the list: elsewhere they would have been filled in.
        let (pos, message) = match (types_missing, require_names) {
            (true, true) => (end, "missing type constraint"),
            (true, false) => (end, "missing parameter type"),
            (false, true) if single => (pos, "missing type parameter name or invalid array length"),
            (false, true) => (pos, "missing type parameter name"),
            (false, false) => (pos, "missing parameter name"),
        };
        self.syntax_error_at(pos, message);
    }

    /// Complains about `...` in the wrong place and takes it away.
    fn check_dots(&mut self, fields: &mut [Field], allowed: bool) {
        let last = fields.len().saturating_sub(1);
        let mut complained = false;
        for (i, field) in fields.iter_mut().enumerate() {
            let ExprKind::DotsType(elem) = self.tree.exprs[field.ty].kind else { continue };
            if allowed && i == last {
                continue;
            }
            if !complained {
                complained = true;
                let message = if allowed { "can only use ... with final parameter" } else { "invalid use of ..." };
                let pos = self.tree.exprs[field.ty].pos;
                self.error_at(pos, INVALID_SYNTAX, message.into(), Vec::new());
            }
            field.ty = elem;
        }
    }

    /// `ParameterDecl = [ identifier ] [ "..." ] Type .`, or a constraint with
    /// its name; `name` is the identifier if it has been read.
    fn maybe_param_decl(&mut self, name: Option<ExprId>, follow: T) -> Option<Param> {
        // Constraints may be type sets.
        let type_sets = follow == T::Rbrack;
        let pos = name.map_or(self.pos(), |name| self.tree.exprs[name].pos);
        if name.is_none() && type_sets && self.at_tilde() {
            return Some(self.parse_embedded_elem(None));
        }

        let mut param = Param { pos, name: None, ty: None };
        if name.is_some() || self.at(T::Name) {
            let name = name.unwrap_or_else(|| self.parse_name());
            match self.kind() {
                T::Lbrack => {
                    let ty = self.parse_array_or_type_args(name);
                    param.ty = Some(ty);
                    if !matches!(self.tree.exprs[ty].kind, ExprKind::Index { x, .. } if x == name) {
                        param.name = Some(name);
                    }
                    return Some(self.parse_rest_of_type_set(param, type_sets));
                }
                T::Dot => {
                    param.ty = Some(self.parse_qualified_name(Some(name)));
                    return Some(self.parse_rest_of_type_set(param, type_sets));
                }
                _ if type_sets && self.at_or() => {
                    param.ty = Some(name);
                    return Some(self.parse_embedded_elem(Some(param)));
                }
                _ => param.name = Some(name),
            }
        }

        if self.at(T::DotDotDot) {
            let dots = self.pos();
            self.next();
            param.ty = Some(if let Some(elem) = self.maybe_type() {
                self.expr_from(dots, dots, ExprKind::DotsType(elem))
            } else {
                let bad = self.bad_expr();
                self.syntax_error("... is missing type");
                bad
            });
            return Some(param);
        }
        if type_sets && self.at_tilde() {
            param.ty = self.parse_embedded_elem(None).ty;
            return Some(param);
        }

        param.ty = self.maybe_type();
        if param.ty.is_some() {
            param = self.parse_rest_of_type_set(param, type_sets);
        }
        if param.name.is_some() || param.ty.is_some() {
            return Some(param);
        }
        self.syntax_error(&alloc::format!("expected {}", token_text(follow)));
        self.advance(&[T::Comma, follow]);
        None
    }

    fn parse_rest_of_type_set(&mut self, param: Param, type_sets: bool) -> Param {
        if type_sets && self.at_or() { self.parse_embedded_elem(Some(param)) } else { param }
    }

    /// gc's `StartPos`, which takes the beginning of most expressions but the
    /// node's own position of some.
    fn start_pos(&self, mut id: ExprId) -> u32 {
        loop {
            let expr = &self.tree.exprs[id];
            id = match expr.kind {
                ExprKind::CompositeLit { ty: Some(x), .. }
                | ExprKind::KeyValue { key: x, .. }
                | ExprKind::Selector { x, .. }
                | ExprKind::Index { x, .. }
                | ExprKind::Assert { x, .. }
                | ExprKind::TypeSwitchGuard { lhs: Some(x), .. }
                | ExprKind::TypeSwitchGuard { x, .. }
                | ExprKind::Binary { x, .. }
                | ExprKind::Call { fun: x, .. } => x,
                ExprKind::List(ref elems) => match elems.first() {
                    Some(&first) => first,
                    None => return expr.pos,
                },
                _ => return expr.pos,
            };
        }
    }
}
