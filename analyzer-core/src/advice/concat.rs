//! `strings.Builder` and `append` for `+`.
//!
//! ```text
//! s := ""                             var s strings.Builder
//! for _, w := range words {           for _, w := range words {
//!     s += w + " "              →         s.WriteString(w)
//! }                                       s.WriteByte(' ')
//! return s                            }
//!                                     return s.String()
//! ```
//!
//! The variable keeps its name. Reading it becomes `s.String()`, which copies
//! nothing. gc says nothing about `s += w`, which makes a string each time; that
//! is counted as [`Draft::inside`].

use alloc::{format, string::String, vec::Vec};
use core::fmt::Write as _;

use super::{
    Advice,
    edit::Draft,
    result::{definition, is_captured},
    scan::{At, Node, Source, World},
    target::Target,
};
use crate::{
    ast::{AssignOp, BinaryOp, DeclKind, ExprId, ExprKind, LitKind, StmtId, StmtKind},
    report::LocationKind,
    types::{BasicKind, BuiltinId, ObjId, Type},
};

pub(super) fn offer(world: &World<'_>, target: &Target<'_>, out: &mut Vec<Draft>) {
    let source = &world.files[target.file];
    let is_sum = target.what() == Some(LocationKind::Concatenation);
    if let (true, Some(expr)) = (is_sum, target.expr) {
        out.extend(bytes(world, source, target.file, expr));
    }
    let stmt = target.stmt.or_else(|| target.expr.filter(|_| is_sum).and_then(|expr| source.stmt_of(expr)));
    out.extend(stmt.and_then(|stmt| builder(world, target.file, stmt)));
}

/// The variable that `stmt` appends to, and what.
fn appended(source: &Source<'_>, stmt: StmtId) -> Option<(ObjId, ExprId, ExprId)> {
    match source.stmt(stmt) {
        StmtKind::Assign { op: AssignOp::Op(BinaryOp::Add), lhs, rhs } => Some((source.object(*lhs)?, *lhs, *rhs)),
        _ => None,
    }
}

fn builder(world: &World<'_>, file: usize, stmt: StmtId) -> Option<Draft> {
    let source = &world.files[file];
    let types = world.types();
    let (obj, ..) = appended(source, stmt)?;
    let is_string = matches!(types.get(types.unalias(types.obj_type(obj))), Type::Basic(BasicKind::String));
    if !is_string || !world.is_local(obj) || is_captured(world, obj) {
        return None;
    }
    let def = world.def(obj)?;
    let name = world.name(obj);
    let mut draft = Draft::new(Advice::Builder { name: name.into() });
    let builder = draft.package(world, file, "strings");
    define(source, file, def.expr, name, &builder, &mut draft)?;
    let home = source.loop_around(Node::Expr(def.expr));
    let (mut in_loop, mut sums) = (false, 0);
    for &At { expr, .. } in world.uses(obj) {
        let stmt = source.stmt_of(expr)?;
        match appended(source, stmt) {
            Some((_, lhs, rhs)) if lhs == expr => {
                if !source.is_listed(stmt) {
                    return None;
                }
                in_loop |= source.loop_around(Node::Stmt(stmt)) != home;
                sums += u32::from(!matches!(source.kind(rhs), ExprKind::Binary { .. }));
                let indent = source.indent(source.stmt_span(stmt).start);
                let lines = written(world, source, obj, name, rhs)?;
                draft.replace(file, source.stmt_span(stmt), lines.join(&format!("\n{indent}")));
            }
            // It is changed together with the statement that it is in.
            Some((other, _, _)) if other == obj => return None,
            _ if source.is_written(types, expr) => return None,
            _ => read(world, source, file, expr, name, &mut draft),
        }
    }
    draft.inside = (sums, 0);
    in_loop.then_some(draft)
}

/// `s := ""`, `s := x`, `var s string`, `var s = x`.
fn define(source: &Source<'_>, file: usize, def: ExprId, name: &str, strings: &str, draft: &mut Draft) -> Option<()> {
    let stmt = source.stmt_of(def)?;
    let fits = match source.stmt(stmt) {
        StmtKind::Assign { op: AssignOp::Define, lhs, .. } => *lhs == def,
        StmtKind::Decl(decls) => match decls.as_slice() {
            &[decl] => {
                let decl = source.tree.decl(decl);
                decl.group.is_none() && matches!(&decl.kind, DeclKind::Var { names, .. } if names.len() == 1)
            }
            _ => false,
        },
        _ => false,
    };
    if !fits || !source.is_listed(stmt) {
        return None;
    }
    let span = source.stmt_span(stmt);
    let mut text = format!("var {name} {strings}.Builder");
    let value = definition(source, def);
    if let Some(value) = value
        && source.value(value).and_then(crate::types::ConstValue::as_bytes).is_none_or(|text| !text.is_empty())
    {
        let _ = write!(text, "\n{}{name}.WriteString({})", source.indent(span.start), source.src(value));
    }
    draft.replace(file, span, text);
    Some(())
}

/// The calls that write `rhs`, the parts of a sum one by one.
fn written(world: &World<'_>, source: &Source<'_>, obj: ObjId, name: &str, rhs: ExprId) -> Option<Vec<String>> {
    if source.exprs_in(Node::Expr(rhs)).any(|expr| source.object(expr) == Some(obj)) {
        return None;
    }
    let (first, sums) = source.tree.left_spine(rhs);
    let mut parts = alloc::vec![first];
    for sum in sums {
        match source.kind(sum) {
            ExprKind::Binary { op: BinaryOp::Add, y, .. } => parts.push(*y),
            _ => return None,
        }
    }
    let call = |part: ExprId| {
        let text = source.value(part).and_then(crate::types::ConstValue::as_bytes);
        if let (ExprKind::BasicLit { kind: LitKind::String, .. }, Some([byte])) = (source.kind(part), text)
            && (b' '..0x7f).contains(byte)
            && !matches!(byte, b'\'' | b'\\')
        {
            return format!("{name}.WriteByte('{}')", char::from(*byte));
        }
        if let ExprKind::Call { fun, args, .. } = source.kind(part)
            && let ([arg], true) = (args.as_slice(), source.is_type(*fun))
            && source.value(*arg).is_none()
            && matches!(world.types().under(source.ty(*arg)), Type::Basic(BasicKind::Int32))
            && matches!(source.kind(*fun), ExprKind::Name(_))
        {
            return format!("{name}.WriteRune({})", source.src(*arg));
        }
        format!("{name}.WriteString({})", source.src(part))
    };
    Some(parts.into_iter().map(call).collect())
}

/// A use of the string.
fn read(world: &World<'_>, source: &Source<'_>, file: usize, expr: ExprId, name: &str, draft: &mut Draft) {
    if let Node::Expr(outer) = source.parent(Node::Expr(expr))
        && let Some((BuiltinId::Len, _)) = source.builtin_call(world.types(), outer)
    {
        draft.replace(file, source.span(outer), format!("{name}.Len()"));
    } else {
        draft.insert(file, source.span(expr).end, ".String()");
    }
}

/// `[]byte(a + b)` makes a string first, to copy it.
fn bytes(world: &World<'_>, source: &Source<'_>, file: usize, sum: ExprId) -> Option<Draft> {
    let Node::Expr(conversion) = source.context(sum) else { return None };
    let ExprKind::Call { fun, args, .. } = source.kind(conversion) else { return None };
    let Type::Slice(elem) = world.types().under(source.ty(conversion)) else { return None };
    let is_byte = matches!(world.types().under(elem), Type::Basic(BasicKind::Uint8));
    if !source.is_type(*fun) || args.len() != 1 || !is_byte {
        return None;
    }
    let (first, sums) = source.tree.left_spine(source.tree.unparen(sum));
    let mut parts = alloc::vec![first];
    for sum in sums {
        match source.kind(sum) {
            ExprKind::Binary { op: BinaryOp::Add, y, .. } => parts.push(*y),
            _ => return None,
        }
    }
    if !parts.iter().all(|&part| source.is_plain(part)) {
        return None;
    }
    let known: usize = parts.iter().filter_map(|&part| source.value(part)?.as_bytes()).map(<[u8]>::len).sum();
    let lengths = parts.iter().filter(|&&part| source.value(part).is_none());
    let mut lengths: Vec<String> = lengths.map(|&part| format!("len({})", source.src(part))).collect();
    if known > 0 {
        lengths.push(format!("{known}"));
    }
    let mut text = format!("make({}, 0, {})", source.src(source.tree.unparen(*fun)), lengths.join("+"));
    for &part in &parts {
        text = format!("append({text}, {}...)", source.src(part));
    }
    let mut draft = Draft::new(Advice::AppendStrings);
    draft.roomy = parts.len() as u32;
    draft.replace(file, source.span(conversion), text);
    Some(draft)
}
