//! Assignments and initializations.

use alloc::{format, string::String, vec::Vec};

use super::{
    Checker, Set,
    error::Multi,
    generic::{Target, What},
    operand::Operand,
    signature::measure,
};
use crate::ast::{ExprId, ExprKind, StmtId};
use crate::base::Symbol;
use crate::types::{
    arena::{Type, TypeId},
    basic::BasicKind,
    info::Mode,
    objects::{ObjId, ObjKind, VarKind},
};

/// What messages call an assignment. The text is only made for a message.
#[derive(Clone, Copy)]
pub(super) enum Context<'t> {
    /// As it says.
    Text(&'t str),
    /// `argument to f`, for what is called.
    Argument(ExprId),
}

impl<'t> From<&'t str> for Context<'t> {
    fn from(text: &'t str) -> Self {
        Self::Text(text)
    }
}

impl Checker<'_> {
    pub(super) fn context_text(&self, context: Context<'_>) -> String {
        match context {
            Context::Text(text) => text.into(),
            Context::Argument(fun) => format!("argument to {}", self.es(fun)),
        }
    }

    /// Converts `x` to what a variable of type `target` needs, or reports
    /// that it cannot be assigned. Without a target an untyped operand takes
    /// its default type.
    pub(super) fn assignment<'t>(&mut self, x: &mut Operand, target: Option<TypeId>, context: impl Into<Context<'t>>) {
        self.assignment_in(x, target, context.into());
    }

    fn assignment_in(&mut self, x: &mut Operand, target: Option<TypeId>, context: Context<'_>) {
        self.single_value(x);
        match x.mode {
            Mode::Invalid => return,
            Mode::NilValue | Mode::Constant | Mode::Variable | Mode::MapIndex | Mode::Value | Mode::CommaOk => {}
            _ => {
                let ty = target.map_or_else(|| "<nil>".into(), |t| self.ts(t));
                let context = self.context_text(context);
                let message = format!("cannot assign {} to {ty} in {context}", self.os(x));
                self.error(self.at_operand(x), "IncompatibleAssign", message);
                x.invalidate();
                return;
            }
        }
        if self.types.is_untyped(x.ty) {
            let mut to = target;
            if x.is_nil() {
                if target.is_none() {
                    let message = format!("use of untyped nil in {}", self.context_text(context));
                    self.error(self.at_operand(x), "UntypedNilUse", message);
                    x.invalidate();
                    return;
                }
            } else if target.is_none_or(|t| self.types.is_proper_interface(t)) {
                to = Some(x.ty.default_type());
            }
            let Some(to) = to else { return };
            if !self.assign_implicit(x, to, context) {
                return;
            }
        }
        self.non_generic(target.map(|ty| Target { ty, what: What::Context(context) }), x);
        let Some(target) = target else { return };
        if !x.is_valid() {
            return;
        }
        if let Err((code, cause)) = self.assignable(x, target) {
            let (operand, ty, context) = (self.os(x), self.ts(target), self.context_text(context));
            let message = if cause.is_empty() {
                format!("cannot use {operand} as {ty} value in {context}")
            } else {
                format!("cannot use {operand} as {ty} value in {context}: {cause}")
            };
            self.error(self.at_operand(x), code, message);
            x.invalidate();
        }
    }

    fn invalid_if_missing(&mut self, obj: ObjId) {
        self.types.obj_mut(obj).ty.get_or_insert(TypeId::INVALID);
    }

    /// Gives constant `obj` the value `x`.
    pub(super) fn init_const(&mut self, obj: ObjId, x: &mut Operand) {
        let declared = self.types.obj(obj).ty;
        let valid = |checker: &Self, t: TypeId| checker.types.is_valid(t);
        if !x.is_valid() || !valid(self, x.ty) || declared.is_some_and(|t| !valid(self, t)) {
            self.invalid_if_missing(obj);
            return;
        }
        if self.types.is_unknown(x.ty) {
            self.types.obj_mut(obj).ty.get_or_insert(TypeId::UNKNOWN);
            return;
        }
        if x.maybe_const {
            let ty = declared.unwrap_or(x.ty);
            self.set_type(obj, ty);
            self.unknown_consts.insert(obj);
            self.assignment(x, Some(ty), "constant declaration");
            return;
        }
        if !x.is_constant() {
            let message = format!("{} is not constant", self.os(x));
            self.error(self.at_operand(x), "InvalidConstInit", message);
            self.invalid_if_missing(obj);
            return;
        }
        let ty = declared.unwrap_or(x.ty);
        self.set_type(obj, ty);
        self.assignment(x, Some(ty), "constant declaration");
        if x.is_valid()
            && let ObjKind::Const(value) = &mut self.types.obj_mut(obj).kind
        {
            *value = x.value.clone();
        }
    }

    /// Gives variable `obj` the value `x`, and its type if it has none.
    pub(super) fn init_var(&mut self, obj: ObjId, x: &mut Operand, context: &str) {
        let declared = self.types.obj(obj).ty;
        if !x.is_valid() || !self.types.is_valid(x.ty) || declared.is_some_and(|t| !self.types.is_valid(t)) {
            self.invalid_if_missing(obj);
            x.invalidate();
            return;
        }
        let ty = match declared {
            Some(ty) => ty,
            None if x.ty == TypeId::UNTYPED_NIL => {
                let message = format!("use of untyped nil in {context}");
                self.error(self.at_operand(x), "UntypedNilUse", message);
                self.set_type(obj, TypeId::INVALID);
                x.invalidate();
                return;
            }
            None => {
                let ty = x.ty.default_type();
                self.set_type(obj, ty);
                ty
            }
        };
        self.assignment(x, Some(ty), context);
    }

    /// The type of the left side of an assignment: `None` for `_`, invalid
    /// after an error. It does not count as a use of a variable.
    fn lhs_type(&mut self, e: ExprId) -> Option<TypeId> {
        let file = self.file();
        let inner = file.unparen(e);
        let name = self.name_of(inner);
        if name.is_some_and(Symbol::is_blank) {
            return None;
        }
        let var = name.and_then(|n| self.lookup(n)).filter(|&o| matches!(self.types.obj(o).kind, ObjKind::Var(_)));
        let was_used = var.is_none_or(|v| self.used.contains(&v));
        let x = self.expr(None, e);
        if let Some(var) = var
            && !was_used
        {
            self.used.remove(&var);
        }
        if !x.is_valid() || !self.types.is_valid(x.ty) {
            return Some(TypeId::INVALID);
        }
        if matches!(x.mode, Mode::Variable | Mode::MapIndex) || x.ty == TypeId::UNKNOWN {
            return Some(x.ty);
        }
        if let ExprKind::Selector { x: base, .. } = file.exprs[e].kind {
            let op = self.expr(None, base);
            if op.mode == Mode::MapIndex {
                let message = format!("cannot assign to struct field {} in map", self.es(e));
                self.error(self.at(e), "UnaddressableFieldAssign", message);
                return Some(TypeId::INVALID);
            }
        }
        let message = format!("cannot assign to {} (neither addressable nor a map index expression)", self.es(e));
        self.error(self.at(e), "UnassignableOperand", message);
        Some(TypeId::INVALID)
    }

    /// `lhs = rhs`, or `lhs = x` for a value that is known already.
    pub(super) fn assign_var(&mut self, lhs: ExprId, rhs: Option<ExprId>, x: Option<&mut Operand>, context: &str) {
        let ty = self.lhs_type(lhs);
        if ty.is_some_and(|t| !self.types.is_valid(t)) {
            match (x, rhs) {
                (Some(x), _) => x.invalidate(),
                (None, Some(rhs)) => {
                    self.use_exprs(&[rhs]);
                }
                (None, None) => {}
            }
            return;
        }
        let context = if ty.is_none() && context == "assignment" { "assignment to _ identifier" } else { context };
        match (x, rhs) {
            (Some(x), _) => self.assignment(x, ty, context),
            (None, Some(rhs)) => {
                let mut x = self.expr(ty.map(|ty| Target { ty, what: What::Expr(lhs) }), rhs);
                self.assignment(&mut x, ty, context);
            }
            (None, None) => {}
        }
    }

    /// The types of several values for a message: `(int, number)`.
    pub(super) fn types_summary(&self, types: &[TypeId], variadic: bool, has_dots: bool) -> String {
        let count = types.len();
        let texts: Vec<String> = types
            .iter()
            .enumerate()
            .map(|(i, &ty)| {
                let last = i + 1 == count;
                let mut text = match self.types.get(ty) {
                    _ if !self.types.is_valid(ty) => "unknown type".into(),
                    Type::Basic(kind) if kind.is_untyped() && kind.is_numeric() => "number".into(),
                    Type::Basic(kind) if kind.is_untyped() => kind.name().replace("untyped ", ""),
                    Type::Slice(elem) if variadic && last => self.ts(elem),
                    _ => self.ts(ty),
                };
                if last && variadic {
                    text.insert_str(0, "...");
                } else if last && has_dots {
                    text.push_str("...");
                }
                text
            })
            .collect();
        format!("({})", texts.join(", "))
    }

    fn assign_error(&mut self, rhs: &[ExprId], l: usize, r: usize) {
        let file = self.file();
        let (vars, vals) = (measure(l, "variable"), measure(r, "value"));
        let Some(&first) = rhs.first() else { return };
        let message = match file.exprs[file.unparen(first)].kind {
            ExprKind::Call { fun, .. } if rhs.len() == 1 => {
                format!("assignment mismatch: {vars} but {} returns {vals}", self.es(fun))
            }
            _ => format!("assignment mismatch: {vars} but {vals}"),
        };
        self.error(self.at(first), "WrongAssignCount", message);
    }

    fn return_error(&mut self, stmt: StmtId, lhs: &[ObjId], rhs: &[Operand]) {
        let (l, r) = (lhs.len(), rhs.len());
        let (at, which) = if r > l {
            (self.at_operand(&rhs[l]), "too many")
        } else if r > 0 {
            (self.at_operand(&rhs[r - 1]), "not enough")
        } else {
            (self.at_stmt(stmt), "not enough")
        };
        let have: Vec<TypeId> = rhs.iter().map(|x| x.ty).collect();
        let want: Vec<TypeId> = lhs.iter().map(|&v| self.types.obj_type(v)).collect();
        let error = Multi::new(at, format!("{which} return values"))
            .line(None, format!("have {}", self.types_summary(&have, false, false)))
            .line(None, format!("want {}", self.types_summary(&want, false, false)));
        self.report("WrongResultCount", error);
    }

    /// Initializes variables (or results, for a return statement).
    pub(super) fn init_vars(&mut self, lhs: &[ObjId], rhs: &[ExprId], ret: Option<StmtId>) {
        let context = if ret.is_some() {
            "return statement"
        } else if lhs.len() > 1 {
            "multiple assignment"
        } else {
            "assignment"
        };
        let (l, r) = (lhs.len(), rhs.len());
        let is_call = r == 1 && self.is_call(rhs[0]);
        if l == r && !is_call {
            for (&var, &e) in lhs.iter().zip(rhs) {
                let target = self.types.obj(var).ty;
                let mut x = self.expr(target.map(|ty| Target { ty, what: What::Var(var) }), e);
                self.init_var(var, &mut x, context);
            }
            return;
        }
        if r != 1 {
            if self.use_exprs(rhs) {
                match ret {
                    Some(stmt) => {
                        let values = self.expr_list(rhs);
                        self.return_error(stmt, lhs, &values);
                    }
                    None => self.assign_error(rhs, l, r),
                }
            }
            for &var in lhs {
                self.invalid_if_missing(var);
            }
            return;
        }
        let (mut values, comma_ok) = self.multi_expr(rhs[0], l, l == 2 && ret.is_none());
        if values.len() == l {
            for (&var, x) in lhs.iter().zip(&mut values) {
                self.init_var(var, x, context);
            }
            if comma_ok && values[0].is_valid() && values[1].is_valid() {
                self.record_comma_ok(rhs[0], values[0].ty, values[1].ty);
            }
            return;
        }
        if values[0].is_valid() {
            match ret {
                // A call into an unknown package may have any number of results.
                Some(_) if values[0].ty == TypeId::UNKNOWN && is_call => {}
                Some(stmt) => self.return_error(stmt, lhs, &values),
                None => self.assign_error(rhs, l, values.len()),
            }
        }
        for &var in lhs {
            self.invalid_if_missing(var);
        }
    }

    /// `lhs… = rhs…`
    pub(super) fn assign_vars(&mut self, lhs: &[ExprId], rhs: &[ExprId]) {
        let context = if lhs.len() > 1 { "multiple assignment" } else { "assignment" };
        let (l, r) = (lhs.len(), rhs.len());
        let is_call = r == 1 && self.is_call(rhs[0]);
        if l == r && !is_call {
            for (&left, &right) in lhs.iter().zip(rhs) {
                self.assign_var(left, Some(right), None, context);
            }
            return;
        }
        if r != 1 {
            let ok = self.use_lhs(lhs);
            if self.use_exprs(rhs) && ok {
                self.assign_error(rhs, l, r);
            }
            return;
        }
        let (mut values, comma_ok) = self.multi_expr(rhs[0], l, l == 2);
        if values.len() == l {
            for (&left, x) in lhs.iter().zip(&mut values) {
                self.assign_var(left, None, Some(x), context);
            }
            if comma_ok && values[0].is_valid() && values[1].is_valid() {
                self.record_comma_ok(rhs[0], values[0].ty, values[1].ty);
            }
            return;
        }
        if values[0].is_valid() {
            self.assign_error(rhs, l, values.len());
        }
        self.use_lhs(lhs);
    }

    /// `lhs… := rhs…`; `pos` is where gc reports that nothing is new.
    pub(super) fn short_var_decl(&mut self, pos: u32, lhs: &[ExprId], rhs: &[ExprId]) {
        let top = self.delayed.len();
        let scope = self.env.scope;
        let mut seen: Set<Symbol> = Set::default();
        let mut vars: Vec<ObjId> = Vec::with_capacity(lhs.len());
        let mut new: Vec<ObjId> = Vec::new();
        let mut has_error = false;
        for &left in lhs {
            let at = self.here(self.file().exprs[left].pos);
            let dummy = |checker: &mut Self| checker.new_var(VarKind::Local, Symbol::blank(), at, None);
            let Some(name) = self.name_of(left) else {
                self.use_lhs(&[left]);
                let message = format!("non-name {} on left side of :=", self.es(left));
                self.error(self.at(left), "BadDecl", message);
                has_error = true;
                vars.push(dummy(self));
                continue;
            };
            if !name.is_blank() && lhs.len() > 1 && !seen.insert(name) {
                let message = format!("{} repeated on left side of :=", self.es(left));
                self.error(self.at(left), "RepeatedDecl", message);
                has_error = true;
                vars.push(dummy(self));
                continue;
            }
            if let Some(&old) = self.types.scope(scope).names.get(&name) {
                self.record_use(left, old);
                if matches!(self.types.obj(old).kind, ObjKind::Var(_)) {
                    vars.push(old);
                } else {
                    let message = format!("cannot assign to {}", self.es(left));
                    self.error(self.at(left), "UnassignableOperand", message);
                    has_error = true;
                    vars.push(dummy(self));
                }
                continue;
            }
            let var = self.new_var(VarKind::Local, name, at, None);
            vars.push(var);
            if !name.is_blank() {
                new.push(var);
            }
            self.record_def(left, var);
        }
        self.init_vars(&vars, rhs, None);
        self.process_delayed(top);
        if new.is_empty() && !has_error {
            self.error(self.here(pos), "NoNewVar", "no new variables on left side of :=");
            return;
        }
        for var in new {
            self.declare(scope, None, var);
        }
    }

    /// Whether `ty` is an integer type, for range clauses.
    pub(super) fn is_integer(&self, ty: TypeId) -> bool {
        self.types.is_basic(ty, BasicKind::is_integer)
    }
}
