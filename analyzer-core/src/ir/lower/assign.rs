//! Assignments and variable declarations.

use alloc::vec::Vec;

use thin_vec::thin_vec;

use super::{Lowerer, expr::binary_op};
use crate::{
    ast::{AssignOp, BinaryOp as SyntaxOp, DeclId, DeclKind, ExprId, ExprKind},
    base::Pos,
    ir::{AssignListOp, Defn, NodeId, NodeKind, NodeList, VarId},
    types::{ConstValue, Type, TypeId},
};

/// The left side of an assignment.
pub(super) struct Targets {
    /// The destinations.
    pub(super) nodes: NodeList,
    /// Their types; the blank identifier takes anything.
    types: Vec<Option<TypeId>>,
    /// The variables that are declared here.
    pub(super) vars: Vec<VarId>,
}

impl Lowerer<'_> {
    pub(super) fn assign_stmt(&mut self, pos: Pos, op: AssignOp, lhs: ExprId, rhs: ExprId, out: &mut NodeList) {
        match op {
            AssignOp::Op(op) => {
                let x = self.expr(lhs);
                let want = if op.is_shift() { None } else { Some(self.ty(x)) };
                let y = self.expr_as(want, rhs);
                let stmt = self.assign_op_node(pos, op, x, y, false);
                out.push(stmt);
            }
            AssignOp::Assign | AssignOp::Define => {
                let lhs = self.tree.unpack_list(Some(lhs));
                let rhs = self.tree.unpack_list(Some(rhs));
                self.assign(pos, &lhs, &rhs, out);
            }
        }
    }

    pub(super) fn inc_dec(&mut self, pos: Pos, x: ExprId, inc: bool, out: &mut NodeList) {
        let x = self.expr(x);
        let ty = self.ty(x);
        let one = self.literal(pos, ty, ConstValue::Int(1));
        let op = if inc { SyntaxOp::Add } else { SyntaxOp::Sub };
        let stmt = self.assign_op_node(pos, op, x, one, true);
        out.push(stmt);
    }

    fn assign_op_node(&mut self, pos: Pos, op: SyntaxOp, x: NodeId, y: NodeId, inc_dec: bool) -> NodeId {
        match binary_op(op) {
            Some(op) => self.stmt_node(pos, NodeKind::AssignOp { op, x, y, inc_dec }),
            None => self.bad(pos),
        }
    }

    /// `var` in a function; constants and types leave no code.
    pub(super) fn local_decl(&mut self, decl: DeclId, out: &mut NodeList) {
        let pos = self.pos(self.tree.decl(decl).pos);
        if let DeclKind::Var { names, values, .. } = &self.tree.decl(decl).kind {
            let rhs = self.tree.unpack_list(*values);
            self.assign(pos, names, &rhs, out);
        }
    }

    /// `lhs… = rhs…`; without `rhs` the zero values.
    fn assign(&mut self, pos: Pos, lhs: &[ExprId], rhs: &[ExprId], out: &mut NodeList) {
        let targets = self.targets(lhs);
        if let ([one], true) = (rhs, lhs.len() > 1)
            && self.is_unknown(self.info.type_of(*one))
        {
            return self.assign_unknown(pos, &targets, *one, out);
        }
        let want = targets.types.clone();
        let values = self.multi_expr(pos, rhs, |_, i| want.get(i).copied().flatten());
        if values.is_empty() {
            for &var in &targets.vars {
                let x = self.var_node(var);
                let stmt = self.stmt_node(pos, NodeKind::Assign { x, y: None, def: false });
                let dcl = self.dcl(pos, var);
                self.out.package.nodes[stmt].init.push(dcl);
                out.push(stmt);
            }
            return;
        }
        let def = !targets.vars.is_empty();
        if targets.nodes.len() != values.len() {
            self.broken = true;
            return;
        }
        let kind = if let (&[x], &[y]) = (&*targets.nodes, &*values) {
            NodeKind::Assign { x, y: Some(y), def }
        } else {
            NodeKind::AssignList { op: AssignListOp::As2, lhs: targets.nodes, rhs: values, def }
        };
        let stmt = self.stmt_node(pos, kind);
        self.define(stmt, &targets.vars);
        out.push(stmt);
    }

    /// Several variables from one expression whose type is not known.
    fn assign_unknown(&mut self, pos: Pos, targets: &Targets, rhs: ExprId, out: &mut NodeList) {
        let value = self.expr(rhs);
        let tmp = self.temp(pos, TypeId::UNKNOWN);
        let name = self.var_node(tmp);
        let first = self.stmt_node(pos, NodeKind::Assign { x: name, y: Some(value), def: true });
        self.define(first, &[tmp]);
        out.push(first);
        let rhs = thin_vec![name; targets.nodes.len()];
        let def = !targets.vars.is_empty();
        let kind = NodeKind::AssignList { op: AssignListOp::As2, lhs: targets.nodes.clone(), rhs, def };
        let stmt = self.stmt_node(pos, kind);
        self.define(stmt, &targets.vars);
        out.push(stmt);
    }

    /// Lowers the left side of an assignment, declaring what is new.
    pub(super) fn targets(&mut self, exprs: &[ExprId]) -> Targets {
        let mut targets = Targets { nodes: NodeList::new(), types: Vec::new(), vars: Vec::new() };
        for &expr in exprs {
            let expr = self.tree.unparen(expr);
            let pos = self.pos_of(expr);
            let (node, ty) = match self.tree.expr(expr).kind {
                ExprKind::Name(name) if name.is_blank() => (self.node(pos, None, NodeKind::Blank), None),
                ExprKind::Name(_) if self.info.def(expr).is_some() => {
                    let Some(obj) = self.info.def(expr) else { continue };
                    self.set_here(pos);
                    let var = self.declare(obj, pos);
                    targets.vars.push(var);
                    (self.var_node(var), Some(self.obj_type(obj)))
                }
                _ => {
                    let node = self.expr(expr);
                    (node, Some(self.ty(node)))
                }
            };
            targets.nodes.push(node);
            targets.types.push(ty);
        }
        targets
    }

    /// `for lhs = range x`: key, value and whether they are new.
    pub(super) fn range_targets(
        &mut self,
        lhs: Option<ExprId>,
        stmt: NodeId,
    ) -> (Option<NodeId>, Option<NodeId>, bool) {
        let exprs = self.tree.unpack_list(lhs);
        let targets = self.targets(&exprs);
        for &var in &targets.vars {
            let pos = self.out.package.vars[var].pos;
            let dcl = self.dcl(pos, var);
            self.out.package.nodes[stmt].init.push(dcl);
            self.out.package.vars[var].defn = Defn::Stmt(stmt);
        }
        let mut nodes = targets.nodes.into_iter();
        (nodes.next(), nodes.next(), !targets.vars.is_empty())
    }

    pub(super) fn chan_elem(&self, ty: TypeId) -> Option<TypeId> {
        match self.under(ty) {
            Type::Chan { elem, .. } => Some(elem),
            _ => None,
        }
    }
}
