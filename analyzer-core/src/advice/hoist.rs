//! Out of the loop.
//!
//! What is the same in each round can be made once: a value that is boxed for
//! a call, a string that is put together, a buffer that is not kept. The first
//! two are values that nobody can change. The buffer is one of which the
//! analysis says that it does not escape, so no round has anything of an
//! earlier one; what `make` promises, zeros or nothing in it, is made true
//! again at the place where it stood.

use alloc::{format, vec::Vec};

use super::{
    Advice,
    edit::Draft,
    result::is_captured,
    scan::{Node, Source, World},
    target::Target,
};
use crate::{
    ast::{AssignOp, BinaryOp, ExprId, ExprKind, StmtId, StmtKind},
    report::{LocationKind, Verdict},
    types::{BuiltinId, ObjId, ObjKind, Type},
};

pub(super) fn offer(world: &World<'_>, target: &Target<'_>, out: &mut Vec<Draft>) {
    let Some(expr) = target.expr else { return };
    let source = &world.files[target.file];
    let hoisting = Hoisting { world, source, file: target.file };
    let verdict = target.location.map(|location| &location.verdict);
    out.extend(match (target.what(), verdict) {
        (Some(LocationKind::Boxing), Some(Verdict::Heap(_))) => hoisting.boxed(expr),
        (Some(LocationKind::Concatenation), Some(Verdict::Heap(_))) => hoisting.sum(expr),
        (Some(LocationKind::Make), Some(Verdict::StackIfSmall)) => hoisting.buffer(expr),
        _ => None,
    });
}

struct Hoisting<'w, 'a> {
    world: &'w World<'a>,
    source: &'w Source<'a>,
    file: usize,
}

impl Hoisting<'_, '_> {
    /// The loop around `expr`, and the statement before which something can be
    /// made for it.
    fn around(&self, expr: ExprId) -> Option<(StmtId, StmtId)> {
        let around = self.source.loop_around(Node::Expr(expr))?;
        let before = match self.source.parent(Node::Stmt(around)) {
            Node::Stmt(outer) if matches!(self.source.stmt(outer), StmtKind::Labeled { .. }) => outer,
            _ => around,
        };
        self.source.is_listed(before).then_some((around, before))
    }

    /// Whether `expr` is the same in every round of the loop `around`: made of
    /// constants and of local variables that nobody can change meanwhile.
    fn is_steady(&self, expr: ExprId, around: StmtId) -> bool {
        let types = self.world.types();
        self.source.exprs_in(Node::Expr(expr)).all(|part| match self.source.kind(part) {
            ExprKind::Name(_) => match self.source.object(part) {
                Some(obj) => match types.obj(obj).kind {
                    ObjKind::Var(_) => types.obj(obj).is_var(crate::types::VarKind::Field) || self.keeps(obj, around),
                    ObjKind::Const(_) | ObjKind::PkgName { .. } | ObjKind::Builtin(_) | ObjKind::TypeName => true,
                    _ => false,
                },
                // A field's name.
                None => true,
            },
            ExprKind::Selector { .. } => {
                let selection = self.source.info.selection(part);
                selection.is_none_or(|it| it.kind == crate::types::SelectionKind::FieldVal && !it.indirect)
            }
            ExprKind::Call { .. } => {
                matches!(self.source.builtin_call(types, part), Some((BuiltinId::Len, _)))
            }
            ExprKind::BasicLit { .. } | ExprKind::Paren(_) | ExprKind::Binary { op: BinaryOp::Add, .. } => true,
            _ => false,
        })
    }

    /// Whether the local variable `obj` is declared before the loop, is not
    /// written to in it, and nobody has its address.
    fn keeps(&self, obj: ObjId, around: StmtId) -> bool {
        let Some(def) = self.world.def(obj) else { return false };
        let inside = |expr: ExprId| self.source.contains(Node::Stmt(around), Node::Expr(expr));
        let assigned = |expr: ExprId| super::result::is_assignment(self.source, expr) && !self.is_address(expr);
        self.world.is_variable(obj)
            && !inside(def.expr)
            && self.world.writes(obj).iter().all(|at| !inside(at.expr) && assigned(at.expr))
            && (self.world.writes(obj).is_empty() || !is_captured(self.world, obj))
    }

    fn is_address(&self, expr: ExprId) -> bool {
        matches!(self.source.context(expr), Node::Expr(outer)
            if matches!(self.source.kind(outer), ExprKind::Unary { op: crate::ast::UnaryOp::Addr, .. }))
    }

    fn draft(&self, name: &str, before: StmtId, value: &str) -> Draft {
        let start = self.source.stmt_span(before).start;
        let mut draft = Draft::new(Advice::Hoist { name: name.into() });
        draft.hoists = true;
        draft.insert(self.file, start, format!("{name} := {value}\n{}", self.source.indent(start)));
        draft
    }

    /// An argument that is boxed for a parameter of type `any`.
    fn boxed(&self, expr: ExprId) -> Option<Draft> {
        let (around, before) = self.around(expr)?;
        let Node::Expr(call) = self.source.context(expr) else { return None };
        let ExprKind::Call { fun, args, has_dots: false } = self.source.kind(call) else { return None };
        let index = args.iter().position(|&arg| arg == expr)?;
        if !self.takes_any(*fun, index) || !self.source.is_plain(expr) || !self.is_steady(expr, around) {
            return None;
        }
        if self.source.value(expr).is_some() {
            // A constant in an interface is data of the program.
            return None;
        }
        let name = self.world.local_name(self.source, Node::Expr(expr), "boxed");
        let mut draft = self.draft(&name, before, &format!("any({})", self.source.src(expr)));
        draft.replace(self.file, self.source.span(expr), name);
        Some(draft)
    }

    /// Whether parameter `index` of `fun` is an `any`.
    fn takes_any(&self, fun: ExprId, index: usize) -> bool {
        let types = self.world.types();
        let Some(signature) = types.signature(types.underlying(self.source.ty(fun))) else { return false };
        let params = types.objs(signature.params);
        let last = params.len().saturating_sub(1);
        let variadic = signature.variadic && index >= last;
        let Some(&param) = params.get(if variadic { last } else { index }) else { return false };
        let ty = match types.under(types.obj_type(param)) {
            Type::Slice(elem) if variadic => elem,
            _ => types.obj_type(param),
        };
        match types.get(types.unalias(ty)) {
            Type::Interface(iface) => {
                let iface = types.iface(iface);
                iface.methods.is_empty() && iface.embeddeds.is_empty()
            }
            _ => false,
        }
    }

    /// A sum of strings.
    fn sum(&self, expr: ExprId) -> Option<Draft> {
        let (around, before) = self.around(expr)?;
        let has_calls =
            self.source.exprs_in(Node::Expr(expr)).any(|part| matches!(self.source.kind(part), ExprKind::Call { .. }));
        if has_calls || !self.is_steady(expr, around) {
            return None;
        }
        let name = self.world.local_name(self.source, Node::Expr(expr), "joined");
        let operands = self.operands(expr)?;
        let value = operands.iter().map(|&part| self.source.src(part)).collect::<Vec<_>>().join(" + ");
        let mut draft = self.draft(&name, before, &value);
        draft.replace(self.file, self.source.span(expr), name);
        Some(draft)
    }

    /// The operands of a sum, if they are plain.
    fn operands(&self, sum: ExprId) -> Option<Vec<ExprId>> {
        let (first, sums) = self.source.tree.left_spine(sum);
        let mut operands = alloc::vec![first];
        for sum in sums {
            match self.source.kind(sum) {
                ExprKind::Binary { op: BinaryOp::Add, y, .. } => operands.push(*y),
                _ => return None,
            }
        }
        operands.iter().all(|&part| self.source.is_plain(part)).then_some(operands)
    }

    /// `buf := make([]T, n)`
    fn buffer(&self, make: ExprId) -> Option<Draft> {
        let (around, before) = self.around(make)?;
        let stmt = self.source.stmt_of(make)?;
        let StmtKind::Assign { op: AssignOp::Define, lhs, rhs } = self.source.stmt(stmt) else { return None };
        let (BuiltinId::Make, args) = self.source.builtin_call(self.world.types(), make)? else { return None };
        if *rhs != make || !self.source.is_listed(stmt) {
            return None;
        }
        if !matches!(self.world.types().under(self.source.ty(make)), Type::Slice(_)) {
            return None;
        }
        let obj = self.source.info.def(*lhs)?;
        let (len, size) = (*args.get(1)?, *args.get(2).or(args.get(1))?);
        let empty = self.source.value(len).and_then(crate::types::ConstValue::as_i64) == Some(0);
        if is_captured(self.world, obj) || !self.is_length(size) || !self.is_steady(size, around) {
            return None;
        }
        let name = self.world.name(obj);
        let func = self.source.func_of(Node::Stmt(stmt))?;
        let clash = self
            .source
            .exprs_in(func)
            .filter_map(|expr| self.source.info.object(expr))
            .any(|other| other != obj && self.world.name(other) == name);
        let kept = if empty { self.only_appended(obj) } else { args.len() == 2 && self.world.writes(obj).is_empty() };
        if clash || !kept {
            return None;
        }
        let mut draft = self.draft(name, before, self.source.src(make));
        let again = if empty { format!("{name} = {name}[:0]") } else { format!("clear({name})") };
        draft.replace(self.file, self.source.stmt_span(stmt), again);
        Some(draft)
    }

    /// Whether `size` can't be negative, which would panic before the loop.
    fn is_length(&self, size: ExprId) -> bool {
        let is_len = matches!(self.source.builtin_call(self.world.types(), size), Some((BuiltinId::Len, _)));
        is_len || self.world.types().is_basic(self.source.ty(size), crate::types::BasicKind::is_unsigned)
    }

    /// Whether `obj` is a slice of which nobody looks behind the length: it is
    /// appended to, read, converted and measured.
    fn only_appended(&self, obj: ObjId) -> bool {
        self.world.uses(obj).iter().all(|at| match self.source.context(at.expr) {
            Node::Expr(outer) => match self.source.kind(outer) {
                ExprKind::Index { x, .. } => *x == at.expr,
                ExprKind::Call { fun, .. } => {
                    let builtin = self.source.builtin_call(self.world.types(), outer).map(|call| call.0);
                    self.source.is_type(*fun) || matches!(builtin, Some(BuiltinId::Append | BuiltinId::Len))
                }
                _ => false,
            },
            Node::Stmt(stmt) => match self.source.stmt(stmt) {
                StmtKind::Assign { op: AssignOp::Assign, lhs, rhs } => {
                    *lhs == at.expr
                        && matches!(self.source.builtin_call(self.world.types(), *rhs), Some((BuiltinId::Append, args))
                            if args.first().is_some_and(|&slice| self.source.object(slice) == Some(obj)))
                }
                StmtKind::Range(clause) => clause.x == at.expr,
                _ => false,
            },
            _ => false,
        })
    }
}
