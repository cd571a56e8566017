//! Let the caller pass what is to be filled.
//!
//! ```text
//! func dashes(n int) []byte {       func dashes(dst []byte, n int) []byte {
//!     b := make([]byte, n)              b := append(dst[:0], make([]byte, n)...)
//!     …                         →       …
//!     return b                          return b
//! }                                 }
//! … dashes(8) …                     … dashes(make([]byte, 0, 64), 8) …
//! ```
//!
//! Each caller makes a new buffer for each call, where the function made one,
//! so nothing is shared that was not before; whether the callers' buffers stay
//! on their stacks is what the analysis of the edited text shows. What is
//! appended to it is zero, as what `make` gives is; gc makes no second slice
//! for `append(x, make(…)...)`.

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
    ast::{AssignOp, BranchTok, DeclId, DeclKind, ExprId, ExprKind, StmtId, StmtKind, UnaryOp},
    base::Span,
    report::LocationKind,
    types::{BuiltinId, ObjId, Type, TypeId, VarKind},
};

/// How many bytes a caller gives for a slice whose size is not known.
const ROOM: i64 = 64;
/// gc puts no more on the stack for `make` and `new`.
const MAX_IMPLICIT: i64 = 64 << 10;

pub(super) fn offer(world: &World<'_>, target: &Target<'_>, out: &mut Vec<Draft>) {
    let (Some(expr), true) = (target.expr, target.is_on_heap()) else { return };
    let source = &world.files[target.file];
    let Some(decl) = source.func_decl(Node::Expr(expr)) else { return };
    if source.func_of(Node::Expr(expr)) != Some(Node::Decl(decl)) {
        return;
    }
    let filler = Filler { world, source, file: target.file, decl };
    let draft = match target.what() {
        Some(LocationKind::Variable) => target.obj.and_then(|obj| filler.variable(obj, expr)),
        Some(LocationKind::Make) => filler.slice(expr),
        Some(LocationKind::New) => filler.object(expr),
        _ => None,
    };
    out.extend(draft);
}

struct Filler<'w, 'a> {
    world: &'w World<'a>,
    source: &'w Source<'a>,
    file: usize,
    decl: DeclId,
}

/// What callers pass: the same everywhere, or as many elements as an argument says.
enum Given {
    New(String),
    Slice { ty: String, room: i64, size: i64, len: Option<usize> },
}

impl Filler<'_, '_> {
    fn func(&self) -> Option<ObjId> {
        self.source.info.funcs.get(&self.decl).copied()
    }

    /// The draft with the new parameter `param ty`, and what callers pass for it.
    fn draft(&self, param: &str, ty: &str, given: &Given) -> Option<Draft> {
        let DeclKind::Func { recv: None, name, tparams, ty: signature, .. } = &self.source.tree.decl(self.decl).kind
        else {
            return None;
        };
        if !tparams.is_empty() {
            return None;
        }
        let func = self.func()?;
        let calls = self.world.calls(func)?;
        let params = &self.source.func_type(*signature)?.params;
        let mut draft =
            Draft::new(Advice::CallerBuffer { function: self.world.name(func).into(), param: param.into() });
        let open = self.source.span(*name).end + 1;
        let unnamed = params.first().is_some_and(|first| first.name.is_none());
        if unnamed {
            return None;
        }
        let comma = if params.is_empty() { "" } else { ", " };
        draft.insert(self.file, open, format!("{param} {ty}{comma}"));
        for At { file, expr: call } in calls {
            let source = &self.world.files[file];
            let ExprKind::Call { args, fun, .. } = source.kind(call) else { return None };
            // A call that passes on the results of another one has no room.
            if args.len() != params.len() {
                return None;
            }
            let text = match given {
                Given::New(ty) => format!("new({ty})"),
                Given::Slice { ty, room, size, len } => {
                    let wanted = len.and_then(|index| source.value(*args.get(index)?)?.as_i64());
                    let count = wanted.filter(|&count| count > 0 && count.saturating_mul(*size) <= MAX_IMPLICIT);
                    format!("make({ty}, 0, {})", count.unwrap_or(*room))
                }
            };
            let comma = if args.is_empty() { "" } else { ", " };
            let open = open_paren(source, *fun, call)?;
            draft.insert(file, open + 1, format!("{text}{comma}"));
        }
        Some(draft)
    }

    /// The parameter of this function that the name `expr` is, by its index.
    fn parameter(&self, expr: ExprId) -> Option<usize> {
        let obj = self.source.object(expr)?;
        let DeclKind::Func { ty, .. } = &self.source.tree.decl(self.decl).kind else { return None };
        let params = &self.source.func_type(*ty)?.params;
        params.iter().position(|field| field.name.is_some_and(|name| self.source.info.def(name) == Some(obj)))
    }

    /// `make([]T, …)`.
    fn slice(&self, make: ExprId) -> Option<Draft> {
        let types = self.world.types();
        let (BuiltinId::Make, args) = self.source.builtin_call(types, make)? else { return None };
        let Type::Slice(elem) = types.under(self.source.ty(make)) else { return None };
        let size = types.size_of(elem)?.max(1);
        let (slice, len) = (*args.first()?, *args.get(1)?);
        let ty = self.source.src(slice);
        let cap = args.get(2).copied();
        let param = self.world.local_name(self.source, Node::Decl(self.decl), "dst");
        let text = match (self.source.value(len).and_then(crate::types::ConstValue::as_i64), cap) {
            (Some(0), _) => format!("{param}[:0]"),
            (_, None) => format!("append({param}[:0], {}...)", self.source.src(make)),
            (_, Some(_)) => format!("append({param}[:0], make({ty}, {})...)", self.source.src(len)),
        };
        let room = (ROOM / size).max(1);
        let given = Given::Slice { ty: ty.to_string(), room, size, len: self.parameter(cap.unwrap_or(len)) };
        let constant = self.source.value(cap.unwrap_or(len)).and_then(crate::types::ConstValue::as_i64);
        let given = match (given, constant) {
            (Given::Slice { ty, size, len, .. }, Some(count))
                if count > 0 && count.saturating_mul(size) <= MAX_IMPLICIT =>
            {
                Given::Slice { ty, room: count, size, len }
            }
            (given, _) => given,
        };
        let mut draft = self.draft(&param, ty, &given)?;
        draft.replace(self.file, self.source.span(make), text);
        Some(draft)
    }

    /// `&T{…}` or `new(T)`.
    fn object(&self, expr: ExprId) -> Option<Draft> {
        let Type::Pointer(pointed) = self.world.types().under(self.source.ty(expr)) else { return None };
        let stmt = self.source.stmt_of(expr)?;
        if !self.source.is_listed(stmt) || self.source.loop_around(Node::Stmt(stmt)).is_some() || self.jumps() {
            return None;
        }
        let value = self.value(expr, pointed)?;
        let ty = self.world.type_text(pointed);
        let param = match self.source.stmt(stmt) {
            StmtKind::Return(_) => self.world.local_name(self.source, Node::Decl(self.decl), "dst"),
            StmtKind::Assign { op: AssignOp::Define, lhs, .. } => {
                let obj = self.source.info.def(*lhs)?;
                self.alone(obj)?
            }
            _ => return None,
        };
        let mut draft = self.draft(&param, &format!("*{ty}"), &Given::New(ty.clone()))?;
        let assign = format!("*{param} = {value}");
        match self.source.stmt(stmt) {
            StmtKind::Return(_) => {
                let (start, indent) =
                    (self.source.stmt_span(stmt).start, self.source.indent(self.source.span(expr).start));
                draft.insert(self.file, start, format!("{assign}\n{indent}"));
                draft.replace(self.file, self.source.span(expr), param);
            }
            _ => draft.replace(self.file, self.source.stmt_span(stmt), assign),
        }
        Some(draft)
    }

    /// The text of the value that `&T{…}` or `new(T)` points to.
    fn value(&self, expr: ExprId, pointed: TypeId) -> Option<String> {
        match self.source.kind(expr) {
            ExprKind::Unary { op: UnaryOp::Addr, x } => Some(self.source.src(*x).to_string()),
            ExprKind::Call { .. } => {
                let (BuiltinId::New, [arg]) = self.source.builtin_call(self.world.types(), expr)? else { return None };
                match (self.source.is_type(*arg), self.world.has_empty_literal(pointed)) {
                    (true, true) => Some(format!("{}{{}}", self.source.src(*arg))),
                    (true, false) => None,
                    (false, _) => Some(self.source.src(*arg).to_string()),
                }
            }
            _ => None,
        }
    }

    /// The name of the local variable `obj`, if nothing else in the function is called so.
    fn alone(&self, obj: ObjId) -> Option<String> {
        let types = self.world.types();
        let name = self.world.name(obj);
        let mut named = self.source.exprs_in(Node::Decl(self.decl)).filter_map(|expr| self.source.info.object(expr));
        let clash =
            |other: ObjId| other != obj && self.world.name(other) == name && !types.obj(other).is_var(VarKind::Field);
        (self.world.is_local(obj) && !named.any(clash)).then(|| name.to_string())
    }

    /// Whether there is a `goto`, with which a statement can run twice.
    fn jumps(&self) -> bool {
        let goto = |stmt: StmtId| matches!(self.source.stmt(stmt), StmtKind::Branch { tok: BranchTok::Goto, .. });
        self.source.stmts_in(Node::Decl(self.decl)).any(goto)
    }

    /// A variable whose address leaves: `x := T{…}`, `var x T`.
    fn variable(&self, obj: ObjId, name: ExprId) -> Option<Draft> {
        let types = self.world.types();
        let ty = types.obj_type(obj);
        let param = self.alone(obj)?;
        if types.size_of(ty)? > MAX_IMPLICIT || is_captured(self.world, obj) || self.jumps() {
            return None;
        }
        let stmt = self.source.stmt_of(name)?;
        if !self.source.is_listed(stmt) || self.source.loop_around(Node::Stmt(stmt)).is_some() {
            return None;
        }
        let value = match self.source.stmt(stmt) {
            StmtKind::Assign { op: AssignOp::Define, lhs, .. } if *lhs == name => {
                let value = definition(self.source, name)?;
                match self.source.kind(value) {
                    ExprKind::CompositeLit { ty: Some(array), .. } => {
                        // The length of `[...]T` is in the parameter's type.
                        let written = self.source.src(*array);
                        let rest = &self.source.src(value)[written.len()..];
                        if written.starts_with("[...]") {
                            format!("{}{rest}", self.world.type_text(ty))
                        } else {
                            format!("{written}{rest}")
                        }
                    }
                    _ => self.source.src(value).to_string(),
                }
            }
            StmtKind::Decl(decls) => {
                let &[decl] = decls.as_slice() else { return None };
                match &self.source.tree.decl(decl).kind {
                    DeclKind::Var { names, ty: Some(written), values: None }
                        if names.len() == 1 && self.world.has_empty_literal(ty) =>
                    {
                        format!("{}{{}}", self.source.src(*written))
                    }
                    _ => return None,
                }
            }
            _ => return None,
        };
        let text = self.world.type_text(ty);
        let mut draft = self.draft(&param, &format!("*{text}"), &Given::New(text.clone()))?;
        draft.replace(self.file, self.source.stmt_span(stmt), format!("*{param} = {value}"));
        for &At { file, expr } in self.world.uses(obj) {
            self.use_of(&mut draft, file, expr);
        }
        Some(draft)
    }

    /// Changes a use of a variable that is a pointer to it now.
    fn use_of(&self, draft: &mut Draft, file: usize, expr: ExprId) {
        let source = &self.world.files[file];
        let span = source.span(expr);
        if let Node::Expr(outer) = source.parent(Node::Expr(expr)) {
            match source.kind(outer) {
                ExprKind::Unary { op: UnaryOp::Addr, .. } => {
                    draft.delete(file, Span::new(source.span(outer).start, span.start));
                    return;
                }
                ExprKind::Selector { x, .. } | ExprKind::Index { x, .. } | ExprKind::Slice { x, .. } if *x == expr => {
                    return;
                }
                ExprKind::Call { .. }
                    if matches!(
                        source.builtin_call(self.world.types(), outer),
                        Some((BuiltinId::Len | BuiltinId::Cap, _))
                    ) =>
                {
                    return;
                }
                _ => {}
            }
        }
        // Keys alone are the same for a pointer.
        let keys = matches!(source.parent(Node::Expr(expr)), Node::Stmt(stmt)
            if matches!(source.stmt(stmt), StmtKind::Range(range) if source.tree.unpack_list(range.lhs).len() < 2));
        if !keys {
            draft.insert(file, span.start, "*");
        }
    }
}

/// Where the parenthesis of a call stands.
fn open_paren(source: &Source<'_>, fun: ExprId, call: ExprId) -> Option<u32> {
    let start = source.span(fun).end;
    let between = source.text(Span::new(start, source.span(call).end));
    between.find('(').map(|at| start + at as u32)
}
