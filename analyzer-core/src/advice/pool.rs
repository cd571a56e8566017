//! A `sync.Pool`: a skeleton.
//!
//! ```text
//!                                     var linePool = sync.Pool{New: func() any { return new([64]byte) }}
//!
//! line := make([]byte, 0, 64)     →   lineMemory := linePool.Get().(*[64]byte)
//!                                     defer linePool.Put(lineMemory)
//!                                     line := lineMemory[:0]
//! ```
//!
//! For what is lent to somebody during a call, or too large for the stack; not
//! for what is returned. That nobody keeps it when the function returns is for
//! the reader to know ([`Caution::Ownership`]). What the pool makes when it is
//! empty is not counted.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use super::{
    Advice, Caution,
    edit::Draft,
    result::{definition, is_captured},
    scan::{At, Node, Source, World},
    target::Target,
};
use crate::{
    ast::{AssignOp, CallTok, DeclKind, ExprId, ExprKind, StmtId, StmtKind, UnaryOp},
    base::Span,
    report::{HeapReason, LocationKind, ParamFlow, Verdict},
    types::{BuiltinId, ConstValue, ObjId, Type},
};

pub(super) fn offer(world: &World<'_>, target: &Target<'_>, out: &mut Vec<Draft>) {
    let (Some(expr), Some(location)) = (target.expr, target.location) else { return };
    let lent = matches!(
        location.verdict,
        Verdict::Heap(
            HeapReason::PassedToUnknownCall
                | HeapReason::PassedToLeakingParam
                | HeapReason::TooLarge
                | HeapReason::SizeNotConstant
        )
    );
    let source = &world.files[target.file];
    let Some(stmt) = source.stmt_of(expr) else { return };
    let Some(Node::Decl(func)) = source.func_of(Node::Stmt(stmt)) else { return };
    if !lent || !source.is_listed(stmt) || source.loop_around(Node::Stmt(stmt)).is_some() {
        return;
    }
    let pooling = Pooling { world, source, file: target.file, stmt, func: Node::Decl(func) };
    out.extend(match location.what {
        LocationKind::Make => pooling.slice(expr),
        LocationKind::New => pooling.object(expr),
        LocationKind::Variable => target.obj.and_then(|obj| pooling.variable(obj, expr)),
        _ => None,
    });
}

struct Pooling<'w, 'a> {
    world: &'w World<'a>,
    source: &'w Source<'a>,
    file: usize,
    stmt: StmtId,
    func: Node,
}

impl Pooling<'_, '_> {
    /// The variable that the statement defines, if it never leaves by `return`
    /// or a closure.
    fn defined(&self, value: ExprId) -> Option<ObjId> {
        let StmtKind::Assign { op: AssignOp::Define, lhs, rhs } = self.source.stmt(self.stmt) else { return None };
        let obj = (*rhs == value).then(|| self.source.info.def(*lhs))??;
        self.stays(obj).then_some(obj)
    }

    fn stays(&self, obj: ObjId) -> bool {
        let returned = self.world.uses(obj).iter().any(|at| {
            self.source.outwards(Node::Expr(at.expr)).any(|node| match node {
                Node::Stmt(stmt) => match self.source.stmt(stmt) {
                    // A number that is computed from it has no pointer to it.
                    StmtKind::Return(results) => self
                        .source
                        .tree
                        .unpack_list(*results)
                        .iter()
                        .any(|&result| self.world.types().has_pointers(self.source.ty(result))),
                    StmtKind::Send { .. } | StmtKind::Call { tok: CallTok::Go, .. } => true,
                    _ => false,
                },
                _ => false,
            })
        });
        !returned && !is_captured(self.world, obj) && self.world.uses(obj).iter().all(|at| self.is_lent(obj, at.expr))
    }

    /// Whether a use of `obj` leaves nobody in this package with a pointer to it.
    fn is_lent(&self, obj: ObjId, expr: ExprId) -> bool {
        let (source, types) = (self.source, self.world.types());
        let mut inner = expr;
        loop {
            match source.context(inner) {
                Node::Expr(outer) => match source.kind(outer) {
                    ExprKind::Call { .. } => match source.builtin_call(types, outer) {
                        Some((BuiltinId::Append, args)) if args.first().is_some_and(|&slice| slice == inner) => {
                            inner = outer;
                        }
                        Some(_) => return true,
                        None => return !self.is_kept_by(outer, inner),
                    },
                    // A method may keep its receiver, as may a field what is stored in it.
                    ExprKind::Slice { .. }
                    | ExprKind::Unary { .. }
                    | ExprKind::Index { .. }
                    | ExprKind::Selector { .. } => {
                        inner = outer;
                    }
                    ExprKind::Binary { .. } => return true,
                    _ => return !types.has_pointers(source.ty(inner)),
                },
                Node::Stmt(stmt) => {
                    return match source.stmt(stmt) {
                        StmtKind::Assign { lhs, rhs, .. } if *rhs == inner => {
                            source.object(*lhs) == Some(obj) || !types.has_pointers(source.ty(inner))
                        }
                        _ => true,
                    };
                }
                _ => return false,
            }
        }
    }

    /// Whether `call` is one of a function of this package that keeps its argument `arg`.
    fn is_kept_by(&self, call: ExprId, arg: ExprId) -> bool {
        let ExprKind::Call { fun, args, .. } = self.source.kind(call) else { return true };
        let Some((file, decl)) = self.source.object(*fun).and_then(|func| self.world.declaration(func)) else {
            return false;
        };
        let source = &self.world.files[file];
        let DeclKind::Func { ty, .. } = &source.tree.decl(decl).kind else { return true };
        let index = args.iter().position(|&other| self.source.tree.unparen(other) == arg);
        let param = index.zip(source.func_type(*ty)).and_then(|(index, ty)| ty.params.get(index)?.name);
        let Some(param) = param else { return true };
        let at = source.span(param).start;
        self.world.seen.report.locations.iter().any(|location| {
            location.place.file == source.index
                && location.place.span.start == at
                && match &location.verdict {
                    Verdict::Param(flows) => flows.iter().any(|flow| matches!(flow, ParamFlow::Heap { .. })),
                    Verdict::Heap(_) => true,
                    _ => false,
                }
        })
    }

    /// The draft with a pool of `ty`; its name.
    fn draft(&self, name: &str, ty: &str) -> Option<(Draft, String)> {
        let pool = self.world.free_name(&format!("{name}Pool"));
        let mut draft = Draft::new(Advice::Pool { pool: pool.clone() });
        draft.caution = Some(Caution::Ownership);
        draft.pool = true;
        let sync = draft.package(self.world, self.file, "sync");
        let Node::Decl(func) = self.func else { return None };
        let mut at = self.source.line_start(self.source.tree.decl(func).span.start)?;
        // Above the function's comment.
        loop {
            let above = self.source.text(Span::new(0, at));
            let line = above.lines().next_back().unwrap_or_default();
            if !line.starts_with("//") {
                break;
            }
            at -= line.len() as u32 + 1;
        }
        draft.insert(self.file, at, format!("var {pool} = {sync}.Pool{{New: func() any {{ return new({ty}) }}}}\n\n"));
        Some((draft, pool))
    }

    fn lines(&self, lines: &[String]) -> String {
        let indent = self.source.indent(self.source.stmt_span(self.stmt).start);
        lines.join(&format!("\n{indent}"))
    }

    /// `x := make([]T, …)`
    fn slice(&self, make: ExprId) -> Option<Draft> {
        let (BuiltinId::Make, args) = self.source.builtin_call(self.world.types(), make)? else { return None };
        let Type::Slice(_) = self.world.types().under(self.source.ty(make)) else { return None };
        let obj = self.defined(make)?;
        let name = self.world.name(obj);
        let (slice, len) = (*args.first()?, *args.get(1)?);
        let ExprKind::SliceType(elem) = self.source.kind(slice) else { return None };
        let elem = self.source.src(*elem);
        let constant = |expr: ExprId| self.source.value(expr).and_then(ConstValue::as_i64);
        let memory = self.world.free_name(&format!("{name}Memory"));
        let (draft, lines) = match (constant(len), constant(*args.get(2).unwrap_or(&len))) {
            (Some(len), Some(cap)) => {
                let ty = format!("[{cap}]{elem}");
                let (draft, pool) = self.draft(name, &ty)?;
                let mut lines = taken(&memory, &pool, &ty);
                let whole = len == cap;
                if len > 0 {
                    lines.push(format!("clear({memory}[:{}])", if whole { String::new() } else { len.to_string() }));
                }
                lines.push(format!("{name} := {memory}[:{}]", if whole { String::new() } else { len.to_string() }));
                (draft, lines)
            }
            (len_value, _) => {
                let ty = format!("[]{elem}");
                let (draft, pool) = self.draft(name, &ty)?;
                let mut lines = taken(&memory, &pool, &ty);
                if len_value == Some(0) {
                    lines.push(format!("{name} := (*{memory})[:0]"));
                } else if args.len() == 2 && self.world.writes(obj).is_empty() {
                    lines.push(format!("*{memory} = append((*{memory})[:0], {}...)", self.source.src(make)));
                    lines.push(format!("{name} := *{memory}"));
                } else {
                    return None;
                }
                (draft, lines)
            }
        };
        let mut draft = draft;
        draft.replace(self.file, self.source.stmt_span(self.stmt), self.lines(&lines));
        Some(draft)
    }

    /// `x := &T{…}`
    fn object(&self, expr: ExprId) -> Option<Draft> {
        let Type::Pointer(pointed) = self.world.types().under(self.source.ty(expr)) else { return None };
        let ExprKind::Unary { op: UnaryOp::Addr, x } = self.source.kind(expr) else { return None };
        let obj = self.defined(expr)?;
        let (name, ty) = (self.world.name(obj), self.world.type_text(pointed));
        let (mut draft, pool) = self.draft(name, &ty)?;
        let mut lines = taken(name, &pool, &ty);
        lines.push(format!("*{name} = {}", self.source.src(*x)));
        draft.replace(self.file, self.source.stmt_span(self.stmt), self.lines(&lines));
        Some(draft)
    }

    /// `var x [N]T`, `x := T{…}`
    fn variable(&self, obj: ObjId, name: ExprId) -> Option<Draft> {
        let ty = self.world.types().obj_type(obj);
        let value = match self.source.stmt(self.stmt) {
            StmtKind::Assign { op: AssignOp::Define, lhs, .. } if *lhs == name => {
                Some(self.source.src(definition(self.source, name)?))
            }
            StmtKind::Decl(decls) => match decls.as_slice() {
                &[decl] => match &self.source.tree.decl(decl).kind {
                    DeclKind::Var { names, ty: Some(_), values: None } if names.len() == 1 => None,
                    _ => return None,
                },
                _ => return None,
            },
            _ => return None,
        };
        if !self.world.has_empty_literal(ty) || !self.stays(obj) {
            return None;
        }
        let text = self.world.type_text(ty);
        let variable = self.world.name(obj);
        let (mut draft, pool) = self.draft(variable, &text)?;
        let mut lines = taken(variable, &pool, &text);
        lines.push(match (value, self.world.types().under(ty)) {
            (Some(value), _) if !value.starts_with("[...]") => format!("*{variable} = {value}"),
            (Some(_), _) => return None,
            (None, Type::Array { .. }) => format!("clear({variable}[:])"),
            (None, _) => format!("*{variable} = {text}{{}}"),
        });
        draft.replace(self.file, self.source.stmt_span(self.stmt), self.lines(&lines));
        for &At { expr, .. } in self.world.uses(obj) {
            self.use_of(&mut draft, expr)?;
        }
        Some(draft)
    }

    /// Changes a use of a variable that is a pointer now.
    fn use_of(&self, draft: &mut Draft, expr: ExprId) -> Option<()> {
        let (source, span) = (self.source, self.source.span(expr));
        match source.parent(Node::Expr(expr)) {
            Node::Expr(outer) => match source.kind(outer) {
                ExprKind::Unary { op: UnaryOp::Addr, .. } => {
                    draft.delete(self.file, Span::new(source.span(outer).start, span.start));
                    return Some(());
                }
                ExprKind::Selector { x, .. } | ExprKind::Index { x, .. } | ExprKind::Slice { x, .. } if *x == expr => {
                    return Some(());
                }
                ExprKind::Call { .. }
                    if matches!(
                        source.builtin_call(self.world.types(), outer),
                        Some((BuiltinId::Len | BuiltinId::Cap, _))
                    ) =>
                {
                    return Some(());
                }
                _ => {}
            },
            // A range over an array copies it, which makes no difference if it
            // stays as it is.
            Node::Stmt(clause) if matches!(source.stmt(clause), StmtKind::Range(range) if range.x == expr) => {
                let around = source.parent(Node::Stmt(clause));
                let obj = source.object(expr)?;
                let changes = |at: &At| source.contains(around, Node::Expr(at.expr));
                return (!self.world.writes(obj).iter().any(changes)).then_some(());
            }
            _ => {}
        }
        draft.insert(self.file, span.start, "*");
        Some(())
    }
}

fn taken(name: &str, pool: &str, ty: &str) -> Vec<String> {
    alloc::vec![format!("{name} := {pool}.Get().(*{ty})"), format!("defer {pool}.Put({name})")]
}
