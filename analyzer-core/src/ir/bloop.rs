//! What is computed in a benchmark's loop stays alive.
//!
//! Mirrors `cmd/compile/internal/bloop`: in a loop `for b.Loop() { … }` over a
//! `testing.B`, whatever a statement assigns, what a call returns, and what a
//! call without results is given is named again behind the statement, so that
//! later passes can't drop it as unused:
//!
//! ```text
//!   f(1, x)    ──▶   tmp := f(1, x); runtime.KeepAlive(unsafe.Pointer(&tmp))
//!   g(1, x)    ──▶   tmp := 1; g(tmp, x); KeepAlive(… &tmp); KeepAlive(… &x)
//! ```
//!
//! This comes before inlining, but what is inlined is the function as it was
//! written. The bodies of function literals are functions of their own and left
//! alone. What is kept alive has its address taken, which shows where constants
//! are propagated and loop variables are copied; of a captured variable only
//! the literal's own name for it has, which shows nowhere.
//!
//! gc treats the expressions of a `case` as if they were statements; calls
//! among them would end up as blocks where an expression stands. They are left
//! as they are here.

use alloc::{format, string::String, vec::Vec};

use thin_vec::thin_vec;

use super::{AssignListOp, Call, ConvOp, FuncId, Node, NodeId, NodeKind, NodeList, Package, SliceOp, VarId, visit};
use crate::{
    base::{Interner, Pos},
    types::{Type, TypeId, Types},
};

/// The functions with such a loop; none if `package` does not import package
/// testing.
pub fn functions(package: &Package, types: &Types) -> Vec<FuncId> {
    let Some(pkg) = package.pkg else { return Vec::new() };
    if !types.package(pkg).imports.iter().any(|&import| types.package(import).path == "testing") {
        return Vec::new();
    }
    let has_loop = |func: &FuncId| {
        let mut todo: Vec<NodeId> = package.funcs[*func].body.iter().flatten().copied().collect();
        while let Some(id) = todo.pop() {
            if is_benchmark(package, types, id) {
                return true;
            }
            visit::children(package, package.node(id), &mut todo);
        }
        false
    };
    package.order.iter().copied().filter(has_loop).collect()
}

/// Applies the pass to `funcs`, which [`functions`] found; what gc says about
/// it at `-m=2`.
pub fn run(package: &mut Package, types: &mut Types, interner: &Interner, funcs: &[FuncId]) -> Vec<(Pos, String)> {
    let (Some(pkg), Some(&func)) = (package.pkg, funcs.first()) else { return Vec::new() };
    let prefix = format!("{}.", types.link_path(pkg, interner));
    let mut pass = Pass { package, types, prefix, func, said: Vec::new() };
    for &func in funcs {
        pass.func = func;
        for &stmt in &pass.package.funcs[func].body.clone().unwrap_or_default() {
            pass.edit(stmt, false);
        }
    }
    pass.said
}

/// Whether `id` is a loop `for b.Loop() { … }`.
fn is_benchmark(package: &Package, types: &Types, id: NodeId) -> bool {
    let NodeKind::For { cond: Some(cond), .. } = package.nodes[id].kind else { return false };
    let NodeKind::CallFunc(call) = &package.nodes[cond].kind else { return false };
    let NodeKind::MethExpr { func: Some(func), .. } = package.nodes[call.fun].kind else { return false };
    let func = &package.funcs[func];
    let pkg = func.obj.and_then(|obj| types.obj(obj).pkg);
    func.name == "(*B).Loop" && pkg.is_some_and(|pkg| types.package(pkg).path == "testing")
}

struct Pass<'a> {
    package: &'a mut Package,
    types: &'a mut Types,
    /// In front of names.
    prefix: String,
    func: FuncId,
    said: Vec<(Pos, String)>,
}

impl Pass<'_> {
    fn kind(&self, id: NodeId) -> &NodeKind {
        &self.package.nodes[id].kind
    }

    fn say(&mut self, pos: Pos, text: &str) {
        self.said.push((pos, String::from(text)));
    }

    fn node(&mut self, pos: Pos, ty: Option<TypeId>, kind: NodeKind) -> NodeId {
        self.package.nodes.push(Node { pos, ty, init: NodeList::new(), implicit: false, kind })
    }

    /// Goes through everything below `id`, inner statements first.
    fn edit(&mut self, id: NodeId, in_loop: bool) {
        let in_loop = in_loop || is_benchmark(self.package, self.types, id);
        let mut children = Vec::new();
        visit::children(self.package, self.package.node(id), &mut children);
        for child in children {
            self.edit(child, in_loop);
        }
        if !in_loop {
            return;
        }
        let mut kind = self.kind(id).clone();
        match &mut kind {
            NodeKind::For { body, .. } | NodeKind::Range { body, .. } | NodeKind::Block(body) => self.stmts(body),
            NodeKind::If { body, els, .. } => {
                self.stmts(body);
                self.stmts(els);
            }
            NodeKind::Switch { cases, .. } | NodeKind::TypeSwitch { cases, .. } => {
                for case in cases {
                    self.stmts(&mut case.body);
                }
            }
            NodeKind::Select { cases, .. } => {
                for case in cases {
                    self.stmts(&mut case.body);
                }
            }
            _ => return,
        }
        self.package.nodes[id].kind = kind;
    }

    fn stmts(&mut self, list: &mut [NodeId]) {
        for stmt in list {
            *stmt = self.stmt(*stmt);
        }
    }

    /// What stands for the statement `id`.
    fn stmt(&mut self, id: NodeId) -> NodeId {
        let pos = self.package.nodes[id].pos;
        match self.kind(id).clone() {
            NodeKind::Assign { mut x, y, .. } => {
                if matches!(self.kind(x), NodeKind::Blank) {
                    let Some(ty) = y.and_then(|y| self.package.nodes[y].ty) else { return id };
                    let tmp = self.declare_temp(id, pos, ty);
                    x = self.package.vars[tmp].node;
                    self.package.nodes[id].kind = NodeKind::Assign { x, y, def: true };
                }
                let names: Vec<VarId> = self.target(pos, x).into_iter().collect();
                self.keep_alive(&names, id)
            }
            NodeKind::AssignOp { x, .. } => {
                let names: Vec<VarId> = self.target(pos, x).into_iter().collect();
                self.keep_alive(&names, id)
            }
            NodeKind::AssignList { op, lhs, rhs, def } => self.assign_list(id, pos, op, lhs, rhs, def),
            NodeKind::CallFunc(Call { fun, .. }) | NodeKind::CallInter(Call { fun, .. }) => {
                let results = self.results(fun);
                if results.is_empty() { self.keep_args(id, pos) } else { self.keep_results(id, pos, &results) }
            }
            NodeKind::BuiltinN { .. } => self.keep_args(id, pos),
            _ => id,
        }
    }

    fn assign_list(
        &mut self,
        id: NodeId,
        pos: Pos,
        op: AssignListOp,
        mut lhs: NodeList,
        rhs: NodeList,
        mut def: bool,
    ) -> NodeId {
        let mut names = Vec::new();
        for (i, x) in lhs.iter_mut().enumerate() {
            if matches!(self.kind(*x), NodeKind::Blank) {
                let Some(ty) = self.value_type(op, &rhs, i) else { continue };
                let tmp = self.declare_temp(id, pos, ty);
                *x = self.package.vars[tmp].node;
                def = true;
            }
            names.extend(self.target(pos, *x));
        }
        self.package.nodes[id].kind = NodeKind::AssignList { op, lhs, rhs, def };
        self.keep_alive(&names, id)
    }

    /// The type of the `index`-th value that is assigned.
    fn value_type(&self, op: AssignListOp, rhs: &[NodeId], index: usize) -> Option<TypeId> {
        let of = |id: NodeId| self.package.nodes[id].ty;
        match op {
            AssignListOp::As2 => of(*rhs.get(index)?),
            AssignListOp::Func => match *self.kind(*rhs.first()?) {
                NodeKind::CallFunc(Call { fun, .. }) | NodeKind::CallInter(Call { fun, .. }) => {
                    self.results(fun).get(index).copied()
                }
                _ => None,
            },
            // The second value is whether there is a first one.
            _ if index == 0 => of(*rhs.first()?),
            _ => Some(TypeId::BOOL),
        }
    }

    /// The types of the results of calling `fun`.
    fn results(&self, fun: NodeId) -> Vec<TypeId> {
        let sig = self.package.nodes[fun].ty.and_then(|ty| self.types.signature(ty));
        sig.map(|sig| self.types.objs(sig.results).iter().map(|&result| self.types.obj_type(result)).collect())
            .unwrap_or_default()
    }

    /// The variable that is kept alive when `x` is assigned.
    fn target(&mut self, pos: Pos, x: NodeId) -> Option<VarId> {
        let name = self.name_of(x);
        match name {
            Some(var) => self.say_name(pos, var),
            None if matches!(self.kind(x), NodeKind::Deref(_)) => self.say(pos, "dereference will be kept alive"),
            None => self.say(pos, "expr is unknown to bloop pass"),
        }
        name
    }

    /// The variable that `id` is or is a part of.
    fn name_of(&self, mut id: NodeId) -> Option<VarId> {
        loop {
            id = match *self.kind(id) {
                NodeKind::Name(var) => return Some(var),
                NodeKind::Slice { op: SliceOp::Slice | SliceOp::Slice3, x, .. }
                | NodeKind::Dot { x, .. }
                | NodeKind::DotPtr { x, .. }
                | NodeKind::Conv { op: ConvOp::Conv | ConvOp::Iface | ConvOp::Nop, x }
                | NodeKind::Addr(x)
                | NodeKind::Index { x, .. }
                | NodeKind::IndexMap { x, .. } => x,
                _ => return None,
            };
        }
    }

    fn say_name(&mut self, pos: Pos, var: VarId) {
        // Variables of other packages have their package's name already.
        let name = &self.package.vars[var].name;
        let own = self.package.vars[var].func.is_some() || !name.contains('.');
        let prefix = if own { &*self.prefix } else { "" };
        let text = format!("{prefix}{name} will be kept alive");
        self.say(pos, &text);
    }

    /// `id` and behind it what keeps `names` alive.
    fn keep_alive(&mut self, names: &[VarId], id: NodeId) -> NodeId {
        if names.is_empty() {
            return id;
        }
        let pos = self.package.nodes[id].pos;
        let mut list = thin_vec![id];
        for &var in names {
            if self.package.vars[var].func == Some(self.func) {
                self.package.vars[var].addrtaken = true;
            }
            let (x, ty) = (self.package.vars[var].node, self.package.vars[var].ty);
            let ptr = self.types.add(Type::Pointer(ty));
            let addr = self.node(pos, Some(ptr), NodeKind::Addr(x));
            let kind = NodeKind::Conv { op: ConvOp::Nop, x: addr };
            let arg = self.node(pos, Some(TypeId::UNSAFE_POINTER), kind);
            list.push(self.node(pos, None, NodeKind::KeepAlive(arg)));
        }
        self.node(pos, None, NodeKind::Block(list))
    }

    /// Assigns the results of call `id` to temporaries.
    fn keep_results(&mut self, id: NodeId, pos: Pos, results: &[TypeId]) -> NodeId {
        let op = if results.len() == 1 { AssignListOp::As2 } else { AssignListOp::Func };
        let kind = NodeKind::AssignList { op, lhs: NodeList::new(), rhs: thin_vec![id], def: true };
        let assign = self.node(pos, None, kind);
        let temps: Vec<VarId> = results.iter().map(|&ty| self.declare_temp(assign, pos, ty)).collect();
        let names = temps.iter().map(|&tmp| self.package.vars[tmp].node).collect();
        if let NodeKind::AssignList { lhs, .. } = &mut self.package.nodes[assign].kind {
            *lhs = names;
        }
        let text = if results.len() > 1 { "function results" } else { "function result" };
        self.say(pos, &format!("{text} will be kept alive"));
        self.keep_alive(&temps, assign)
    }

    /// Keeps the arguments of call `id` alive, in temporaries if they have no name.
    fn keep_args(&mut self, id: NodeId, pos: Pos) -> NodeId {
        let mut kind = self.kind(id).clone();
        let (NodeKind::CallFunc(Call { args, .. })
        | NodeKind::CallInter(Call { args, .. })
        | NodeKind::BuiltinN { args, .. }) = &mut kind
        else {
            return id;
        };
        let (mut names, mut before) = (Vec::new(), NodeList::new());
        for arg in args {
            if let NodeKind::SliceLit { mut elems, len } = self.kind(*arg).clone() {
                let mut named = Vec::new();
                for elem in &mut elems {
                    if let Some(var) = self.name_of(elem.value).filter(|_| elem.key.is_none()) {
                        self.say_name(pos, var);
                        named.push(var);
                    } else {
                        let at = self.package.nodes[elem.value].pos;
                        elem.value = self.spill(id, at, elem.value, &mut before, &mut names);
                    }
                }
                names.extend(named);
                self.package.nodes[*arg].kind = NodeKind::SliceLit { elems, len };
            } else if let Some(var) = self.name_of(*arg) {
                self.say_name(pos, var);
                names.push(var);
            } else {
                *arg = self.spill(id, pos, *arg, &mut before, &mut names);
            }
        }
        self.package.nodes[id].kind = kind;
        if before.is_empty() {
            return self.keep_alive(&names, id);
        }
        before.push(id);
        let block = self.node(pos, None, NodeKind::Block(before));
        self.keep_alive(&names, block)
    }

    /// Computes `value`, an argument of `call`, into a temporary.
    fn spill(&mut self, call: NodeId, at: Pos, value: NodeId, before: &mut NodeList, names: &mut Vec<VarId>) -> NodeId {
        let Some(ty) = self.package.nodes[value].ty else { return value };
        let kind = NodeKind::Block(NodeList::new());
        let assign = self.node(at, None, kind);
        let tmp = self.declare_temp(assign, at, ty);
        let x = self.package.vars[tmp].node;
        self.package.nodes[assign].kind = NodeKind::Assign { x, y: Some(value), def: true };
        before.push(assign);
        names.push(tmp);
        let pos = self.package.nodes[call].pos;
        self.say(pos, "function arg will be kept alive");
        x
    }

    /// A temporary of the current function, declared by `stmt`.
    fn declare_temp(&mut self, stmt: NodeId, pos: Pos, ty: TypeId) -> VarId {
        let var = self.package.new_temp(self.func, pos, ty);
        let dcl = self.node(pos, None, NodeKind::Dcl(var));
        self.package.nodes[stmt].init.push(dcl);
        var
    }
}
