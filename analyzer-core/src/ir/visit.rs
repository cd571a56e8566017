//! Walking over bodies.
//!
//! Mirrors `cmd/compile/internal/ir/visit.go` and the `doChildren` methods:
//! the order of children is gc's, because the order in which functions are
//! met decides the order in which they are analysed. Walks keep their own
//! stack: a body may be long, and nothing here recurses.

use alloc::{vec, vec::Vec};

use super::{Call, Node, NodeId, NodeKind, Package};

/// Appends the children of `node` to `out`, in gc's order.
///
/// A function literal's body is no child of it, as in gc: walks that want it
/// use [`preorder_with_closures`]. A variable that is declared is a child of
/// its declaration.
pub fn children(package: &Package, node: &Node, out: &mut Vec<NodeId>) {
    out.extend(&node.init);
    match &node.kind {
        NodeKind::Name(_)
        | NodeKind::Blank
        | NodeKind::Func(_)
        | NodeKind::Type
        | NodeKind::DynamicType
        | NodeKind::Literal(_)
        | NodeKind::Nil
        | NodeKind::Closure(_)
        | NodeKind::MethExpr { .. }
        | NodeKind::Branch { .. }
        | NodeKind::Label(_)
        | NodeKind::Clause { .. } => {}
        NodeKind::Binary { x, y, .. } | NodeKind::Logical { x, y, .. } | NodeKind::Builtin2 { x, y, .. } => {
            out.extend([*x, *y]);
        }
        NodeKind::Unary { x, .. }
        | NodeKind::Conv { x, .. }
        | NodeKind::DotType { x, .. }
        | NodeKind::Dot { x, .. }
        | NodeKind::DotPtr { x, .. }
        | NodeKind::DotInter { x, .. }
        | NodeKind::MethValue { x, .. }
        | NodeKind::Builtin1 { x, .. } => out.push(*x),
        NodeKind::Addr(x)
        | NodeKind::PtrLit(x)
        | NodeKind::Deref(x)
        | NodeKind::Recv(x)
        | NodeKind::New(x)
        | NodeKind::CheckNil(x) => out.push(*x),
        NodeKind::AddStr(list) | NodeKind::Block(list) | NodeKind::Return(list) | NodeKind::Unknown(list) => {
            out.extend(list);
        }
        NodeKind::ArrayLit(elems) | NodeKind::SliceLit { elems, .. } => {
            for elem in elems {
                out.extend(elem.key);
                out.push(elem.value);
            }
        }
        NodeKind::StructLit(elems) => out.extend(elems.iter().map(|e| e.value)),
        NodeKind::MapLit(elems) => out.extend(elems.iter().flat_map(|&(k, v)| [k, v])),
        NodeKind::Index { x, index } | NodeKind::IndexMap { x, index } => out.extend([*x, *index]),
        NodeKind::Slice { x, index, .. } => {
            out.push(*x);
            out.extend(index.iter().flatten());
        }
        NodeKind::CallFunc(Call { fun, args, .. }) | NodeKind::CallInter(Call { fun, args, .. }) => {
            out.push(*fun);
            out.extend(args);
        }
        NodeKind::InlCall { body, results } => {
            out.extend(body);
            out.extend(results);
        }
        NodeKind::BuiltinN { args, .. } => out.extend(args),
        NodeKind::MakeSlice { len, cap } => {
            out.push(*len);
            out.extend(cap);
        }
        NodeKind::MakeMap(len) | NodeKind::MakeChan(len) => out.extend(len),
        NodeKind::Dcl(var) => out.push(package.vars[*var].node),
        NodeKind::Assign { x, y, .. } => {
            out.push(*x);
            out.extend(y);
        }
        NodeKind::AssignOp { x, y, .. } => out.extend([*x, *y]),
        NodeKind::AssignList { lhs, rhs, .. } => {
            out.extend(lhs);
            out.extend(rhs);
        }
        NodeKind::If { cond, body, els } => {
            out.push(*cond);
            out.extend(body);
            out.extend(els);
        }
        NodeKind::For { cond, post, body, .. } => {
            out.extend(cond);
            out.extend(post);
            out.extend(body);
        }
        NodeKind::Range { x, key, value, body, .. } => {
            out.push(*x);
            out.extend(key);
            out.extend(value);
            out.extend(body);
        }
        NodeKind::Send { chan, value } => out.extend([*chan, *value]),
        NodeKind::Switch { tag, cases, .. } => {
            out.extend(tag);
            for case in cases {
                out.extend(&case.list);
                out.extend(&case.body);
            }
        }
        NodeKind::TypeSwitch { x, cases, .. } => {
            out.push(*x);
            for case in cases {
                out.extend(case.var.map(|v| package.vars[v].node));
                out.extend(&case.list);
                out.extend(&case.body);
            }
        }
        NodeKind::Select { cases, .. } => {
            for case in cases {
                out.extend(case.comm);
                out.extend(&case.body);
            }
        }
        NodeKind::GoDefer { call, defer_at, .. } => {
            out.push(*call);
            out.extend(defer_at);
        }
    }
}

/// Calls `visit` for every node below `roots`, parents first.
pub fn preorder(package: &Package, roots: &[NodeId], mut visit: impl FnMut(NodeId, &Node)) {
    let mut stack: Vec<NodeId> = roots.iter().rev().copied().collect();
    while let Some(id) = stack.pop() {
        let node = &package.nodes[id];
        visit(id, node);
        let top = stack.len();
        children(package, node, &mut stack);
        stack[top..].reverse();
    }
}

/// Same, and the bodies of function literals as well, each right behind its literal.
pub fn preorder_with_closures(package: &Package, roots: &[NodeId], mut visit: impl FnMut(NodeId, &Node)) {
    let mut stack: Vec<NodeId> = roots.iter().rev().copied().collect();
    let mut found = vec![];
    while let Some(id) = stack.pop() {
        let node = &package.nodes[id];
        visit(id, node);
        found.clear();
        if let NodeKind::Closure(func) = node.kind {
            found.extend(package.funcs[func].body.iter().flatten());
        }
        children(package, node, &mut found);
        stack.extend(found.iter().rev());
    }
}
