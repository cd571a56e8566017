//! Narrower captures.
//!
//! A closure captures a variable by reference if anything is assigned to it
//! after its declaration, or if it is large; when the closure leaves, the
//! variable moves to the heap. Then a copy helps that nothing is assigned to
//! (`j := i`), or only the fields that are used. Both are the same to the
//! program as long as nothing is assigned to the variable once the closure
//! exists, by whomever.
//!
//! A `go` statement with arguments keeps them in a closure that the compiler
//! makes around the literal: variables that the literal captures do without.

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
    ast::{BranchTok, ExprId, ExprKind, StmtId, StmtKind},
    base::Span,
    report::LocationKind,
    types::{ObjId, SelectionKind, Type},
};

/// How many fields may stand for a variable.
const MAX_PARTS: usize = 4;

pub(super) fn offer(world: &World<'_>, target: &Target<'_>, out: &mut Vec<Draft>) {
    let source = &world.files[target.file];
    match (target.what(), target.obj, target.expr) {
        (Some(LocationKind::Variable | LocationKind::Param), Some(obj), _) => {
            if let Some(capture) = Capture::of(world, source, target.file, obj) {
                out.extend(capture.parts());
                out.extend(capture.copy());
            }
        }
        (Some(LocationKind::GoDefer), _, Some(call)) => out.extend(arguments(world, source, target.file, call)),
        _ => {}
    }
}

/// A variable that one closure reads and that keeps its value from then on.
struct Capture<'w, 'a> {
    world: &'w World<'a>,
    source: &'w Source<'a>,
    file: usize,
    obj: ObjId,
    /// The statement that the closure is made in.
    stmt: StmtId,
    /// The uses in the closure.
    inner: Vec<ExprId>,
}

impl<'w, 'a> Capture<'w, 'a> {
    fn of(world: &'w World<'a>, source: &'w Source<'a>, file: usize, obj: ObjId) -> Option<Self> {
        if !world.is_variable(obj) {
            return None;
        }
        let def = world.def(obj)?;
        let home = source.func_of(Node::Expr(def.expr))?;
        let mut literal = None;
        let mut inner = Vec::new();
        for at in world.uses(obj) {
            let mut node = Node::Expr(at.expr);
            let mut outermost = None;
            while let Some(func) = source.func_of(node)
                && func != home
            {
                outermost = Some(func);
                node = func;
            }
            if let Some(func) = outermost {
                if literal.is_some_and(|other| other != func) {
                    return None;
                }
                literal = Some(func);
                inner.push(at.expr);
            }
        }
        let Some(Node::Expr(literal)) = literal else { return None };
        let stmt = source.stmt_of(literal)?;
        let listed = source.is_listed(stmt);
        let around = source.outwards(Node::Expr(literal)).find(|&node| match node {
            Node::Stmt(stmt) => {
                matches!(source.stmt(stmt), StmtKind::For { .. }) && !source.contains(node, Node::Expr(def.expr))
            }
            _ => false,
        });
        let goto = |stmt: StmtId| matches!(source.stmt(stmt), StmtKind::Branch { tok: BranchTok::Goto, .. });
        if !listed || source.stmts_in(home).any(goto) {
            return None;
        }
        for At { expr, .. } in world.writes(obj) {
            let in_home = source.func_of(Node::Expr(expr)) == Some(home);
            let earlier = source.span(expr).end <= source.stmt_span(stmt).start;
            // A later round of a loop would assign again.
            let again = outermost_loop(source, around, Node::Expr(literal), Node::Expr(def.expr))
                .is_some_and(|again| source.contains(again, Node::Expr(expr)));
            if !in_home || !earlier || again || is_address(source, expr) {
                return None;
            }
        }
        Some(Self { world, source, file, obj, stmt, inner })
    }

    /// A copy that nothing is assigned to.
    fn copy(&self) -> Option<Draft> {
        let Self { world, source, file, obj, stmt, .. } = *self;
        if world.writes(obj).is_empty() || !world.is_copyable(world.types().obj_type(obj)) {
            return None;
        }
        let name = world.name(obj);
        let start = source.stmt_span(stmt).start;
        let indent = source.indent(start);
        let mut draft = Draft::new(Advice::CaptureCopy { name: name.into() });
        let copy = world.local_name(source, Node::Stmt(stmt), &format!("{name}Copy"));
        draft.insert(file, start, format!("{copy} := {name}\n{indent}"));
        for &expr in &self.inner {
            draft.replace(file, source.span(expr), copy.clone());
        }
        Some(draft)
    }

    /// The fields that the closure reads, each in a variable.
    fn parts(&self) -> Option<Draft> {
        let Self { world, source, file, obj, stmt, .. } = *self;
        if !matches!(world.types().under(world.types().obj_type(obj)), Type::Struct { .. }) {
            return None;
        }
        let name = world.name(obj);
        let mut parts: Vec<(String, String)> = Vec::new();
        let mut draft = Draft::new(Advice::CaptureParts { name: name.into() });
        for &expr in &self.inner {
            let Node::Expr(outer) = source.context(expr) else { return None };
            let ExprKind::Selector { sel, .. } = source.kind(outer) else { return None };
            let selection = source.info.selection(outer)?;
            if selection.kind != SelectionKind::FieldVal || selection.indirect || selection.path.len() != 1 {
                return None;
            }
            let field = source.src(*sel).to_string();
            let variable = if let Some((_, variable)) = parts.iter().find(|part| part.0 == field) {
                variable.clone()
            } else {
                let variable = world.local_name(source, Node::Stmt(stmt), &lower(name, &field));
                parts.push((field, variable.clone()));
                variable
            };
            draft.replace(file, source.span(outer), variable);
        }
        if parts.is_empty() || parts.len() > MAX_PARTS {
            return None;
        }
        let start = source.stmt_span(stmt).start;
        let indent = source.indent(start);
        let fields: Vec<String> = parts.iter().map(|(field, _)| format!("{name}.{field}")).collect();
        let variables: Vec<String> = parts.into_iter().map(|(_, variable)| variable).collect();
        draft.insert(file, start, format!("{} := {}\n{indent}", variables.join(", "), fields.join(", ")));
        Some(draft)
    }
}

/// `cfg` and `Name` make `cfgName`.
fn lower(variable: &str, field: &str) -> String {
    let mut chars = field.chars();
    let first: String = chars.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{variable}{first}{}", chars.as_str())
}

/// The outermost loop that the closure is made in and the variable is declared outside of.
fn outermost_loop(source: &Source<'_>, innermost: Option<Node>, literal: Node, def: Node) -> Option<Node> {
    innermost?;
    let loops = source.outwards(literal).filter(|&node| match node {
        Node::Stmt(stmt) => matches!(source.stmt(stmt), StmtKind::For { .. }) && !source.contains(node, def),
        _ => false,
    });
    loops.last()
}

/// Whether what is done with `expr` is no assignment to all or a part of it,
/// but keeps its address.
fn is_address(source: &Source<'_>, expr: ExprId) -> bool {
    let stmt = source.outwards(Node::Expr(expr)).take_while(|node| !matches!(node, Node::Stmt(_)));
    let mut kinds = stmt.filter_map(|node| match node {
        Node::Expr(expr) => Some(source.kind(expr)),
        _ => None,
    });
    kinds.any(|kind| {
        matches!(
            kind,
            ExprKind::Unary { op: crate::ast::UnaryOp::Addr, .. } | ExprKind::Slice { .. } | ExprKind::Call { .. }
        )
    })
}

/// `go func(j int) { … }(i)` and the same with `defer`.
fn arguments(world: &World<'_>, source: &Source<'_>, file: usize, call: ExprId) -> Option<Draft> {
    let ExprKind::Call { fun, args, has_dots: false } = source.kind(call) else { return None };
    let ExprKind::FuncLit { ty, .. } = source.kind(*fun) else { return None };
    let signature = source.func_type(*ty)?;
    let stmt = source.stmt_of(call)?;
    let outer = source.func_of(Node::Stmt(stmt))?;
    if args.is_empty()
        || args.len() != signature.params.len()
        || !signature.results.is_empty()
        || !source.is_listed(stmt)
    {
        return None;
    }
    let start = source.stmt_span(stmt).start;
    let indent = source.indent(start);
    let mut draft = Draft::new(Advice::CaptureArguments);
    let mut lines = String::new();
    for (field, &arg) in signature.params.iter().zip(args) {
        let param = field.name.and_then(|name| source.info.def(name))?;
        if matches!(source.kind(field.ty), ExprKind::DotsType(_)) || !world.writes(param).is_empty() {
            return None;
        }
        let same_type = world.types().identical(source.ty(arg), world.types().obj_type(param));
        let steady = source.object(arg).filter(|&obj| world.is_constant(obj) && steady(world, source, obj));
        if let (true, Some(_)) = (same_type, steady) {
            // The argument itself can be captured.
            for at in world.uses(param) {
                draft.replace(file, source.span(at.expr), source.src(arg));
            }
        } else {
            let name = world.name(param);
            let clash = source
                .exprs_in(outer)
                .filter_map(|expr| source.info.object(expr))
                .any(|other| other != param && world.name(other) == name);
            if clash {
                return None;
            }
            let value = match source.kind(arg) {
                ExprKind::Binary { op, x, y } if source.is_plain(*x) && source.is_plain(*y) => {
                    format!("{} {} {}", source.src(*x), op.text(), source.src(*y))
                }
                // Where spaces belong is gofmt's business.
                ExprKind::Binary { .. } => return None,
                _ => source.src(arg).to_string(),
            };
            let text = if same_type {
                format!("{name} := {value}\n{indent}")
            } else {
                format!("var {name} {} = {value}\n{indent}", source.src(field.ty))
            };
            lines.push_str(&text);
        }
    }
    if !lines.is_empty() {
        draft.insert(file, start, lines);
    }
    let between = |from: u32, to: u32, open: char, close: char| {
        let text = source.text(Span::new(from, to));
        Some(Span::new(from + text.find(open)? as u32 + 1, from + text.rfind(close)? as u32))
    };
    let params = source.span(*ty);
    draft.delete(file, between(params.start, params.end, '(', ')')?);
    draft.delete(file, between(source.span(*fun).end, source.span(call).end, '(', ')')?);
    Some(draft)
}

/// Whether each round of a loop has its own `obj`, if it is a loop's variable.
fn steady(world: &World<'_>, source: &Source<'_>, obj: ObjId) -> bool {
    let Some(def) = world.def(obj) else { return false };
    let in_header = source.stmt_of(def.expr).is_some_and(|stmt| match source.stmt(stmt) {
        StmtKind::Range(_) => true,
        _ => !source.is_listed(stmt),
    });
    world.seen.distinct_vars || !in_header
}
