//! Selectors: fields, methods, method values and method expressions.

use thin_vec::thin_vec;

use super::Lowerer;
use crate::{
    ast::ExprId,
    base::Pos,
    ir::{ConvOp, NodeId, NodeKind, NodeList},
    types::{ObjId, Selection, SelectionKind, Type, TypeId},
};

impl Lowerer<'_> {
    pub(super) fn selector(&mut self, id: ExprId, x: ExprId, sel: ExprId) -> NodeId {
        let pos = self.pos_of(id);
        let Some(selection) = self.info.selection(id) else { return self.unresolved_selector(id, x, sel) };
        let selection = selection.clone();
        match selection.kind {
            SelectionKind::FieldVal => {
                let x = self.expr(x);
                let x = self.implicit_fields(pos, x, &selection);
                self.field(pos, x, selection.obj)
            }
            SelectionKind::MethodVal | SelectionKind::MethodExpr => {
                let ty = self.type_of(id);
                self.method_selector(id, x, &selection, ty)
            }
        }
    }

    /// A qualified name, or something selected from what is not known.
    fn unresolved_selector(&mut self, id: ExprId, x: ExprId, sel: ExprId) -> NodeId {
        let pos = self.pos_of(id);
        if self.is_unknown(self.info.type_of(id)) {
            let is_package = self.tv(x).is_none();
            if is_package {
                return self.unknown(id, NodeList::new());
            }
            let name = self.symbol(sel);
            let x = self.expr(x);
            let ty = self.type_of(id);
            let kind = match self.pointer_elem(self.ty(x)) {
                Some(_) => NodeKind::DotPtr { x, sel: name },
                None => NodeKind::Dot { x, sel: name },
            };
            return self.node(pos, Some(ty), kind);
        }
        // The type arguments may be inferred from where the function goes.
        if let Some(used) = self.instance_at(id) {
            return self.func_value(id, &used);
        }
        match self.info.object(sel) {
            Some(obj) if self.is_foreign(obj) => self.foreign(obj, id, x),
            _ => self.bad(pos),
        }
    }

    /// The name behind the dot of selector `id`.
    fn selected(&self, id: ExprId) -> ExprId {
        match self.tree.expr(self.tree.unparen(id)).kind {
            crate::ast::ExprKind::Selector { sel, .. } => sel,
            _ => id,
        }
    }

    fn symbol(&self, name: ExprId) -> crate::base::Symbol {
        match self.tree.expr(name).kind {
            crate::ast::ExprKind::Name(symbol) => symbol,
            _ => crate::base::Symbol::blank(),
        }
    }

    /// `x.f`, through a pointer or not.
    pub(super) fn field(&mut self, pos: Pos, x: NodeId, field: ObjId) -> NodeId {
        let (sel, ty) = (self.types.obj_name(field), self.obj_type(field));
        let kind = match self.pointer_elem(self.ty(x)) {
            Some(_) => NodeKind::DotPtr { x, sel },
            None => NodeKind::Dot { x, sel },
        };
        self.node(pos, Some(ty), kind)
    }

    /// The embedded fields on the way to a promoted one.
    fn implicit_fields(&mut self, pos: Pos, mut x: NodeId, selection: &Selection) -> NodeId {
        let path = selection.path.split_last().map_or(&[][..], |(_, path)| path);
        for &index in path {
            let ty = self.ty(x);
            let base = self.pointer_elem(ty).unwrap_or(ty);
            let Some(&field) = self.types.fields(base).get(index as usize) else { return self.bad(pos) };
            let dot = self.field(pos, x, field);
            x = self.mark_implicit(dot);
        }
        x
    }

    /// The receiver of a method as the method wants it.
    pub(super) fn receiver(&mut self, id: ExprId, x: ExprId, selection: &Selection) -> NodeId {
        let pos = self.pos_of(id);
        let x = self.expr(x);
        let x = self.implicit_fields(pos, x, selection);
        match self.method_recv(selection.obj) {
            Some(want) => self.adjust(pos, x, want),
            None => x,
        }
    }

    /// `x` or its address or what it points to, whatever has type `want`.
    pub(super) fn adjust(&mut self, pos: Pos, x: NodeId, want: TypeId) -> NodeId {
        let have = self.ty(x);
        let pointer_to = |this: &Self, ptr: TypeId, elem: TypeId| matches!(this.types.resolved(ptr), Type::Pointer(e) if this.identical(e, elem));
        if pointer_to(self, have, want) {
            self.implicit(pos, want, NodeKind::Deref(x))
        } else if pointer_to(self, want, have) {
            let addr = self.addr(pos, x);
            self.mark_implicit(addr)
        } else {
            x
        }
    }

    /// The declared receiver type of `method`.
    pub(super) fn method_recv(&mut self, method: ObjId) -> Option<TypeId> {
        let sig = self.types.signature(self.types.obj_type(method))?;
        let recv = sig.recv?;
        Some(self.obj_type(recv))
    }

    /// A method that is not called, as a function of type `ty`.
    pub(super) fn method_selector(&mut self, id: ExprId, x: ExprId, selection: &Selection, ty: TypeId) -> NodeId {
        match selection.kind {
            SelectionKind::MethodExpr => self.method_expr(id, selection, ty),
            _ => self.method_value(id, x, selection, ty),
        }
    }

    /// `x.M` that is not called.
    fn method_value(&mut self, id: ExprId, x: ExprId, selection: &Selection, ty: TypeId) -> NodeId {
        let pos = self.pos_of(id);
        let x = self.receiver(id, x, selection);
        let method = selection.obj;
        if self.types.is_type_param(selection.recv) {
            let fun = self.param_method(id, selection);
            return self.curry(pos, ty, fun, thin_vec![x]);
        }
        let mut func = self.known_method(id, x, selection);
        if func.is_none() {
            func = self.method_wrapper(id, selection);
        }
        if func.is_none()
            && let Some((callee, dict)) = self.method_callee(id, selection)
        {
            return self.curry(pos, ty, callee, thin_vec![x, dict]);
        }
        let results = self.types.signature(self.types.obj_type(method)).map_or(0, |sig| sig.results.len() as u32);
        if func.is_none() && !self.is_interface(self.ty(x)) {
            return self.unknown(id, thin_vec![x]);
        }
        let sel = self.types.obj_name(method);
        let recv = self.ty(x);
        self.read_method_value(recv, method);
        let x = if self.types.has_shape(recv) {
            // gc converts back to a type without shapes, which may not exist.
            let at = self.node_pos(x);
            self.node(at, Some(recv), NodeKind::Conv { op: ConvOp::Nop, x })
        } else {
            x
        };
        self.node(pos, Some(ty), NodeKind::MethValue { x, sel, func, results })
    }

    /// `T.M`
    fn method_expr(&mut self, id: ExprId, selection: &Selection, ty: TypeId) -> NodeId {
        let pos = self.pos_of(id);
        // Also for a promoted method: gc's method set names the method itself.
        let mut func = match self.types.underlying(selection.recv) {
            recv if self.types.is_interface(recv) => None,
            _ => self.known_func(selection.obj, self.selected(id)),
        };
        if func.is_none() {
            func = self.method_wrapper(id, selection);
        }
        let sel = self.types.obj_name(selection.obj);
        let recv = self.subst(selection.recv);
        if func.is_none() {
            if self.types.is_type_param(selection.recv) {
                return self.param_method(id, selection);
            }
            if let Some((callee, dict)) = self.method_callee(id, selection) {
                return self.method_expr_wrap(pos, ty, selection, callee, dict);
            }
        }
        self.node(pos, Some(ty), NodeKind::MethExpr { recv, sel, func })
    }

    /// `T.M` of generic code: a function that passes the dictionary on.
    fn method_expr_wrap(
        &mut self,
        pos: Pos,
        ty: TypeId,
        selection: &Selection,
        callee: NodeId,
        dict: NodeId,
    ) -> NodeId {
        let want = self.method_recv(selection.obj);
        // Receiver and dictionary are replaced by the receiver that is wanted.
        let recv = self.subst(selection.recv);
        let ty = self.wrapper_type(callee, Some(recv), 2).unwrap_or(ty);
        let closure = self.begin_wrapper(pos, ty);
        let (dict, init) = self.capture_value(pos, closure, dict);
        let mut args = self.wrapper_params(pos, closure, ty, false);
        if let Some(first) = args.first_mut() {
            let recv = self.implicit_fields(pos, *first, selection);
            *first = match want {
                Some(want) => self.adjust(pos, recv, want),
                None => recv,
            };
        }
        args.insert(1.min(args.len()), dict);
        self.end_wrapper(pos, ty, closure, callee, args, init)
    }

    /// The concrete method that is selected from `recv`, unless it is generic.
    fn known_method(&mut self, id: ExprId, recv: NodeId, selection: &Selection) -> Option<crate::ir::FuncId> {
        if self.is_interface(self.ty(recv)) {
            return None;
        }
        self.known_func(selection.obj, self.selected(id))
    }

    /// The callee of a method call: a method expression for a concrete method,
    /// else the interface's method on `recv`.
    pub(super) fn callee(&mut self, id: ExprId, recv: NodeId, selection: &Selection) -> Callee {
        let pos = self.pos_of(id);
        let method = selection.obj;
        if self.types.is_type_param(selection.recv) {
            if self.is_interface(self.ty(recv)) {
                self.remark(pos, "imprecise interface call");
            }
            return Callee::Func(self.param_method(id, selection));
        }
        let (sel, ty, recv_ty) = (self.types.obj_name(method), self.obj_type(method), self.ty(recv));
        if self.is_interface(recv_ty) {
            return Callee::Inter(self.node(pos, Some(ty), NodeKind::DotInter { x: recv, sel }));
        }
        match self.known_method(id, recv, selection) {
            Some(func) => {
                Callee::Func(self.node(pos, Some(ty), NodeKind::MethExpr { recv: recv_ty, sel, func: Some(func) }))
            }
            None => match self.method_callee(id, selection) {
                Some((callee, dict)) => Callee::Generic(callee, dict),
                None => Callee::Unknown,
            },
        }
    }
}

/// What a method call calls.
pub(super) enum Callee {
    /// A concrete method; the receiver is the first argument.
    Func(NodeId),
    /// A method of generic code and its dictionary, the second argument.
    Generic(NodeId, NodeId),
    /// An interface's method.
    Inter(NodeId),
    /// A method of code that is not known.
    Unknown,
}
