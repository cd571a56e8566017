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
//! gc looks at the assignments of a function when it first needs them and
//! keeps them up to date while it inlines; without inlining nothing changes on
//! the way, so all are collected at once. gc skips calls that are the operand
//! of `go` or `defer`: those are never calls of interface methods here, but
//! wrappers, in which the rules are the usual ones. There is no profile.

use alloc::{format, string::String, vec, vec::Vec};

use hashbrown::{HashMap, HashSet};
use rustc_hash::FxBuildHasher;

use super::method_set;
use crate::{
    base::{Interner, Pos},
    ir::{AssignListOp, Call, ConvOp, Facts, FuncId, Node, NodeId, NodeKind, Package, VarClass, VarId, visit},
    types::{ObjId, Type, TypeId, Types},
};

/// What gc says about one call.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Devirtualized {
    /// Where the call stands.
    pub pos: Pos,
    /// gc's text.
    pub text: String,
}

/// Applies the pass to all functions of `package`; the messages are in gc's order.
pub fn run(package: &mut Package, types: &mut Types, interner: &Interner) -> Vec<Devirtualized> {
    let mut messages = Vec::new();
    let mut calls = Vec::new();
    for &func in &package.order {
        interface_calls(package, func, &mut calls);
    }
    if calls.is_empty() {
        return messages;
    }
    let assignments = Assignments::collect(package, types);
    let methods = package.funcs.iter_enumerated().filter_map(|(id, func)| Some((func.obj?, id))).collect();
    let mut pass = Pass { package, types, interner, assignments, methods };
    for call in calls {
        messages.extend(pass.call(call));
    }
    messages
}

/// Appends the calls of interface methods in `func`, operands first.
fn interface_calls(package: &Package, func: FuncId, calls: &mut Vec<NodeId>) {
    let mut todo: Vec<(NodeId, bool)> =
        package.funcs[func].body.iter().flatten().rev().map(|&id| (id, false)).collect();
    let mut children = Vec::new();
    while let Some((id, children_done)) = todo.pop() {
        if children_done {
            calls.push(id);
            continue;
        }
        let node = &package.nodes[id];
        if matches!(node.kind, NodeKind::CallInter(_)) {
            todo.push((id, true));
        }
        children.clear();
        visit::children(package, node, &mut children);
        todo.extend(children.iter().rev().map(|&id| (id, false)));
    }
}

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

/// All assignments to local variables of interface type, except those of nil.
#[derive(Default)]
struct Assignments {
    of: HashMap<VarId, Vec<Source>, FxBuildHasher>,
}

impl Assignments {
    fn collect(package: &Package, types: &Types) -> Self {
        let mut this = Self::default();
        for &func in &package.order {
            let body: &[NodeId] = package.funcs[func].body.as_deref().unwrap_or_default();
            visit::preorder(package, body, |_, node| this.statement(package, types, &node.kind));
        }
        this
    }

    fn statement(&mut self, package: &Package, types: &Types, stmt: &NodeKind) {
        let mut add = |x: NodeId, source: Source| {
            let NodeKind::Name(var) = package.nodes[x].kind else { return };
            self.add(package, types, var, source);
        };
        let type_of = |id: NodeId| package.nodes[id].ty.map_or(Source::Unknown, Source::Type);
        let value = |id: NodeId| match package.nodes[id].kind {
            NodeKind::CallFunc(_) | NodeKind::CallInter(_) => type_of(id),
            _ => Source::Node(id),
        };
        match stmt {
            NodeKind::Assign { x, y: Some(y), .. } => add(*x, value(*y)),
            NodeKind::AssignList { op: AssignListOp::As2, lhs, rhs, .. } => {
                for (&x, &y) in lhs.iter().zip(rhs) {
                    add(x, Source::Node(y));
                }
            }
            NodeKind::AssignList { op: AssignListOp::Func, lhs, rhs, .. } => {
                let fun = rhs.first().and_then(|&call| match &package.nodes[call].kind {
                    NodeKind::CallFunc(call) | NodeKind::CallInter(call) => package.nodes[call.fun].ty,
                    _ => None,
                });
                let results = fun.and_then(|ty| types.signature(ty)).map_or(&[][..], |sig| types.objs(sig.results));
                for (i, &x) in lhs.iter().enumerate() {
                    add(x, results.get(i).map_or(Source::Unknown, |&r| Source::Type(types.obj_type(r))));
                }
            }
            NodeKind::AssignList { op, lhs, rhs, .. } => {
                if let (&[x, ok], &[y]) = (&lhs[..], &rhs[..]) {
                    add(x, if *op == AssignListOp::DotType { Source::Node(y) } else { type_of(y) });
                    add(ok, Source::Unknown);
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
                        add(x, source);
                    }
                }
            }
            NodeKind::TypeSwitch { x, cases, .. } => {
                for var in cases.iter().filter_map(|case| case.var) {
                    self.add(package, types, var, Source::Node(*x));
                }
            }
            _ => {}
        }
    }

    fn add(&mut self, package: &Package, types: &Types, var: VarId, source: Source) {
        let variable = &package.vars[var];
        if variable.class != VarClass::Auto || !types.is_proper_interface(variable.ty) {
            return;
        }
        if let Source::Node(value) = source
            && matches!(package.nodes[value].kind, NodeKind::Nil)
        {
            return;
        }
        self.of.entry(var).or_default().push(source);
    }
}

struct Pass<'a> {
    package: &'a mut Package,
    types: &'a mut Types,
    interner: &'a Interner,
    assignments: Assignments,
    methods: HashMap<ObjId, FuncId, FxBuildHasher>,
}

impl Pass<'_> {
    /// Makes call `id` direct if possible.
    fn call(&mut self, id: NodeId) -> Option<Devirtualized> {
        let NodeKind::CallInter(call) = &self.package.nodes[id].kind else { return None };
        let call = call.clone();
        let NodeKind::DotInter { x, sel } = self.package.nodes[call.fun].kind else { return None };
        let ty = self.concrete_type(x)?;
        let iface = self.package.nodes[x].ty?;
        // An assertion that can't succeed would not compile.
        if !method_set::implements(self.types, ty, iface) {
            return None;
        }
        let method = method_set::find(self.types, ty, self.package.pkg, sel)?;

        let facts = Facts::new(self.package, self.types, self.interner);
        let what = format!("devirtualizing {} to {}", facts.text(call.fun), facts.type_text(ty));
        let (at, pos) = (self.package.nodes[call.fun].pos, self.package.nodes[id].pos);
        let mut recv = self.node(pos, ty, false, NodeKind::DotType { x, comma_ok: false, dynamic: false });
        for field in method.path {
            recv = self.field(at, recv, field);
        }
        let method_ty = self.types.obj_type(method.obj);
        let recv_ty = self.ty(recv);
        if self.types.is_proper_interface(recv_ty) {
            let fun = self.node(at, method_ty, false, NodeKind::DotInter { x: recv, sel });
            self.package.nodes[id].kind = NodeKind::CallInter(Call { fun, ..call });
            return Some(Devirtualized { pos, text: format!("partially {what}") });
        }
        let recv = self.receiver(at, recv, method.obj);
        let func = self.methods.get(&method.obj).copied();
        let recv_ty = self.ty(recv);
        let fun = self.node(at, method_ty, false, NodeKind::MethExpr { recv: recv_ty, sel, func });
        let mut args = vec![recv];
        args.extend(call.args);
        self.package.nodes[id].kind = NodeKind::CallFunc(Call { fun, args, ddd: call.ddd });
        Some(Devirtualized { pos, text: what })
    }

    fn node(&mut self, pos: Pos, ty: TypeId, implicit: bool, kind: NodeKind) -> NodeId {
        self.package.nodes.push(Node { pos, ty: Some(ty), init: Vec::new(), implicit, kind })
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

    /// The one concrete type that `id` can have if it is not nil.
    fn concrete_type(&self, id: NodeId) -> Option<TypeId> {
        let mut found = None;
        let mut seen: HashSet<VarId, FxBuildHasher> = HashSet::default();
        let mut todo = vec![Source::Node(id)];
        while let Some(source) = todo.pop() {
            let ty = match source {
                Source::Unknown => return None,
                Source::Type(ty) => ty,
                Source::Node(id) => match self.origin(id)? {
                    Origin::Type(ty) => ty,
                    Origin::Var(var) => {
                        if seen.insert(var) {
                            todo.extend(self.assignments.of.get(&var).into_iter().flatten());
                        }
                        continue;
                    }
                },
            };
            if self.types.is_open(ty) || self.types.is_interface(ty) {
                return None;
            }
            if found.is_some_and(|found| !self.same(found, ty)) {
                return None;
            }
            found = Some(ty);
        }
        found
    }

    /// Where the value of `id` comes from, conversions and assertions removed.
    fn origin(&self, mut id: NodeId) -> Option<Origin> {
        loop {
            let node = &self.package.nodes[id];
            let ty = node.ty?;
            if !self.types.is_proper_interface(ty) {
                return Some(Origin::Type(ty));
            }
            id = match &node.kind {
                NodeKind::Conv { op: ConvOp::Nop | ConvOp::Iface, x } | NodeKind::DotType { x, dynamic: false, .. } => {
                    *x
                }
                NodeKind::InlCall { results, .. } => *results.first()?,
                NodeKind::Name(var) => {
                    let variable = &self.package.vars[*var];
                    let tracked = variable.class == VarClass::Auto && !variable.addrtaken;
                    return tracked.then_some(Origin::Var(*var));
                }
                _ => return None,
            };
        }
    }

    /// Whether gc has one representation for both types: identical structs
    /// written in two places count as different.
    fn same(&self, mut a: TypeId, mut b: TypeId) -> bool {
        while let (Type::Pointer(x), Type::Pointer(y)) = (self.types.resolved(a), self.types.resolved(b)) {
            (a, b) = (x, y);
        }
        match self.types.resolved(a) {
            Type::Named(_) | Type::Basic(_) => self.types.identical(a, b),
            _ => self.types.unalias(a) == self.types.unalias(b),
        }
    }
}

/// Where a value comes from.
enum Origin {
    /// It is of this concrete type.
    Type(TypeId),
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
