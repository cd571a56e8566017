//! The value instead of a `reflect.Value` of it.
//!
//! For a local variable that is always `reflect.ValueOf` something of one
//! type: `v.Int()` is `int64(v)` then, `v.Interface()` is `any(v)`.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use super::{
    Advice,
    edit::Draft,
    result::{definition, is_captured},
    scan::{At, Node, Source, World},
    target::Target,
};
use crate::{
    ast::{AssignOp, ExprId, ExprKind, StmtKind, UnaryOp},
    report::LocationKind,
    types::{BasicKind, ObjId, Type, TypeId},
};

pub(super) fn offer(world: &World<'_>, target: &Target<'_>, out: &mut Vec<Draft>) {
    let (Some(expr), Some(LocationKind::Boxing)) = (target.expr, target.what()) else { return };
    let source = &world.files[target.file];
    let Node::Expr(call) = source.context(expr) else { return };
    if operand(world, source, call).is_none() {
        return;
    }
    let variable = match source.context(call) {
        Node::Stmt(stmt) => match source.stmt(stmt) {
            StmtKind::Assign { lhs, .. } => source.object(*lhs),
            _ => None,
        },
        _ => None,
    };
    out.extend(variable.and_then(|variable| value(world, target.file, variable)));
}

/// What `call`, a call of `reflect.ValueOf`, is given.
fn operand(world: &World<'_>, source: &Source<'_>, call: ExprId) -> Option<ExprId> {
    let ExprKind::Call { fun, args, .. } = source.kind(call) else { return None };
    let (("reflect", "ValueOf"), [arg]) = (world.qualified(source, *fun)?, args.as_slice()) else { return None };
    Some(*arg)
}

fn value(world: &World<'_>, file: usize, variable: ObjId) -> Option<Draft> {
    let (source, types) = (&world.files[file], world.types());
    if !world.is_local(variable) || is_captured(world, variable) {
        return None;
    }
    let name = world.name(variable);
    let mut draft = Draft::new(Advice::WithoutReflect { name: name.into() });
    let mut held: Option<TypeId> = None;
    let mut hold = |call: ExprId, draft: &mut Draft| {
        let arg = operand(world, source, call)?;
        let ty = source.ty(arg);
        if types.is_interface(ty) || !types.is_typed(ty) || held.is_some_and(|held| !types.identical(held, ty)) {
            return None;
        }
        held = Some(ty);
        draft.replace(file, source.span(call), source.src(arg));
        Some(())
    };
    hold(definition(source, world.def(variable)?.expr)?, &mut draft)?;
    let mut calls = Vec::new();
    for &At { expr, .. } in world.uses(variable) {
        match source.context(expr) {
            Node::Stmt(stmt) => match source.stmt(stmt) {
                StmtKind::Assign { op: AssignOp::Assign, lhs, rhs } if *lhs == expr => hold(*rhs, &mut draft)?,
                _ => return None,
            },
            Node::Expr(outer) => {
                let ExprKind::Selector { sel, .. } = source.kind(outer) else { return None };
                let Node::Expr(call) = source.context(outer) else { return None };
                let ExprKind::Call { args, .. } = source.kind(call) else { return None };
                if !args.is_empty() {
                    return None;
                }
                calls.push((call, source.src(*sel)));
            }
            _ => return None,
        }
    }
    let held = held?;
    for (call, method) in calls {
        let operator = match source.parent(Node::Expr(call)) {
            Node::Expr(outer) => match source.kind(outer) {
                ExprKind::Unary { op: UnaryOp::Not, .. } => Some((outer, true)),
                ExprKind::Unary { .. } | ExprKind::Binary { .. } => Some((outer, false)),
                _ => None,
            },
            _ => None,
        };
        let text = instead(world, held, name, method, operator.is_some())?;
        let equal = text.strip_prefix('(').and_then(|text| text.strip_suffix(')')).filter(|text| text.contains(" == "));
        match (operator, equal) {
            (Some((not, true)), Some(equal)) => {
                draft.replace(file, source.span(not), equal.replacen(" == ", " != ", 1));
            }
            _ => draft.replace(file, source.span(call), text),
        }
    }
    Some(draft)
}

/// What stands for `name.method()` when `name` is the value, of type `ty`.
fn instead(world: &World<'_>, ty: TypeId, name: &str, method: &str, operand: bool) -> Option<String> {
    let types = world.types();
    let under = types.under(ty);
    let Type::Basic(kind) = under else {
        return match (method, under) {
            ("Interface", _) => Some(format!("any({name})")),
            ("Len", Type::Slice(_) | Type::Map { .. }) => Some(format!("len({name})")),
            ("IsNil", Type::Slice(_) | Type::Map { .. } | Type::Pointer(_)) => {
                Some(if operand { format!("({name} == nil)") } else { format!("{name} == nil") })
            }
            _ => None,
        };
    };
    let is = |wanted: BasicKind| types.get(types.unalias(ty)) == Type::Basic(wanted);
    let converted = |to: &str, same: bool| if same { name.to_string() } else { format!("{to}({name})") };
    let compared = |zero: &str| if operand { format!("({name} == {zero})") } else { format!("{name} == {zero}") };
    Some(match method {
        "Interface" => format!("any({name})"),
        "IsZero" if kind.is_string() => compared("\"\""),
        "IsZero" if kind.is_numeric() => compared("0"),
        "IsZero" if kind == BasicKind::Bool => format!("!{name}"),
        "Int" if kind.is_integer() && !kind.is_unsigned() => converted("int64", is(BasicKind::Int64)),
        "Uint" if kind.is_unsigned() => converted("uint64", is(BasicKind::Uint64)),
        "Float" if kind.is_float() => converted("float64", is(BasicKind::Float64)),
        "Bool" if kind == BasicKind::Bool => converted("bool", is(BasicKind::Bool)),
        "String" if kind.is_string() => converted("string", is(BasicKind::String)),
        "Len" if kind.is_string() => format!("len({name})"),
        _ => return None,
    })
}
