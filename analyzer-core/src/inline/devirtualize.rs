//! Calls concrete methods directly where an interface can hold one type only.
//!
//! Mirrors the static half of `cmd/compile/internal/devirtualize` and the loop
//! of `inline/interleaved` that applies it:
//!
//! ```text
//!   var i I = &T{…}             (*T).M(i.(*T))
//!   i.M()                ──▶    "devirtualizing i.M to *T"
//! ```
//!
//! The operand of a call is followed through conversions and type assertions
//! to a variable, and from there to everything that is ever assigned to the
//! variable, in closures as well ([`Assignments`]). If all ways end at one
//! concrete type, the operand is asserted to be of that type and its method is
//! called, through embedded fields if it is promoted. If it is promoted from
//! an embedded interface, the call stays dynamic but loses a wrapper
//! ("partially devirtualizing"). This changes escape analysis: the receiver
//! and the arguments of a direct call need not go to the heap.
//!
//! Like gc, it looks at the assignments of a function when it first needs them
//! and keeps them up to date while calls are inlined: a variable that is
//! assigned the result of a call may turn out to have one type only. Calls that
//! are the operand of `go` or `defer` are skipped: those are never calls of
//! interface methods here, but wrappers, in which the rules are the usual
//! ones. There is no profile.

use alloc::{format, vec, vec::Vec};

use hashbrown::{HashMap, HashSet};
use rustc_hash::FxBuildHasher;

use thin_vec::thin_vec;

use super::{Said, method_set};
use crate::{
    base::{Interner, Pos},
    ir::{
        AssignListOp, Call, ConvOp, Facts, FuncId, Node, NodeId, NodeKind, NodeList, Package, VarClass, VarId, visit,
    },
    types::{ObjId, Type, TypeId, Types},
};

/// What a variable of interface type is assigned.
#[derive(Clone, Copy)]
enum Source {
    /// The value of an expression.
    Node(NodeId),
    /// A value of this type.
    Type(TypeId),
    /// Something of which only an interface is known.
    Unknown,
}

/// An assignment of the result of a call.
#[derive(Clone, Copy)]
struct ResultOf {
    var: VarId,
    /// Which assignment to the variable.
    index: usize,
    /// Which result.
    result: usize,
}

/// All assignments to local variables of interface type, except those of nil,
/// in the functions that were looked at.
#[derive(Default)]
pub(super) struct Assignments {
    of: HashMap<VarId, Vec<Source>, FxBuildHasher>,
    results: HashMap<NodeId, Vec<ResultOf>, FxBuildHasher>,
    seen: HashSet<FuncId, FxBuildHasher>,
}

impl Assignments {
    /// The assignments to `var`.
    fn of(&mut self, package: &Package, types: &Types, var: VarId) -> &[Source] {
        if let Some(func) = package.vars[var].func
            && self.seen.insert(func)
        {
            self.collect(package, types, package.funcs[func].body.as_deref().unwrap_or_default());
        }
        self.of.get(&var).map_or(&[], Vec::as_slice)
    }

    /// The call `call` in `func` was replaced by inlined code.
    pub(super) fn inlined(&mut self, package: &Package, types: &Types, func: FuncId, call: NodeId) {
        let node = &package.nodes[call];
        let NodeKind::InlCall { body, results } = &node.kind else { return };
        if !self.seen.contains(&func) {
            return;
        }
        self.collect(package, types, &node.init);
        self.collect(package, types, body);
        for ResultOf { var, index, result } in self.results.remove(&call).unwrap_or_default() {
            if let Some(&value) = results.get(result)
                && let Some(source) = self.of.get_mut(&var).and_then(|list| list.get_mut(index))
            {
                *source = Source::Node(value);
            }
        }
    }

    fn collect(&mut self, package: &Package, types: &Types, roots: &[NodeId]) {
        let mut todo = roots.to_vec();
        while !todo.is_empty() {
            let mut literals = Vec::new();
            visit::preorder(package, &todo, |_, node| match node.kind {
                NodeKind::Closure(func) => literals.push(func),
                _ => self.statement(package, types, &node.kind),
            });
            todo.clear();
            for func in literals {
                if self.seen.insert(func) {
                    todo.extend(package.funcs[func].body.iter().flatten());
                }
            }
        }
    }

    fn statement(&mut self, package: &Package, types: &Types, stmt: &NodeKind) {
        let type_of = |id: NodeId| package.nodes[id].ty.map_or(Source::Unknown, Source::Type);
        match stmt {
            NodeKind::Assign { x, y: Some(y), .. } => match package.nodes[*y].kind {
                NodeKind::CallFunc(_) | NodeKind::CallInter(_) => {
                    self.add_result(package, types, *x, *y, 0, type_of(*y));
                }
                _ => drop(self.add(package, types, *x, Source::Node(*y))),
            },
            NodeKind::AssignList { op: AssignListOp::As2, lhs, rhs, .. } => {
                for (&x, &y) in lhs.iter().zip(rhs) {
                    self.add(package, types, x, Source::Node(y));
                }
            }
            NodeKind::AssignList { op: AssignListOp::Func, lhs, rhs, .. } => {
                let Some(&value) = rhs.first() else { return };
                let fun = match &package.nodes[value].kind {
                    NodeKind::CallFunc(call) | NodeKind::CallInter(call) => package.nodes[call.fun].ty,
                    NodeKind::InlCall { results, .. } => {
                        for (&x, &y) in lhs.iter().zip(results) {
                            self.add(package, types, x, Source::Node(y));
                        }
                        return;
                    }
                    _ => None,
                };
                let results = fun.and_then(|ty| types.signature(ty)).map_or(&[][..], |sig| types.objs(sig.results));
                for (i, &x) in lhs.iter().enumerate() {
                    let source = results.get(i).map_or(Source::Unknown, |&r| Source::Type(types.obj_type(r)));
                    self.add_result(package, types, x, value, i, source);
                }
            }
            NodeKind::AssignList { op, lhs, rhs, .. } => {
                if let (&[x, ok], &[y]) = (&lhs[..], &rhs[..]) {
                    let source = if *op == AssignListOp::DotType { Source::Node(y) } else { type_of(y) };
                    self.add(package, types, x, source);
                    self.add(package, types, ok, Source::Unknown);
                }
            }
            NodeKind::Range { x, key, value, .. } => {
                let mut ty = package.nodes[*x].ty.map_or(Type::Unknown, |ty| types.under(ty));
                if let Type::Pointer(elem) = ty {
                    ty = types.under(elem);
                }
                let (k, v) = match ty {
                    Type::Array { elem, .. } | Type::Slice(elem) => (Source::Unknown, Source::Type(elem)),
                    Type::Chan { elem, .. } => (Source::Type(elem), Source::Unknown),
                    Type::Map { key, elem } => (Source::Type(key), Source::Type(elem)),
                    _ => (Source::Unknown, Source::Unknown),
                };
                for (target, source) in [(key, k), (value, v)] {
                    if let Some(x) = *target {
                        self.add(package, types, x, source);
                    }
                }
            }
            NodeKind::TypeSwitch { x, cases, .. } => {
                for var in cases.iter().filter_map(|case| case.var) {
                    self.add(package, types, package.vars[var].node, Source::Node(*x));
                }
            }
            _ => {}
        }
    }

    /// Adds the assignment of result number `result` of `call`, which may be
    /// inlined later.
    fn add_result(&mut self, package: &Package, types: &Types, x: NodeId, call: NodeId, result: usize, source: Source) {
        let Some((var, index)) = self.add(package, types, x, source) else { return };
        if matches!(source, Source::Type(ty) if types.is_interface(ty)) {
            self.results.entry(call).or_default().push(ResultOf { var, index, result });
        }
    }

    /// Adds an assignment to `x`, and tells which it is of which variable.
    fn add(&mut self, package: &Package, types: &Types, x: NodeId, source: Source) -> Option<(VarId, usize)> {
        let NodeKind::Name(var) = package.nodes[x].kind else { return None };
        let variable = &package.vars[var];
        if variable.class != VarClass::Auto || !types.is_proper_interface(variable.ty) {
            return None;
        }
        if let Source::Node(value) = source
            && matches!(package.nodes[value].kind, NodeKind::Nil)
        {
            return None;
        }
        let list = self.of.entry(var).or_default();
        list.push(source);
        Some((var, list.len() - 1))
    }
}

/// What a call of an interface method can be turned into.
pub(super) struct Target {
    /// The one type that the interface holds.
    ty: TypeId,
    /// The fields through which the method is promoted.
    path: Vec<ObjId>,
    /// The method.
    pub(super) method: ObjId,
    /// Whether that is an interface's method again.
    pub(super) partial: bool,
}

/// What is known about the interface that a method is called on.
pub(super) enum Found {
    /// The call can be made direct.
    Target(Target),
    /// The type is known, but the call can't be made direct.
    Shaped(Said),
}

/// The one type of which the receiver of `call`, a call of an interface method,
/// can be.
pub(super) fn receiver(
    package: &Package,
    types: &Types,
    assignments: &mut Assignments,
    call: NodeId,
) -> Option<TypeId> {
    let NodeKind::CallInter(Call { fun, .. }) = package.nodes[call].kind else { return None };
    let NodeKind::DotInter { x, .. } = package.nodes[fun].kind else { return None };
    concrete_type(package, types, assignments, x)
}

/// What `call` can be turned into.
pub(super) fn find(
    package: &Package,
    types: &mut Types,
    interner: &Interner,
    assignments: &mut Assignments,
    call: NodeId,
) -> Option<Found> {
    let NodeKind::CallInter(Call { fun, .. }) = package.nodes[call].kind else { return None };
    let NodeKind::DotInter { x, sel } = package.nodes[fun].kind else { return None };
    let ty = concrete_type(package, types, assignments, x)?;
    let iface = package.nodes[x].ty?;
    // An assertion that can't succeed would not compile.
    if !method_set::implements(types, ty, iface) || types.is_shape(ty) {
        return None;
    }
    let facts = Facts::new(package, types, interner);
    let shaped = [(ty, "shaped receiver"), (iface, "shaped interface")];
    if let Some(&(ty, what)) = shaped.iter().find(|(ty, _)| types.has_shape(*ty)) {
        let text = format!("cannot devirtualize {}: {what} {}", facts.text(call), facts.type_text(ty));
        return Some(Found::Shaped(Said { pos: package.nodes[call].pos, text, plain: true }));
    }
    // A name that is not exported is the interface's package's.
    let method = types.type_set_of(iface)?.methods.iter().find(|&&method| types.obj_name(method) == sel)?;
    let pkg = types.obj(*method).pkg;
    let method = method_set::find(types, ty, pkg, sel)?;
    let promoted = method.path.last().map(|&field| types.obj_type(field));
    let partial = promoted.is_some_and(|ty| types.is_proper_interface(ty));
    Some(Found::Target(Target { ty, path: method.path, method: method.obj, partial }))
}

/// Turns `call` into what was found; `func` is the method's function.
pub(super) fn make_direct(
    package: &mut Package,
    types: &mut Types,
    interner: &Interner,
    id: NodeId,
    target: Target,
    func: Option<FuncId>,
) -> Option<Said> {
    let NodeKind::CallInter(call) = &package.nodes[id].kind else { return None };
    let call = call.clone();
    let NodeKind::DotInter { x, sel } = package.nodes[call.fun].kind else { return None };
    let facts = Facts::new(package, types, interner);
    let what = format!("devirtualizing {} to {}", facts.text(call.fun), facts.type_text(target.ty));
    let (at, pos) = (package.nodes[call.fun].pos, package.nodes[id].pos);
    let mut pass = Pass { package, types };
    let mut recv = pass.node(pos, target.ty, false, NodeKind::DotType { x, comma_ok: false, dynamic: false });
    for field in target.path {
        recv = pass.field(at, recv, field);
    }
    let method_ty = pass.types.obj_type(target.method);
    if target.partial {
        let fun = pass.node(at, method_ty, false, NodeKind::DotInter { x: recv, sel });
        package.nodes[id].kind = NodeKind::CallInter(Call { fun, ..call });
        return Some(Said { pos, text: format!("partially {what}"), plain: true });
    }
    let recv = pass.receiver(at, recv, target.method);
    let recv_ty = pass.ty(recv);
    let fun = pass.node(at, method_ty, false, NodeKind::MethExpr { recv: recv_ty, sel, func });
    let mut args = thin_vec![recv];
    args.extend(call.args);
    package.nodes[id].kind = NodeKind::CallFunc(Call { fun, args, ddd: call.ddd });
    Some(Said { pos, text: what, plain: true })
}

struct Pass<'a> {
    package: &'a mut Package,
    types: &'a mut Types,
}

impl Pass<'_> {
    fn node(&mut self, pos: Pos, ty: TypeId, implicit: bool, kind: NodeKind) -> NodeId {
        self.package.nodes.push(Node { pos, ty: Some(ty), init: NodeList::new(), implicit, kind })
    }

    fn ty(&self, id: NodeId) -> TypeId {
        self.package.nodes[id].ty.unwrap_or(TypeId::INVALID)
    }

    /// The embedded `field` of `x`, which the source does not mention.
    fn field(&mut self, pos: Pos, x: NodeId, field: ObjId) -> NodeId {
        let (sel, ty) = (self.types.obj_name(field), self.types.obj_type(field));
        let kind = match self.types.under(self.ty(x)) {
            Type::Pointer(_) => NodeKind::DotPtr { x, sel },
            _ => NodeKind::Dot { x, sel },
        };
        self.node(pos, ty, true, kind)
    }

    /// `x` as the receiver that `method` wants.
    fn receiver(&mut self, pos: Pos, x: NodeId, method: ObjId) -> NodeId {
        let have = self.ty(x);
        let Some(recv) = self.types.signature(self.types.obj_type(method)).and_then(|sig| sig.recv) else { return x };
        let want = self.types.obj_type(recv);
        let points_to = |types: &Types, ptr: TypeId, elem: TypeId| matches!(types.resolved(ptr), Type::Pointer(e) if types.identical(e, elem));
        if points_to(self.types, want, have) {
            let ptr = self.types.pointer_to(have);
            self.node(pos, ptr, true, NodeKind::Addr(x))
        } else if points_to(self.types, have, want) {
            self.node(pos, want, true, NodeKind::Deref(x))
        } else {
            x
        }
    }
}

/// The one concrete type that `id` can have if it is not nil.
fn concrete_type(package: &Package, types: &Types, assignments: &mut Assignments, id: NodeId) -> Option<TypeId> {
    let mut found = None;
    let mut seen: HashSet<VarId, FxBuildHasher> = HashSet::default();
    let mut todo = vec![Source::Node(id)];
    while let Some(source) = todo.pop() {
        let (ty, fresh) = match source {
            Source::Unknown => return None,
            Source::Type(ty) => (ty, None),
            Source::Node(id) => match origin(package, types, id)? {
                Origin::Type(ty, fresh) => (ty, fresh),
                Origin::Var(var) => {
                    if seen.insert(var) {
                        todo.extend(assignments.of(package, types, var));
                    }
                    continue;
                }
            },
        };
        if types.is_open(ty) || types.is_interface(ty) {
            return None;
        }
        if found.is_some_and(|(found, other)| fresh != other || !same(types, found, ty)) {
            return None;
        }
        found = Some((ty, fresh));
    }
    found.map(|(ty, _)| ty)
}

/// Where the value of `id` comes from, conversions and assertions removed.
fn origin(package: &Package, types: &Types, mut id: NodeId) -> Option<Origin> {
    loop {
        let node = &package.nodes[id];
        let ty = node.ty?;
        if !types.is_proper_interface(ty) {
            return Some(Origin::Type(ty, is_fresh(package, types, id).then_some(id)));
        }
        id = match &node.kind {
            NodeKind::Conv { op: ConvOp::Nop | ConvOp::Iface, x } | NodeKind::DotType { x, dynamic: false, .. } => *x,
            NodeKind::InlCall { results, .. } => *results.first()?,
            NodeKind::Name(var) => {
                let variable = &package.vars[*var];
                let tracked = variable.class == VarClass::Auto && !variable.addrtaken;
                return tracked.then_some(Origin::Var(*var));
            }
            _ => return None,
        };
    }
}

/// Whether `id` is an address in inlined code for which gc has made a pointer
/// type that is not the same as any other, because what it points to was met
/// only when calls were inlined.
fn is_fresh(package: &Package, types: &Types, id: NodeId) -> bool {
    let node = &package.nodes[id];
    let makes_pointer = matches!(node.kind, NodeKind::PtrLit(_) | NodeKind::Addr(_) | NodeKind::New(_));
    let elem = match node.ty.map(|ty| types.resolved(ty)) {
        Some(Type::Pointer(elem)) if makes_pointer => types.unalias(elem),
        _ => return false,
    };
    let foreign = types.type_name(elem).is_some_and(|obj| types.obj(obj).pkg != package.pkg);
    foreign && !package.early_types.contains(&elem) && package.inlined.origin(id).is_some()
}

/// Whether gc has one representation for both types: identical structs
/// written in two places count as different.
fn same(types: &Types, mut a: TypeId, mut b: TypeId) -> bool {
    while let (Type::Pointer(x), Type::Pointer(y)) = (types.resolved(a), types.resolved(b)) {
        (a, b) = (x, y);
    }
    match types.resolved(a) {
        Type::Named(_) | Type::Basic(_) => types.identical(a, b),
        _ => types.unalias(a) == types.unalias(b),
    }
}

/// Where a value comes from.
enum Origin {
    /// It is of this concrete type; the address if that makes a pointer type
    /// of its own.
    Type(TypeId, Option<NodeId>),
    /// It is what the variable holds.
    Var(VarId),
}

#[cfg(test)]
mod tests {
    use crate::{Level, Options, Release, Session, base::SourceFile, report::MessageKind};
    use alloc::{format, string::String, vec::Vec};

    const TYPES: &str = "package p
type I interface { M(*int) }
type T struct{}
func (*T) M(*int) {}
type N int
func (N) M(*int) {}
type E struct{ *T }
type W struct{ I }
";

    /// What is said about the calls in `body`.
    fn said(body: &str) -> Vec<String> {
        let text = format!("{TYPES}func f(i I, p *int) {{ {body} }}\n").into_bytes();
        let file = SourceFile { name: String::from("p.go"), text };
        let options = Options { level: Level::Decisions, inline: false, ..Options::default() };
        let report = Session::new(Release::default()).analyze(&[file], &options);
        assert_eq!(report.errors, []);
        let messages = report.messages.into_iter().filter(|message| message.kind == MessageKind::Inlining);
        messages.map(|message| message.text).collect()
    }

    #[test]
    fn one_concrete_type_is_enough() {
        assert_eq!(
            said("var x I = &T{}; x.M(p); x = nil; y := x; y.M(p)"),
            ["devirtualizing x.M to *T", "devirtualizing y.M to *T",]
        );
        assert_eq!(said("var x I = N(1); defer x.M(p)"), ["devirtualizing .autotmp_3.M to N"]);
    }

    #[test]
    fn what_may_be_something_else_stays() {
        let none: [&str; 0] = [];
        assert_eq!(said("i.M(p)"), none);
        assert_eq!(said("var x I; x.M(p)"), none);
        assert_eq!(said("var x I = N(1); if p != nil { x = &T{} }; x.M(p)"), none);
        assert_eq!(said("var x I = N(1); func() { x = i }(); x.M(p)"), none);
        assert_eq!(said("var x I = N(1); y := &x; _ = y; x.M(p)"), none);
        assert_eq!(said("any(0).(I).M(p)"), none);
    }

    #[test]
    fn promoted_methods_are_called_directly_or_lose_a_wrapper() {
        assert_eq!(said("var x I = E{}; x.M(p)"), ["devirtualizing x.M to E"]);
        assert_eq!(said("var x I = &W{i}; x.M(p)"), ["partially devirtualizing x.M to *W"]);
    }
}
