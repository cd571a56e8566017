//! Composite literals and function literals.

use alloc::{format, string::String, vec::Vec};

use thin_vec::ThinVec;

use super::{FuncState, Lowerer};
use crate::{
    ast::{self, Block, ExprId, ExprKind},
    base::Pos,
    ir::{Defn, Func, FuncId, LitElem, Node, NodeId, NodeKind, NodeList, StructElem},
    types::{ConstValue, ObjId, Type, TypeId},
};

/// Why a function literal exists; decides its name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ClosureWhy {
    /// It is written.
    Literal,
    /// The body of a loop over a function.
    Range,
    /// A `go` statement's wrapper.
    Go,
    /// A `defer` statement's wrapper.
    Defer,
}

impl Lowerer<'_> {
    pub(super) fn composite(&mut self, id: ExprId, ty: TypeId, elems: &[ExprId]) -> NodeId {
        let pos = self.pos_of(id);
        // An elided `&T` has a pointer type.
        let pointee = self.pointer_elem(ty);
        let base = pointee.unwrap_or(ty);
        let kind = match self.under(base) {
            Type::Array { elem, .. } => NodeKind::ArrayLit(self.list_elems(elem, elems).0),
            Type::Slice(elem) => {
                let (elems, len) = self.list_elems(elem, elems);
                NodeKind::SliceLit { elems, len }
            }
            Type::Map { key, elem } => {
                self.survey_type(base);
                NodeKind::MapLit(self.map_elems(key, elem, elems))
            }
            Type::Struct { .. } => NodeKind::StructLit(self.struct_elems(base, elems)),
            Type::Unknown => return self.unknown_composite(id, elems),
            _ => return self.bad(pos),
        };
        let lit = self.node(pos, Some(base), kind);
        if matches!(self.kind(lit), NodeKind::MapLit(_)) {
            self.reads_dict(lit, &[base]);
        }
        if pointee.is_none() {
            return lit;
        }
        let ptr = self.addr(pos, lit);
        self.out.package.nodes[ptr].ty = Some(ty);
        ptr
    }

    fn list_elems(&mut self, elem: TypeId, elems: &[ExprId]) -> (ThinVec<LitElem>, u64) {
        let mut out = ThinVec::with_capacity(elems.len());
        let (mut index, mut len) = (0u64, 0u64);
        for &e in elems {
            let (key, value) = match self.tree.expr(e).kind {
                ExprKind::KeyValue { key, value } => {
                    if let Some(given) = self.info.value(key).and_then(ConstValue::as_u64) {
                        index = given;
                    }
                    (Some(self.expr(key)), value)
                }
                _ => (None, e),
            };
            let value = self.expr_as(Some(elem), value);
            out.push(LitElem { key, value });
            index = index.saturating_add(1);
            len = len.max(index);
        }
        (out, len)
    }

    fn map_elems(&mut self, key_ty: TypeId, elem: TypeId, elems: &[ExprId]) -> ThinVec<(NodeId, NodeId)> {
        let mut out = ThinVec::with_capacity(elems.len());
        for &e in elems {
            let ExprKind::KeyValue { key, value } = self.tree.expr(e).kind else {
                self.broken = true;
                continue;
            };
            let key = self.expr_as(Some(key_ty), key);
            out.push((key, self.expr_as(Some(elem), value)));
        }
        out
    }

    fn struct_elems(&mut self, ty: TypeId, elems: &[ExprId]) -> ThinVec<StructElem> {
        let mut out = ThinVec::with_capacity(elems.len());
        for (index, &e) in elems.iter().enumerate() {
            let (field, value) = match self.tree.expr(e).kind {
                ExprKind::KeyValue { key, value } => (self.field_named(ty, key), value),
                _ => (self.types.fields(ty).get(index).copied(), e),
            };
            let Some(field) = field else {
                self.broken = true;
                continue;
            };
            let want = self.obj_type(field);
            let value = self.expr_as(Some(want), value);
            out.push(StructElem { field, value });
        }
        out
    }

    /// The field of `ty` that `key` names: an instance has fields of its own.
    fn field_named(&self, ty: TypeId, key: ExprId) -> Option<ObjId> {
        let field = self.info.object(key)?;
        let fields = self.types.fields(ty);
        let same = |&&other: &&ObjId| self.types.obj_name(other) == self.types.obj_name(field);
        if fields.contains(&field) { Some(field) } else { fields.iter().find(same).copied().or(Some(field)) }
    }

    /// A literal of a type that is not known: its elements may go anywhere.
    fn unknown_composite(&mut self, id: ExprId, elems: &[ExprId]) -> NodeId {
        let mut operands = NodeList::new();
        for &e in elems {
            let value = match self.tree.expr(e).kind {
                ExprKind::KeyValue { value, .. } => value,
                _ => e,
            };
            if !matches!(self.tree.expr(value).kind, ExprKind::CompositeLit { ty: None, .. }) {
                operands.push(self.expr(value));
            }
        }
        self.unknown(id, operands)
    }

    pub(super) fn func_lit(&mut self, id: ExprId, body: &Block) -> NodeId {
        let pos = self.pos_of(id);
        let declared = self.info.func_lits.get(&id).copied().unwrap_or_else(|| self.info.type_of(id));
        let ty = self.subst(declared);
        let closure = self.begin_closure(pos, pos, ty, ClosureWhy::Literal);
        self.declare_params(closure, declared, None);
        self.enter_range_scope(&body.list);
        let stmts = self.body(&body.list);
        self.leave_range_scope();
        self.capture_dict();
        self.end_closure(closure, stmts)
    }

    /// Makes the function of a closure and goes into it.
    pub(super) fn begin_closure(&mut self, pos: Pos, closure_pos: Pos, ty: TypeId, why: ClosureWhy) -> FuncId {
        let outer = self.func();
        let name = self.closure_name(outer, why);
        let id = self.out.package.funcs.next_id();
        let closure = self.out.package.nodes.push(Node {
            pos: closure_pos,
            ty: Some(ty),
            init: NodeList::new(),
            implicit: false,
            kind: NodeKind::Closure(id),
        });
        let func = Func {
            closure: Some(closure),
            closure_parent: Some(outer),
            body: Some(NodeList::new()),
            wrapper: matches!(why, ClosureWhy::Go | ClosureWhy::Defer),
            dupok: self.out.package.funcs[outer].dupok,
            pkg: self.out.package.funcs[outer].pkg,
            is_range_body: why == ClosureWhy::Range,
            ..self.new_func(name, pos, ty)
        };
        self.out.package.funcs.push(func);
        self.out.package.order.push(id);
        let results = self.result_types(ty);
        self.state.push(FuncState::new(id, results, pos));
        id
    }

    /// Leaves a closure: what it captures from further out, the function
    /// around it captures as well.
    pub(super) fn end_closure(&mut self, id: FuncId, stmts: NodeList) -> NodeId {
        self.out.package.funcs[id].body = Some(stmts);
        self.state.pop();
        let level = self.state.len() - 1;
        let captured: Vec<_> = self.out.package.funcs[id].closure_vars.iter().map(|cv| (cv.var, cv.node)).collect();
        for (var, node) in captured {
            let pos = self.node_pos(node);
            self.use_var_at(var, pos, level);
        }
        self.out.package.funcs[id].closure.unwrap_or_else(|| self.out.package.nodes.next_id())
    }

    fn closure_name(&mut self, outer: FuncId, why: ClosureWhy) -> String {
        let nested = self.out.package.funcs[outer].closure.is_some();
        let prefix = self.out.package.funcs[outer].name.clone();
        let state = self.state();
        let (suffix, count) = match why {
            ClosureWhy::Literal => {
                state.closures += 1;
                (if nested { "." } else { ".func" }, state.closures)
            }
            ClosureWhy::Range => {
                state.ranges += 1;
                ("-range", state.ranges)
            }
            ClosureWhy::Go => {
                state.wrappers += 1;
                (".gowrap", state.wrappers)
            }
            ClosureWhy::Defer => {
                state.wrappers += 1;
                (".deferwrap", state.wrappers)
            }
        };
        format!("{prefix}{suffix}{count}")
    }

    /// Marks the variables of `stmt` as defined by it.
    pub(super) fn define(&mut self, stmt: NodeId, vars: &[crate::ir::VarId]) {
        for &var in vars {
            self.out.package.vars[var].defn = Defn::Stmt(stmt);
            let pos = self.out.package.vars[var].pos;
            let dcl = self.dcl(pos, var);
            self.out.package.nodes[stmt].init.push(dcl);
        }
    }

    /// Lowers the statements of a function body.
    pub(super) fn body(&mut self, stmts: &[ast::StmtId]) -> NodeList {
        let mut out = NodeList::new();
        self.stmts(stmts, &mut out);
        out
    }
}
