//! Values in maps, not pointers.
//!
//! What is put into a map has to be on the heap, whatever becomes of the map.
//! A local map of pointers, each to a variable or literal that nothing else
//! points to, can as well hold the values: loads through the pointer read from
//! the map, `*m[k] += x` becomes `m[k] += x`. Where a pointer was compared with
//! nil, the map is asked whether the key is there. An access without such a
//! test panicked for a missing key, and reads a zero value now: that is said
//! ([`Caution::ZeroForMissing`]).
//!
//! Values of more than 128 bytes are not offered: the runtime would allocate
//! each of them, where gc says nothing of it.

use alloc::{format, string::String, vec::Vec};

use super::{
    Advice, Caution,
    edit::Draft,
    result::{definition, is_captured},
    scan::{At, Node, Source, World},
    target::Target,
};
use crate::{
    ast::{AssignOp, BinaryOp, ExprId, ExprKind, StmtId, StmtKind, UnaryOp},
    base::Span,
    types::{BuiltinId, ObjId, ObjKind, Type},
};

/// Larger ones are allocated by the map, `abi.MapMaxElemBytes`.
pub(super) const MAX_SIZE: i64 = 128;

pub(super) fn offer(world: &World<'_>, target: &Target<'_>, out: &mut Vec<Draft>) {
    let Some(expr) = target.expr else { return };
    let source = &world.files[target.file];
    let here = |at: &&At| at.file == target.file;
    // The pointer that is stored: to the variable, or to what is made here.
    let pointer = match target.obj {
        Some(obj) => world.uses(obj).iter().filter(here).find_map(|at| match source.context(at.expr) {
            Node::Expr(outer) => {
                matches!(source.kind(outer), ExprKind::Unary { op: UnaryOp::Addr, .. }).then_some(outer)
            }
            _ => None,
        }),
        None => Some(expr),
    };
    let store = pointer.and_then(|pointer| source.stmt_of(pointer));
    let map = store.and_then(|store| match source.stmt(store) {
        StmtKind::Assign { op: AssignOp::Assign, lhs, rhs } if Some(source.tree.unparen(*rhs)) == pointer => {
            indexed(source, *lhs)
        }
        _ => None,
    });
    out.extend(map.and_then(|map| values(world, target.file, map)));
}

/// The variable whose element `expr` is.
fn indexed(source: &Source<'_>, expr: ExprId) -> Option<ObjId> {
    match source.kind(source.tree.unparen(expr)) {
        ExprKind::Index { x, .. } => source.object(*x),
        _ => None,
    }
}

fn values(world: &World<'_>, file: usize, map: ObjId) -> Option<Draft> {
    let types = world.types();
    let source = &world.files[file];
    let Type::Map { elem, .. } = types.get(types.unalias(types.obj_type(map))) else { return None };
    let Type::Pointer(pointed) = types.get(types.unalias(elem)) else { return None };
    if !world.is_local(map)
        || is_captured(world, map)
        || !world.is_copyable(pointed)
        || types.size_of(pointed)? > MAX_SIZE
    {
        return None;
    }
    let def = world.def(map)?;
    let mut draft = Draft::new(Advice::MapOfValues { name: world.name(map).into(), ty: world.type_text(pointed) });
    let star = element_type(source, def.expr)?;
    let ExprKind::Unary { op: UnaryOp::Deref, x } = source.kind(star) else { return None };
    draft.delete(file, Span::new(source.span(star).start, source.span(*x).start));
    let mut rewrite = Rewrite { world, source, file, map, draft };
    for &At { expr, .. } in world.uses(map) {
        rewrite.use_of(expr)?;
    }
    Some(rewrite.draft)
}

/// The element type in `name := map[K]V{}`, `name := make(map[K]V)` and the
/// same for slices; `None` if there is anything in it.
pub(super) fn element_type(source: &Source<'_>, name: ExprId) -> Option<ExprId> {
    let value = definition(source, name)?;
    let ty = match source.kind(source.tree.unparen(value)) {
        ExprKind::CompositeLit { ty: Some(ty), elems, .. } if elems.is_empty() => *ty,
        ExprKind::Call { args, .. } => *args.first().filter(|&&ty| source.is_type(ty))?,
        _ => return None,
    };
    match source.kind(ty) {
        ExprKind::MapType { value, .. } => Some(*value),
        ExprKind::SliceType(elem) => Some(*elem),
        _ => None,
    }
}

struct Rewrite<'w, 'a> {
    world: &'w World<'a>,
    source: &'w Source<'a>,
    file: usize,
    map: ObjId,
    draft: Draft,
}

impl Rewrite<'_, '_> {
    fn use_of(&mut self, expr: ExprId) -> Option<()> {
        let source = self.source;
        match source.context(expr) {
            Node::Expr(outer) => match source.kind(outer) {
                ExprKind::Index { x, .. } if source.tree.unparen(*x) == expr => self.element(outer),
                ExprKind::Call { .. } => match source.builtin_call(self.world.types(), outer)?.0 {
                    BuiltinId::Len | BuiltinId::Delete | BuiltinId::Clear => Some(()),
                    _ => None,
                },
                _ => None,
            },
            Node::Stmt(stmt) => match source.stmt(stmt) {
                StmtKind::Range(clause) if clause.x == expr && clause.def => {
                    let lhs = source.tree.unpack_list(clause.lhs);
                    match lhs.get(1).and_then(|&value| source.info.def(value)) {
                        Some(value) => self.ranged(value, stmt),
                        None => Some(()),
                    }
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// `m[k]`
    fn element(&mut self, element: ExprId) -> Option<()> {
        let source = self.source;
        match source.context(element) {
            Node::Expr(outer) => match source.kind(outer) {
                ExprKind::Unary { op: UnaryOp::Deref, x } => {
                    self.unstar(outer, *x);
                    self.draft.caution = Some(Caution::ZeroForMissing);
                    Some(())
                }
                ExprKind::Selector { .. } if !source.is_written(self.world.types(), element) => {
                    self.draft.caution = Some(Caution::ZeroForMissing);
                    Some(())
                }
                _ => None,
            },
            Node::Stmt(stmt) => match source.stmt(stmt) {
                StmtKind::Assign { op: AssignOp::Assign, lhs, rhs } if source.tree.unparen(*lhs) == element => {
                    self.store(*rhs, stmt)
                }
                StmtKind::Assign { op: AssignOp::Define, lhs, rhs } if source.tree.unparen(*rhs) == element => {
                    self.load(*lhs, element, stmt)
                }
                _ => None,
            },
            _ => None,
        }
    }

    fn unstar(&mut self, deref: ExprId, x: ExprId) {
        self.draft.unstar(self.source, self.file, deref, x);
    }

    /// `m[k] = &x`, where nothing else is done with the address and nothing
    /// with `x` afterwards.
    fn store(&mut self, rhs: ExprId, stmt: StmtId) -> Option<()> {
        let source = self.source;
        let rhs = source.tree.unparen(rhs);
        match source.kind(rhs) {
            ExprKind::Unary { op: UnaryOp::Addr, x } => {
                if let Some(obj) = source.object(*x) {
                    let behind = source.stmt_span(stmt).end;
                    let alone = self.world.uses(obj).iter().all(|at| {
                        let address = source.parent(Node::Expr(at.expr));
                        let here = at.expr == source.tree.unparen(*x);
                        let before = source.span(at.expr).start < behind;
                        here || before && !matches!(address, Node::Expr(outer) if is_address(source, outer))
                    });
                    let home = self.world.def(obj).map(|def| source.loop_around(Node::Expr(def.expr)));
                    let same_round = home == Some(source.loop_around(Node::Stmt(stmt)));
                    if !self.world.is_local(obj) || !alone || !same_round || is_captured(self.world, obj) {
                        return None;
                    }
                } else if !matches!(source.kind(source.tree.unparen(*x)), ExprKind::CompositeLit { .. }) {
                    return None;
                }
                self.unstar(rhs, *x);
            }
            ExprKind::Call { .. } => {
                let (BuiltinId::New, [arg]) = source.builtin_call(self.world.types(), rhs)? else { return None };
                let text = match (source.is_type(*arg), self.world.has_empty_literal(source.ty(*arg))) {
                    (true, true) => format!("{}{{}}", source.src(*arg)),
                    (true, false) => return None,
                    (false, _) => String::from(source.src(*arg)),
                };
                self.draft.replace(self.file, source.span(rhs), text);
            }
            _ => return None,
        }
        Some(())
    }

    /// `p := m[k]`, `p, ok := m[k]`: `*p` is `m[k]` then.
    fn load(&mut self, lhs: ExprId, element: ExprId, stmt: StmtId) -> Option<()> {
        let source = self.source;
        let ExprKind::Index { index, .. } = source.kind(element) else { return None };
        let steady = source.exprs_in(Node::Expr(*index)).all(|expr| match source.object(expr) {
            Some(obj) => match self.world.types().obj(obj).kind {
                ObjKind::Var(_) => self.world.is_constant(obj),
                _ => true,
            },
            None => true,
        });
        if !source.is_plain(*index) || !steady {
            return None;
        }
        let text = source.src(element);
        let names = source.tree.unpack_list(Some(lhs));
        let pointer = source.info.def(*names.first()?)?;
        if !self.world.writes(pointer).is_empty() || is_captured(self.world, pointer) || self.deletes() {
            return None;
        }
        let (ok, has_ok) = match names.get(1) {
            Some(&ok) => (String::from(source.src(ok)), true),
            None => (self.world.local_name(source, Node::Stmt(stmt), "ok"), false),
        };
        let mut asked = false;
        for &At { expr, .. } in self.world.uses(pointer) {
            let Node::Expr(outer) = source.context(expr) else { return None };
            match source.kind(outer) {
                ExprKind::Unary { op: UnaryOp::Deref, .. } => {
                    self.draft.replace(self.file, with_parentheses(source, outer), text);
                }
                ExprKind::Selector { x, .. } if *x == expr && !source.is_written(self.world.types(), expr) => {
                    if is_method_or_written(source, outer) {
                        return None;
                    }
                    self.draft.replace(self.file, source.span(expr), text);
                }
                ExprKind::Binary { op, x, y } => {
                    let other = if source.tree.unparen(*x) == expr { *y } else { *x };
                    if !matches!(source.object(other).map(|obj| &self.world.types().obj(obj).kind), Some(ObjKind::Nil))
                    {
                        return None;
                    }
                    asked = true;
                    let text = match op {
                        BinaryOp::Neq => ok.clone(),
                        BinaryOp::Eql => format!("!{ok}"),
                        _ => return None,
                    };
                    self.draft.replace(self.file, source.span(outer), text);
                }
                _ => return None,
            }
        }
        let region = source.parent(Node::Stmt(stmt));
        let stored = self.world.uses(self.map).iter().any(|at| match source.context(at.expr) {
            Node::Expr(outer) => {
                source.contains(region, Node::Expr(outer)) && super::result::is_assignment(source, outer)
            }
            _ => false,
        });
        if !(has_ok || asked) || stored {
            return None;
        }
        if source.is_listed(stmt) {
            self.draft.caution = Some(Caution::ZeroForMissing);
        }
        self.draft.replace(self.file, source.span(lhs), format!("_, {ok}"));
        Some(())
    }

    /// Whether elements are taken away somewhere: a pointer would have kept them.
    fn deletes(&self) -> bool {
        self.world.uses(self.map).iter().any(|at| match self.source.context(at.expr) {
            Node::Expr(outer) => matches!(
                self.source.builtin_call(self.world.types(), outer),
                Some((BuiltinId::Delete | BuiltinId::Clear, _))
            ),
            _ => false,
        })
    }

    /// `for k, p := range m`, where `p` is only read through and nothing is stored.
    fn ranged(&mut self, pointer: ObjId, clause: StmtId) -> Option<()> {
        let source = self.source;
        let body = source.parent(Node::Stmt(clause));
        let stores = self.world.uses(self.map).iter().any(|at| {
            source.contains(body, Node::Expr(at.expr)) && !source.contains(Node::Stmt(clause), Node::Expr(at.expr))
        });
        if stores || is_captured(self.world, pointer) {
            return None;
        }
        for &At { expr, .. } in self.world.uses(pointer) {
            let Node::Expr(outer) = source.context(expr) else { return None };
            match source.kind(outer) {
                ExprKind::Unary { op: UnaryOp::Deref, x } if !is_method_or_written(source, outer) => {
                    self.unstar(outer, *x);
                }
                ExprKind::Selector { x, .. } if *x == expr && !is_method_or_written(source, outer) => {}
                _ => return None,
            }
        }
        Some(())
    }
}

/// The bytes of `*p`, with parentheses that it stands in for a selector or index.
fn with_parentheses(source: &Source<'_>, deref: ExprId) -> Span {
    match source.parent(Node::Expr(deref)) {
        Node::Expr(outer) if matches!(source.kind(outer), ExprKind::Paren(_)) => source.span(outer),
        _ => source.span(deref),
    }
}

fn is_address(source: &Source<'_>, expr: ExprId) -> bool {
    matches!(source.kind(expr), ExprKind::Unary { op: UnaryOp::Addr, .. })
}

/// Whether `expr`, a field or what a pointer points to, is a method, is called
/// or is written to.
fn is_method_or_written(source: &Source<'_>, expr: ExprId) -> bool {
    let is_method = source.info.selection(expr).is_some_and(|it| it.kind != crate::types::SelectionKind::FieldVal);
    is_method || super::result::is_assignment(source, expr)
}
