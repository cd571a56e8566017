//! Keep a copy instead of a pointer.
//!
//! ```text
//! var last *event                      var last event
//! func record(e *event) { last = e } → func record(e *event) { last = *e }
//! ```
//!
//! For a package-level variable that other packages do not see. Everything it
//! is ever given points to a variable that keeps its value afterwards, or to a
//! new object; it is only read through. Then a copy is as good. Reading it
//! before it was set panicked, which is said ([`Caution::ZeroForMissing`]).

use alloc::vec::Vec;

use super::{
    Advice, Caution,
    edit::Draft,
    result::is_captured,
    scan::{At, Node, Source, World},
    target::Target,
};
use crate::{
    ast::{AssignOp, DeclId, DeclKind, ExprId, ExprKind, StmtId, StmtKind, UnaryOp},
    base::Span,
    types::{ObjId, Type, VarKind},
};

/// Larger values are better not copied.
const MAX_SIZE: i64 = 1024;

pub(super) fn offer(world: &World<'_>, target: &Target<'_>, out: &mut Vec<Draft>) {
    let Some(obj) = target.obj else { return };
    for at in world.uses(obj) {
        let source = &world.files[at.file];
        let Node::Expr(address) = source.context(at.expr) else { continue };
        if !matches!(source.kind(address), ExprKind::Unary { op: UnaryOp::Addr, .. }) {
            continue;
        }
        let global = match source.context(address) {
            Node::Stmt(stmt) => assigned(source, stmt).filter(|it| it.1 == address).and_then(|it| source.object(it.0)),
            Node::Expr(call) => passed_on(world, source, call, address),
            _ => None,
        };
        out.extend(global.and_then(|global| keep(world, global)));
    }
}

fn assigned(source: &Source<'_>, stmt: StmtId) -> Option<(ExprId, ExprId)> {
    match source.stmt(stmt) {
        StmtKind::Assign { op: AssignOp::Assign, lhs, rhs } => Some((*lhs, source.tree.unparen(*rhs))),
        _ => None,
    }
}

/// The package-level variable that the function called with `arg` stores it in.
fn passed_on(world: &World<'_>, source: &Source<'_>, call: ExprId, arg: ExprId) -> Option<ObjId> {
    let ExprKind::Call { fun, args, .. } = source.kind(call) else { return None };
    let index = args.iter().position(|&other| source.tree.unparen(other) == arg)?;
    let func = source.object(*fun)?;
    let (file, decl) = world.declaration(func)?;
    let source = &world.files[file];
    let param = parameter(source, decl, index)?;
    world.uses(param).iter().find_map(|at| match source.context(at.expr) {
        Node::Stmt(stmt) => assigned(source, stmt).filter(|it| it.1 == at.expr).and_then(|it| source.object(it.0)),
        _ => None,
    })
}

fn parameter(source: &Source<'_>, decl: DeclId, index: usize) -> Option<ObjId> {
    let DeclKind::Func { ty, .. } = &source.tree.decl(decl).kind else { return None };
    source.info.def(source.func_type(*ty)?.params.get(index)?.name?)
}

fn keep(world: &World<'_>, global: ObjId) -> Option<Draft> {
    let types = world.types();
    let Type::Pointer(pointed) = types.get(types.unalias(types.obj_type(global))) else { return None };
    let is_package = types.obj(global).is_var(VarKind::Package);
    if !is_package || !world.is_private(global) || !world.is_copyable(pointed) || types.size_of(pointed)? > MAX_SIZE {
        return None;
    }
    let def = world.def(global)?;
    let source = &world.files[def.file];
    let Node::Decl(decl) = source.parent(Node::Expr(def.expr)) else { return None };
    let DeclKind::Var { names, ty: Some(ty), values: None } = &source.tree.decl(decl).kind else { return None };
    let ExprKind::Unary { op: UnaryOp::Deref, x } = source.kind(*ty) else { return None };
    if names.len() != 1 {
        return None;
    }
    let mut draft = Draft::new(Advice::KeepCopy { name: world.name(global).into() });
    draft.caution = Some(Caution::ZeroForMissing);
    draft.delete(def.file, Span::new(source.span(*ty).start, source.span(*x).start));
    for &At { file, expr } in world.uses(global) {
        let source = &world.files[file];
        match source.context(expr) {
            Node::Stmt(stmt) => {
                let (lhs, rhs) = assigned(source, stmt)?;
                if lhs != expr {
                    return None;
                }
                stored(world, file, rhs, &mut draft)?;
            }
            Node::Expr(outer) => match source.kind(outer) {
                ExprKind::Selector { .. } => {
                    let is_field = source.info.selection(outer)?.kind == crate::types::SelectionKind::FieldVal;
                    if !is_field || super::result::is_assignment(source, outer) {
                        return None;
                    }
                }
                ExprKind::Unary { op: UnaryOp::Deref, x } if !super::result::is_assignment(source, outer) => {
                    draft.unstar(source, file, outer, *x);
                }
                _ => return None,
            },
            _ => return None,
        }
    }
    Some(draft)
}

/// A value of the variable: `&x`, `&T{…}` or a parameter.
fn stored(world: &World<'_>, file: usize, value: ExprId, draft: &mut Draft) -> Option<()> {
    let source = &world.files[file];
    if let ExprKind::Unary { op: UnaryOp::Addr, x } = source.kind(value) {
        is_kept(world, source, *x)?;
        draft.delete(file, Span::new(source.span(value).start, source.span(*x).start));
        return Some(());
    }
    let param = source.object(value)?;
    if !world.types().obj(param).is_var(VarKind::Param) || world.uses(param).len() != 1 {
        return None;
    }
    let decl = source.func_decl(Node::Expr(value))?;
    let index = (0..).take(64).find(|&index| parameter(source, decl, index) == Some(param))?;
    for At { file, expr: call } in world.calls(*source.info.funcs.get(&decl)?)? {
        let source = &world.files[file];
        let ExprKind::Call { args, .. } = source.kind(call) else { return None };
        let ExprKind::Unary { op: UnaryOp::Addr, x } = source.kind(source.tree.unparen(*args.get(index)?)) else {
            return None;
        };
        is_kept(world, source, *x)?;
    }
    draft.insert(file, source.span(value).start, "*");
    Some(())
}

/// Whether `x`, whose address is taken, is a new object or a variable that has
/// its value from its definition and of which nothing else has the address.
fn is_kept(world: &World<'_>, source: &Source<'_>, x: ExprId) -> Option<()> {
    let x = source.tree.unparen(x);
    if matches!(source.kind(x), ExprKind::CompositeLit { .. }) {
        return Some(());
    }
    let obj = source.object(x)?;
    (world.is_local(obj) && world.writes(obj).len() == 1 && !is_captured(world, obj)).then_some(())
}
