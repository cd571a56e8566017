//! `go` and `defer`: any call becomes one without arguments and results.
//!
//! What the call needs is evaluated at the statement and captured by a wrapper
//! (gc's `normalizeGoDeferCall`); only a call that has no arguments and no
//! results to begin with stays as it is.

use alloc::vec::Vec;

use thin_vec::thin_vec;

use super::{Lowerer, literal::ClosureWhy};
use crate::{
    ast::{CallTok, ExprId},
    base::Pos,
    ir::{AssignListOp, Builtin1, Builtin2, Call, ConvOp, Defn, FuncId, NodeId, NodeKind, NodeList, VarId},
    types::{BasicKind, Signature},
};

/// The operands of a call that are evaluated at the statement.
struct Spills {
    wrapper: FuncId,
    pos: Pos,
    temps: Vec<VarId>,
    lhs: NodeList,
    rhs: NodeList,
    init: NodeList,
}

impl Lowerer<'_> {
    pub(super) fn go_defer(&mut self, pos: Pos, tok: CallTok, call: ExprId, out: &mut NodeList) {
        let go = tok == CallTok::Go;
        let call = self.expr(call);
        let mut init = self.take_init(call);
        let call = if self.is_bare_call(call) { call } else { self.wrap_call(pos, go, call, &mut init) };
        let defer_at = if go { None } else { self.defer_at(pos) };
        let stmt = self.stmt_node(pos, NodeKind::GoDefer { go, call, defer_at });
        self.out.package.nodes[stmt].init = init;
        out.push(stmt);
    }

    fn is_bare_call(&self, call: NodeId) -> bool {
        let node = self.out.package.node(call);
        matches!(&node.kind, NodeKind::CallFunc(Call { args, .. }) if args.is_empty()) && node.ty.is_none()
    }

    fn wrap_call(&mut self, pos: Pos, go: bool, call: NodeId, init: &mut NodeList) -> NodeId {
        let ty = self.types.add_signature(Signature::default());
        let why = if go { ClosureWhy::Go } else { ClosureWhy::Defer };
        let wrapper = self.begin_closure(pos, pos, ty, why);
        // The operands belong to the function around the wrapper.
        let inside = self.state.pop();
        let mut spills = Spills {
            wrapper,
            pos,
            temps: Vec::new(),
            lhs: NodeList::new(),
            rhs: NodeList::new(),
            init: NodeList::new(),
        };
        let inter = matches!(self.kind(call), NodeKind::CallInter(_));
        self.spill_call(call, &mut spills);
        self.state.extend(inside);
        let Spills { temps, lhs, rhs, init: dcls, .. } = spills;
        init.extend(dcls);
        if let Some(&first) = lhs.first() {
            let op = AssignListOp::As2;
            let assign = self.stmt_node(pos, NodeKind::AssignList { op, lhs, rhs, def: false });
            for tmp in temps {
                self.out.package.vars[tmp].defn = Defn::Stmt(assign);
            }
            init.push(assign);
            if inter {
                init.push(self.stmt_node(pos, NodeKind::CheckNil(first)));
            }
        }
        let at = self.node_pos(call);
        let closure = self.end_closure(wrapper, thin_vec![call]);
        self.node(at, None, NodeKind::CallFunc(Call { fun: closure, args: NodeList::new(), ddd: false }))
    }

    /// Replaces what `call` needs by captured temporaries.
    fn spill_call(&mut self, call: NodeId, spills: &mut Spills) {
        let mut kind = self.kind(call).clone();
        match &mut kind {
            NodeKind::CallFunc(call) => {
                call.fun = self.spill(call.fun, spills);
                self.spill_all(&mut call.args, spills);
            }
            NodeKind::CallInter(call) => {
                let mut fun = self.kind(call.fun).clone();
                if let NodeKind::DotInter { x, .. } = &mut fun {
                    *x = self.spill_always(*x, spills);
                }
                self.out.package.nodes[call.fun].kind = fun;
                self.spill_all(&mut call.args, spills);
            }
            NodeKind::BuiltinN { args, .. } | NodeKind::Unknown(args) => self.spill_all(args, spills),
            NodeKind::Builtin2 { op: Builtin2::Copy, x, y } => {
                *x = self.spill(*x, spills);
                *y = self.spill(*y, spills);
            }
            NodeKind::Builtin1 { op: Builtin1::Clear | Builtin1::Close | Builtin1::Panic, x } => {
                *x = self.spill(*x, spills);
            }
            _ => {}
        }
        self.out.package.nodes[call].kind = kind;
    }

    fn spill_all(&mut self, args: &mut [NodeId], spills: &mut Spills) {
        for arg in args {
            *arg = self.spill(*arg, spills);
        }
    }

    /// What stands for operand `arg` inside the wrapper; some can be evaluated
    /// there.
    fn spill(&mut self, arg: NodeId, spills: &mut Spills) -> NodeId {
        let mut kind = self.kind(arg).clone();
        match &mut kind {
            NodeKind::Literal(_)
            | NodeKind::Nil
            | NodeKind::MethExpr { .. }
            | NodeKind::New(_)
            | NodeKind::Func(_)
            | NodeKind::Type => return arg,
            NodeKind::Conv { op: ConvOp::Nop, x }
                if self.types.basic(self.ty(arg)) == Some(BasicKind::Uintptr)
                    && self.types.basic(self.ty(*x)) == Some(BasicKind::UnsafePointer) =>
            {
                *x = self.spill(*x, spills);
            }
            NodeKind::ArrayLit(elems) | NodeKind::SliceLit { elems, .. } => {
                for elem in elems {
                    elem.value = self.spill(elem.value, spills);
                }
            }
            NodeKind::StructLit(elems) => {
                for elem in elems {
                    elem.value = self.spill(elem.value, spills);
                }
            }
            _ => return self.spill_always(arg, spills),
        }
        self.out.package.nodes[arg].kind = kind;
        arg
    }

    fn spill_always(&mut self, arg: NodeId, spills: &mut Spills) -> NodeId {
        let shared = matches!(self.kind(arg), NodeKind::Name(_) | NodeKind::Func(_));
        let own = self.node_pos(arg);
        let pos = if shared || !own.is_known() { spills.pos } else { own };
        let ty = self.ty(arg);
        let tmp = self.temp(pos, ty);
        spills.init.push(self.dcl(pos, tmp));
        spills.temps.push(tmp);
        spills.lhs.push(self.var_node(tmp));
        spills.rhs.push(arg);
        self.capture(spills.wrapper, tmp, pos, ty)
    }
}
