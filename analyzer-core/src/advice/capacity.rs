//! Constant sizes.
//!
//! `make` gets its memory from the stack if its size is a constant of at most
//! 64 KiB. A package-level variable that is never assigned to can be declared
//! as the constant it is; a parameter for which all callers pass the same
//! constant can be replaced by it.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use super::{
    Advice,
    edit::Draft,
    scan::{At, Node, Source, World},
    target::Target,
};
use crate::{
    ast::{DeclKind, ExprId, ExprKind},
    base::Span,
    report::{HeapReason, LocationKind, Verdict},
    types::{BuiltinId, ObjId, VarKind},
};

pub(super) fn offer(world: &World<'_>, target: &Target<'_>, out: &mut Vec<Draft>) {
    let (Some(make), Some(LocationKind::Make)) = (target.expr, target.what()) else { return };
    let size = target.location.is_some_and(|location| {
        matches!(location.verdict, Verdict::StackIfSmall | Verdict::Heap(HeapReason::SizeNotConstant))
    });
    if !size {
        return;
    }
    let source = &world.files[target.file];
    let Some((BuiltinId::Make, args)) = source.builtin_call(world.types(), make) else { return };
    for &size in args.get(1..).unwrap_or_default() {
        let Some(obj) = source.object(size) else { continue };
        if world.types().obj(obj).is_var(VarKind::Package) {
            out.extend(constant(world, obj));
        } else {
            out.extend(same_argument(world, source, target.file, make, obj));
        }
    }
}

/// `var size = 64` becomes `const size int = 64`.
fn constant(world: &World<'_>, obj: ObjId) -> Option<Draft> {
    if !world.is_private(obj) || !world.writes(obj).is_empty() {
        return None;
    }
    let def = world.def(obj)?;
    let source = &world.files[def.file];
    let Node::Decl(id) = source.parent(Node::Expr(def.expr)) else { return None };
    let decl = source.tree.decl(id);
    let DeclKind::Var { names, ty, values: Some(value) } = &decl.kind else { return None };
    let starts = source.text(decl.span).starts_with("var ");
    if decl.group.is_some() || names.len() != 1 || source.value(*value).is_none() || !starts {
        return None;
    }
    let mut draft = Draft::new(Advice::Constant { name: world.name(obj).into() });
    draft.replace(def.file, Span::new(decl.span.start, decl.span.start + 3), "const");
    if ty.is_none() {
        let text = world.type_text(world.types().obj_type(obj));
        draft.insert(def.file, source.span(def.expr).end, format!(" {text}"));
    }
    Some(draft)
}

/// The same constant at every call.
fn same_argument(world: &World<'_>, source: &Source<'_>, file: usize, make: ExprId, obj: ObjId) -> Option<Draft> {
    if !world.types().obj(obj).is_var(VarKind::Param) || !world.is_constant(obj) {
        return None;
    }
    let decl = source.func_decl(Node::Expr(make))?;
    let DeclKind::Func { recv: None, ty, .. } = &source.tree.decl(decl).kind else { return None };
    let params = &source.func_type(*ty)?.params;
    let index = params.iter().position(|field| field.name.is_some_and(|name| source.info.def(name) == Some(obj)))?;
    let mut common: Option<(i64, String)> = None;
    for At { file, expr: call } in world.calls(*source.info.funcs.get(&decl)?)? {
        let source = &world.files[file];
        let ExprKind::Call { args, has_dots: false, .. } = source.kind(call) else { return None };
        if args.len() != params.len() {
            return None;
        }
        let value = source.value(args[index])?.as_i64()?;
        if common.as_ref().is_some_and(|(other, _)| *other != value) {
            return None;
        }
        common = Some((value, value.to_string()));
    }
    let (_, value) = common?;
    let ExprKind::Call { args, .. } = source.kind(make) else { return None };
    let mut draft = Draft::new(Advice::SameArgument { name: world.name(obj).into(), value: value.clone() });
    for &arg in args.iter().filter(|&&arg| source.object(arg) == Some(obj)) {
        draft.replace(file, source.span(arg), value.clone());
    }
    Some(draft)
}
