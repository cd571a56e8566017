//! Concrete types instead of interfaces.
//!
//! What is passed to a method of an interface value has to be on the heap, as
//! nobody knows the method; so has what is put into an interface that leaves.
//! If all that a variable, a parameter or the elements of a local map or slice
//! ever hold is of one type, they can be of that type: the calls become direct,
//! and nothing is boxed. Comparisons are left alone (a nil pointer in an
//! interface is not nil), type assertions do not compile afterwards, except
//! for those of elements, which are taken away.

use alloc::{string::String, vec::Vec};

use super::{
    Advice, Caution,
    edit::Draft,
    map_value::{MAX_SIZE, element_type},
    result::{definition, is_captured},
    scan::{At, Node, Source, World},
    target::Target,
};
use crate::{
    ast::{AssignOp, DeclId, DeclKind, ExprId, ExprKind, StmtKind},
    base::Span,
    report::LocationKind,
    types::{BuiltinId, ObjId, Type, TypeId},
};

pub(super) fn offer(world: &World<'_>, target: &Target<'_>, out: &mut Vec<Draft>) {
    let (Some(expr), true) = (target.expr, target.is_on_heap()) else { return };
    let source = &world.files[target.file];
    if target.what() == Some(LocationKind::Boxing) {
        out.extend(boxed_argument(world, source, expr));
        out.extend(element_of(world, target.file, expr));
    }
    let lines = lines_of(target);
    let Some(func) = source.func_decl(Node::Expr(expr)) else { return };
    // The variables and parameters of the function that have to do with it.
    for index in 0..parameters(source, func).len() {
        out.extend(parameter(world, target.file, func, index));
    }
    let names = source.exprs_in(Node::Decl(func)).filter_map(|name| Some((name, source.info.def(name)?)));
    for (name, obj) in names {
        let near = |expr: ExprId| lines.contains(&source.line_of(source.span(expr).start));
        // All uses of what is local are in this file; the function's own name can be used in others.
        if world.is_local(obj)
            && world.types().is_interface(world.types().obj_type(obj))
            && (near(name) || world.uses(obj).iter().any(|at| near(at.expr)))
        {
            out.extend(variable(world, target.file, obj, name));
        }
    }
}

/// The lines that the value's way to the heap touches.
fn lines_of(target: &Target<'_>) -> Vec<u32> {
    let Some(location) = target.location else { return Vec::new() };
    let notes = location.path.iter().flat_map(|step| &step.notes);
    core::iter::once(location.place.at.line).chain(notes.map(|note| note.place.at.line)).collect()
}

/// The declared parameters of `func`, by name.
fn parameters(source: &Source<'_>, func: DeclId) -> Vec<(Option<ExprId>, ExprId)> {
    match &source.tree.decl(func).kind {
        DeclKind::Func { ty, .. } => source
            .func_type(*ty)
            .map_or(Vec::new(), |ty| ty.params.iter().map(|field| (field.name, field.ty)).collect()),
        _ => Vec::new(),
    }
}

/// An argument that is boxed for a function of this package.
fn boxed_argument(world: &World<'_>, source: &Source<'_>, expr: ExprId) -> Option<Draft> {
    let Node::Expr(call) = source.context(expr) else { return None };
    let ExprKind::Call { fun, args, .. } = source.kind(call) else { return None };
    let index = args.iter().position(|&arg| source.tree.unparen(arg) == expr)?;
    let func = source.object(*fun)?;
    let (file, decl) = world.declaration(func)?;
    parameter(world, file, decl, index)
}

/// The one concrete type of `exprs`.
fn common(world: &World<'_>, exprs: impl Iterator<Item = Option<(usize, ExprId)>>) -> Option<TypeId> {
    let types = world.types();
    let mut common = None;
    for expr in exprs {
        let (file, expr) = expr?;
        let ty = world.files[file].ty(expr);
        let concrete = !types.is_interface(ty) && types.is_typed(ty) && types.is_valid(ty) && !types.is_unknown(ty);
        match common {
            _ if !concrete || matches!(types.under(ty), Type::Tuple(_)) => return None,
            None => common = Some(ty),
            Some(other) if !types.identical(other, ty) => return None,
            Some(_) => {}
        }
    }
    common
}

fn parameter(world: &World<'_>, file: usize, func: DeclId, index: usize) -> Option<Draft> {
    let source = &world.files[file];
    let DeclKind::Func { recv: None, tparams, .. } = &source.tree.decl(func).kind else { return None };
    let params = parameters(source, func);
    let (Some(name), ty) = *params.get(index)? else { return None };
    let obj = source.info.def(name)?;
    let shared = params.iter().filter(|param| param.1 == ty).count() > 1;
    if !tparams.is_empty()
        || shared
        || matches!(source.kind(ty), ExprKind::DotsType(_))
        || !world.types().is_interface(world.types().obj_type(obj))
        || is_compared(world, obj)
    {
        return None;
    }
    let calls = world.calls(*source.info.funcs.get(&func)?)?;
    let passed = calls.iter().map(|&At { file, expr }| match world.files[file].kind(expr) {
        ExprKind::Call { args, has_dots: false, .. } if args.len() == params.len() => Some((file, args[index])),
        _ => None,
    });
    let assigned = assignments(world, obj).into_iter();
    let concrete = common(world, passed.chain(assigned))?;
    let text = world.type_text(concrete);
    let mut draft = Draft::new(Advice::ConcreteType { name: world.name(obj).into(), ty: text.clone() });
    draft.replace(file, source.span(ty), text);
    Some(draft)
}

/// Whether `obj` is an operand of `==`, or of anything else but a call.
fn is_compared(world: &World<'_>, obj: ObjId) -> bool {
    world.uses(obj).iter().any(|at| {
        let source = &world.files[at.file];
        match source.context(at.expr) {
            Node::Expr(outer) => matches!(source.kind(outer), ExprKind::Binary { .. } | ExprKind::Unary { .. }),
            Node::Stmt(stmt) => matches!(source.stmt(stmt), StmtKind::Switch { .. }),
            _ => false,
        }
    })
}

/// What is assigned to `obj` beside its definition; `None` for what is not one to one.
fn assignments(world: &World<'_>, obj: ObjId) -> Vec<Option<(usize, ExprId)>> {
    let writes = world.writes(obj);
    let of = |at: At| {
        let source = &world.files[at.file];
        match source.context(at.expr) {
            Node::Stmt(stmt) => match source.stmt(stmt) {
                StmtKind::Assign { op: AssignOp::Assign | AssignOp::Define, lhs, rhs } if *lhs == at.expr => {
                    Some((at.file, *rhs))
                }
                _ => None,
            },
            _ => None,
        }
    };
    writes.into_iter().map(of).collect()
}

/// `var w io.Writer = x`
fn variable(world: &World<'_>, file: usize, obj: ObjId, name: ExprId) -> Option<Draft> {
    let source = &world.files[file];
    let Node::Decl(decl) = source.parent(Node::Expr(name)) else { return None };
    let DeclKind::Var { names, ty: Some(ty), .. } = &source.tree.decl(decl).kind else { return None };
    if names.len() != 1 || is_compared(world, obj) {
        return None;
    }
    let value = definition(source, name)?;
    let held = core::iter::once(Some((file, value))).chain(assignments(world, obj));
    let concrete = common(world, held)?;
    let text = world.type_text(concrete);
    let mut draft = Draft::new(Advice::ConcreteType { name: world.name(obj).into(), ty: text });
    // The type is that of the value.
    draft.delete(file, Span::new(source.span(name).end, source.span(*ty).end));
    Some(draft)
}

/// The map or slice that the boxed `expr` is put into.
fn element_of(world: &World<'_>, file: usize, expr: ExprId) -> Option<Draft> {
    let source = &world.files[file];
    let holder = match source.context(expr) {
        Node::Stmt(stmt) => match source.stmt(stmt) {
            StmtKind::Assign { op: AssignOp::Assign, lhs, rhs } if source.tree.unparen(*rhs) == expr => {
                match source.kind(source.tree.unparen(*lhs)) {
                    ExprKind::Index { x, .. } => source.object(*x),
                    _ => None,
                }
            }
            _ => None,
        },
        Node::Expr(call) => match source.builtin_call(world.types(), call) {
            Some((BuiltinId::Append, args)) => args.first().and_then(|&slice| source.object(slice)),
            _ => None,
        },
        _ => None,
    };
    elements(world, file, holder?)
}

fn elements(world: &World<'_>, file: usize, holder: ObjId) -> Option<Draft> {
    let (source, types) = (&world.files[file], world.types());
    if !world.is_local(holder) || is_captured(world, holder) {
        return None;
    }
    let is_map = match types.under(types.obj_type(holder)) {
        Type::Map { elem, .. } if types.is_interface(elem) => true,
        Type::Slice(elem) if types.is_interface(elem) => false,
        _ => return None,
    };
    let written = element_type(source, world.def(holder)?.expr)?;
    let mut reader =
        Elements { world, source, stored: Vec::new(), edits: Vec::new(), asserted: Vec::new(), caution: None };
    for &At { expr, .. } in world.uses(holder) {
        reader.use_of(expr, is_map)?;
    }
    let stored = reader.stored.iter().map(|&expr| Some((file, expr)));
    let concrete = common(world, stored)?;
    let fits = |ty: TypeId| types.identical(ty, concrete);
    if !reader.asserted.iter().all(|&ty| fits(ty)) || (is_map && types.size_of(concrete)? > MAX_SIZE) {
        return None;
    }
    let text = world.type_text(concrete);
    let mut draft = Draft::new(Advice::ConcreteElements { name: world.name(holder).into(), ty: text.clone() });
    draft.caution = reader.caution;
    draft.replace(file, source.span(written), text);
    for (span, text) in reader.edits {
        draft.replace(file, span, text);
    }
    Some(draft)
}

struct Elements<'w, 'a> {
    world: &'w World<'a>,
    source: &'w Source<'a>,
    stored: Vec<ExprId>,
    asserted: Vec<TypeId>,
    edits: Vec<(Span, String)>,
    caution: Option<Caution>,
}

impl Elements<'_, '_> {
    fn use_of(&mut self, expr: ExprId, is_map: bool) -> Option<()> {
        let source = self.source;
        match source.context(expr) {
            Node::Expr(outer) => match source.kind(outer) {
                ExprKind::Index { x, .. } if *x == expr => self.element(outer, is_map),
                ExprKind::Call { has_dots: false, .. } => match source.builtin_call(self.world.types(), outer)? {
                    (BuiltinId::Len | BuiltinId::Cap | BuiltinId::Delete | BuiltinId::Clear, _) => Some(()),
                    (BuiltinId::Append, args) if args.first() == Some(&expr) => {
                        self.stored.extend(&args[1..]);
                        Some(())
                    }
                    _ => None,
                },
                _ => None,
            },
            Node::Stmt(stmt) => match source.stmt(stmt) {
                // `s = append(s, x)`
                StmtKind::Assign { op: AssignOp::Assign, lhs, rhs } if *lhs == expr => {
                    let (BuiltinId::Append, args) = source.builtin_call(self.world.types(), *rhs)? else { return None };
                    (source.object(*args.first()?) == source.object(expr)).then_some(())
                }
                StmtKind::Range(clause) if clause.x == expr && clause.def => {
                    let lhs = source.tree.unpack_list(clause.lhs);
                    let Some(value) = lhs.get(1).and_then(|&value| source.info.def(value)) else {
                        return Some(());
                    };
                    for at in self.world.uses(value) {
                        self.assertion(at.expr, true)?;
                    }
                    Some(())
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// `m[k] = v`, `m[k].(T)`
    fn element(&mut self, element: ExprId, is_map: bool) -> Option<()> {
        let source = self.source;
        match source.context(element) {
            Node::Stmt(stmt) => match source.stmt(stmt) {
                StmtKind::Assign { op: AssignOp::Assign, lhs, rhs } if *lhs == element => {
                    self.stored.push(*rhs);
                    Some(())
                }
                _ => None,
            },
            Node::Expr(_) => self.assertion(element, !is_map),
            _ => None,
        }
    }

    /// `x.(T)` becomes `x`; `sure`: there is an element.
    fn assertion(&mut self, x: ExprId, sure: bool) -> Option<()> {
        let source = self.source;
        let Node::Expr(outer) = source.context(x) else { return None };
        let ExprKind::Assert { ty, .. } = source.kind(outer) else { return None };
        self.asserted.push(source.ty(*ty));
        self.edits.push((Span::new(source.span(x).end, source.span(outer).end), String::new()));
        let comma_ok = match source.context(outer) {
            Node::Stmt(stmt) => match source.stmt(stmt) {
                StmtKind::Assign { lhs, .. } => match source.kind(*lhs) {
                    ExprKind::List(names) => {
                        // `v, _ :=` needs no second name.
                        let blank = matches!(source.kind(names[1]), ExprKind::Name(name) if name.is_blank());
                        if blank {
                            self.edits
                                .push((Span::new(source.span(names[0]).end, source.span(names[1]).end), String::new()));
                        }
                        true
                    }
                    _ => false,
                },
                _ => false,
            },
            _ => false,
        };
        if !comma_ok && !sure {
            self.caution = Some(Caution::ZeroForMissing);
        }
        Some(())
    }
}
