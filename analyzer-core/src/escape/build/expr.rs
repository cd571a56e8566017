//! Expressions: how values flow out of them.
//!
//! Mirrors `escape/expr.go`.

use super::{
    super::graph::{Graph, Hole, Why},
    Builder, Channel,
};
use crate::{
    ir::{BinaryOp, Builtin1, ConvOp, FuncId, LitElem, NodeId, NodeKind, UnaryOp},
    types::{BasicKind, Type, TypeId},
};
use alloc::vec;

impl Builder<'_, '_> {
    /// The value of `id` goes to `hole`.
    pub(super) fn expr(&mut self, hole: Hole, id: NodeId) {
        self.stmts(&self.shared.package.nodes[id].init);
        self.expr_skip_init(hole, id);
    }

    /// `id` is evaluated and its value dropped.
    pub(super) fn discard(&mut self, id: NodeId) {
        self.expr(Self::discard_hole(), id);
    }

    fn discard_opt(&mut self, id: Option<NodeId>) {
        if let Some(id) = id {
            self.discard(id);
        }
    }

    fn is_basic(&self, ty: Option<TypeId>, kind: BasicKind) -> bool {
        ty.and_then(|ty| self.shared.types.basic(ty)) == Some(kind)
    }

    pub(super) fn expr_skip_init(&mut self, mut hole: Hole, id: NodeId) {
        let node = &self.shared.package.nodes[id];
        if hole.derefs >= 0
            && let Some(ty) = node.ty
            && !self.shared.types.is_untyped(ty)
            && !self.has_pointers(ty)
        {
            hole.dst = Graph::blank();
        }
        match node.kind {
            NodeKind::Literal(_)
            | NodeKind::Nil
            | NodeKind::Type
            | NodeKind::DynamicType
            | NodeKind::MethExpr { .. }
            | NodeKind::Blank
            | NodeKind::Func(_) => {}
            NodeKind::Name(var) => self.flow_var(hole, var),
            NodeKind::Unary { x, .. } | NodeKind::Recv(x) => self.discard(x),
            NodeKind::Binary { x, y, .. } | NodeKind::Logical { x, y, .. } => {
                self.discard(x);
                self.discard(y);
            }
            NodeKind::Addr(x) => {
                let hole = self.addr_of(hole, id, Why::AddressOf);
                self.expr(hole, x);
            }
            NodeKind::Deref(x) => {
                let hole = self.deref(hole, id, Why::Indirection);
                self.expr(hole, x);
            }
            NodeKind::Dot { x, .. } | NodeKind::DotInter { x, .. } => {
                let hole = self.note(hole, id, Why::Dot);
                self.expr(hole, x);
            }
            NodeKind::DotPtr { x, .. } => {
                let hole = self.deref(hole, id, Why::DotOfPointer);
                self.expr(hole, x);
            }
            NodeKind::DotType { x, .. } => {
                let hole = self.dot_type(hole, node.ty.unwrap_or(TypeId::UNKNOWN), id, Why::Dot);
                self.expr(hole, x);
            }
            NodeKind::Index { x, index } => {
                let hole = if self.facts().is_array(x) {
                    self.note(hole, id, Why::FixedArrayIndexOf)
                } else {
                    self.deref(hole, id, Why::DotOfPointer)
                };
                self.expr(hole, x);
                self.discard(index);
            }
            NodeKind::IndexMap { x, index } => {
                self.discard(x);
                self.discard(index);
            }
            NodeKind::Slice { x, index, .. } => {
                let hole = self.note(hole, id, Why::Slice);
                self.expr(hole, x);
                for operand in index {
                    self.discard_opt(operand);
                }
            }
            NodeKind::Conv { op, x } => self.conv(hole, id, op, x),
            NodeKind::New(_) => drop(self.spill(hole, id)),
            NodeKind::MakeSlice { len, cap } => {
                self.spill(hole, id);
                self.discard(len);
                self.discard_opt(cap);
            }
            NodeKind::MakeChan(len) => {
                self.channels.push(Channel { node: id, func: self.func, loop_depth: self.loop_depth });
                self.discard_opt(len);
            }
            NodeKind::MakeMap(len) => {
                self.spill(hole, id);
                self.discard_opt(len);
            }
            NodeKind::MethValue { x, func, results, .. } => self.meth_value(hole, id, x, func, results),
            NodeKind::PtrLit(x) => {
                let hole = self.spill(hole, id);
                self.expr(hole, x);
            }
            NodeKind::ArrayLit(ref elems) => self.elements(hole, id, elems, Why::ArrayLiteralElement),
            NodeKind::SliceLit { ref elems, .. } => {
                let hole = self.spill(hole, id);
                self.elements(hole, id, elems, Why::SliceLiteralElement);
            }
            NodeKind::StructLit(ref elems) => {
                for elem in elems {
                    let hole = self.note(hole, id, Why::StructLiteralElement);
                    self.expr(hole, elem.value);
                }
            }
            NodeKind::MapLit(ref elems) => {
                self.spill(hole, id);
                for &(key, value) in elems {
                    self.assign_heap(key, Why::MapLiteralKey, id);
                    self.assign_heap(value, Why::MapLiteralValue, id);
                }
            }
            NodeKind::Closure(func) => self.closure(hole, id, func),
            NodeKind::AddStr(ref list) => {
                self.spill(hole, id);
                for &x in list {
                    self.discard(x);
                }
            }
            NodeKind::CallFunc(_)
            | NodeKind::CallInter(_)
            | NodeKind::InlCall { .. }
            | NodeKind::Builtin1 { .. }
            | NodeKind::Builtin2 { .. }
            | NodeKind::BuiltinN { .. }
            | NodeKind::Unknown(_) => self.call(Some(&[hole]), id),
            // Statements do not stand where an expression is wanted.
            _ => {}
        }
    }

    fn elements(&mut self, hole: Hole, id: NodeId, elems: &[LitElem], why: Why) {
        for elem in elems {
            let hole = self.note(hole, id, why);
            self.expr(hole, elem.value);
        }
    }

    fn conv(&mut self, hole: Hole, id: NodeId, op: ConvOp, x: NodeId) {
        match op {
            ConvOp::Conv | ConvOp::Nop => {
                if let Some(&temp) = self.temps.get(&id) {
                    let mut hole = hole;
                    if self.ty(x).is_some_and(|ty| !self.has_pointers(ty)) {
                        hole.dst = Graph::blank();
                    }
                    self.flow(hole, temp);
                } else if self.is_basic(self.ty(id), BasicKind::UnsafePointer)
                    && self.is_basic(self.ty(x), BasicKind::Uintptr)
                {
                    self.unsafe_value(hole, x);
                } else {
                    self.expr(hole, x);
                }
            }
            ConvOp::Iface => {
                let types = self.shared.types;
                let boxed = self.ty(x).is_some_and(|ty| !types.is_interface(ty) && !types.is_direct_iface(ty));
                let hole = if boxed { self.spill(hole, id) } else { hole };
                let hole = self.note(hole, id, Why::InterfaceConverted);
                self.expr(hole, x);
            }
            ConvOp::SliceToArr => {
                let hole = self.deref(hole, id, Why::SliceToArray);
                self.expr(hole, x);
            }
            ConvOp::SliceToArrPtr => self.expr(hole, x),
            ConvOp::BytesToStr | ConvOp::RunesToStr | ConvOp::StrToBytes | ConvOp::StrToRunes | ConvOp::RuneToStr => {
                self.spill(hole, id);
                self.discard(x);
            }
        }
    }

    fn meth_value(&mut self, hole: Hole, id: NodeId, x: NodeId, func: Option<FuncId>, results: u32) {
        let closure = self.spill(hole, id);
        // Nobody knows how it will be called: its results go to the heap.
        let results = vec![Hole::to(Graph::heap()); results as usize];
        let param = match func {
            Some(func) => self.param_hole(Some(&results), func, 0),
            None => Hole::to(Graph::heap()),
        };
        let hole = self.tee(&[param, closure]);
        self.expr(hole, x);
    }

    fn closure(&mut self, hole: Hole, id: NodeId, func: FuncId) {
        let hole = self.spill(hole, id);
        self.closures.push((hole, func));
        let package = self.shared.package;
        if !package.funcs[func].is_closure() {
            return;
        }
        for captured in &package.funcs[func].closure_vars {
            let Some(&loc) = self.vars.get(&captured.var) else { continue };
            let depth = self.loop_depth;
            let loc = &mut self.graph.locs[loc];
            if !core::mem::replace(&mut loc.captured, true) && loc.loop_depth == depth {
                // Assignments in straight-line code before the first capture
                // make no difference.
                loc.reassigned = false;
            }
        }
        self.walk_func(func);
    }

    /// A `uintptr` that may have been made from a pointer.
    pub(super) fn unsafe_value(&mut self, hole: Hole, mut id: NodeId) {
        loop {
            let node = &self.shared.package.nodes[id];
            self.stmts(&node.init);
            id = match node.kind {
                NodeKind::Conv { op: ConvOp::Conv | ConvOp::Nop, x } => {
                    if self.is_basic(self.ty(x), BasicKind::UnsafePointer) {
                        self.expr(hole, x);
                    } else {
                        self.discard(x);
                    }
                    return;
                }
                NodeKind::DotPtr { x, .. } => {
                    if self.facts().is_reflect_header_data(id) {
                        let hole = self.deref(hole, id, Why::ReflectHeaderData);
                        self.expr(hole, x);
                    } else {
                        self.discard(x);
                    }
                    return;
                }
                NodeKind::Unary { op: UnaryOp::Plus | UnaryOp::Neg | UnaryOp::BitNot, x } => x,
                NodeKind::Binary { op: BinaryOp::Lsh | BinaryOp::Rsh, x, y } => {
                    self.unsafe_value(hole, x);
                    self.discard(y);
                    return;
                }
                NodeKind::Binary {
                    op:
                        BinaryOp::Add
                        | BinaryOp::Sub
                        | BinaryOp::Or
                        | BinaryOp::Xor
                        | BinaryOp::Mul
                        | BinaryOp::Div
                        | BinaryOp::Mod
                        | BinaryOp::And
                        | BinaryOp::AndNot,
                    x,
                    y,
                } => {
                    self.unsafe_value(hole, x);
                    y
                }
                _ => return self.expr_skip_init(Self::discard_hole(), id),
            };
        }
    }

    /// Whether `id` is a slice whose elements hold pointers.
    pub(super) fn is_slice_of_pointers(&mut self, id: NodeId) -> bool {
        match self.facts().under(id) {
            Type::Slice(elem) => self.has_pointers(elem),
            Type::Unknown => true,
            _ => false,
        }
    }

    /// Whether `op` only looks at its operand.
    pub(super) const fn only_looks(op: Builtin1) -> bool {
        matches!(op, Builtin1::Len | Builtin1::Cap | Builtin1::Real | Builtin1::Imag | Builtin1::Close)
    }
}
