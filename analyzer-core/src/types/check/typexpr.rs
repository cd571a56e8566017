//! Type expressions and identifiers.

use alloc::{format, string::ToString, vec::Vec};

use super::{Checker, Delayed, operand::Operand};
use crate::ast::{ExprId, ExprKind, UnaryOp};
use crate::base::Symbol;
use crate::types::{
    arena::{Signature, Type, TypeId},
    basic::BasicKind,
    constant::ConstValue,
    info::Mode,
    objects::{ObjId, ObjKind, VarKind},
};

impl Checker<'_> {
    /// What kind of object it is, for messages.
    fn object_kind(&self, obj: ObjId) -> &'static str {
        let object = self.types.obj(obj);
        match &object.kind {
            ObjKind::PkgName { .. } => "package name",
            ObjKind::Const(_) => "constant",
            ObjKind::TypeName => match object.ty.map(|t| self.types.get(t)) {
                Some(Type::Alias(_)) => "type alias",
                Some(Type::TypeParam(_)) => "type parameter",
                _ => "defined type",
            },
            ObjKind::Var(var) => match var.kind {
                VarKind::Package => "package-level variable",
                VarKind::Local => "local variable",
                VarKind::Recv => "receiver",
                VarKind::Param => "parameter",
                VarKind::Result => "result variable",
                VarKind::Field => "struct field",
            },
            ObjKind::Func(_) => match object.ty.and_then(|t| self.types.signature(t)) {
                Some(sig) if sig.recv.is_some() => "method",
                _ => "function",
            },
            ObjKind::Label => "label",
            ObjKind::Builtin(_) => "built-in function",
            ObjKind::Nil => "untyped nil",
        }
    }

    /// Checks an identifier.
    pub(super) fn ident(&mut self, e: ExprId, want_type: bool) -> Operand {
        let mut x = Operand::invalid(e);
        let Some(name) = self.name_of(e) else { return x };
        let Some(obj) = self.lookup(name) else {
            self.undefined(e, name, &mut x, want_type);
            return x;
        };
        let object = self.types.obj(obj);
        if object.pos.is_none() && object.pkg.is_none() && matches!(object.ty, Some(TypeId::ANY | TypeId::COMPARABLE)) {
            let text = format!("predeclared {}", self.names.text(name));
            if !self.verify_version(self.at(e), 18, &text) {
                return x;
            }
        }
        self.record_use(e, obj);
        let object = self.types.obj(obj);
        let is_type = matches!(object.kind, ObjKind::TypeName);
        if want_type && !is_type {
            let kind = self.object_kind(obj);
            let message = format!("{} ({kind}) is not a type", self.names.text(name));
            self.error(self.at(e), "NotAType", message);
            if matches!(self.types.obj(obj).kind, ObjKind::Var(_)) {
                self.used.insert(obj);
            }
            return x;
        }
        let local = object.pkg == Some(self.pkg);
        if object.ty.is_none() || is_type && want_type && local {
            self.obj_decl(obj);
        }
        if !self.home().dot_imports.is_empty() {
            self.use_dot_import(obj);
        }
        let object = self.types.obj(obj);
        let ty = object.ty.unwrap_or(TypeId::INVALID);
        match object.kind.clone() {
            ObjKind::PkgName { .. } => {
                let message = format!("use of package {} not in selector", self.names.text(name));
                self.error(self.at(e), "InvalidPkgUse", message);
                return x;
            }
            ObjKind::Const(value) => {
                self.add_dep(obj);
                if !self.types.is_valid(ty) {
                    return x;
                }
                if self.types.obj(obj).pkg.is_none() && ty == TypeId::UNTYPED_INT {
                    let Some(iota) = self.env.iota.clone() else {
                        self.error(self.at(e), "InvalidIota", "cannot use iota outside constant declaration");
                        return x;
                    };
                    x.value = iota;
                } else {
                    x.value = value;
                }
                x.maybe_const = self.unknown_consts.contains(&obj) || self.types.is_unknown(ty);
                x.mode = if x.maybe_const { Mode::Value } else { Mode::Constant };
            }
            ObjKind::TypeName => x.mode = Mode::TypeExpr,
            ObjKind::Var(_) => {
                if local {
                    self.used.insert(obj);
                }
                self.add_dep(obj);
                if !self.types.is_valid(ty) {
                    return x;
                }
                x.mode = Mode::Variable;
                x.ty = if local { ty } else { self.imported_type(ty) };
                return x;
            }
            ObjKind::Func(_) => {
                self.add_dep(obj);
                x.mode = Mode::Value;
            }
            ObjKind::Builtin(id) => {
                x.builtin = Some(id);
                x.mode = Mode::Builtin;
            }
            ObjKind::Nil => x.mode = Mode::NilValue,
            ObjKind::Label => return x,
        }
        x.ty = ty;
        x
    }

    fn undefined(&mut self, e: ExprId, name: Symbol, x: &mut Operand, want_type: bool) {
        if name.is_blank() {
            self.error(self.at(e), "InvalidBlank", "cannot use _ as value or type");
            return;
        }
        if self.use_unknown_dot_import(e) {
            x.mode = if want_type { Mode::TypeExpr } else { Mode::Variable };
            x.ty = TypeId::UNKNOWN;
            return;
        }
        let text = self.names.text(name);
        if !text.is_empty() {
            let message = format!("undefined: {text}");
            self.error(self.at(e), "UndeclaredName", message);
        }
    }

    /// The type that `e` denotes.
    pub(super) fn typ(&mut self, e: ExprId) -> TypeId {
        self.declared_type(e, None)
    }

    /// The type of a variable: not a constraint interface.
    pub(super) fn var_type(&mut self, e: ExprId) -> TypeId {
        let ty = self.declared_type(e, None);
        self.valid_var_type(e, ty);
        ty
    }

    pub(super) fn valid_var_type(&mut self, expr: ExprId, ty: TypeId) {
        // Most types cannot be interfaces; only look later at those that can.
        if matches!(self.types.resolved(ty), Type::Named(_) | Type::Interface(_) | Type::Basic(BasicKind::Invalid))
            && ty != TypeId::INVALID
        {
            self.later(Delayed::VarType { expr, ty });
        }
    }

    pub(super) fn check_var_type(&mut self, expr: ExprId, ty: TypeId) {
        if !matches!(self.types.under(ty), Type::Interface(_)) || self.types.is_type_param(ty) {
            return;
        }
        let set = self.type_set(ty);
        if set.comparable || set.terms.is_some() {
            let why = if set.comparable {
                "interface is (or embeds) comparable"
            } else {
                "interface contains type constraints"
            };
            let message = format!("cannot use type {} outside a type constraint: {why}", self.ts(ty));
            self.error(self.at(expr), "MisplacedConstraintIface", message);
        }
    }

    pub(super) fn check_map_key(&mut self, expr: ExprId, key: TypeId) {
        if self.incomparable(key, true).is_some() {
            let why = if self.types.is_type_param(key) { " (missing comparable constraint)" } else { "" };
            let message = format!("invalid map key type {}{why}", self.ts(key));
            self.error(self.at(expr), "IncomparableMapKey", message);
        }
    }

    /// The type `e`, declared as `def` if that is given.
    pub(super) fn declared_type(&mut self, e: ExprId, def: Option<ObjId>) -> TypeId {
        if !self.enter(self.file().exprs[e].pos) {
            return TypeId::INVALID;
        }
        let mut ty = self.type_internal(e, def);
        if self.types.is_generic(ty) {
            let message = format!("cannot use generic type {} without instantiation", self.ts(ty));
            self.error(self.at(e), "WrongTypeArgCount", message);
            ty = TypeId::INVALID;
        }
        self.record(e, Mode::TypeExpr, ty, None);
        self.leave();
        self.settle();
        ty
    }

    /// A generic type that is about to be instantiated.
    pub(super) fn generic_type(&mut self, e: ExprId) -> Result<TypeId, alloc::string::String> {
        let ty = self.type_internal(e, None);
        if self.types.is_unknown(ty) {
            self.record(e, Mode::TypeExpr, ty, None);
            return Ok(ty);
        }
        if self.types.is_valid(ty) && !self.types.is_generic(ty) {
            return Err(format!("{} is not a generic type", self.ts(ty)));
        }
        self.record(e, Mode::TypeExpr, ty, None);
        Ok(ty)
    }

    fn not_a_type(&mut self, e: ExprId) -> TypeId {
        let message = format!("{} is not a type", self.es(e));
        self.error(self.at(e), "NotAType", message);
        self.use_exprs(&[e]);
        TypeId::INVALID
    }

    fn type_of_operand(&mut self, x: &Operand) -> TypeId {
        match x.mode {
            Mode::TypeExpr => return x.ty,
            Mode::Invalid => {}
            mode => {
                let verb = if mode == Mode::NoValue { "used as type" } else { "is not a type" };
                let message = format!("{} {verb}", self.os(x));
                self.error(self.at_operand(x), "NotAType", message);
            }
        }
        TypeId::INVALID
    }

    fn type_internal(&mut self, e: ExprId, def: Option<ObjId>) -> TypeId {
        let file = self.file();
        match &file.exprs[e].kind {
            ExprKind::Bad => TypeId::INVALID,
            ExprKind::Name(_) => {
                let x = self.ident(e, true);
                self.type_of_operand(&x)
            }
            ExprKind::Selector { x, sel } => {
                let x = self.selector(e, *x, *sel, true);
                self.type_of_operand(&x)
            }
            ExprKind::Index { x, index } => {
                self.verify_version(self.at(e), 18, "type instantiation");
                self.instantiated_type(*x, &file.unpack_list(Some(*index)))
            }
            ExprKind::Paren(x) => self.declared_type(*x, def),
            ExprKind::ArrayType { len, elem } => {
                let len = if let Some(len) = len {
                    self.array_length(*len)
                } else {
                    let message = "invalid use of [...] array (outside a composite literal)";
                    self.error(self.at(e), "BadDotDotDotSyntax", message);
                    None
                };
                let elem = self.var_type(*elem);
                match len {
                    Some(len) => self.types.add(Type::Array { len, elem }),
                    None => TypeId::INVALID,
                }
            }
            ExprKind::SliceType(elem) => {
                let elem = self.var_type(*elem);
                self.types.add(Type::Slice(elem))
            }
            ExprKind::DotsType(elem) => {
                self.error(self.at(e), "InvalidSyntaxTree", "invalid use of ...");
                self.use_exprs(&[*elem]);
                TypeId::INVALID
            }
            ExprKind::StructType(ty) => self.struct_type(&ty.fields, &ty.tags),
            ExprKind::Unary { op: UnaryOp::Deref, x } => {
                let elem = self.var_type(*x);
                if !self.types.is_valid(elem) {
                    return TypeId::INVALID;
                }
                self.types.pointer_to(elem)
            }
            ExprKind::FuncType(_) => {
                let sig = self.types.add_signature(Signature::default());
                self.func_type(sig, None, &[], e);
                sig
            }
            ExprKind::InterfaceType(elems) => self.interface_type(e, elems, def),
            ExprKind::MapType { key, value } => {
                let key_type = self.var_type(*key);
                let elem = self.var_type(*value);
                self.later(Delayed::MapKey { expr: *key, key: key_type });
                self.types.add(Type::Map { key: key_type, elem })
            }
            ExprKind::ChanType { dir, elem } => {
                let elem = self.var_type(*elem);
                self.types.add(Type::Chan { dir: *dir, elem })
            }
            _ => self.not_a_type(e),
        }
    }

    /// The length of an array type; -1 if it is known to an unknown package
    /// only, `None` after an error.
    fn array_length(&mut self, e: ExprId) -> Option<i64> {
        if let Some(name) = self.name_of(e) {
            let text = self.names.text(name).to_string();
            match self.lookup(name) {
                None if self.use_unknown_dot_import(e) => return Some(-1),
                None => {
                    let message = format!("undefined array length {text} or missing type constraint");
                    self.error(self.at(e), "InvalidArrayLen", message);
                    return None;
                }
                Some(obj) if !matches!(self.types.obj(obj).kind, ObjKind::Const(_)) => {
                    let message = format!("invalid array length {text}");
                    self.error(self.at(e), "InvalidArrayLen", message);
                    return None;
                }
                Some(_) => {}
            }
        }
        let x = self.expr(None, e);
        if x.is_valid() && (x.maybe_const || self.types.is_unknown(x.ty)) {
            return Some(-1);
        }
        if !x.is_constant() {
            if x.is_valid() {
                let message = format!("array length {} must be constant", self.os(&x));
                self.error(self.at_operand(&x), "InvalidArrayLen", message);
            }
            return None;
        }
        let integer = self.types.is_basic(x.ty, BasicKind::is_integer);
        if integer && !x.value.is_known() {
            return Some(-1);
        }
        if integer || self.types.is_untyped(x.ty) {
            let value = x.value.to_int();
            if let ConstValue::Int(len) = value
                && len >= 0
            {
                return Some(len);
            }
        }
        let message = if integer {
            format!("invalid array length {}", self.os(&x))
        } else {
            format!("array length {} must be integer", self.os(&x))
        };
        self.error(self.at_operand(&x), "InvalidArrayLen", message);
        None
    }

    /// The types in a list of type arguments; `None` if one is in error.
    pub(super) fn type_list(&mut self, exprs: &[ExprId]) -> Option<Vec<TypeId>> {
        let types: Vec<TypeId> = exprs.iter().map(|&e| self.var_type(e)).collect();
        types.iter().all(|&t| self.types.is_valid(t)).then_some(types)
    }
}
