//! Calls and values of generic functions.

use alloc::{format, vec::Vec};

use super::{Checker, operand::Operand};
use crate::ast::{ExprId, ExprKind};
use crate::types::{
    info::{InstanceInfo, Mode},
    types::{Signature, Type, TypeId, TypeList},
};

impl Checker<'_> {
    /// `f[T]` as a value.
    pub(super) fn func_inst(&mut self, target: Option<TypeId>, e: ExprId, x: &mut Operand) {
        let ExprKind::Index { index, .. } = self.file().exprs[e].kind else { return };
        let args = self.file().unpack_list(Some(index));
        let _ = target;
        let Some(targs) = self.type_list(&args) else {
            x.invalidate();
            return;
        };
        let Some(&sig) = self.types.signature(x.ty) else { return };
        if targs.len() > sig.tparams.len() {
            self.too_many_targs(&args, sig.tparams.len());
            x.invalidate();
            return;
        }
        if targs.len() < sig.tparams.len() {
            x.ty = TypeId::UNKNOWN;
            x.mode = Mode::Value;
            return;
        }
        x.ty = self.instantiate_sig(e, &sig, &targs, &args);
        x.mode = Mode::Value;
    }

    fn too_many_targs(&mut self, args: &[ExprId], want: usize) {
        let message = format!("got {} type arguments but want {want}", args.len());
        self.error(self.at(args[want]), "WrongTypeArgCount", message);
    }

    /// Takes the type arguments of a generic function from the type it is
    /// assigned to.
    pub(super) fn infer_from_target(&mut self, target: Option<TypeId>, x: &mut Operand) -> bool {
        if target.is_none() {
            return false;
        }
        x.ty = TypeId::UNKNOWN;
        true
    }

    /// The signature of a generic function with its type arguments.
    pub(super) fn instantiate_sig(&mut self, e: ExprId, sig: &Signature, targs: &[TypeId], args: &[ExprId]) -> TypeId {
        let tparams = self.types.list(sig.tparams).to_vec();
        let plain = Signature { tparams: TypeList::default(), ..*sig };
        let generic = self.types.add_signature(plain);
        let ty = self.subst(generic, &tparams, targs);
        self.settle();
        self.verify_targs(e, &tparams, targs, args);
        let file = self.file();
        let name = match file.exprs[e].kind {
            ExprKind::Index { x, .. } => x,
            _ => e,
        };
        if let Some(name) = self.embedded_name(name) {
            let targs = self.types.add_list(targs);
            self.file_info().instances.insert(name, InstanceInfo { targs, ty });
        }
        ty
    }

    /// A call of a generic function.
    pub(super) fn generic_call(
        &mut self,
        e: ExprId,
        fun: ExprId,
        instantiation: Option<ExprId>,
        sig: Signature,
        exprs: &[ExprId],
        has_dots: bool,
    ) -> Option<Signature> {
        let file = self.file();
        let mut given: Vec<ExprId> = Vec::new();
        let mut targs: Vec<TypeId> = Vec::new();
        if let Some(inst) = instantiation
            && let ExprKind::Index { index, .. } = file.exprs[inst].kind
        {
            given = file.unpack_list(Some(index));
            let Some(list) = self.type_list(&given) else {
                self.use_exprs(exprs);
                return None;
            };
            targs = list;
            if targs.len() > sig.tparams.len() {
                self.too_many_targs(&given, sig.tparams.len());
                self.use_exprs(exprs);
                return None;
            }
        }
        let mut args = self.generic_args(exprs);
        if targs.len() < sig.tparams.len() {
            return None;
        }
        let ty = self.instantiate_sig(fun, &sig, &targs, &given);
        let Type::Signature(id) = self.types.get(ty) else { return None };
        let sig = *self.types.sig(id);
        self.record(fun, Mode::Value, ty, None);
        self.arguments(e, fun, &sig, &mut args, exprs, has_dots);
        Some(sig)
    }
}
