//! Range clauses.

use alloc::{format, string::String, vec::Vec};

use super::{Checker, operand::Operand};
use crate::ast::{Block, ChanDir, ExprId, RangeClause, StmtId};
use crate::types::{
    arena::{Type, TypeId},
    basic::BasicKind,
    constant::ConstValue,
    info::Mode,
    objects::{ObjId, VarKind},
};

/// The types of the iteration variables; `None` if there is none.
type KeyValue = (Option<TypeId>, Option<TypeId>);

impl Checker<'_> {
    pub(super) fn range_stmt(&mut self, stmt: StmtId, clause: &RangeClause, body: &Block) {
        let file = self.file();
        let lhs = file.unpack_list(clause.lhs);
        let (key_expr, value_expr, extra) = (lhs.first().copied(), lhs.get(1).copied(), lhs.get(2).copied());
        self.env.has_call_or_recv = false;
        let mut x = self.expr(None, clause.x);
        if x.is_valid() && value_expr.is_none() && !self.env.has_call_or_recv {
            self.constant_array_len(clause.x, x.ty);
        }
        let invalid = (Some(TypeId::INVALID), Some(TypeId::INVALID));
        let mut types: KeyValue = (None, None);
        if x.is_valid() {
            types = match self.range_types(x.ty) {
                Ok(mut types) => {
                    if self.is_imported_type(x.ty) {
                        types = (types.0.map(|ty| self.imported_type(ty)), types.1.map(|ty| self.imported_type(ty)));
                    }
                    let problem = if types.0.is_none()
                        && let Some(key) = key_expr
                    {
                        Some((key, format!("range over {} permits no iteration variables", self.os(&x))))
                    } else if types.1.is_none()
                        && let Some(value) = value_expr
                    {
                        Some((value, format!("range over {} permits only one iteration variable", self.os(&x))))
                    } else {
                        extra.map(|e| (e, "range clause permits at most two iteration variables".into()))
                    };
                    if let Some((e, message)) = problem {
                        self.error(self.at(e), "InvalidIterVar", message);
                    }
                    types
                }
                Err(cause) => {
                    let colon = if cause.is_empty() { "" } else { ": " };
                    let message = format!("cannot range over {}{colon}{cause}", self.os(&x));
                    self.error(self.at_operand(&x), "InvalidRangeExpr", message);
                    invalid
                }
            };
        }
        self.open_scope();
        let over_int = x.is_valid() && self.is_integer(x.ty);
        let pairs: Vec<(ExprId, Option<TypeId>)> =
            key_expr.into_iter().zip([types.0]).chain(value_expr.into_iter().zip([types.1])).collect();
        if clause.def {
            self.range_define(stmt, &pairs, &mut x, over_int);
        } else if key_expr.is_some() {
            self.range_assign(&pairs, &mut x, over_int);
        } else if over_int {
            // The range expression takes its default type.
            self.assignment(&mut x, None, "range clause");
        }
        let top = self.delayed.len();
        self.block(body);
        self.process_delayed(top);
        self.close_scope();
    }

    /// Ranging over the indices of an array does not evaluate it.
    fn constant_array_len(&mut self, e: ExprId, ty: TypeId) {
        let mut under = self.types.underlying(ty);
        if let Type::Pointer(elem) = self.types.get(under) {
            under = self.types.underlying(elem);
        }
        if let Type::Array { len, .. } = self.types.get(under)
            && len >= 0
        {
            let e = self.file().unparen(e);
            self.record(e, Mode::Constant, TypeId::INT, Some(ConstValue::Int(len)));
        }
    }

    fn range_define(&mut self, stmt: StmtId, pairs: &[(ExprId, Option<TypeId>)], x: &mut Operand, over_int: bool) {
        let mut vars: Vec<ObjId> = Vec::new();
        for &(e, ty) in pairs {
            let pos = self.here(self.file().exprs[e].pos);
            let Some(name) = self.name_of(e) else {
                let message = format!("cannot declare {}", self.es(e));
                self.error(self.at(e), "InvalidSyntaxTree", message);
                continue;
            };
            let var = self.new_var(VarKind::Local, name, pos, None);
            self.record_def(e, var);
            if !name.is_blank() {
                vars.push(var);
            }
            match ty {
                None | Some(TypeId::INVALID) => {
                    self.set_type(var, TypeId::INVALID);
                    self.used.insert(var);
                }
                Some(_) if over_int => self.init_var(var, x, "range clause"),
                Some(ty) => {
                    let mut y = Operand::new(Mode::Value, e, ty);
                    self.init_var(var, &mut y, "assignment");
                }
            }
        }
        if vars.is_empty() {
            let pos = self.at_stmt(stmt);
            self.error(pos, "NoNewVar", "no new variables on left side of :=");
        }
        for var in vars {
            self.declare(self.env.scope, None, var);
        }
    }

    fn range_assign(&mut self, pairs: &[(ExprId, Option<TypeId>)], x: &mut Operand, over_int: bool) {
        for &(e, ty) in pairs {
            match ty {
                None | Some(TypeId::INVALID) => {}
                Some(_) if over_int => {
                    self.assign_var(e, None, Some(x), "range clause");
                    if x.is_valid() && !self.is_integer(x.ty) {
                        let message = format!("cannot use iteration variable of type {}", self.ts(x.ty));
                        self.error(self.at(e), "InvalidRangeExpr", message);
                    }
                }
                Some(ty) => {
                    let mut y = Operand::new(Mode::Value, e, ty);
                    self.assign_var(e, None, Some(&mut y), "assignment");
                }
            }
        }
    }

    /// What ranging over a value of type `ty` gives.
    fn range_types(&mut self, ty: TypeId) -> Result<KeyValue, String> {
        for term in self.type_terms(ty) {
            if let Some((t, u)) = term
                && matches!(self.types.get(u), Type::Chan { dir: ChanDir::Send, .. })
            {
                return Err(format!("receive from send-only channel {}", self.ts(t)));
            }
        }
        let mut under = self.common_under(ty)?;
        if let Type::Pointer(elem) = self.types.get(under) {
            match self.types.under(elem) {
                Type::Array { .. } => under = self.types.underlying(elem),
                Type::Unknown => return Ok((Some(TypeId::UNKNOWN), Some(TypeId::UNKNOWN))),
                _ => {}
            }
        }
        Ok(match self.types.get(under) {
            Type::Basic(kind) if kind.is_string() => (Some(TypeId::INT), Some(TypeId::RUNE)),
            Type::Basic(kind) if kind.is_integer() => {
                if !self.allow_version(22) {
                    return Err("requires go1.22 or later".into());
                }
                (Some(ty), None)
            }
            Type::Array { elem, .. } | Type::Slice(elem) => (Some(TypeId::INT), Some(elem)),
            Type::Map { key, elem } => (Some(key), Some(elem)),
            Type::Chan { elem, .. } => (Some(elem), None),
            Type::Unknown => (Some(TypeId::UNKNOWN), Some(TypeId::UNKNOWN)),
            Type::Signature(id) => return self.range_func(id),
            _ => return Err(String::new()),
        })
    }

    fn range_func(&mut self, id: crate::types::arena::SigId) -> Result<KeyValue, String> {
        const FORM: &str = "func must be func(yield func(...) bool)";
        if !self.allow_version(23) {
            return Err("requires go1.23 or later".into());
        }
        let sig = *self.types.sig(id);
        let &[param] = self.types.objs(sig.params) else {
            return Err(format!("{FORM}: wrong argument count"));
        };
        if !sig.results.is_empty() {
            return Err(format!("{FORM}: unexpected results"));
        }
        let yield_type = self.types.obj_type(param);
        let under = match self.common_under(yield_type) {
            Ok(under) => under,
            Err(cause) => return Err(format!("{FORM}: in yield type, {cause}")),
        };
        let callback = match self.types.get(under) {
            Type::Signature(id) => *self.types.sig(id),
            Type::Unknown => return Ok((Some(TypeId::UNKNOWN), Some(TypeId::UNKNOWN))),
            _ => return Err(format!("{FORM}: argument is not func")),
        };
        let params = self.types.objs(callback.params).to_vec();
        if params.len() > 2 {
            return Err(format!("{FORM}: yield func has too many parameters"));
        }
        let result = match *self.types.objs(callback.results) {
            [result] => self.types.obj_type(result),
            _ => return Err(format!("{FORM}: yield func does not return bool")),
        };
        if !self.types.identical(result, TypeId::BOOL) {
            let what = if self.types.is_basic(result, BasicKind::is_boolean) {
                "returns user-defined boolean, not bool"
            } else {
                "does not return bool"
            };
            return Err(format!("{FORM}: yield func {what}"));
        }
        if callback.variadic {
            return Err(format!("yield func of type {} cannot be variadic", self.ts(yield_type)));
        }
        let ty = |i: usize| params.get(i).map(|&p| self.types.obj_type(p));
        Ok((ty(0), ty(1)))
    }
}
