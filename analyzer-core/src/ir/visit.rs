//! Walking over bodies.
//!
//! Mirrors `cmd/compile/internal/ir/visit.go` and the `doChildren` methods:
//! the order of children is gc's, because the order in which functions are
//! met decides the order in which they are analysed. Walks keep their own
//! stack: a body may be long, and nothing here recurses.

use alloc::vec::Vec;

use super::{Call, Node, NodeId, NodeKind, Package};

/// Appends the children of `node` to `out`, in gc's order.
///
/// A function literal's body is no child of it, as in gc: walks that want it
/// use [`preorder_with_closures`]. A variable that is declared is a child of
/// its declaration.
pub fn children(package: &Package, node: &Node, out: &mut Vec<NodeId>) {
    // Most nodes have none.
    if !node.init.is_empty() {
        out.extend_from_slice(&node.init);
    }
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
        | NodeKind::CheckNil(x)
        | NodeKind::KeepAlive(x) => out.push(*x),
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
        NodeKind::Assign { x, y: Some(y), .. } | NodeKind::AssignOp { x, y, .. } => out.extend([*x, *y]),
        NodeKind::Assign { x, y: None, .. } => out.push(*x),
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

/// Replaces the children that `kind` itself refers to, by what `map` makes of
/// each: all of [`children`] but `init`, the names of declared variables and
/// [`super::Case::node`], in the same order.
pub fn map_children(kind: &mut NodeKind, map: &mut dyn FnMut(NodeId) -> NodeId) {
    fn all(list: &mut [NodeId], map: &mut dyn FnMut(NodeId) -> NodeId) {
        for id in list {
            *id = map(*id);
        }
    }
    fn maybe(id: &mut Option<NodeId>, map: &mut dyn FnMut(NodeId) -> NodeId) {
        *id = id.map(map);
    }
    match kind {
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
        | NodeKind::Dcl(_)
        | NodeKind::Clause { .. } => {}
        NodeKind::Binary { x, y, .. }
        | NodeKind::Logical { x, y, .. }
        | NodeKind::Builtin2 { x, y, .. }
        | NodeKind::AssignOp { x, y, .. }
        | NodeKind::Index { x, index: y }
        | NodeKind::IndexMap { x, index: y }
        | NodeKind::Send { chan: x, value: y } => {
            *x = map(*x);
            *y = map(*y);
        }
        NodeKind::Unary { x, .. }
        | NodeKind::Conv { x, .. }
        | NodeKind::DotType { x, .. }
        | NodeKind::Dot { x, .. }
        | NodeKind::DotPtr { x, .. }
        | NodeKind::DotInter { x, .. }
        | NodeKind::MethValue { x, .. }
        | NodeKind::Builtin1 { x, .. }
        | NodeKind::Addr(x)
        | NodeKind::PtrLit(x)
        | NodeKind::Deref(x)
        | NodeKind::Recv(x)
        | NodeKind::New(x)
        | NodeKind::CheckNil(x)
        | NodeKind::KeepAlive(x) => *x = map(*x),
        NodeKind::AddStr(list) | NodeKind::Block(list) | NodeKind::Return(list) | NodeKind::Unknown(list) => {
            all(list, map);
        }
        NodeKind::ArrayLit(elems) | NodeKind::SliceLit { elems, .. } => {
            for elem in elems {
                maybe(&mut elem.key, map);
                elem.value = map(elem.value);
            }
        }
        NodeKind::StructLit(elems) => {
            for elem in elems {
                elem.value = map(elem.value);
            }
        }
        NodeKind::MapLit(elems) => {
            for (key, value) in elems {
                *key = map(*key);
                *value = map(*value);
            }
        }
        NodeKind::Slice { x, index, .. } => {
            *x = map(*x);
            for index in index {
                maybe(index, map);
            }
        }
        NodeKind::CallFunc(Call { fun, args, .. }) | NodeKind::CallInter(Call { fun, args, .. }) => {
            *fun = map(*fun);
            all(args, map);
        }
        NodeKind::InlCall { body, results } => {
            all(body, map);
            all(results, map);
        }
        NodeKind::BuiltinN { args, .. } => all(args, map),
        NodeKind::MakeSlice { len, cap } => {
            *len = map(*len);
            maybe(cap, map);
        }
        NodeKind::MakeMap(len) | NodeKind::MakeChan(len) => maybe(len, map),
        NodeKind::Assign { x, y, .. } => {
            *x = map(*x);
            maybe(y, map);
        }
        NodeKind::AssignList { lhs, rhs, .. } => {
            all(lhs, map);
            all(rhs, map);
        }
        NodeKind::If { cond, body, els } => {
            *cond = map(*cond);
            all(body, map);
            all(els, map);
        }
        NodeKind::For { cond, post, body, .. } => {
            maybe(cond, map);
            maybe(post, map);
            all(body, map);
        }
        NodeKind::Range { x, key, value, body, .. } => {
            *x = map(*x);
            maybe(key, map);
            maybe(value, map);
            all(body, map);
        }
        NodeKind::Switch { tag, cases, .. } => {
            maybe(tag, map);
            for case in cases {
                all(&mut case.list, map);
                all(&mut case.body, map);
            }
        }
        NodeKind::TypeSwitch { x, cases, .. } => {
            *x = map(*x);
            for case in cases {
                all(&mut case.list, map);
                all(&mut case.body, map);
            }
        }
        NodeKind::Select { cases, .. } => {
            for case in cases {
                maybe(&mut case.comm, map);
                all(&mut case.body, map);
            }
        }
        NodeKind::GoDefer { call, defer_at, .. } => {
            *call = map(*call);
            maybe(defer_at, map);
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
    while let Some(id) = stack.pop() {
        let node = &package.nodes[id];
        visit(id, node);
        let top = stack.len();
        if let NodeKind::Closure(func) = node.kind {
            stack.extend(package.funcs[func].body.iter().flatten());
        }
        children(package, node, &mut stack);
        stack[top..].reverse();
    }
}
