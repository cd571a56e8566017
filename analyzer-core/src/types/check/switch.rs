//! Expression and type switches.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use super::{Checker, Map, error::Multi, operand::Operand};
use crate::ast::{BinaryOp, CaseClause, ExprId, ExprKind, StmtId};
use crate::base::Pos;
use crate::types::{
    arena::TypeId,
    constant::{ConstKind, ConstValue},
    info::Implicit,
    objects::{ObjId, ObjKind, VarKind},
};

/// A constant case value; equal texts are equal values. Booleans and complex
/// values may repeat.
fn case_key(value: &ConstValue) -> Option<String> {
    match value.kind() {
        ConstKind::Int if value.as_i64().is_some() || value.as_u64().is_some() => Some(format!("i{value}")),
        ConstKind::Float => Some(format!("f{}", value.as_f64()?.to_bits())),
        ConstKind::Str => Some(format!("s{}", crate::types::constant::quote(value.as_bytes()?))),
        _ => None,
    }
}

impl Checker<'_> {
    fn check_defaults(&mut self, body: &[CaseClause]) {
        let mut first: Option<u32> = None;
        for clause in body.iter().filter(|c| c.cases.is_none()) {
            match first {
                Some(first) => self.multiple_defaults(clause.pos, first),
                None => first = Some(clause.pos),
            }
        }
    }

    pub(super) fn expr_switch(&mut self, tag: Option<ExprId>, body: &[CaseClause], rbrace: u32) {
        let mut x = match tag {
            Some(tag) => {
                let mut x = self.expr(None, tag);
                self.assignment(&mut x, None, "switch expression");
                if x.is_valid() && self.incomparable(x.ty, true).is_some() && !self.types.has_nil(x.ty) {
                    let message = format!("cannot switch on {} ({} is not comparable)", self.os(&x), self.ts(x.ty));
                    self.error(self.at_operand(&x), "InvalidExprSwitch", message);
                    x.invalidate();
                }
                x
            }
            None => Self::true_operand(body.first().map_or(rbrace, |c| c.pos)),
        };
        self.check_defaults(body);
        let mut seen: Map<String, Vec<(Pos, TypeId)>> = Map::default();
        for clause in body {
            let cases = self.file().unpack_list(clause.cases);
            self.case_values(&mut x, &cases, &mut seen);
            self.open_scope();
            self.stmt_list(&clause.body);
            self.close_scope();
        }
    }

    fn case_values(&mut self, x: &mut Operand, cases: &[ExprId], seen: &mut Map<String, Vec<(Pos, TypeId)>>) {
        for &e in cases {
            let mut v = self.expr(None, e);
            if !x.is_valid() || !v.is_valid() {
                continue;
            }
            self.convert_untyped(&mut v, x.ty);
            if !v.is_valid() {
                continue;
            }
            let mut result = v.clone();
            self.comparison(&mut result, x, BinaryOp::Eql, true);
            if !result.is_valid() || !v.is_constant() {
                continue;
            }
            let Some(key) = case_key(&v.value) else { continue };
            let known = seen.entry(key).or_default();
            if let Some(&(previous, _)) = known.iter().find(|(_, ty)| self.types.identical(v.ty, *ty)) {
                let message = format!("duplicate case {} in expression switch", self.os(&v));
                let error = Multi::new(self.at_operand(&v), message).line(Some(previous), "previous case");
                self.report("DuplicateCase", error);
            } else {
                let pos = self.here(self.file().exprs[e].pos);
                known.push((pos, v.ty));
            }
        }
    }

    pub(super) fn type_switch(&mut self, switch: StmtId, lhs: Option<ExprId>, operand: ExprId, body: &[CaseClause]) {
        let mut lhs = lhs.and_then(|e| Some((e, self.name_of(e)?)));
        if let Some((e, name)) = lhs
            && name.is_blank()
        {
            self.error(self.at(e), "NoNewVar", "no new variable on left side of :=");
            lhs = None;
        }
        let x = self.expr(None, operand);
        let mut subject = None;
        if x.is_valid() {
            if self.types.is_type_param(x.ty) {
                let message = format!("cannot use type switch on type parameter value {}", self.os(&x));
                self.error(self.at_operand(&x), "InvalidTypeSwitch", message);
            } else if self.types.is_interface(x.ty) || self.types.is_unknown(x.ty) {
                subject = Some(x);
            } else {
                let message = format!("{} is not an interface", self.os(&x));
                self.error(self.at_operand(&x), "InvalidTypeSwitch", message);
            }
        }
        self.check_defaults(body);
        let mut vars: Vec<ObjId> = Vec::new();
        let mut seen: Vec<(Option<TypeId>, ExprId)> = Vec::new();
        for (index, clause) in body.iter().enumerate() {
            let cases = self.file().unpack_list(clause.cases);
            let ty = self.case_types(subject.as_ref(), &cases, &mut seen);
            self.open_scope();
            if let Some((e, name)) = lhs {
                let pos = self.here(self.file().exprs[e].pos);
                let var = self.new_var(VarKind::Local, name, pos, Some(ty));
                self.declare(self.env.scope, None, var);
                let key = Implicit::Clause { switch, index: index as u32 };
                if let Some(info) = self.file_info() {
                    info.implicits.insert(key, var);
                }
                vars.push(var);
            }
            self.stmt_list(&clause.body);
            self.close_scope();
        }
        let Some((e, name)) = lhs else { return };
        let used = vars.iter().any(|v| self.used.contains(v));
        // The whole function's check must not complain about each of them.
        self.used.extend(vars);
        if !used {
            let message = format!("{} declared and not used", self.names.text(name));
            self.error(self.at(e), "UnusedVar", message);
        }
    }

    fn is_nil_name(&mut self, e: ExprId) -> bool {
        let file = self.file();
        match file.exprs[file.unparen(e)].kind {
            ExprKind::Name(name) => self.lookup(name).is_some_and(|o| matches!(self.types.obj(o).kind, ObjKind::Nil)),
            _ => false,
        }
    }

    /// Checks the types of a clause; the type that its variable has.
    fn case_types(
        &mut self,
        x: Option<&Operand>,
        cases: &[ExprId],
        seen: &mut Vec<(Option<TypeId>, ExprId)>,
    ) -> TypeId {
        let mut last: Option<TypeId> = None;
        for &e in cases {
            last = None;
            if self.is_nil_name(e) {
                self.expr(None, e);
            } else {
                let ty = self.var_type(e);
                last = Some(ty);
                if !self.types.is_valid(ty) {
                    continue;
                }
            }
            let same = |checker: &Self, other: Option<TypeId>| match (last, other) {
                (None, None) => true,
                (Some(a), Some(b)) => {
                    checker.types.identical(a, b) && !checker.mentions_unknown(a) && !checker.mentions_unknown(b)
                }
                _ => false,
            };
            if let Some(&(_, other)) = seen.iter().find(|(t, _)| same(self, *t)) {
                let text = last.map_or_else(|| "nil".to_string(), |t| self.ts(t));
                let message = format!("duplicate case {text} in type switch");
                let error = Multi::new(self.at(e), message).line(Some(self.at(other)), "previous case");
                self.report("DuplicateCase", error);
                continue;
            }
            seen.push((last, e));
            if let (Some(x), Some(ty)) = (x, last) {
                self.type_assertion(e, x, ty, true);
            }
        }
        match (cases.len(), last) {
            (1, Some(ty)) => ty,
            _ => x.map_or(TypeId::INVALID, |x| x.ty),
        }
    }
}
