//! Calls and their arguments.

use alloc::{format, string::String, vec::Vec};

use super::{
    Checker,
    assign::Context,
    expr::Kind,
    generic::{CallSite, Target, What},
    operand::{ExprRef, Operand},
};
use crate::ast::{ExprId, ExprKind, UnaryOp};
use crate::types::{
    arena::{Signature, Type, TypeId},
    info::Mode,
    objects::{BuiltinId, ObjId, VarKind},
};

impl Checker<'_> {
    /// Checks call or conversion `e`.
    pub(super) fn call_expr(&mut self, e: ExprId) -> (Operand, Kind) {
        let file = self.file();
        let ExprKind::Call { fun, args, has_dots } = &file.exprs[e].kind else {
            return (Operand::invalid(e), Kind::Statement);
        };
        let (mut x, kind) = self.call_inner(e, *fun, args, *has_dots);
        x.expr = ExprRef::Node(e);
        (x, kind)
    }

    fn call_inner(&mut self, e: ExprId, fun: ExprId, args: &[ExprId], has_dots: bool) -> (Operand, Kind) {
        let file = self.file();
        let invalid = (Operand::invalid(e), Kind::Statement);
        let mut instantiation = None;
        let mut x = if let ExprKind::Index { .. } = file.exprs[fun].kind {
            let (mut x, is_func) = self.index_expr(fun);
            x.expr = ExprRef::Node(fun);
            if is_func {
                instantiation = Some(fun);
            }
            self.record_operand(&x);
            x
        } else {
            self.expr_or_type(fun, true)
        };
        match x.mode {
            Mode::Invalid => {
                self.use_exprs(args);
                return invalid;
            }
            Mode::TypeExpr => {
                self.non_generic(None, &mut x);
                if !x.is_valid() {
                    return (Operand::invalid(e), Kind::Conversion);
                }
                return (self.conversion_call(e, x.ty, args, has_dots), Kind::Conversion);
            }
            Mode::Builtin => {
                let Some(id) = x.builtin else { return invalid };
                let x = self.builtin_call(e, fun, args, has_dots, id);
                if x.is_valid() && !x.is_constant() {
                    self.env.has_call_or_recv = true;
                }
                return (x, builtin_kind(id));
            }
            _ => {}
        }
        if self.types.is_unknown(x.ty) || self.common_under(x.ty) == Ok(TypeId::UNKNOWN) {
            let before = self.env.has_call_or_recv;
            let x = self.unknown_call(e, args);
            // `(*pkg.T)(x)` can only be a conversion.
            if matches!(file.exprs[file.unparen(fun)].kind, ExprKind::Unary { op: UnaryOp::Deref, .. }) {
                self.env.has_call_or_recv = before;
            }
            return (x, Kind::Statement);
        }
        let sig = match self.call_signature(&x) {
            Ok(sig) => sig,
            Err(cause) => {
                let message = format!("invalid operation: cannot call {}: {cause}", self.os(&x));
                self.error(self.at_operand(&x), "InvalidCall", message);
                // The arguments count as used, as gc's own follow-up check has it.
                self.use_exprs(args);
                return invalid;
            }
        };
        let imported = sig.tparams.is_empty() && (self.is_imported_type(x.ty) || self.is_imported_callee(fun));
        let site = CallSite { e, fun, exprs: args, has_dots };
        let Some(sig) = self.call_arguments(site, instantiation, sig) else {
            return invalid;
        };
        let mut x = Operand::new(Mode::Value, e, TypeId::INVALID);
        match *self.types.objs(sig.results) {
            [] => {
                x.mode = Mode::NoValue;
                x.ty = TypeId::NO_VALUE;
            }
            [result] => {
                x.ty = self.types.obj_type(result);
                if imported {
                    x.ty = self.imported_type(x.ty);
                }
                if !self.is_complete(x.ty) {
                    return invalid;
                }
            }
            _ => {
                let results = if imported { self.imported_results(sig.results) } else { sig.results };
                x.ty = self.types.add(Type::Tuple(results));
            }
        }
        self.env.has_call_or_recv = true;
        // After an error a result type may depend on what could not be inferred.
        if x.mode == Mode::Value && !sig.tparams.is_empty() {
            let tparams = self.types.list(sig.tparams).to_vec();
            if self.is_parameterized(&tparams, x.ty) {
                x.invalidate();
            }
        }
        (x, Kind::Statement)
    }

    fn call_signature(&mut self, x: &Operand) -> Result<Signature, String> {
        if let Type::Signature(id) = self.types.get(x.ty) {
            return Ok(*self.types.sig(id));
        }
        for term in self.type_terms(x.ty) {
            if let Some((t, u)) = term
                && !matches!(self.types.get(u), Type::Signature(_) | Type::Unknown)
            {
                return Err(format!("{} is not a function", self.ts(t)));
            }
        }
        let under = self.common_under(x.ty)?;
        match self.types.get(under) {
            Type::Signature(id) => Ok(*self.types.sig(id)),
            _ => Err(format!("{} is not a function", self.ts(x.ty))),
        }
    }

    fn conversion_call(&mut self, e: ExprId, ty: TypeId, args: &[ExprId], has_dots: bool) -> Operand {
        let invalid = Operand::invalid(e);
        if !self.is_complete(ty) {
            return invalid;
        }
        match args {
            [] => {
                let message = format!("missing argument in conversion to {}", self.ts(ty));
                self.error(self.at(e), "WrongArgCount", message);
                invalid
            }
            &[arg] => {
                let mut x = self.expr(Some(Target { ty, what: What::Text("conversion") }), arg);
                if !x.is_valid() {
                    return invalid;
                }
                if self.types.is_proper_interface(ty) {
                    let set = self.type_set(ty);
                    if set.comparable || set.terms.is_some() {
                        let message = format!(
                            "cannot use interface {} in conversion (contains specific type constraints or is comparable)",
                            self.ts(ty)
                        );
                        self.error(self.at(e), "MisplacedConstraintIface", message);
                        return x;
                    }
                }
                if has_dots {
                    let message = format!("invalid use of ... in conversion to {}", self.ts(ty));
                    self.error(self.at(arg), "BadDotDotDotSyntax", message);
                    return x;
                }
                self.conversion(&mut x, ty);
                x
            }
            &[.., last] => {
                self.use_exprs(args);
                let message = format!("too many arguments in conversion to {}", self.ts(ty));
                self.error(self.at(last), "WrongArgCount", message);
                invalid
            }
        }
    }

    /// A call of something of an unknown package: any arguments, any results.
    fn unknown_call(&mut self, e: ExprId, args: &[ExprId]) -> Operand {
        for &arg in args {
            let (mut x, _) = self.raw_expr(None, arg, None, true);
            if x.mode != Mode::TypeExpr && !matches!(self.types.get(x.ty), Type::Tuple(_)) {
                self.exclude(&mut x, true, true);
                if x.is_valid() {
                    self.assignment(&mut x, Some(TypeId::UNKNOWN), "argument");
                }
            }
        }
        self.env.has_call_or_recv = true;
        Operand::new(Mode::Value, e, TypeId::UNKNOWN)
    }

    /// The values of a list of expressions; a single call may give several.
    pub(super) fn expr_list(&mut self, exprs: &[ExprId]) -> Vec<Operand> {
        match exprs {
            &[e] => self.multi_expr(e, 1, false).0,
            _ => exprs.iter().map(|&e| self.expr(None, e)).collect(),
        }
    }

    /// The type of each parameter as `count` arguments see it, or `None` after
    /// an error.
    pub(super) fn match_params(&mut self, site: CallSite<'_>, sig: &Signature, args: &[Operand]) -> Option<Vec<ObjId>> {
        let CallSite { e, fun, exprs, has_dots } = site;
        let mut params = self.types.objs(sig.params).to_vec();
        let mut want = params.len();
        let got = args.len();
        let open = exprs.len() == 1 && args.first().is_some_and(|a| a.ty == TypeId::UNKNOWN) && self.is_call(exprs[0]);
        if sig.variadic {
            if has_dots {
                if exprs.len() == 1 && got > 1 {
                    let message = format!("cannot use ... with {got}-valued {}", self.es(exprs[0]));
                    self.error(self.at(e), "InvalidDotDotDot", message);
                    return None;
                }
            } else if got + 1 >= want {
                let last = params.pop()?;
                let elem = match self.types.get(self.types.obj_type(last)) {
                    Type::Slice(elem) => elem,
                    _ => TypeId::UNKNOWN,
                };
                if params.len() < got {
                    let name = self.types.obj_name(last);
                    let pos = self.types.obj(last).pos.unwrap_or_else(|| self.here(0));
                    let param = self.new_var(VarKind::Param, name, pos, Some(elem));
                    params.resize(got, param);
                }
                want = got;
            } else {
                want -= 1;
            }
        } else if has_dots {
            let message = format!("cannot use ... in call to non-variadic {}", self.es(fun));
            self.error(self.at(e), "NonVariadicDotDotDot", message);
            return None;
        }
        if got == want {
            return Some(params);
        }
        if open {
            return None;
        }
        let (at, which) = if got > want {
            (self.at_operand(&args[want]), "too many")
        } else if got > 0 {
            (self.at_operand(&args[got - 1]), "not enough")
        } else {
            (self.at(e), "not enough")
        };
        let have: Vec<TypeId> = args.iter().map(|a| a.ty).collect();
        let wanted: Vec<TypeId> = self.types.objs(sig.params).iter().map(|&p| self.types.obj_type(p)).collect();
        let error = super::error::Multi::new(at, format!("{which} arguments in call to {}", self.es(fun)))
            .line(None, format!("have {}", self.types_summary(&have, false, has_dots)))
            .line(None, format!("want {}", self.types_summary(&wanted, sig.variadic, false)));
        self.report("WrongArgCount", error);
        None
    }

    /// Assigns arguments to the parameters of a signature that is not generic.
    pub(super) fn arguments(&mut self, site: CallSite<'_>, sig: &Signature, args: &mut [Operand]) {
        let Some(params) = self.match_params(site, sig, args) else { return };
        for (arg, param) in args.iter_mut().zip(params) {
            let ty = self.types.obj_type(param);
            self.assignment(arg, Some(ty), Context::Argument(site.fun));
        }
    }
}

/// Whether a call of a built-in function may stand as a statement.
fn builtin_kind(id: BuiltinId) -> Kind {
    match id {
        BuiltinId::Clear
        | BuiltinId::Close
        | BuiltinId::Copy
        | BuiltinId::Delete
        | BuiltinId::Panic
        | BuiltinId::Print
        | BuiltinId::Println
        | BuiltinId::Recover
        | BuiltinId::Assert => Kind::Statement,
        _ => Kind::Expression,
    }
}
