//! Expressions.
//!
//! Every expression passes through [`Checker::raw_expr`], which records what
//! it finds. An untyped operand is remembered until its context gives it a
//! type; [`Checker::update_type`] then writes that type down the tree.

use alloc::{format, string::String, vec::Vec};

use super::{
    BodyOf, Checker, Delayed,
    generic::Target,
    operand::{ExprRef, Operand},
};
use crate::ast::{ExprId, ExprKind, LitKind, UnaryOp};
use crate::base::Symbol;
use crate::types::{
    arena::{Type, TypeId},
    basic::BasicKind,
    constant::{from_literal, unary},
    info::Mode,
};

/// Whether an expression may stand as a statement.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Conversion,
    Expression,
    Statement,
}

/// Longer numeric literals are refused, as by gc.
const MAX_LITERAL: usize = 10_000;

impl Checker<'_> {
    /// A single value. `target` is the type it is assigned to, if known.
    pub(super) fn expr(&mut self, target: Option<Target<'_>>, e: ExprId) -> Operand {
        let (mut x, _) = self.raw_expr(target, e, None, false);
        self.exclude(&mut x, true, true);
        self.single_value(&mut x);
        x
    }

    /// A single value, maybe a generic function; `hint` is the type of elided
    /// composite literals.
    pub(super) fn generic_expr(&mut self, e: ExprId, hint: Option<TypeId>) -> Operand {
        let (mut x, _) = self.raw_expr(None, e, hint, true);
        self.exclude(&mut x, true, true);
        self.single_value(&mut x);
        x
    }

    /// A value or a type.
    pub(super) fn expr_or_type(&mut self, e: ExprId, allow_generic: bool) -> Operand {
        let (mut x, _) = self.raw_expr(None, e, None, allow_generic);
        self.exclude(&mut x, false, false);
        self.single_value(&mut x);
        x
    }

    /// The values of `e`: several for a call with several results. `want` is
    /// how many are wanted; a comma-ok expression gives two if `comma_ok`.
    pub(super) fn multi_expr(&mut self, e: ExprId, want: usize, comma_ok: bool) -> (Vec<Operand>, bool) {
        let (mut x, _) = self.raw_expr(None, e, None, false);
        self.exclude(&mut x, true, true);
        if !x.is_valid() {
            return (alloc::vec![x], false);
        }
        let start = super::error::start_pos(self.file(), e);
        if let Type::Tuple(vars) = self.types.get(x.ty) {
            let vars = self.types.objs(vars).to_vec();
            let list = vars.into_iter().enumerate().map(|(i, v)| {
                let ty = self.types.obj_type(v);
                Operand::dummy(Mode::Value, start, nth(i + 1, "function result"), ty)
            });
            return (list.collect(), false);
        }
        if comma_ok && matches!(x.mode, Mode::MapIndex | Mode::CommaOk) {
            let ok = Operand::dummy(Mode::Value, start, "ok value of (comma, ok) expression", TypeId::UNTYPED_BOOL);
            return (alloc::vec![x, ok], true);
        }
        if x.ty == TypeId::UNKNOWN && want > 1 && self.is_call(e) {
            let list =
                (0..want).map(|i| Operand::dummy(Mode::Value, start, nth(i + 1, "function result"), TypeId::UNKNOWN));
            return (list.collect(), false);
        }
        (alloc::vec![x], false)
    }

    /// Whether `e` is a call, maybe in parentheses.
    pub(super) fn is_call(&self, e: ExprId) -> bool {
        let file = self.file();
        matches!(file.exprs[file.unparen(e)].kind, ExprKind::Call { .. })
    }

    /// Reports an operand without value, a built-in function and, if asked
    /// for, a type.
    pub(super) fn exclude(&mut self, x: &mut Operand, no_types: bool, no_builtins: bool) {
        let (code, what) = match x.mode {
            Mode::NoValue if no_types => ("TooManyValues", "used as value"),
            Mode::NoValue => ("TooManyValues", "used as value or type"),
            Mode::Builtin if no_builtins => ("UncalledBuiltin", "must be called"),
            Mode::TypeExpr if no_types => ("NotAnExpr", "is not an expression"),
            _ => return,
        };
        let message = format!("{} {what}", self.os(x));
        self.error(self.at_operand(x), code, message);
        x.invalidate();
    }

    pub(super) fn single_value(&mut self, x: &mut Operand) {
        if x.mode == Mode::Value && matches!(self.types.get(x.ty), Type::Tuple(_)) {
            let message = format!("multiple-value {} in single-value context", self.os(x));
            self.error(self.at_operand(x), "TooManyValues", message);
            x.invalidate();
        }
    }

    /// Checks `e` and records what it is.
    pub(super) fn raw_expr(
        &mut self,
        target: Option<Target<'_>>,
        e: ExprId,
        hint: Option<TypeId>,
        allow_generic: bool,
    ) -> (Operand, Kind) {
        if !self.enter(self.file().exprs[e].pos) {
            return (Operand::invalid(e), Kind::Statement);
        }
        let (mut x, kind) = self.expr_internal(target, e, hint);
        if !allow_generic {
            self.non_generic(target, &mut x);
        }
        self.record_operand(&x);
        self.leave();
        (x, kind)
    }

    /// Reports a generic type or function that is not instantiated.
    pub(super) fn non_generic(&mut self, target: Option<Target<'_>>, x: &mut Operand) {
        if !x.is_valid() || x.mode == Mode::NoValue {
            return;
        }
        let what = match self.types.get(x.ty) {
            Type::Alias(_) | Type::Named(_) if self.types.is_generic(x.ty) => "type",
            Type::Signature(id) if !self.types.sig(id).tparams.is_empty() => {
                if self.infer_from_target(target, x) {
                    return;
                }
                "function"
            }
            _ => return,
        };
        let message = format!("cannot use generic {what} {} without instantiation", self.expr_text(x));
        self.error(self.at_operand(x), "WrongTypeArgCount", message);
        x.invalidate();
        x.ty = TypeId::INVALID;
    }

    fn expr_internal(&mut self, target: Option<Target<'_>>, e: ExprId, hint: Option<TypeId>) -> (Operand, Kind) {
        let file = self.file();
        let invalid = (Operand::invalid(e), Kind::Statement);
        let mut x = match &file.exprs[e].kind {
            ExprKind::Bad => return invalid,
            ExprKind::Name(_) => self.ident(e, false),
            ExprKind::DotsType(_) => {
                self.error(self.at(e), "InvalidSyntaxTree", "invalid use of ...");
                return invalid;
            }
            ExprKind::BasicLit { bad: true, .. } => return invalid,
            ExprKind::BasicLit { kind, text, .. } => self.basic_lit(e, *kind, *text),
            ExprKind::FuncLit { ty, .. } => self.func_lit(e, *ty),
            ExprKind::CompositeLit { .. } => self.composite_lit(e, hint),
            ExprKind::Paren(inner) => {
                let (mut x, kind) = self.raw_expr(None, *inner, None, false);
                x.expr = ExprRef::Node(e);
                return (x, kind);
            }
            ExprKind::Selector { x, sel } => self.selector(e, *x, *sel, false),
            ExprKind::Index { .. } => {
                let (mut x, is_func) = self.index_expr(e);
                if is_func {
                    self.func_inst(target, e, &mut x);
                }
                x
            }
            ExprKind::Slice { .. } => self.slice_expr(e),
            ExprKind::Assert { x, ty } => self.assertion(e, *x, *ty),
            ExprKind::TypeSwitchGuard { x, .. } => {
                self.error(self.at(e), "InvalidSyntaxTree", "use of .(type) outside type switch");
                self.use_exprs(&[*x]);
                return invalid;
            }
            ExprKind::Call { .. } => return self.call_expr(e),
            ExprKind::List(_) => {
                self.error(self.at(e), "InvalidSyntaxTree", "unexpected list of expressions");
                return invalid;
            }
            ExprKind::Unary { op: UnaryOp::Deref, x } => self.indirection(*x),
            ExprKind::Unary { op, x } => {
                let mut x = self.unary(e, *op, *x);
                if x.is_valid() && *op == UnaryOp::Recv {
                    x.expr = ExprRef::Node(e);
                    return (x, Kind::Statement);
                }
                x
            }
            ExprKind::Binary { .. } => self.binary_chain(e),
            ExprKind::KeyValue { .. } => {
                self.error(self.at(e), "InvalidSyntaxTree", "no key:value expected");
                return invalid;
            }
            ExprKind::ArrayType { .. }
            | ExprKind::SliceType(_)
            | ExprKind::StructType(_)
            | ExprKind::FuncType(_)
            | ExprKind::InterfaceType(_)
            | ExprKind::MapType { .. }
            | ExprKind::ChanType { .. } => {
                let ty = self.typ(e);
                Operand::new(Mode::TypeExpr, e, ty)
            }
        };
        x.expr = ExprRef::Node(e);
        let kind = if x.is_valid() { Kind::Expression } else { Kind::Statement };
        (x, kind)
    }

    fn basic_lit(&mut self, e: ExprId, kind: LitKind, symbol: Symbol) -> Operand {
        if matches!(kind, LitKind::Int | LitKind::Float | LitKind::Imag) {
            self.lang_compat(e, kind, symbol);
            let text = self.names.text(symbol);
            if text.len() > MAX_LITERAL {
                let head = text.get(..10).unwrap_or_default();
                let message = format!("excessively long constant: {head}... ({} chars)", text.len());
                self.error(self.at(e), "InvalidConstVal", message);
                return Operand::invalid(e);
            }
        }
        let ty = match kind {
            LitKind::Int => TypeId::UNTYPED_INT,
            LitKind::Float => TypeId::UNTYPED_FLOAT,
            LitKind::Imag => TypeId::UNTYPED_COMPLEX,
            LitKind::Rune => TypeId::UNTYPED_RUNE,
            LitKind::String => TypeId::UNTYPED_STRING,
        };
        let value = from_literal(self.names.text(symbol), kind);
        if !value.is_known() {
            let text = self.names.text(symbol);
            self.error(self.at(e), "InvalidConstVal", format!("malformed constant: {text}"));
            return Operand::invalid(e);
        }
        let mut x = Operand::constant(e, ty, value);
        let pos = self.op_pos(e);
        self.overflow(&mut x, pos);
        x
    }

    /// Literal forms that Go 1.13 brought.
    fn lang_compat(&mut self, e: ExprId, kind: LitKind, symbol: Symbol) {
        let text = self.names.text(symbol);
        if text.len() <= 2 || self.allow_version(13) {
            return;
        }
        let lower = text.to_ascii_lowercase();
        let what = if text.contains('_') {
            "underscore in numeric literal"
        } else if lower.starts_with("0b") {
            "binary literal"
        } else if lower.starts_with("0o") {
            "0o/0O-style octal literal"
        } else if kind != LitKind::Int && lower.starts_with("0x") {
            "hexadecimal floating-point literal"
        } else {
            return;
        };
        self.version_error(self.at(e), 13, what);
    }

    fn func_lit(&mut self, e: ExprId, ty: ExprId) -> Operand {
        let sig = self.typ(ty);
        if !matches!(self.types.get(sig), Type::Signature(_)) {
            return Operand::invalid(e);
        }
        if let Some(info) = self.file_info() {
            info.func_lits.insert(e, sig);
        }
        let scope = self.sig_scope(sig);
        let (decl, iota) = (self.env.decl, self.env.iota.clone());
        if self.is_recorded() {
            self.later(Delayed::Body { decl, sig, scope, body: BodyOf::Lit(e), iota });
        }
        Operand::new(Mode::Value, e, sig)
    }

    /// `*x`, an indirection or a pointer type.
    fn indirection(&mut self, e: ExprId) -> Operand {
        let mut x = self.expr_or_type(e, false);
        match x.mode {
            Mode::Invalid => return x,
            Mode::TypeExpr => {
                self.valid_var_type(e, x.ty);
                x.ty = self.types.pointer_to(x.ty);
                return x;
            }
            _ => {}
        }
        if self.types.is_unknown(x.ty) {
            x.mode = Mode::Variable;
            x.ty = TypeId::UNKNOWN;
            return x;
        }
        let mut base: Option<TypeId> = None;
        for term in self.type_terms(x.ty) {
            let elem = match term.map(|(_, u)| self.types.get(u)) {
                Some(Type::Pointer(elem)) => elem,
                Some(Type::Unknown) => TypeId::UNKNOWN,
                _ => {
                    let message = format!("invalid operation: cannot indirect {}", self.os(&x));
                    self.error(self.at_operand(&x), "InvalidIndirection", message);
                    x.invalidate();
                    return x;
                }
            };
            if base.is_some_and(|b| !self.types.identical(b, elem)) {
                let message = format!("invalid operation: pointers of {} must have identical base types", self.os(&x));
                self.error(self.at_operand(&x), "InvalidIndirection", message);
                x.invalidate();
                return x;
            }
            base = Some(elem);
        }
        match base {
            Some(base) if self.is_complete(base) => {
                x.mode = Mode::Variable;
                x.ty = base;
            }
            _ => x.invalidate(),
        }
        x
    }

    fn unary(&mut self, e: ExprId, mut op: UnaryOp, operand: ExprId) -> Operand {
        let mut x = self.expr(None, operand);
        if !x.is_valid() {
            return x;
        }
        let unknown = self.types.is_unknown(x.ty);
        match op {
            UnaryOp::Addr => {
                let file = self.file();
                let literal = matches!(file.exprs[file.unparen(operand)].kind, ExprKind::CompositeLit { .. });
                if !literal && x.mode != Mode::Variable && x.ty != TypeId::UNKNOWN {
                    let message = format!("invalid operation: cannot take address of {}", self.os(&x));
                    self.error(self.at_operand(&x), "UnaddressableOperand", message);
                    x.invalidate();
                    return x;
                }
                x.mode = Mode::Value;
                x.ty = self.types.pointer_to(x.ty);
                return x;
            }
            UnaryOp::Recv => {
                let pos = self.at_operand(&x);
                match self.chan_elem(pos, &x, true) {
                    Some(elem) if self.is_complete(elem) => {
                        x.mode = Mode::CommaOk;
                        x.ty = elem;
                        self.env.has_call_or_recv = true;
                    }
                    _ => x.invalidate(),
                }
                return x;
            }
            UnaryOp::Tilde => {
                let mut message = String::from("cannot use ~ outside of interface or type constraint");
                let integer = self.all_integer(x.ty);
                if integer {
                    message.push_str(" (use ^ for bitwise complement)");
                }
                self.error(self.at(e), "UndefinedOp", message);
                if !integer {
                    x.invalidate();
                    return x;
                }
                op = UnaryOp::BitNot;
            }
            _ => {}
        }
        if unknown {
            x.maybe_const = x.is_const_like();
            x.mode = Mode::Value;
            return x;
        }
        let defined = match op {
            UnaryOp::Not => self.all_boolean(x.ty),
            UnaryOp::BitNot => self.all_integer(x.ty),
            _ => self.all_numeric(x.ty),
        };
        if !defined {
            let message = format!("invalid operation: operator {} not defined on {}", op.text(), self.os(&x));
            self.error(self.at_operand(&x), "UndefinedOp", message);
            x.invalidate();
            return x;
        }
        if !x.is_constant() {
            x.mode = Mode::Value;
            return x;
        }
        if !x.value.is_known() {
            return x;
        }
        let unsigned = self.types.is_basic(x.ty, BasicKind::is_unsigned);
        let size = self.types.size_of(x.ty).and_then(|s| u32::try_from(s).ok()).unwrap_or(0);
        let bits = if unsigned { size * 8 } else { 0 };
        x.value = unary(op, &x.value, bits);
        x.expr = ExprRef::Node(e);
        let pos = self.op_pos(e);
        self.overflow(&mut x, pos);
        x
    }

    /// The element type of a channel that is received from or sent to.
    pub(super) fn chan_elem(&mut self, pos: crate::base::Pos, x: &Operand, recv: bool) -> Option<TypeId> {
        use crate::ast::ChanDir;
        if self.types.is_unknown(x.ty) {
            return Some(TypeId::UNKNOWN);
        }
        let mut problem = None;
        for term in self.type_terms(x.ty) {
            problem = match term {
                None => Some("no specific channel type".into()),
                Some((t, u)) => match self.types.get(u) {
                    Type::Chan { dir: ChanDir::Send, .. } if recv => Some(format!("send-only channel {}", self.ts(t))),
                    Type::Chan { dir: ChanDir::Recv, .. } if !recv => {
                        Some(format!("receive-only channel {}", self.ts(t)))
                    }
                    Type::Chan { .. } | Type::Unknown => None,
                    _ => Some(format!("non-channel {}", self.ts(t))),
                },
            };
            if problem.is_some() {
                break;
            }
        }
        let cause = match problem {
            Some(cause) => cause,
            None => match self.common_under(x.ty) {
                Ok(under) => match self.types.get(under) {
                    Type::Chan { elem, .. } if recv && self.is_imported_type(x.ty) => {
                        return Some(self.imported_type(elem));
                    }
                    Type::Chan { elem, .. } => return Some(elem),
                    Type::Unknown => return Some(TypeId::UNKNOWN),
                    _ => return None,
                },
                Err(cause) => cause,
            },
        };
        let (code, verb) = if recv { ("InvalidReceive", "receive from") } else { ("InvalidSend", "send to") };
        let operand = self.os(x);
        let message = if self.types.is_type_param(x.ty) {
            format!("invalid operation: cannot {verb} {operand}: {cause}")
        } else {
            format!("invalid operation: cannot {verb} {cause} {operand}")
        };
        self.error(pos, code, message);
        None
    }

    fn assertion(&mut self, e: ExprId, operand: ExprId, ty: ExprId) -> Operand {
        let mut x = self.expr(None, operand);
        if !x.is_valid() {
            return x;
        }
        if self.types.is_type_param(x.ty) {
            let message =
                format!("invalid operation: cannot use type assertion on type parameter value {}", self.os(&x));
            self.error(self.at_operand(&x), "InvalidAssert", message);
            return Operand::invalid(e);
        }
        if !self.types.is_interface(x.ty) && !self.types.is_unknown(x.ty) {
            let message = format!("invalid operation: {} is not an interface", self.os(&x));
            self.error(self.at_operand(&x), "InvalidAssert", message);
            return Operand::invalid(e);
        }
        let ty = self.var_type(ty);
        if !self.types.is_valid(ty) || !self.is_complete(ty) {
            return Operand::invalid(e);
        }
        self.type_assertion(e, &x, ty, false);
        x.mode = Mode::CommaOk;
        x.ty = ty;
        x
    }

    /// Reports an assertion or case that can never succeed.
    pub(super) fn type_assertion(&mut self, e: ExprId, x: &Operand, ty: TypeId, case: bool) {
        if self.types.is_interface(ty) || self.types.is_open(ty) || self.types.is_unknown(x.ty) {
            return;
        }
        let Err(cause) = self.has_all_methods(ty, x.ty, false) else { return };
        let (text, shown, operand) = (self.es(e), self.ts(ty), self.os(x));
        let message = if case {
            format!("impossible type switch case: {text}\n\t{operand} cannot have dynamic type {shown} {cause}")
        } else {
            let iface = self.ts(x.ty);
            format!("impossible type assertion: {text}\n\t{shown} does not implement {iface} {cause}")
        };
        self.error(self.at(e), "ImpossibleAssert", message);
    }

    /// Checks expressions whose values do not matter because of another
    /// error, so that what they use counts as used. Whether all are valid.
    pub(super) fn use_exprs(&mut self, exprs: &[ExprId]) -> bool {
        self.use_all(exprs, false)
    }

    /// The same for the left side of an assignment, where names are not used.
    pub(super) fn use_lhs(&mut self, exprs: &[ExprId]) -> bool {
        self.use_all(exprs, true)
    }

    fn use_all(&mut self, exprs: &[ExprId], lhs: bool) -> bool {
        let mut ok = true;
        for &e in exprs {
            ok &= self.use_one(e, lhs);
        }
        ok
    }

    fn use_one(&mut self, e: ExprId, lhs: bool) -> bool {
        let file = self.file();
        let inner = file.unparen(e);
        match &file.exprs[inner].kind {
            ExprKind::Name(name) if name.is_blank() => true,
            ExprKind::Name(name) => {
                let var = if lhs { self.lookup(*name) } else { None };
                let was_used = var.is_some_and(|v| self.used.contains(&v));
                let x = self.expr_or_type(inner, true);
                if let Some(var) = var
                    && !was_used
                {
                    self.used.remove(&var);
                }
                x.is_valid()
            }
            ExprKind::List(elems) => self.use_all(elems, lhs),
            _ => self.raw_expr(None, e, None, true).0.is_valid(),
        }
    }
}

/// `1st function result`
pub(super) fn nth(n: usize, what: &str) -> String {
    let ending = match n {
        1 => "st",
        2 => "nd",
        3 => "rd",
        _ => "th",
    };
    format!("{n}{ending} {what}")
}
