//! Operands: what an expression evaluates to while it is being checked.

use alloc::{borrow::Cow, format, string::String};

use super::Checker;
use crate::ast::ExprId;
use crate::types::{
    arena::{Type, TypeId, Types},
    constant::ConstValue,
    info::Mode,
    objects::BuiltinId,
};

/// The expression that an operand comes from.
#[derive(Clone, Debug, Default)]
pub(super) enum ExprRef {
    /// None.
    #[default]
    None,
    /// A node of the current file.
    Node(ExprId),
    /// Something that has no node of its own: a position and a text.
    Dummy(u32, Cow<'static, str>),
}

/// A value, type or function during checking.
#[derive(Clone, Debug)]
pub(super) struct Operand {
    pub(super) mode: Mode,
    pub(super) expr: ExprRef,
    pub(super) ty: TypeId,
    pub(super) value: ConstValue,
    pub(super) builtin: Option<BuiltinId>,
    /// Whether it may be a constant, if what is not known of another package
    /// is one.
    pub(super) maybe_const: bool,
}

impl Default for Operand {
    fn default() -> Self {
        Self {
            mode: Mode::Invalid,
            expr: ExprRef::None,
            ty: TypeId::INVALID,
            value: ConstValue::Unknown,
            builtin: None,
            maybe_const: false,
        }
    }
}

impl Operand {
    pub(super) fn invalid(expr: ExprId) -> Self {
        Self { expr: ExprRef::Node(expr), ..Self::default() }
    }

    pub(super) fn new(mode: Mode, expr: ExprId, ty: TypeId) -> Self {
        Self { mode, expr: ExprRef::Node(expr), ty, ..Self::default() }
    }

    pub(super) fn dummy(mode: Mode, pos: u32, text: impl Into<Cow<'static, str>>, ty: TypeId) -> Self {
        Self { mode, expr: ExprRef::Dummy(pos, text.into()), ty, ..Self::default() }
    }

    pub(super) fn constant(expr: ExprId, ty: TypeId, value: ConstValue) -> Self {
        Self { value, ..Self::new(Mode::Constant, expr, ty) }
    }

    /// A value that would be a constant if everything were known.
    pub(super) fn maybe_constant(expr: ExprId, ty: TypeId) -> Self {
        Self { maybe_const: true, ..Self::new(Mode::Value, expr, ty) }
    }

    /// Whether it is a constant or may be one.
    pub(super) fn is_const_like(&self) -> bool {
        self.is_constant() || self.maybe_const || self.ty == TypeId::UNKNOWN
    }

    pub(super) fn is_valid(&self) -> bool {
        self.mode != Mode::Invalid
    }

    pub(super) fn invalidate(&mut self) {
        self.mode = Mode::Invalid;
    }

    pub(super) fn is_constant(&self) -> bool {
        self.mode == Mode::Constant
    }

    pub(super) fn is_nil(&self) -> bool {
        self.mode == Mode::NilValue
    }

    /// The node, if it has one.
    pub(super) fn node(&self) -> Option<ExprId> {
        match self.expr {
            ExprRef::Node(expr) => Some(expr),
            _ => None,
        }
    }
}

/// What the structure of a type is called; empty for basic types.
pub(super) fn composite_kind(types: &Types, ty: TypeId) -> &'static str {
    match types.under(ty) {
        Type::Array { .. } => "array",
        Type::Slice(_) => "slice",
        Type::Struct { .. } => "struct",
        Type::Pointer(_) => "pointer",
        Type::Signature(_) => "func",
        Type::Interface(_) => "interface",
        Type::Map { .. } => "map",
        Type::Chan { .. } => "chan",
        Type::Tuple(_) => "tuple",
        Type::Union(_) => "union",
        _ => "",
    }
}

const fn mode_name(mode: Mode) -> &'static str {
    match mode {
        Mode::Invalid => "invalid operand",
        Mode::NoValue => "no value",
        Mode::Builtin => "built-in",
        Mode::TypeExpr => "type",
        Mode::Constant => "constant",
        Mode::Variable => "variable",
        Mode::MapIndex => "map index expression",
        Mode::Value => "value",
        Mode::NilValue => "nil",
        Mode::CommaOk => "comma, ok expression",
    }
}

impl Checker<'_> {
    /// The expression of an operand as text.
    pub(super) fn expr_text(&self, x: &Operand) -> String {
        match &x.expr {
            ExprRef::Node(expr) => self.es(*expr),
            ExprRef::Dummy(_, text) => text.as_ref().into(),
            ExprRef::None => match x.mode {
                Mode::Builtin => x.builtin.map_or_else(String::new, |id| id.name().into()),
                Mode::TypeExpr => self.ts(x.ty),
                Mode::Constant => format!("{}", x.value),
                _ => String::new(),
            },
        }
    }

    /// An operand as messages print it: `x (variable of type int)`.
    pub(super) fn os(&self, x: &Operand) -> String {
        if x.mode == Mode::NilValue {
            return match x.ty {
                TypeId::INVALID => "nil (with invalid type)".into(),
                TypeId::UNTYPED_NIL => "nil".into(),
                ty => format!("nil (of type {})", self.ts(ty)),
            };
        }
        let expr = self.expr_text(x);
        let mut out = String::new();
        if !expr.is_empty() {
            out.push_str(&expr);
            out.push_str(" (");
        }
        let mut has_type = false;
        match x.mode {
            Mode::Invalid | Mode::NoValue | Mode::Builtin | Mode::TypeExpr => {}
            _ => match self.types.get(x.ty) {
                Type::Basic(kind) if kind.is_untyped() => {
                    out.push_str(kind.name());
                    out.push(' ');
                }
                _ => has_type = true,
            },
        }
        out.push_str(mode_name(x.mode));
        if x.mode == Mode::Constant {
            let value = format!("{}", x.value);
            if value != expr {
                out.push(' ');
                out.push_str(&value);
            }
        }
        if has_type {
            self.describe_type(&mut out, x.ty);
        }
        if !expr.is_empty() {
            out.push(')');
        }
        out
    }

    fn describe_type(&self, out: &mut String, ty: TypeId) {
        if !self.types.is_valid(ty) {
            out.push_str(" with invalid type");
            return;
        }
        out.push_str(" of ");
        if self.types.is_generic(ty) {
            out.push_str("generic ");
        }
        let tparam = match self.types.resolved(ty) {
            Type::TypeParam(tparam) => Some(tparam),
            _ => None,
        };
        if tparam.is_none() && matches!(self.types.get(ty), Type::Alias(_) | Type::Named(_)) {
            let what = match self.types.under(ty) {
                Type::Basic(kind) => kind.name(),
                _ => composite_kind(self.types, ty),
            };
            if !what.is_empty() {
                out.push_str(what);
                out.push(' ');
            }
        }
        out.push_str("type ");
        out.push_str(&self.ts(ty));
        if let Some(bound) = tparam.and_then(|t| self.types.tparam(t).bound) {
            out.push_str(" constrained by ");
            out.push_str(&self.ts(bound));
            if self.types.type_set_of(bound).is_some_and(|s| s.terms.as_ref().is_some_and(alloc::vec::Vec::is_empty)) {
                out.push_str(" with empty type set");
            }
        }
    }
}
