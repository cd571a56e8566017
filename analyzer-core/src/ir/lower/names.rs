//! Variables: declaring, using, capturing, temporaries.

use alloc::string::String;

use super::Lowerer;
use crate::{
    base::Pos,
    ir::{ClosureVar, ConvOp, Defn, FuncId, NodeId, NodeKind, NodeList, VarClass, VarId},
    types::{ObjId, TypeId},
};

impl Lowerer<'_> {
    /// Makes a variable of `func` (`None`: of the package) and its node.
    pub(super) fn new_var(
        &mut self,
        func: Option<FuncId>,
        name: String,
        pos: Pos,
        ty: TypeId,
        class: VarClass,
    ) -> VarId {
        self.read_type(ty);
        self.out.package.new_var(func, name, pos, ty, class)
    }

    /// Declares the local variable `obj` in the current function, at `pos`.
    pub(super) fn declare(&mut self, obj: ObjId, pos: Pos) -> VarId {
        let name = self.local_name(self.interner.text(self.types.obj_name(obj)));
        let ty = self.obj_type(obj);
        if ty == TypeId::INVALID {
            self.broken = true;
        }
        self.survey_type(ty);
        let func = self.func();
        let var = self.new_var(Some(func), name, pos, ty, VarClass::Auto);
        self.bind_var(obj, var);
        var
    }

    /// A new temporary (gc's `TempAt`).
    pub(super) fn temp(&mut self, pos: Pos, ty: TypeId) -> VarId {
        self.read_type(ty);
        let func = self.func();
        self.out.package.new_temp(func, pos, ty)
    }

    pub(super) fn var_node(&self, var: VarId) -> NodeId {
        self.out.package.vars[var].node
    }

    pub(super) fn set_defn(&mut self, var: VarId, stmt: NodeId) {
        self.out.package.vars[var].defn = Defn::Stmt(stmt);
    }

    /// `var` as it is used at `pos` in the current function; captures it if it
    /// belongs to a function around that one.
    pub(super) fn use_var(&mut self, var: VarId, pos: Pos) -> NodeId {
        let level = self.state.len() - 1;
        self.use_var_at(var, pos, level)
    }

    /// Same for the function at nesting `level`.
    pub(super) fn use_var_at(&mut self, var: VarId, pos: Pos, level: usize) -> NodeId {
        let func = self.state[level].func;
        let package = &mut self.out.package;
        match package.vars[var].func {
            None => return package.vars[var].node,
            Some(owner) if owner == func => return package.vars[var].node,
            Some(_) => {}
        }
        if let Some(captured) = package.funcs[func].closure_vars.iter().find(|cv| cv.var == var) {
            return captured.node;
        }
        let ty = package.vars[var].ty;
        self.capture(func, var, pos, ty)
    }

    /// Adds `var` to what `func` captures.
    pub(super) fn capture(&mut self, func: FuncId, var: VarId, pos: Pos, ty: TypeId) -> NodeId {
        let node = self.node(pos, Some(ty), NodeKind::Name(var));
        self.out.package.funcs[func].closure_vars.push(ClosureVar { var, node });
        node
    }

    /// Prepends `init` to what runs before `expr`; names can't carry statements
    /// and are wrapped (gc's `InitExpr`).
    pub(super) fn init_expr(&mut self, init: NodeList, expr: NodeId) -> NodeId {
        if init.is_empty() {
            return expr;
        }
        let shared = matches!(
            self.kind(expr),
            NodeKind::Name(_) | NodeKind::Func(_) | NodeKind::Literal(_) | NodeKind::Nil | NodeKind::Type
        );
        let holder = if shared {
            let (pos, ty) = (self.here(), self.ty(expr));
            self.node(pos, Some(ty), NodeKind::Conv { op: ConvOp::Nop, x: expr })
        } else {
            expr
        };
        let list = &mut self.out.package.nodes[holder].init;
        list.splice(0..0, init);
        holder
    }

    pub(super) fn take_init(&mut self, node: NodeId) -> NodeList {
        core::mem::take(&mut self.out.package.nodes[node].init)
    }

    pub(super) fn dcl(&mut self, pos: Pos, var: VarId) -> NodeId {
        self.stmt_node(pos, NodeKind::Dcl(var))
    }

    /// The variable, parameter or result that a write to `node` changes
    /// (gc's `OuterValue`).
    pub(super) fn outer_var(&self, mut node: NodeId) -> Option<VarId> {
        loop {
            node = match *self.kind(node) {
                NodeKind::Name(var) => return Some(var),
                NodeKind::Dot { x, .. } | NodeKind::Conv { op: ConvOp::Nop, x } => x,
                NodeKind::Index { x, .. } if self.is_array(self.ty(x)) => x,
                _ => return None,
            };
        }
    }

    /// `&x`; marks the variable whose address is taken.
    pub(super) fn addr(&mut self, pos: Pos, x: NodeId) -> NodeId {
        let ty = self.ty(x);
        let ptr = self.types.pointer_to(ty);
        let literal = matches!(
            self.kind(x),
            NodeKind::ArrayLit(_) | NodeKind::SliceLit { .. } | NodeKind::StructLit(_) | NodeKind::MapLit(_)
        );
        if literal {
            return self.node(pos, Some(ptr), NodeKind::PtrLit(x));
        }
        if let Some(var) = self.outer_var(x) {
            self.out.package.vars[var].addrtaken = true;
        }
        self.node(pos, Some(ptr), NodeKind::Addr(x))
    }

    pub(super) fn mark_implicit(&mut self, node: NodeId) -> NodeId {
        self.out.package.nodes[node].implicit = true;
        node
    }
}
