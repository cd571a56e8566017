//! Return the value, not a pointer to it.
//!
//! ```text
//! func newPoint() *point {         func newPoint() point {
//!     p := point{1, 2}                 p := point{1, 2}
//!     return &p               →        return p
//! }                                }
//! ```
//!
//! Every return must hand out something that was made for it, and every caller
//! must keep the result in a variable of its own, or read from it at once: then
//! there is one owner before and one after. A caller's `v` that is passed on as
//! a pointer becomes `&v`; that is the same as long as nothing else is ever
//! assigned to `v`. Aliases that the function itself makes would keep the value
//! on the heap, which the analysis of the edited text shows.

use alloc::{format, vec::Vec};

use super::{
    Advice,
    edit::Draft,
    scan::{At, Node, Source, World},
    target::Target,
};
use crate::{
    ast::{AssignOp, CallTok, DeclId, DeclKind, ExprId, ExprKind, StmtKind, UnaryOp},
    base::Span,
    report::LocationKind,
    types::{BuiltinId, ObjId, Type, TypeId, VarKind},
};

/// Larger values are better not copied.
const MAX_SIZE: i64 = 1024;

pub(super) fn offer(world: &World<'_>, target: &Target<'_>, out: &mut Vec<Draft>) {
    if !matches!(target.what(), Some(LocationKind::Variable | LocationKind::New)) || !target.is_on_heap() {
        return;
    }
    let source = &world.files[target.file];
    let decl = target.node().and_then(|node| source.func_decl(node));
    out.extend(decl.and_then(|decl| value(world, target.file, decl)));
}

fn value(world: &World<'_>, file: usize, decl: DeclId) -> Option<Draft> {
    let source = &world.files[file];
    let types = world.types();
    let DeclKind::Func { recv: None, tparams, ty, body: Some(_), .. } = &source.tree.decl(decl).kind else {
        return None;
    };
    let [result] = source.func_type(*ty)?.results.as_slice() else { return None };
    let ExprKind::Unary { op: UnaryOp::Deref, x: elem } = source.kind(result.ty) else { return None };
    let Type::Pointer(pointed) = types.get(types.unalias(source.ty(result.ty))) else { return None };
    let size = types.size_of(pointed)?;
    if !tparams.is_empty() || result.name.is_some() || !world.is_copyable(pointed) || size > MAX_SIZE {
        return None;
    }
    let func = *source.info.funcs.get(&decl)?;
    let calls = world.calls(func)?;
    let function = world.name(func);
    let mut draft = Draft::new(Advice::ReturnValue { function: function.into(), ty: source.src(*elem).into() });
    let star = source.span(result.ty);
    draft.delete(file, Span::new(star.start, source.span(*elem).start));
    returns(world, file, decl, pointed, &mut draft)?;
    for call in calls {
        at_call(world, call, &mut draft)?;
    }
    Some(draft)
}

/// Changes what is returned.
fn returns(world: &World<'_>, file: usize, decl: DeclId, pointed: TypeId, draft: &mut Draft) -> Option<()> {
    let source = &world.files[file];
    let stmts: Vec<_> = source.stmts_in(Node::Decl(decl)).collect();
    // What is deferred could still change the value, and would be seen.
    let defers = |kind: &StmtKind| matches!(kind, StmtKind::Call { tok: CallTok::Defer, .. });
    if stmts.iter().any(|&stmt| defers(source.stmt(stmt))) {
        return None;
    }
    let mut found = false;
    for stmt in stmts {
        let StmtKind::Return(result) = source.stmt(stmt) else { continue };
        if source.func_of(Node::Stmt(stmt)) != Some(Node::Decl(decl)) {
            continue;
        }
        let result = source.tree.unparen((*result)?);
        found = true;
        match source.kind(result) {
            ExprKind::Unary { op: UnaryOp::Addr, x } => {
                let fresh = match source.kind(source.tree.unparen(*x)) {
                    ExprKind::CompositeLit { .. } => true,
                    ExprKind::Name(_) => {
                        source.object(*x).is_some_and(|obj| world.is_variable(obj) && !is_captured(world, obj))
                    }
                    _ => false,
                };
                if !fresh {
                    return None;
                }
                draft.delete(file, Span::new(source.span(result).start, source.span(*x).start));
            }
            ExprKind::Call { .. } => {
                let (BuiltinId::New, [arg]) = source.builtin_call(world.types(), result)? else { return None };
                let text = match (source.is_type(*arg), world.has_empty_literal(pointed)) {
                    (true, true) => format!("{}{{}}", source.src(*arg)),
                    (true, false) => return None,
                    (false, _) => source.src(*arg).into(),
                };
                draft.replace(file, source.span(result), text);
            }
            ExprKind::Name(_) => {
                let obj = source.object(result)?;
                if !holds_fresh(world, source, obj) || is_captured(world, obj) {
                    return None;
                }
                draft.insert(file, source.span(result).start, "*");
            }
            _ => return None,
        }
    }
    found.then_some(())
}

/// Whether a closure uses `obj`.
pub(super) fn is_captured(world: &World<'_>, obj: ObjId) -> bool {
    let Some(def) = world.def(obj) else { return true };
    let source = &world.files[def.file];
    let home = source.func_of(Node::Expr(def.expr));
    world.uses(obj).iter().any(|at| at.file != def.file || source.func_of(Node::Expr(at.expr)) != home)
}

/// Whether `obj` is a local variable that is defined with a new object and
/// never assigned to.
fn holds_fresh(world: &World<'_>, source: &Source<'_>, obj: ObjId) -> bool {
    if !world.is_local(obj) || is_assigned(world, obj) {
        return false;
    }
    let Some(value) = world.def(obj).and_then(|def| definition(source, def.expr)) else { return false };
    match source.kind(source.tree.unparen(value)) {
        ExprKind::Unary { op: UnaryOp::Addr, x } => {
            matches!(source.kind(source.tree.unparen(*x)), ExprKind::CompositeLit { .. })
        }
        _ => matches!(source.builtin_call(world.types(), value), Some((BuiltinId::New, _))),
    }
}

/// The value that the declared name `name` is defined with, one for one.
pub(super) fn definition(source: &Source<'_>, name: ExprId) -> Option<ExprId> {
    let one = |lhs: &[ExprId], rhs: &[ExprId]| {
        let index = lhs.iter().position(|&lhs| lhs == name)?;
        (lhs.len() == rhs.len()).then(|| rhs[index])
    };
    source.outwards(Node::Expr(name)).skip(1).find_map(|node| match node {
        Node::Stmt(stmt) => match source.stmt(stmt) {
            StmtKind::Assign { op: AssignOp::Define, lhs, rhs } => {
                Some(one(&source.tree.unpack_list(Some(*lhs)), &source.tree.unpack_list(Some(*rhs))))
            }
            _ => Some(None),
        },
        Node::Decl(decl) => match &source.tree.decl(decl).kind {
            DeclKind::Var { names, values, .. } => Some(one(names, &source.tree.unpack_list(*values))),
            _ => Some(None),
        },
        _ => None,
    })?
}

/// Whether something is assigned to `obj` beside its definition, or its address
/// is taken by an operator.
pub(super) fn is_assigned(world: &World<'_>, obj: ObjId) -> bool {
    world.uses(obj).iter().any(|&at| is_assignment(&world.files[at.file], at.expr))
}

/// Whether the variable named by `expr` is assigned to here, or could be later
/// through its address.
pub(super) fn is_assignment(source: &Source<'_>, expr: ExprId) -> bool {
    let mut inner = expr;
    loop {
        let outer = source.parent(Node::Expr(inner));
        match outer {
            Node::Expr(outer) => match source.kind(outer) {
                ExprKind::Paren(_) | ExprKind::List(_) => inner = outer,
                ExprKind::Unary { op: UnaryOp::Addr, .. } => return true,
                _ => return false,
            },
            Node::Stmt(stmt) => {
                return match source.stmt(stmt) {
                    StmtKind::Assign { lhs, .. } => *lhs == inner,
                    StmtKind::IncDec { .. } => true,
                    StmtKind::Range(clause) => clause.lhs == Some(inner),
                    _ => false,
                };
            }
            _ => return false,
        }
    }
}

/// Changes a caller.
fn at_call(world: &World<'_>, At { file, expr: call }: At, draft: &mut Draft) -> Option<()> {
    let source = &world.files[file];
    match source.context(call) {
        Node::Expr(outer) => match source.kind(outer) {
            ExprKind::Selector { .. } => Some(()),
            ExprKind::Unary { op: UnaryOp::Deref, x } => {
                draft.unstar(source, file, outer, *x);
                Some(())
            }
            _ => None,
        },
        Node::Stmt(stmt) => match source.stmt(stmt) {
            StmtKind::Expr(_) | StmtKind::Call { .. } => Some(()),
            StmtKind::Assign { op, lhs, .. } => {
                let ExprKind::Name(name) = source.kind(*lhs) else { return None };
                if name.is_blank() {
                    return Some(());
                }
                let obj = (*op == AssignOp::Define).then(|| source.info.def(*lhs)).flatten()?;
                let in_header = matches!(source.parent(Node::Stmt(stmt)), Node::Stmt(outer)
                    if matches!(source.stmt(outer), StmtKind::For { .. }) && !source.is_listed(stmt));
                if in_header { None } else { variable(world, obj, draft) }
            }
            _ => None,
        },
        Node::Decl(decl) => match &source.tree.decl(decl).kind {
            DeclKind::Var { names, ty: None, .. } => match names.as_slice() {
                &[name] => {
                    let obj = source.info.def(name)?;
                    if world.types().obj(obj).is_var(VarKind::Package) {
                        return None;
                    }
                    variable(world, obj, draft)
                }
                _ => None,
            },
            _ => None,
        },
        Node::File => None,
    }
}

/// Changes the uses of a variable that held the pointer and holds the value now.
fn variable(world: &World<'_>, obj: ObjId, draft: &mut Draft) -> Option<()> {
    for &At { file, expr } in world.uses(obj) {
        let source = &world.files[file];
        if is_assignment(source, expr) {
            return None;
        }
        match source.context(expr) {
            Node::Expr(outer) => match source.kind(outer) {
                ExprKind::Selector { .. } => {}
                ExprKind::Unary { op: UnaryOp::Deref, x } => draft.unstar(source, file, outer, *x),
                ExprKind::Call { args, .. }
                    if args.contains(&expr) && source.builtin_call(world.types(), outer).is_none() =>
                {
                    draft.insert(file, source.span(expr).start, "&");
                }
                ExprKind::Index { x, .. } if *x == expr => {}
                _ => return None,
            },
            Node::Stmt(stmt) => match source.stmt(stmt) {
                StmtKind::Return(_) => draft.insert(file, source.span(expr).start, "&"),
                _ => return None,
            },
            _ => return None,
        }
    }
    Some(())
}
