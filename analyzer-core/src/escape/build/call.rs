//! Calls: how arguments flow into functions and results out of them.
//!
//! Mirrors `escape/call.go`. A callee may be known in three ways: a function,
//! method or literal that is called by name or through a variable that never
//! holds anything else; several such functions, if a variable is assigned only
//! those; a function of this batch, whose parameters and results are in the
//! graph. What earlier batches found out about a parameter is its
//! [`Leaks`] summary.

use alloc::vec::Vec;

use super::{
    super::{
        graph::{At, Graph, Hole, Site, Why},
        leaks::Leaks,
    },
    Assume, Builder,
};
use crate::{
    ast::Pragma,
    ir::{Builtin1, Builtin2, BuiltinN, Call, ConvOp, FuncId, NodeId, NodeKind, StandIn},
    types::BasicKind,
};

impl Builder<'_, '_> {
    /// The call `id`, builtin or not; its results go to `results` if anybody
    /// wants them.
    pub(super) fn call(&mut self, results: Option<&[Hole]>, id: NodeId) {
        let first = results.and_then(|r| r.first().copied()).unwrap_or_else(Self::discard_hole);
        let heap = Hole::to(Graph::heap());
        let mutator = Hole::to(Graph::mutator());
        match *self.kind(id) {
            NodeKind::CallFunc(ref call) => self.call_func(results, id, call),
            NodeKind::CallInter(ref call) => {
                if let NodeKind::DotInter { x, .. } = *self.kind(call.fun) {
                    self.argument(heap, id, x, Why::UnknownCallParameter);
                } else {
                    self.discard(call.fun);
                }
                for &arg in &call.args {
                    self.argument(heap, id, arg, Why::UnknownCallParameter);
                }
            }
            NodeKind::InlCall { ref body, results: ref vars } => {
                self.stmts(body);
                for (i, &var) in vars.iter().enumerate() {
                    let hole = results.and_then(|r| r.get(i).copied()).unwrap_or_else(Self::discard_hole);
                    self.expr(hole, var);
                }
            }
            NodeKind::Unknown(ref operands) => self.unknown(id, operands),
            NodeKind::Builtin1 { op, x } => match op {
                _ if Self::only_looks(op) => self.discard(x),
                Builtin1::Panic => self.argument(heap, id, x, Why::CallParameter),
                Builtin1::Clear => self.argument(mutator, id, x, Why::CallParameter),
                _ => self.argument(first, id, x, Why::CallParameter),
            },
            NodeKind::Builtin2 { op, x, y } => match op {
                Builtin2::Copy => {
                    self.argument(mutator, id, x, Why::CallParameter);
                    let copied = if self.is_slice_of_pointers(y) {
                        self.deref(heap, id, Why::CopiedSlice)
                    } else {
                        Self::discard_hole()
                    };
                    self.argument(copied, id, y, Why::CallParameter);
                }
                Builtin2::Complex => {
                    self.discard(x);
                    self.discard(y);
                }
                Builtin2::UnsafeAdd | Builtin2::UnsafeSlice | Builtin2::UnsafeString => {
                    self.argument(first, id, x, Why::CallParameter);
                    self.discard(y);
                }
            },
            NodeKind::BuiltinN { op, ref args, ddd } => match op {
                BuiltinN::Append => self.append(first, id, args, ddd),
                BuiltinN::Delete | BuiltinN::Print | BuiltinN::Println | BuiltinN::Recover => {
                    for &arg in args {
                        self.discard(arg);
                    }
                }
                BuiltinN::Min | BuiltinN::Max => {
                    for &arg in args {
                        self.argument(first, id, arg, Why::CallParameter);
                    }
                }
            },
            _ => {}
        }
    }

    /// `arg` is handed to the call `id`.
    fn argument(&mut self, hole: Hole, id: NodeId, arg: NodeId, why: Why) {
        let hole = self.note(hole, id, why);
        self.expr(hole, arg);
    }

    /// Operands of something that is not known.
    pub(super) fn unknown(&mut self, id: NodeId, operands: &[NodeId]) {
        let hole = self.unknown_hole();
        for &operand in operands {
            self.argument(hole, id, operand, Why::UnknownCallParameter);
        }
    }

    /// Where operands of something that is not known go.
    fn unknown_hole(&mut self) -> Hole {
        self.unknown = true;
        match self.assume {
            Assume::Leaks => Hole::to(Graph::heap()),
            Assume::KeepsNothing => Self::discard_hole(),
        }
    }

    fn append(&mut self, result: Hole, id: NodeId, args: &[NodeId], ddd: bool) {
        let [slice, ref values @ ..] = *args else { return };
        let heap = Hole::to(Graph::heap());
        // The slice itself may be the result; if it has to grow, its elements
        // are copied to a new one.
        let mut hole = self.tee(&[result, Hole::to(Graph::mutator())]);
        if self.is_slice_of_pointers(slice) {
            let elements = self.deref(heap, id, Why::AppendeeSlice);
            hole = self.tee(&[hole, elements]);
        }
        self.argument(hole, id, slice, Why::CallParameter);
        if ddd {
            if let Some(&value) = values.first() {
                let hole = if self.is_slice_of_pointers(value) {
                    self.deref(heap, id, Why::AppendedSlice)
                } else {
                    Self::discard_hole()
                };
                self.argument(hole, id, value, Why::CallParameter);
            }
        } else {
            for &value in values {
                self.argument(heap, id, value, Why::CallParameter);
            }
        }
        // The new slice counts as allocated outside of loops: it is used once.
        let backing = self.spill(result, id);
        self.graph.locs[backing.dst].loop_depth = 0;
    }

    fn call_func(&mut self, results: Option<&[Hole]>, id: NodeId, call: &Call) {
        let callees = self.callees(call.fun);
        for &func in &callees {
            let Some(results) = results.filter(|_| self.in_batch(func)) else { continue };
            for (i, result) in self.shared.package.funcs[func].results.iter().enumerate() {
                let (Some(&hole), Some(var)) = (results.get(i), result.var) else { continue };
                self.expr(hole, self.shared.package.vars[var].node);
            }
        }
        let mut hole = Self::discard_hole();
        if callees.is_empty() && results.is_some_and(|r| r.iter().any(|hole| hole.dst != Graph::blank())) {
            // If a closure is called here, its results go where nobody follows.
            hole = self.note(Hole::to(Graph::callee()), id, Why::CalleeOperand);
        }
        self.expr(hole, call.fun);
        let why = if callees.is_empty() { Why::UnknownCallParameter } else { Why::CallParameter };
        let opaque = matches!(self.kind(call.fun), NodeKind::Unknown(_));
        if let Some(hole) = self.non_string_hole(&callees) {
            for &arg in &call.args {
                self.argument(hole, id, arg, why);
            }
            return;
        }
        for (i, &arg) in call.args.iter().enumerate() {
            self.keep_alive(arg, &callees);
            let holes: Vec<Hole> = callees.iter().map(|&func| self.param_hole(results, func, i)).collect();
            let hole = match holes.is_empty() {
                true if opaque => self.unknown_hole(),
                true => Hole::to(Graph::heap()),
                false => self.tee(&holes),
            };
            self.argument(hole, id, arg, why);
        }
    }

    /// Where the arguments of `internal/abi.EscapeNonString[T]` go, if that is
    /// what is called: to the heap if they hold a pointer that is not a
    /// string's. `None` if it is something else.
    fn non_string_hole(&self, callees: &[FuncId]) -> Option<Hole> {
        let [callee] = *callees else { return None };
        if !self.facts().is_escape_non_string(callee) {
            return None;
        }
        let [_, value] = self.shared.package.funcs[callee].params[..] else { return None };
        let types = self.shared.types;
        let escapes = types.has_pointers_but_strings(value.ty);
        types.is_shape(value.ty).then(|| if escapes { Hole::to(Graph::heap()) } else { Self::discard_hole() })
    }

    /// The functions that `fun` may be; none if that is not known.
    fn callees(&mut self, fun: NodeId) -> Vec<FuncId> {
        let oracle = self.shared.oracle(self.func);
        let facts = self.facts();
        let value = oracle.static_value(facts, fun);
        if let Some(callee) = facts.static_callee(value) {
            return Vec::from([callee]);
        }
        let NodeKind::Name(var) = *facts.kind(value) else { return Vec::new() };
        let mut callees = Vec::new();
        for &assign in oracle.func_assignments(var) {
            let NodeKind::Assign { y: Some(y), .. } = *facts.kind(assign) else { return Vec::new() };
            if facts.is_zero(y) {
                continue;
            }
            let Some(callee) = facts.static_callee(y) else { return Vec::new() };
            let pragma = self.pragma(callee);
            if pragma.intersects(Pragma::UINTPTR_KEEP_ALIVE | Pragma::UINTPTR_ESCAPES) {
                return Vec::new();
            }
            callees.push(callee);
        }
        callees
    }

    fn pragma(&self, func: FuncId) -> Pragma {
        let func = &self.shared.package.funcs[func];
        // Arguments of functions implemented elsewhere are kept alive.
        let elsewhere = func.body.is_none();
        func.pragma | if elsewhere { Pragma::UINTPTR_KEEP_ALIVE } else { Pragma::empty() }
    }

    /// The hole for the argument that becomes parameter `index` (the receiver
    /// is the first one) of `func`, whose results go to `results`.
    pub(super) fn param_hole(&mut self, results: Option<&[Hole]>, func: FuncId, index: usize) -> Hole {
        if self.in_batch(func) {
            let param = self.shared.package.funcs[func].recv_params().nth(index);
            let var = param.and_then(|p| p.var);
            return self.addr(var.map(|var| self.shared.package.vars[var].node));
        }
        self.unknown |= self.shared.assumed[func];
        let leaks = self.summaries[func].get(index).copied().unwrap_or_else(Leaks::unknown);
        let fixed =
            [(leaks.heap(), Graph::heap()), (leaks.mutator(), Graph::mutator()), (leaks.callee(), Graph::callee())];
        let mut holes: Vec<Hole> =
            fixed.into_iter().filter_map(|(derefs, dst)| Some(Hole::to(dst).shift(derefs?))).collect();
        if let Some(results) = results {
            let to_results = results.iter().take(Leaks::RESULTS).enumerate();
            holes.extend(to_results.filter_map(|(i, hole)| Some(hole.shift(leaks.result(i)?))));
        }
        self.tee(&holes)
    }

    /// `uintptr(p)` handed to a function that wants `p` kept alive (gc's
    /// `rewriteArgument`).
    fn keep_alive(&mut self, arg: NodeId, callees: &[FuncId]) {
        let pragma = callees.iter().fold(Pragma::empty(), |all, &callee| all | self.pragma(callee));
        if !pragma.intersects(Pragma::UINTPTR_KEEP_ALIVE | Pragma::UINTPTR_ESCAPES) {
            return;
        }
        match *self.kind(arg) {
            NodeKind::SliceLit { ref elems, .. } => {
                for elem in elems {
                    self.keep_pointer(elem.value, pragma);
                }
            }
            _ => self.keep_pointer(arg, pragma),
        }
    }

    fn keep_pointer(&mut self, arg: NodeId, pragma: Pragma) {
        let NodeKind::Conv { op: ConvOp::Nop, x } = *self.kind(arg) else { return };
        let types = self.shared.types;
        let is = |id, kind| self.ty(id).and_then(|ty| types.basic(ty)) == Some(kind);
        if !is(x, BasicKind::UnsafePointer) || !is(arg, BasicKind::Uintptr) {
            return;
        }
        let count = self.temp_counts.entry(self.func).or_default();
        let number = self.shared.package.funcs[self.func].dcl.len() as u32 + *count;
        *count += 1;
        let temp = self.new_loc(Site::Temp(number), true);
        let at = At::TempAssign { temp: number, value: x };
        let hole = self.graph.note(Hole::to(temp), at, Why::Assign);
        self.expr(hole, x);
        self.shared.stand_ins.insert(arg, StandIn::Temp(number));
        let hole = if pragma.contains(Pragma::UINTPTR_ESCAPES) {
            self.note(Hole::to(Graph::heap()), arg, Why::UintptrEscapes)
        } else {
            Hole::to(Graph::mutator())
        };
        self.flow(hole, temp);
        self.temps.insert(arg, temp);
    }
}
