//! Calls and conversions written as calls.

use alloc::vec::Vec;

use thin_vec::thin_vec;

use super::{Lowerer, select::Callee};
use crate::{
    ast::{ExprId, ExprKind},
    base::Pos,
    ir::{AssignListOp, Call, LitElem, NodeId, NodeKind, NodeList},
    types::{Mode, SelectionKind, Signature, Type, TypeId},
};

/// What a call calls.
enum CallTarget {
    /// A function and what it gets in front of the arguments that are written:
    /// a method's receiver, the dictionary of generic code.
    Func(NodeId, NodeList),
    /// An interface's method.
    Inter(NodeId),
    /// A method of code that is not known, and its receiver.
    Unknown(NodeId),
}

impl Lowerer<'_> {
    pub(super) fn call_expr(&mut self, id: ExprId, fun: ExprId, args: &[ExprId], has_dots: bool, ty: TypeId) -> NodeId {
        let pos = self.pos_of(id);
        let Some(tv) = self.tv(self.tree.unparen(fun)) else { return self.bad(pos) };
        match tv.mode {
            Mode::TypeExpr => {
                let Some(&arg) = args.first() else { return self.bad(pos) };
                let at = self.pos_of(arg);
                let src = self.type_of(arg);
                self.read_conversion(src, tv.ty);
                let x = self.expr(arg);
                let to_param = self.types.is_type_param(self.info.type_of(self.tree.unparen(fun)));
                match self.constant_as(at, x, tv.ty).filter(|_| to_param) {
                    Some(value) => value,
                    None => self.convert(at, x, tv.ty, false),
                }
            }
            Mode::Builtin => self.builtin_call(id, fun, args, has_dots, ty),
            _ if self.is_unknown(tv.ty) => self.unknown_call(id, fun, args),
            _ => {
                // As it is written: what a type parameter stands for does not
                // mention others.
                let written = self.info.type_of(self.tree.unparen(fun));
                let callee = self.types.core_type(written).unwrap_or(written);
                let Some(&sig) = self.types.signature(callee) else { return self.bad(pos) };
                self.plain_call(id, fun, args, has_dots, ty, sig)
            }
        }
    }

    /// A call of something that is not known: receiver and arguments may go
    /// anywhere.
    fn unknown_call(&mut self, id: ExprId, fun: ExprId, args: &[ExprId]) -> NodeId {
        let mut operands = NodeList::new();
        let fun = self.tree.unparen(fun);
        match self.tree.expr(fun).kind {
            ExprKind::Selector { x, .. } if self.tv(self.tree.unparen(x)).is_some() => {
                operands.push(self.unknown_receiver(x));
            }
            ExprKind::Selector { .. } => {}
            _ => operands.push(self.expr(fun)),
        }
        for &arg in args {
            operands.push(self.expr(arg));
        }
        self.unknown(id, operands)
    }

    /// Remembers the call of an imported generic function.
    fn note_generic(&mut self, mut fun: ExprId) {
        if let ExprKind::Index { x, .. } = self.tree.expr(fun).kind {
            fun = self.tree.unparen(x);
        }
        let (place, name) = match self.tree.expr(fun).kind {
            ExprKind::Selector { x, sel } if self.tv(x).is_none() => (x, sel),
            ExprKind::Selector { sel, .. } => (sel, sel),
            _ => (fun, fun),
        };
        if let Some(obj) = self.info.object(name) {
            self.note_foreign(obj, place);
        }
    }

    /// The receiver of a method that is not known: the method may have a
    /// pointer receiver, so the address is passed wherever there is one.
    fn unknown_receiver(&mut self, x: ExprId) -> NodeId {
        let pos = self.pos_of(x);
        let addressable = self.tv(self.tree.unparen(x)).is_some_and(|tv| tv.mode == Mode::Variable);
        let node = self.expr(x);
        let is_pointer = self.pointer_elem(self.ty(node)).is_some() || self.is_interface(self.ty(node));
        if addressable && !is_pointer {
            let addr = self.addr(pos, node);
            return self.mark_implicit(addr);
        }
        node
    }

    /// The callee of a call and, for a concrete method, its receiver.
    fn call_target(&mut self, fun: ExprId) -> CallTarget {
        let mut fun = self.tree.unparen(fun);
        if let Some(used) = self.instance_at(fun) {
            if let Some((callee, dict)) = self.instance_callee(fun, &used) {
                return CallTarget::Func(callee, thin_vec![dict]);
            }
            self.note_generic(fun);
            return CallTarget::Func(self.unknown(fun, NodeList::new()), NodeList::new());
        }
        if let ExprKind::Index { x, .. } = self.tree.expr(fun).kind
            && self.info.selection(self.tree.unparen(x)).is_some_and(|s| s.kind == SelectionKind::MethodVal)
        {
            // A generic method with its type arguments.
            fun = self.tree.unparen(x);
        }
        let selection = self.info.selection(fun).filter(|s| s.kind == SelectionKind::MethodVal);
        let (ExprKind::Selector { x, .. }, Some(selection)) = (&self.tree.expr(fun).kind, selection) else {
            return CallTarget::Func(self.expr(fun), NodeList::new());
        };
        let recv = self.receiver(fun, *x, selection);
        match self.callee(fun, recv, selection) {
            Callee::Func(callee) => CallTarget::Func(callee, thin_vec![recv]),
            Callee::Generic(callee, dict) => CallTarget::Func(callee, thin_vec![recv, dict]),
            Callee::Inter(callee) => CallTarget::Inter(callee),
            Callee::Unknown => CallTarget::Unknown(recv),
        }
    }

    /// What a function that is looped over is handed, as it is written.
    pub(super) fn yield_param(&self, x: ExprId) -> Option<TypeId> {
        let written = self.info.type_of(self.tree.unparen(x));
        let seq = self.types.signature(self.types.core_type(written).unwrap_or(written))?;
        let &[param] = self.types.objs(seq.params) else { return None };
        Some(self.types.obj_type(param))
    }

    /// `x(arg)` for a loop over the function `x`; `written` is the type of
    /// `arg` before type parameters are replaced, which decides whether it is
    /// converted: `Seq2[int, T]` gets a shape for its `int` too.
    pub(super) fn range_call(&mut self, pos: Pos, x: ExprId, arg: NodeId, written: TypeId) -> NodeId {
        let target = self.call_target(x);
        let arg = match self.yield_param(x) {
            Some(want) if !self.types.identical(written, want) => {
                let want = self.subst(want);
                self.convert(pos, arg, want, true)
            }
            _ => arg,
        };
        match target {
            CallTarget::Unknown(recv) => self.node(pos, None, NodeKind::Unknown(thin_vec![recv, arg])),
            CallTarget::Func(callee, mut args) => {
                args.push(arg);
                self.finish_call(pos, None, callee, args, false, false)
            }
            CallTarget::Inter(callee) => self.finish_call(pos, None, callee, thin_vec![arg], false, true),
        }
    }

    fn plain_call(
        &mut self,
        id: ExprId,
        fun: ExprId,
        args: &[ExprId],
        has_dots: bool,
        ty: TypeId,
        sig: Signature,
    ) -> NodeId {
        let pos = self.pos_of(id);
        let mut first = NodeList::new();
        let (callee, inter) = match self.call_target(fun) {
            CallTarget::Func(callee, hidden) => {
                first = hidden;
                (Some(callee), false)
            }
            CallTarget::Inter(callee) => (Some(callee), true),
            // A survey knows no methods of generic types, but what they take.
            CallTarget::Unknown(recv) if self.survey.is_some() => {
                first.push(recv);
                (None, false)
            }
            CallTarget::Unknown(recv) => {
                let mut operands = thin_vec![recv];
                operands.extend(args.iter().map(|&arg| self.expr(arg)));
                return self.unknown(id, operands);
            }
        };
        let params = self.types.objs(sig.params).to_vec();
        let params: Vec<TypeId> = params.into_iter().map(|p| self.obj_type(p)).collect();
        let spread = sig.variadic && !has_dots;
        let last = params.len().saturating_sub(1);
        let want: Vec<TypeId> = if spread {
            let elem = params.last().and_then(|&p| self.slice_elem(p));
            let count = self.value_count(args).max(last);
            let fixed = params[..last].iter().copied();
            fixed.chain(core::iter::repeat_n(elem.unwrap_or(TypeId::INVALID), count - last)).collect()
        } else {
            params.clone()
        };
        let mut values = self.multi_expr(pos, args, |_, i| want.get(i).copied());
        if spread {
            let extra = values.split_off(last.min(values.len()));
            let slice = params.last().copied().unwrap_or(TypeId::INVALID);
            values.push(self.variadic_slice(pos, slice, extra));
        }
        first.extend(values);
        let Some(callee) = callee else { return self.unknown(id, first) };
        let ty = if ty == TypeId::NO_VALUE { None } else { Some(ty) };
        self.finish_call(pos, ty, callee, first, sig.variadic, inter)
    }

    fn finish_call(
        &mut self,
        pos: Pos,
        ty: Option<TypeId>,
        callee: NodeId,
        args: NodeList,
        ddd: bool,
        inter: bool,
    ) -> NodeId {
        let init = self.rewrite_callee(pos, callee);
        let callee = self.rewritten(callee, init);
        let call = Call { fun: callee, args, ddd };
        let kind = if inter { NodeKind::CallInter(call) } else { NodeKind::CallFunc(call) };
        let node = self.node(pos, ty, kind);
        if let Some((_, stmt)) = init {
            self.out.package.nodes[node].init.push(stmt);
        }
        node
    }

    /// The hidden slice of variadic arguments; nil if there are none.
    fn variadic_slice(&mut self, pos: Pos, ty: TypeId, args: NodeList) -> NodeId {
        if args.is_empty() {
            return self.node(pos, Some(ty), NodeKind::Nil);
        }
        let len = args.len() as u64;
        let elems = args.into_iter().map(|value| LitElem { key: None, value }).collect();
        self.implicit(pos, ty, NodeKind::SliceLit { elems, len })
    }

    /// A callee that itself contains a call is computed into a temporary first:
    /// the temporary and its assignment.
    fn rewrite_callee(&mut self, pos: Pos, callee: NodeId) -> Option<(NodeId, NodeId)> {
        let operand = match *self.kind(callee) {
            NodeKind::DotInter { x, .. } => x,
            _ => callee,
        };
        if !self.contains_call(operand) {
            return None;
        }
        let ty = self.ty(operand);
        let tmp = self.temp(pos, ty);
        let tmp_node = self.var_node(tmp);
        let assign = self.stmt_node(pos, NodeKind::Assign { x: tmp_node, y: Some(operand), def: false });
        let dcl = self.dcl(pos, tmp);
        self.out.package.nodes[assign].init.push(dcl);
        self.set_defn(tmp, assign);
        Some((tmp_node, assign))
    }

    fn rewritten(&mut self, callee: NodeId, init: Option<(NodeId, NodeId)>) -> NodeId {
        let Some((tmp, _)) = init else { return callee };
        match &mut self.out.package.nodes[callee].kind {
            NodeKind::DotInter { x, .. } => {
                *x = tmp;
                callee
            }
            _ => tmp,
        }
    }

    /// Whether evaluating `node` may have a side effect that a callee must not
    /// have (gc's `callOrChan`, `new` excepted).
    fn contains_call(&self, node: NodeId) -> bool {
        let package = &self.out.package;
        let own = matches!(
            package.nodes[node].kind,
            NodeKind::CallFunc(_)
                | NodeKind::CallInter(_)
                | NodeKind::Recv(_)
                | NodeKind::Unknown(_)
                | NodeKind::Builtin1 { .. }
                | NodeKind::Builtin2 { .. }
                | NodeKind::BuiltinN { .. }
        );
        let mut children = Vec::new();
        crate::ir::visit::children(package, package.node(node), &mut children);
        own || children.into_iter().any(|child| self.contains_call(child))
    }

    /// How many values a list of expressions has: one call may have several.
    fn value_count(&self, exprs: &[ExprId]) -> usize {
        match exprs {
            [one] => match self.types.get(self.info.type_of(*one)) {
                Type::Tuple(vars) => vars.len(),
                _ => 1,
            },
            _ => exprs.len(),
        }
    }

    /// A list of values, the i-th converted to `dst(i)`; a single expression
    /// with several values is assigned to temporaries first.
    pub(super) fn multi_expr(
        &mut self,
        pos: Pos,
        exprs: &[ExprId],
        dst: impl Fn(&Self, usize) -> Option<TypeId>,
    ) -> NodeList {
        if let [one] = *exprs
            && let Type::Tuple(vars) = self.types.get(self.info.type_of(one))
            && vars.len() > 1
        {
            let types: Vec<TypeId> = self.types.objs(vars).to_vec().into_iter().map(|v| self.obj_type(v)).collect();
            return self.unpack(pos, one, &types, dst);
        }
        let mut out = NodeList::with_capacity(exprs.len());
        for (i, &expr) in exprs.iter().enumerate() {
            let want = dst(self, i);
            out.push(self.expr_as(want, expr));
        }
        out
    }

    fn unpack(
        &mut self,
        pos: Pos,
        expr: ExprId,
        types: &[TypeId],
        dst: impl Fn(&Self, usize) -> Option<TypeId>,
    ) -> NodeList {
        let value = self.expr(expr);
        let op = self.list_op(value);
        let stmt =
            self.stmt_node(pos, NodeKind::AssignList { op, lhs: NodeList::new(), rhs: thin_vec![value], def: true });
        let mut lhs = NodeList::with_capacity(types.len());
        let mut results = NodeList::with_capacity(types.len());
        for (i, &ty) in types.iter().enumerate() {
            let ty = self.concrete(ty, None);
            let tmp = self.temp(pos, ty);
            self.define(stmt, &[tmp]);
            let node = self.var_node(tmp);
            lhs.push(node);
            let result = match dst(self, i) {
                Some(want) if !self.types.identical(ty, want) => self.convert(pos, node, want, true),
                _ => node,
            };
            results.push(result);
        }
        if let NodeKind::AssignList { lhs: list, .. } = &mut self.out.package.nodes[stmt].kind {
            *list = lhs;
        }
        if let Some(first) = results.first_mut() {
            *first = self.init_expr(thin_vec![stmt], *first);
        }
        results
    }

    /// Which form a two-valued assignment from `value` has.
    pub(super) fn list_op(&mut self, value: NodeId) -> AssignListOp {
        match &mut self.out.package.nodes[value].kind {
            NodeKind::IndexMap { .. } => AssignListOp::MapR,
            NodeKind::Recv(_) => AssignListOp::Recv,
            NodeKind::DotType { comma_ok, .. } => {
                *comma_ok = true;
                AssignListOp::DotType
            }
            NodeKind::CallFunc(_) | NodeKind::CallInter(_) => AssignListOp::Func,
            _ => AssignListOp::As2,
        }
    }
}
