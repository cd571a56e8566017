//! Calls and values of generic functions.

use alloc::{format, string::ToString, vec::Vec};

use super::{
    Checker, Delayed,
    assign::Context,
    operand::{ExprRef, Operand},
};
use crate::ast::{ExprId, ExprKind};
use crate::base::Pos;
use crate::types::{
    arena::{Signature, Type, TypeId, TypeList},
    info::{InstanceInfo, Mode},
    objects::ObjId,
};

/// An argument, with the type arguments that are written for it if it is a
/// generic function that is not fully instantiated.
pub(super) struct Arg {
    pub(super) x: Operand,
    pub(super) targs: Vec<TypeId>,
}

/// What a value is assigned to.
#[derive(Clone, Copy)]
pub(super) struct Target<'t> {
    pub(super) ty: TypeId,
    /// What messages call it.
    pub(super) what: What<'t>,
}

/// What messages call the target of an assignment.
#[derive(Clone, Copy)]
pub(super) enum What<'t> {
    /// As it says.
    Text(&'t str),
    /// As the context of an assignment.
    Context(Context<'t>),
    /// By the name of a variable; a result may have none.
    Var(ObjId),
    /// As it is written.
    Expr(ExprId),
}

/// A call as it is written.
#[derive(Clone, Copy)]
pub(super) struct CallSite<'a> {
    pub(super) e: ExprId,
    pub(super) fun: ExprId,
    pub(super) exprs: &'a [ExprId],
    pub(super) has_dots: bool,
}

impl Checker<'_> {
    fn generic_sig(&self, ty: TypeId) -> Option<Signature> {
        match self.types.get(ty) {
            Type::Signature(id) => Some(*self.types.sig(id)).filter(|s| !s.tparams.is_empty()),
            _ => None,
        }
    }

    fn too_many_targs(&mut self, args: &[ExprId], want: usize, at: usize) {
        let message = format!("got {} type arguments but want {want}", args.len());
        if let Some(&arg) = args.get(at) {
            self.error(self.at(arg), "WrongTypeArgCount", message);
        }
    }

    /// `f[T]` as a value; missing type arguments are inferred from `target`.
    pub(super) fn func_inst(&mut self, target: Option<Target<'_>>, e: ExprId, x: &mut Operand) {
        x.expr = ExprRef::Node(e);
        let Some(targs) = self.written_targs(e, x) else {
            x.invalidate();
            return;
        };
        let Some(sig) = self.generic_sig(x.ty) else { return };
        self.finish_inst(target, e, x, &sig, targs);
    }

    /// The type arguments written in `f[…]`, not more than there are parameters.
    fn written_targs(&mut self, e: ExprId, x: &Operand) -> Option<Vec<TypeId>> {
        let ExprKind::Index { index, .. } = self.file().exprs[e].kind else { return Some(Vec::new()) };
        let exprs = self.file().unpack_list(Some(index));
        let targs = self.type_list(&exprs)?;
        let want = self.generic_sig(x.ty)?.tparams.len();
        if targs.len() > want {
            self.too_many_targs(&exprs, want, targs.len() - 1);
            return None;
        }
        Some(targs)
    }

    fn finish_inst(
        &mut self,
        target: Option<Target<'_>>,
        e: ExprId,
        x: &mut Operand,
        sig: &Signature,
        targs: Vec<TypeId>,
    ) {
        let file = self.file();
        let allowed = self.verify_version(self.here(file.exprs[e].pos), 18, "function instantiation");
        let exprs = match file.exprs[e].kind {
            ExprKind::Index { index, .. } => file.unpack_list(Some(index)),
            _ => file.unpack_list(None),
        };
        let tparams = self.types.list(sig.tparams).to_vec();
        let mut all = targs;
        if all.len() < tparams.len() {
            let pos = self.here(file.exprs[e].pos);
            let fresh = self.rename_tparams(&tparams);
            let given: Vec<Option<TypeId>> = all.iter().copied().map(Some).collect();
            let mut params = Vec::new();
            let mut args = Vec::new();
            if let Some(target) = target {
                let written = !exprs.is_empty();
                if allowed && !self.allow_version(21) {
                    let how = if written { "partially" } else { "implicitly" };
                    let what = format!("{how} instantiated function in assignment");
                    self.version_error(pos, 21, &what);
                }
                let plain = self.types.add_signature(Signature { tparams: TypeList::default(), ..*sig });
                params.push(self.subst(plain, &tparams, &fresh));
                let at = super::error::start_pos(file, e);
                let what = match target.what {
                    What::Text(text) => text.to_string(),
                    What::Context(context) => self.context_text(context),
                    What::Var(var) if self.types.obj_name(var) == self.sym.empty => "result variable".to_string(),
                    What::Var(var) => self.name(var),
                    What::Expr(expr) => self.es(expr),
                };
                args.push(Operand::dummy(Mode::Value, at, what, target.ty));
            }
            match self.infer(pos, &fresh, &given, &params, &args, true) {
                Ok(inferred) => all = inferred,
                Err(failure) => {
                    if let Some((pos, message)) = failure {
                        self.error(pos, "CannotInferTypeArgs", message);
                    }
                    x.invalidate();
                    return;
                }
            }
        }
        let pos = self.here(file.exprs[e].pos);
        x.ty = self.instantiate_sig(e, pos, sig, &all, &exprs);
        x.mode = Mode::Value;
    }

    /// Takes the type arguments of a generic function from the function type
    /// it is assigned to; `false` if that is none.
    pub(super) fn infer_from_target(&mut self, target: Option<Target<'_>>, x: &mut Operand) -> bool {
        let (Some(target), Some(sig), Some(e)) = (target, self.generic_sig(x.ty), x.node()) else { return false };
        if self.types.is_unknown(target.ty) {
            x.ty = TypeId::UNKNOWN;
            return true;
        }
        let Ok(under) = self.common_under(target.ty) else { return false };
        if !matches!(self.types.get(under), Type::Signature(_)) {
            return false;
        }
        self.finish_inst(Some(Target { ty: under, ..target }), e, x, &sig, Vec::new());
        true
    }

    /// The signature of a generic function with its type arguments.
    fn instantiate_sig(&mut self, e: ExprId, pos: Pos, sig: &Signature, targs: &[TypeId], args: &[ExprId]) -> TypeId {
        let tparams = self.types.list(sig.tparams).to_vec();
        let ty = self.sig_instance(sig, &tparams, targs);
        self.settle();
        self.later(Delayed::VerifyTargs { pos, tparams, targs: targs.to_vec(), args: args.to_vec() });
        let file = self.file();
        let mut name = file.unparen(e);
        if let ExprKind::Index { x, .. } = file.exprs[name].kind {
            name = file.unparen(x);
        }
        let name = match file.exprs[name].kind {
            ExprKind::Name(_) => Some(name),
            ExprKind::Selector { sel, .. } => Some(sel),
            _ => None,
        };
        if let Some(name) = name {
            let targs = self.types.add_list(targs);
            if let Some(info) = self.file_info() {
                info.instances.insert(name, InstanceInfo { targs, ty });
            }
        }
        ty
    }

    /// Each instance of a function has one type, as in gc: how many types a
    /// generic body mentions shows in the size of its dictionary.
    fn sig_instance(&mut self, sig: &Signature, tparams: &[TypeId], targs: &[TypeId]) -> TypeId {
        let key = (sig.tparams, sig.params, sig.results);
        let same = |list: TypeList| {
            let known = self.types.list(list);
            known.iter().zip(targs).all(|(&a, &b)| a == b || self.types.identical(a, b))
        };
        let known = self.func_instances.get(&key);
        if let Some(&(_, ty)) = known.and_then(|known| known.iter().find(|(list, _)| same(*list))) {
            return ty;
        }
        let generic = self.types.add_signature(Signature { tparams: TypeList::default(), ..*sig });
        let ty = self.subst(generic, tparams, targs);
        let list = self.types.add_list(targs);
        self.func_instances.entry(key).or_default().push((list, ty));
        ty
    }

    /// The arguments of a call; generic functions may be among them.
    fn generic_args(&mut self, exprs: &[ExprId]) -> Vec<Arg> {
        let plain = |x: Operand| Arg { x, targs: Vec::new() };
        if let &[e] = exprs
            && !matches!(self.file().exprs[e].kind, ExprKind::Index { .. })
        {
            let (mut x, _) = self.raw_expr(None, e, None, true);
            self.exclude(&mut x, true, true);
            return match self.types.get(x.ty) {
                Type::Tuple(vars) if x.is_valid() => {
                    let vars = self.types.objs(vars).to_vec();
                    vars.into_iter().map(|v| plain(Operand::new(Mode::Value, e, self.types.obj_type(v)))).collect()
                }
                _ => alloc::vec![plain(x)],
            };
        }
        exprs.iter().map(|&e| self.generic_arg(e)).collect()
    }

    fn generic_arg(&mut self, e: ExprId) -> Arg {
        if !matches!(self.file().exprs[e].kind, ExprKind::Index { .. }) {
            return Arg { x: self.generic_expr(e, None), targs: Vec::new() };
        }
        // Not through `raw_expr`: it would ask for all type arguments.
        let (mut x, is_func) = self.index_expr(e);
        x.expr = ExprRef::Node(e);
        let mut targs = Vec::new();
        if is_func {
            match (self.written_targs(e, &x), self.generic_sig(x.ty)) {
                (Some(list), Some(sig)) => {
                    if list.len() == sig.tparams.len() || !self.allow_version(21) {
                        self.finish_inst(None, e, &mut x, &sig, list);
                    } else {
                        targs = list;
                    }
                }
                _ => x.invalidate(),
            }
        } else {
            self.non_generic(None, &mut x);
        }
        self.record_operand(&x);
        self.exclude(&mut x, true, true);
        self.single_value(&mut x);
        Arg { x, targs }
    }

    /// Checks the arguments of a call of a function with signature `sig`;
    /// the signature with its type arguments.
    pub(super) fn call_arguments(
        &mut self,
        site: CallSite<'_>,
        instantiation: Option<ExprId>,
        sig: Signature,
    ) -> Option<Signature> {
        let file = self.file();
        let mut written: Vec<ExprId> = Vec::new();
        let mut targs: Vec<TypeId> = Vec::new();
        let mut sig = sig;
        if let Some(inst) = instantiation
            && let ExprKind::Index { index, .. } = file.exprs[inst].kind
        {
            written = file.unpack_list(Some(index)).to_vec();
            let Some(list) = self.type_list(&written) else {
                self.use_exprs(site.exprs);
                return None;
            };
            targs = list;
            let want = sig.tparams.len();
            if targs.len() > want {
                self.too_many_targs(&written, want, want);
                self.use_exprs(site.exprs);
                return None;
            }
            if targs.len() == want {
                self.verify_version(self.at(inst), 18, "function instantiation");
                let pos = self.here(file.exprs[inst].pos);
                let ty = self.instantiate_sig(inst, pos, &sig, &targs, &written);
                self.record(site.fun, Mode::Value, ty, None);
                let Type::Signature(id) = self.types.get(ty) else { return None };
                sig = *self.types.sig(id);
                targs.clear();
                written.clear();
            }
        }
        let mut args = self.generic_args(site.exprs);
        let generic_arg = args.iter().any(|a| a.x.is_valid() && self.generic_sig(a.x.ty).is_some());
        if sig.tparams.is_empty() && !generic_arg {
            let mut operands: Vec<Operand> = args.into_iter().map(|a| a.x).collect();
            self.arguments(site, &sig, &mut operands);
            return Some(sig);
        }
        self.infer_call(site, sig, &targs, &written, &mut args)
    }

    /// Infers the type arguments of a call and of the functions among its
    /// arguments.
    fn infer_call(
        &mut self,
        site: CallSite<'_>,
        sig: Signature,
        targs: &[TypeId],
        written: &[ExprId],
        args: &mut [Arg],
    ) -> Option<Signature> {
        let operands: Vec<Operand> = args.iter().map(|a| a.x.clone()).collect();
        let params: Vec<ObjId> = self.match_params(site, &sig, &operands)?;
        let own = self.types.list(sig.tparams).to_vec();
        if !own.is_empty() && !self.allow_version(18) {
            self.version_error(self.at(site.fun), 18, "implicit function instantiation");
        }
        let mut tparams = self.rename_tparams(&own);
        let mut given: Vec<Option<TypeId>> = targs.iter().copied().map(Some).collect();
        given.resize(tparams.len(), None);
        let mut param_types: Vec<TypeId> = Vec::with_capacity(params.len());
        for &param in &params {
            let ty = self.types.obj_type(param);
            let fresh: Vec<TypeId> = tparams[..own.len()].to_vec();
            param_types.push(self.subst(ty, &own, &fresh));
        }
        // Generic arguments get type parameters of their own.
        let mut generic: Vec<(usize, usize, Signature)> = Vec::new();
        let mut unified: Vec<Operand> = operands;
        for (i, arg) in args.iter().enumerate() {
            let Some(arg_sig) = self.generic_sig(arg.x.ty).filter(|_| arg.x.is_valid()) else { continue };
            let theirs = self.types.list(arg_sig.tparams).to_vec();
            let fresh = self.rename_tparams(&theirs);
            let plain = self.types.add_signature(Signature { tparams: TypeList::default(), ..arg_sig });
            let renamed = self.subst(plain, &theirs, &fresh);
            if let Type::Signature(id) = self.types.get(renamed) {
                // Messages show it as the generic function that it is.
                let shown = self.types.add_list(&fresh);
                unified[i].ty = self.types.add_signature(Signature { tparams: shown, ..*self.types.sig(id) });
            }
            generic.push((i, theirs.len(), arg_sig));
            tparams.extend(fresh);
            given.extend(arg.targs.iter().copied().map(Some));
            given.resize(tparams.len(), None);
        }
        if let Some(&(first, ..)) = generic.first() {
            let pos = self.at_operand(&args[first].x);
            self.verify_version(pos, 21, "implicitly instantiated function as argument");
        }
        let pos = self.here(self.file().exprs[site.e].pos);
        let inferred = match self.infer(pos, &tparams, &given, &param_types, &unified, false) {
            Ok(inferred) => inferred,
            Err(failure) => {
                if let Some((pos, message)) = failure {
                    let message = format!("in call to {}, {message}", self.es(site.fun));
                    self.error(pos, "CannotInferTypeArgs", message);
                }
                return Some(sig);
            }
        };
        let mut result = sig;
        if !own.is_empty() {
            let ty = self.instantiate_sig(site.fun, pos, &sig, &inferred[..own.len()], written);
            self.record(site.fun, Mode::Value, ty, None);
            if let Type::Signature(id) = self.types.get(ty) {
                result = *self.types.sig(id);
            }
            for (ty, &param) in param_types.iter_mut().zip(&params) {
                let declared = self.types.obj_type(param);
                *ty = self.subst(declared, &own, &inferred[..own.len()]);
            }
        }
        let mut next = own.len();
        for (i, count, arg_sig) in generic {
            let targs: Vec<TypeId> = inferred[next..next + count].to_vec();
            next += count;
            if let Some(e) = args[i].x.node() {
                args[i].x.ty = self.instantiate_sig(e, pos, &arg_sig, &targs, &[]);
                self.record_operand(&args[i].x);
            }
        }
        self.settle();
        for (arg, ty) in args.iter_mut().zip(param_types) {
            self.assignment(&mut arg.x, Some(ty), Context::Argument(site.fun));
        }
        Some(result)
    }
}
