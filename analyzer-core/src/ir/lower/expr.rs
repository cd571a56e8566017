//! Expressions.

use thin_vec::thin_vec;

use super::Lowerer;
use crate::{
    ast::{self, ExprId, ExprKind},
    ir::{BinaryOp, NodeId, NodeKind, NodeList, SliceOp, UnaryOp},
    types::{Mode, ObjId, ObjKind, Type, TypeId, VarKind},
};

impl Lowerer<'_> {
    /// Lowers `id` for its value.
    pub(super) fn expr(&mut self, id: ExprId) -> NodeId {
        let id = self.shrunk.get(&(self.file, id)).copied().unwrap_or(id);
        let id = self.tree.unparen(id);
        let node = self.expr_node(id);
        self.note_source(node, id);
        node
    }

    /// Remembers what `node` was made from; names are shared and have no one
    /// place.
    pub(super) fn note_source(&mut self, node: NodeId, id: ExprId) {
        if self.input.spans && self.survey.is_none() && !matches!(self.kind(node), NodeKind::Name(_)) {
            let span = self.tree.span(id);
            self.out.source_map.note(node, span);
        }
    }

    fn expr_node(&mut self, id: ExprId) -> NodeId {
        let pos = self.pos_of(id);
        let Some(tv) = self.tv(id) else { return self.expr_without_type(id) };
        if tv.mode == Mode::Invalid || tv.ty == TypeId::INVALID {
            return self.bad(pos);
        }
        if let Some(value) = tv.value {
            let ty = self.concrete(tv.ty, Some(value));
            let known = if self.types.is_shape(ty) { self.constant_of(ty, value) } else { None };
            let value = known.unwrap_or_else(|| value.clone());
            return self.literal(pos, ty, value);
        }
        if tv.mode == Mode::NilValue {
            return self.node(pos, Some(tv.ty), NodeKind::Nil);
        }
        if tv.mode == Mode::TypeExpr {
            return self.node(pos, Some(tv.ty), NodeKind::Type);
        }
        let ty = tv.ty;
        let kind = &self.tree.expr(id).kind;
        let is_tuple = || matches!(self.types.get(ty), Type::Tuple(_));
        if !matches!(kind, ExprKind::Name(_)) && tv.mode != Mode::NoValue && !is_tuple() {
            // gc reads the type of an expression before what is in it; variables
            // were declared with theirs.
            self.read_type(ty);
        }
        match kind {
            ExprKind::Name(_) => self.name(id),
            ExprKind::Selector { x, sel } => self.selector(id, *x, *sel),
            ExprKind::CompositeLit { elems, .. } => self.composite(id, ty, elems),
            ExprKind::FuncLit { body, .. } => self.func_lit(id, body),
            ExprKind::Index { x, index } => self.index(id, *x, *index, ty),
            ExprKind::Slice { x, index, .. } => self.slice(id, *x, **index, ty),
            ExprKind::Assert { x, .. } => {
                let x = self.expr(*x);
                let ty = self.first_of_tuple(ty);
                let iface = self.ty(x);
                self.survey_type_value(ty, Some(iface));
                self.survey_type(iface);
                let dynamic = self.first_of_tuple(self.info.type_of(id)) != ty;
                let node = self.node(pos, Some(ty), NodeKind::DotType { x, comma_ok: false, dynamic });
                self.reads_dict(node, &[ty, iface]);
                node
            }
            ExprKind::Unary { op, x } => self.unary(id, *op, *x, ty),
            ExprKind::Binary { op, x, y } => self.binary(id, *op, *x, *y, ty),
            ExprKind::Call { fun, args, has_dots } => self.call_expr(id, *fun, args, *has_dots, ty),
            _ => self.bad(pos),
        }
    }

    /// Names on the left of an assignment have no type of their own.
    fn expr_without_type(&mut self, id: ExprId) -> NodeId {
        match self.tree.expr(id).kind {
            ExprKind::Name(_) if self.info.object(id).is_some() => self.name(id),
            _ => {
                let pos = self.pos_of(id);
                self.bad(pos)
            }
        }
    }

    pub(super) fn opt_expr(&mut self, id: Option<ExprId>) -> Option<NodeId> {
        id.map(|id| self.expr(id))
    }

    /// For a comma-ok expression the checker records a tuple.
    pub(super) fn first_of_tuple(&self, ty: TypeId) -> TypeId {
        match self.types.get(ty) {
            Type::Tuple(vars) => self.types.objs(vars).first().map_or(ty, |&v| self.types.obj_type(v)),
            _ => ty,
        }
    }

    /// The object for which a name or a qualified name stands.
    pub(super) fn object_of(&self, id: ExprId) -> Option<ObjId> {
        let id = self.tree.unparen(id);
        match self.tree.expr(id).kind {
            ExprKind::Name(_) => self.info.object(id),
            ExprKind::Selector { sel, .. } if self.info.selection(id).is_none() => self.info.object(sel),
            _ => None,
        }
    }

    fn name(&mut self, id: ExprId) -> NodeId {
        let pos = self.pos_of(id);
        match self.info.object(id) {
            Some(obj) => self.object(obj, id),
            None => self.bad(pos),
        }
    }

    fn object(&mut self, obj: ObjId, id: ExprId) -> NodeId {
        let pos = self.pos_of(id);
        if let Some(var) = self.vars.get(obj) {
            return self.use_var(var, pos);
        }
        if let Some(instance) = self.instance_at(id) {
            return self.func_value(id, &instance);
        }
        self.read_func(obj);
        if let Some(func) = self.funcs.get(obj) {
            let ty = self.type_of(id);
            return self.node(pos, Some(ty), NodeKind::Func(func));
        }
        if self.is_foreign(obj) {
            return self.foreign(obj, id, id);
        }
        let object = self.types.obj(obj);
        match object.kind {
            ObjKind::Func(_) => self.unknown(id, NodeList::new()),
            ObjKind::Var(var) if var.kind == VarKind::Package => self.unknown(id, NodeList::new()),
            // A constant whose value comes from a package that is not known.
            ObjKind::Const(_) => self.unknown(id, NodeList::new()),
            _ => self.bad(pos),
        }
    }

    /// Something whose meaning is not known; `operands` may go anywhere.
    pub(super) fn unknown(&mut self, id: ExprId, operands: NodeList) -> NodeId {
        let (pos, ty) = (self.pos_of(id), self.type_of(id));
        self.node(pos, Some(ty), NodeKind::Unknown(operands))
    }

    fn index(&mut self, id: ExprId, x: ExprId, index: ExprId, ty: TypeId) -> NodeId {
        let pos = self.pos_of(id);
        let ty = self.first_of_tuple(ty);
        let x_ty = self.type_of(x);
        if matches!(self.under(x_ty), Type::Signature(_)) {
            // An instantiation, of a function or of a method.
            if let Some(instance) = self.instance_at(id) {
                return self.func_value(id, &instance);
            }
            let x = self.tree.unparen(x);
            let selection = self.info.selection(x).cloned();
            return match (&self.tree.expr(x).kind, selection) {
                (ExprKind::Selector { x: operand, .. }, Some(selection)) => {
                    self.method_selector(x, *operand, &selection, ty)
                }
                _ => self.expr(x),
            };
        }
        let key = match self.under(x_ty) {
            Type::Map { key, .. } => Some(key),
            _ => None,
        };
        let x = self.expr(x);
        let index = self.expr_as(key, index);
        if key.is_some() {
            self.survey_type(x_ty);
            let node = self.node(pos, Some(ty), NodeKind::IndexMap { x, index });
            self.reads_dict(node, &[x_ty]);
            return node;
        }
        let x = self.implicit_star(pos, x);
        self.node(pos, Some(ty), NodeKind::Index { x, index })
    }

    /// A pointer to an array is indexed through an implicit dereference.
    pub(super) fn implicit_star(&mut self, pos: crate::base::Pos, x: NodeId) -> NodeId {
        match self.pointer_elem(self.ty(x)) {
            Some(elem) if self.is_array(elem) => self.implicit(pos, elem, NodeKind::Deref(x)),
            _ => x,
        }
    }

    fn slice(&mut self, id: ExprId, x: ExprId, index: [Option<ExprId>; 3], ty: TypeId) -> NodeId {
        let pos = self.pos_of(id);
        let x = self.expr(x);
        let index = index.map(|i| self.opt_expr(i));
        let full = index[2].is_some();
        let x_ty = self.ty(x);
        if self.is_array(x_ty) {
            let addr = self.addr(pos, x);
            let x = self.mark_implicit(addr);
            let op = if full { SliceOp::Arr3 } else { SliceOp::Arr };
            return self.node(pos, Some(ty), NodeKind::Slice { op, x, index });
        }
        let op = match self.under(x_ty) {
            Type::Basic(_) => SliceOp::Str,
            Type::Pointer(_) if full => SliceOp::Arr3,
            Type::Pointer(_) => SliceOp::Arr,
            _ if full => SliceOp::Slice3,
            _ => SliceOp::Slice,
        };
        self.node(pos, Some(ty), NodeKind::Slice { op, x, index })
    }

    fn unary(&mut self, id: ExprId, op: ast::UnaryOp, operand: ExprId, ty: TypeId) -> NodeId {
        let pos = self.pos_of(id);
        let x = self.expr(operand);
        let op = match op {
            ast::UnaryOp::Addr => {
                let node = self.addr(pos, x);
                // Keeps the name of a pointer type that the context gives it.
                self.out.package.nodes[node].ty = Some(ty);
                return node;
            }
            ast::UnaryOp::Deref => return self.node(pos, Some(ty), NodeKind::Deref(x)),
            ast::UnaryOp::Recv => {
                let ty = self.first_of_tuple(ty);
                return self.node(pos, Some(ty), NodeKind::Recv(x));
            }
            ast::UnaryOp::Plus => UnaryOp::Plus,
            ast::UnaryOp::Neg => UnaryOp::Neg,
            ast::UnaryOp::Not => UnaryOp::Not,
            ast::UnaryOp::BitNot => UnaryOp::BitNot,
            ast::UnaryOp::Tilde => return self.bad(pos),
        };
        let ty = self.concrete(ty, None);
        self.node(pos, Some(ty), NodeKind::Unary { op, x })
    }

    fn binary(&mut self, id: ExprId, op: ast::BinaryOp, x: ExprId, y: ExprId, ty: TypeId) -> NodeId {
        let pos = self.pos_of(id);
        let common = if op.is_shift() {
            None
        } else {
            let (a, b) = (self.type_of(x), self.type_of(y));
            if self.assignable(a, b) { Some(b) } else { Some(a) }
        };
        let x = self.expr_as(common, x);
        let y = self.expr_as(common, y);
        let ty = self.concrete(ty, None);
        match binary_op(op) {
            Some(BinaryOp::Add) if self.is_string(ty) => self.add_str(pos, ty, x, y),
            Some(op) => self.node(pos, Some(ty), NodeKind::Binary { op, x, y }),
            None => self.node(pos, Some(ty), NodeKind::Logical { and: op == ast::BinaryOp::AndAnd, x, y }),
        }
    }

    /// `x + y` of strings, flattened: one allocation for the whole sum.
    pub(super) fn add_str(&mut self, pos: crate::base::Pos, ty: TypeId, x: NodeId, y: NodeId) -> NodeId {
        let mut list = if let NodeKind::AddStr(list) = self.kind(x) { list.clone() } else { thin_vec![x] };
        match self.kind(y) {
            NodeKind::AddStr(more) => {
                let more = more.clone();
                list.extend(more);
            }
            _ => list.push(y),
        }
        self.node(pos, Some(ty), NodeKind::AddStr(list))
    }
}

/// gc's op for an operator; `&&` and `||` are no operators of this kind.
pub(super) fn binary_op(op: ast::BinaryOp) -> Option<BinaryOp> {
    Some(match op {
        ast::BinaryOp::AndAnd | ast::BinaryOp::OrOr => return None,
        ast::BinaryOp::Add => BinaryOp::Add,
        ast::BinaryOp::Sub => BinaryOp::Sub,
        ast::BinaryOp::Or => BinaryOp::Or,
        ast::BinaryOp::Xor => BinaryOp::Xor,
        ast::BinaryOp::Mul => BinaryOp::Mul,
        ast::BinaryOp::Div => BinaryOp::Div,
        ast::BinaryOp::Rem => BinaryOp::Mod,
        ast::BinaryOp::And => BinaryOp::And,
        ast::BinaryOp::AndNot => BinaryOp::AndNot,
        ast::BinaryOp::Shl => BinaryOp::Lsh,
        ast::BinaryOp::Shr => BinaryOp::Rsh,
        ast::BinaryOp::Eql => BinaryOp::Eq,
        ast::BinaryOp::Neq => BinaryOp::Ne,
        ast::BinaryOp::Lss => BinaryOp::Lt,
        ast::BinaryOp::Leq => BinaryOp::Le,
        ast::BinaryOp::Gtr => BinaryOp::Gt,
        ast::BinaryOp::Geq => BinaryOp::Ge,
    })
}
