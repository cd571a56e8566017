//! Makes calls direct and inlines them, taking turns.
//!
//! Mirrors `cmd/compile/internal/inline/interleaved` and the decisions about
//! single calls in `inline/inl.go` (`TryInlineCall`, `canInlineCallExpr`,
//! `mkinlcall`). Callees come before their callers, the functions of a group
//! take turns until nothing changes:
//!
//! ```text
//!   for each call that was there when the round began:
//!       devirtualise it, resolve its callee     (counts the calls of a literal)
//!       inline it; the calls in the new code are for the next round
//! ```
//!
//! gc puts parentheses around calls to be able to replace them; here a call
//! keeps its id when it is replaced. The calls in a function literal that came
//! with inlined code are not looked at, unless the literal is called directly
//! and inlined in turn: gc finds functions before it changes them.

use alloc::{format, vec::Vec};

use hashbrown::{HashMap, HashSet};
use rustc_hash::FxBuildHasher;

use super::{
    Said, Turns,
    copy::Originals,
    cost::{self, Costs, Inlinable},
    devirtualize::{self, Assignments, Found},
    expand::{self, Site},
};
use crate::{
    base::{Id as _, Interner, Pos},
    ir::{Facts, FuncId, Mentions, NodeId, NodeKind, Package, bottom_up, visit},
    types::{ObjId, TypeId, Types},
};

/// So many nodes may come with inlined code, in a whole package: what can be
/// inlined is small, so only programs made for it get there.
const MAX_COPIED: usize = 40_000_000;

/// The package that is compiled, and where code of others comes from.
pub trait Library {
    /// The package and what its ids stand for.
    fn parts(&mut self) -> (&mut Package, &mut Types, &mut Interner);
    /// Sees to it that the methods of `ty` have types.
    fn type_methods(&mut self, ty: TypeId);
    /// The function for `method`, which may be another package's.
    fn method(&mut self, method: ObjId) -> Option<FuncId>;
    /// Fetches the body of `func`, another package's function, unless it is
    /// there; `false` if it can't be had.
    fn body(&mut self, func: FuncId) -> bool;
    /// The functions that were made while bodies were fetched (instances of
    /// generic ones), each once.
    fn new_functions(&mut self) -> Vec<FuncId>;
    /// Other packages' functions that can be inlined, each once, when this
    /// package has come to mention it.
    fn newly_imported(&mut self) -> Vec<(FuncId, Inlinable)>;
}

/// What the pass goes by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Options {
    /// Whether anything is inlined; `false` is gc's `-l`.
    pub inline: bool,
    /// Whether there is more to say, as with `-m=2`.
    pub explain: bool,
}

/// Applies the pass to all functions. `costs` has been asked about all of
/// them; what it says from now on goes to the same place in gc's order as the
/// messages of this pass, which are returned; with whose turn it was when calls
/// were found, and then when they were edited.
pub fn run(
    library: &mut dyn Library,
    costs: &mut Costs,
    originals: &mut Originals,
    options: Options,
) -> (Vec<Said>, [Turns; 2]) {
    let mut pass = Pass::new(library, costs, originals, options);
    let order = pass.facts().package.order.clone();
    let mut turns = [Turns::default(), Turns::default()];
    for &func in &order {
        pass.begin(func);
        turns[0].push((func, pass.said.len()));
    }
    let mut mentions = core::mem::take(&mut pass.costs.mentions);
    let mut groups = Vec::new();
    bottom_up(pass.facts().package, &order, &mut mentions, |group| groups.push(group.to_vec()));
    for group in groups {
        pass.group(&group);
        turns[1].push((group[0], pass.said.len()));
    }
    (pass.said, turns)
}

/// Applies the pass to `func` alone, as gc does for functions that it makes
/// later.
pub fn run_on(
    library: &mut dyn Library,
    costs: &mut Costs,
    originals: &mut Originals,
    func: FuncId,
    options: Options,
) -> Vec<Said> {
    let mut pass = Pass::new(library, costs, originals, options);
    pass.begin_alone(func);
    pass.fixpoint_alone(func);
    pass.said
}

/// The calls in a function.
#[derive(Debug, Default)]
pub(super) struct Caller {
    /// Operands first.
    calls: Vec<NodeId>,
    /// What they call, as far as that is known.
    resolved: Vec<Option<FuncId>>,
    /// The calls, and those whose code has been looked through.
    seen: HashSet<NodeId, FxBuildHasher>,
    /// Whether only little is inlined here.
    big: bool,
}

impl Caller {
    /// The calls in `func` as it is now.
    pub(super) fn of(package: &Package, func: FuncId) -> Self {
        let mut caller = Self::default();
        find_calls(package, package.funcs[func].body.as_deref().unwrap_or_default(), &mut caller);
        caller
    }
}

struct Pass<'a> {
    library: &'a mut dyn Library,
    costs: &'a mut Costs,
    options: Options,
    originals: &'a mut Originals,
    assignments: Assignments,
    callers: HashMap<FuncId, Caller, FxBuildHasher>,
    /// How often a function is called.
    uses: HashMap<FuncId, u32, FxBuildHasher>,
    said: Vec<Said>,
    /// What may still be copied.
    room: usize,
}

impl<'a> Pass<'a> {
    fn new(library: &'a mut dyn Library, costs: &'a mut Costs, originals: &'a mut Originals, options: Options) -> Self {
        let callers = core::mem::take(&mut costs.callers);
        Self {
            library,
            costs,
            options,
            originals,
            assignments: Assignments::default(),
            callers,
            uses: HashMap::default(),
            said: Vec::new(),
            room: MAX_COPIED,
        }
    }

    fn facts(&mut self) -> Facts<'_> {
        let (package, types, interner) = self.library.parts();
        Facts::new(package, types, interner)
    }

    /// Finds the calls in `func`, unless that has been done.
    fn enter(&mut self, func: FuncId, big: bool) -> Caller {
        let known = self.callers.remove(&func);
        let mut caller = known.unwrap_or_else(|| Caller::of(self.facts().package, func));
        caller.big = big;
        if big && self.options.explain {
            let facts = self.facts();
            let (pos, name) = (facts.package.funcs[func].pos, facts.func_name(func));
            let text = format!("function {name} considered 'big'; reducing max cost of inlinees");
            self.said.push(Said { pos, text, plain: false });
        }
        caller
    }

    /// Finds the calls in `func` and counts them for what they call.
    fn begin(&mut self, func: FuncId) {
        let (package, types, interner) = self.library.parts();
        let big = self.options.inline && self.costs.is_big(Facts::new(package, types, interner), func);
        let caller = self.enter(func, big);
        let calls = caller.calls.len();
        self.callers.insert(func, caller);
        for index in 0..calls {
            self.resolve(func, index);
        }
    }

    fn begin_alone(&mut self, func: FuncId) {
        let big = self.options.inline && cost::is_big(self.facts(), func);
        let caller = self.enter(func, big);
        self.callers.insert(func, caller);
    }

    fn call(&self, func: FuncId, index: usize) -> Option<NodeId> {
        self.callers.get(&func)?.calls.get(index).copied()
    }

    fn calls(&self, func: FuncId) -> usize {
        self.callers.get(&func).map_or(0, |caller| caller.calls.len())
    }

    /// Functions that call each other.
    fn group(&mut self, group: &[FuncId]) {
        let mut changed = true;
        while changed {
            changed = false;
            for &func in group {
                let (mut from, mut to) = (0, self.calls(func));
                while from < to {
                    for index in from..to {
                        changed |= self.edit(func, index);
                    }
                    (from, to) = (to, self.calls(func));
                    for index in from..to {
                        self.resolve(func, index);
                    }
                }
            }
        }
    }

    fn fixpoint_alone(&mut self, func: FuncId) {
        let mut changed = true;
        while changed {
            changed = false;
            let mut index = 0;
            while index < self.calls(func) {
                changed |= self.edit(func, index);
                index += 1;
            }
        }
    }

    /// What call number `index` of `func` calls, and how many calls of that
    /// there are.
    fn resolve(&mut self, func: FuncId, index: usize) -> Option<(FuncId, u32)> {
        if let Some(&Some(callee)) = self.callers.get(&func).and_then(|caller| caller.resolved.get(index)) {
            return Some((callee, self.uses.get(&callee).copied().unwrap_or(0)));
        }
        let call = self.call(func, index)?;
        self.devirtualize(func, call);
        let callee = self.target(func, call, true)?;
        let caller = self.callers.get_mut(&func)?;
        if caller.resolved.len() <= index {
            caller.resolved.resize(index + 1, None);
        }
        caller.resolved[index] = Some(callee);
        let count = self.uses.entry(callee).or_insert(0);
        *count += 1;
        Some((callee, *count))
    }

    /// Inlines call number `index` of `func` if possible.
    fn edit(&mut self, func: FuncId, index: usize) -> bool {
        let Some((callee, count)) = self.resolve(func, index) else { return false };
        let Some(call) = self.call(func, index) else { return false };
        let called_once = count == 1 && self.facts().package.funcs[callee].closure_parent.is_some();
        let Some(callee) = self.target(func, call, false) else { return false };
        self.inline(func, call, callee, called_once)
    }

    fn devirtualize(&mut self, func: FuncId, call: NodeId) {
        let (package, types, _) = self.library.parts();
        if !matches!(package.nodes[call].kind, NodeKind::CallInter(_)) {
            return;
        }
        let Some(ty) = devirtualize::receiver(package, types, &mut self.assignments, call) else { return };
        self.library.type_methods(ty);
        let (package, types, interner) = self.library.parts();
        let target = match devirtualize::find(package, types, interner, &mut self.assignments, call) {
            None => return,
            Some(Found::Shaped(said)) => return self.said.push(said),
            Some(Found::Target(target)) => target,
        };
        let method = if target.partial { None } else { self.library.method(target.method) };
        self.costs.know(self.library.newly_imported());
        self.save(func);
        self.costs.mentions.forget(func);
        let (package, types, interner) = self.library.parts();
        self.said.extend(devirtualize::make_direct(package, types, interner, call, target, method));
    }

    /// The function that `call` calls, if it may be inlined as far as can be
    /// told without looking at it (gc's `InlineCallTarget`); else one that has
    /// been looked at.
    fn target(&mut self, func: FuncId, call: NodeId, resolve_only: bool) -> Option<FuncId> {
        if !self.options.inline {
            return None;
        }
        let (package, types, interner) = self.library.parts();
        let facts = Facts::new(package, types, interner);
        let NodeKind::CallFunc(call) = facts.kind(call) else { return None };
        if cost::never_inlined(facts, call) {
            return None;
        }
        let callee = self.costs.callee(facts, func, call.fun, resolve_only);
        self.take_decisions();
        callee
    }

    /// What was decided on the way is said at this place.
    fn take_decisions(&mut self) {
        self.said.append(&mut self.costs.said);
    }

    fn inline(&mut self, func: FuncId, call: NodeId, callee: FuncId, called_once: bool) -> bool {
        let big = self.callers.get(&func).is_some_and(|caller| caller.big);
        let Some(inlinable) = self.costs.inlinable(callee) else { return false };
        let (package, types, interner) = self.library.parts();
        let facts = Facts::new(package, types, interner);
        if !self.costs.is_cheap_enough(facts, callee, big, called_once) {
            return false;
        }
        let name = facts.func_name(callee);
        let pos = package.nodes[call].pos;
        match recursion(package, call, callee) {
            Recursion::None => {}
            Recursion::SamePlace => return false,
            Recursion::Cycle => {
                if self.options.explain {
                    let caller = &package.funcs[func].name;
                    let text = format!("cannot inline {name} into {caller}: repeated recursive cycle");
                    self.said.push(Said { pos, text, plain: false });
                }
                return false;
            }
        }
        if self.room == 0 || !self.library.body(callee) {
            return false;
        }
        self.costs.know(self.library.newly_imported());
        self.look_at_new_functions();
        self.save(func);
        let (package, types, interner) = self.library.parts();
        let (before, literals) = (package.nodes.len(), package.funcs.next_id());
        let qualifier = package.funcs[func].pkg.map(|pkg| types.package(pkg).name);
        let site = Site { caller: func, call, callee, qualifier };
        if !expand::inline_call(package, interner, self.originals, site, inlinable.can_delay_results) {
            return false;
        }
        self.room = self.room.saturating_sub(package.nodes.len() - before);
        self.said.push(Said { pos, text: format!("inlining call to {name}"), plain: true });
        self.repeat_remarks(callee, pos, literals);
        let (package, ..) = self.library.parts();
        if let Some(caller) = self.callers.get_mut(&func) {
            let mut children = Vec::new();
            visit::children(package, &package.nodes[call], &mut children);
            find_calls(package, &children, caller);
        }
        let (package, types, interner) = self.library.parts();
        self.assignments.inlined(package, types, func, call);
        self.costs.reassigned.inlined(Facts::new(package, types, interner), func, call);
        true
    }

    /// gc makes the body of `callee` again where it is inlined, at `pos`, and
    /// the function literals in it: those from `literals` on.
    fn repeat_remarks(&mut self, callee: FuncId, pos: Pos, literals: FuncId) {
        let (package, ..) = self.library.parts();
        let own = package.funcs[callee].remarks.iter().map(|&(_, text)| (pos, text));
        let inner = package.funcs.as_slice()[literals.index()..].iter().flat_map(|func| func.remarks.iter().copied());
        let said = own.chain(inner).map(|(pos, text)| Said { pos, text: text.into(), plain: true });
        self.said.extend(said);
    }

    /// Instances that came with a body are looked at, but nothing is said
    /// about them: they were compiled elsewhere.
    fn look_at_new_functions(&mut self) {
        let new = self.library.new_functions();
        if new.is_empty() {
            return;
        }
        let (package, types, interner) = self.library.parts();
        let facts = Facts::new(package, types, interner);
        let said = core::mem::take(&mut self.costs.said);
        bottom_up(package, &new, &mut Mentions::default(), |group| {
            for func in group {
                if new.contains(func) {
                    self.costs.can_inline(facts, *func);
                }
            }
        });
        self.costs.said = said;
    }

    /// Keeps the body of `func`, which is about to change, if it is copied
    /// later on, by itself or as a literal in another function.
    fn save(&mut self, func: FuncId) {
        let (package, _, interner) = self.library.parts();
        let mut outer = Some(func);
        while let Some(candidate) = outer {
            if self.costs.inlinable(candidate).is_some() {
                self.originals.save(package, interner, func);
                return;
            }
            outer = package.funcs[candidate].closure_parent;
        }
    }
}

/// Appends the calls below `roots` that were not seen before, operands first.
fn find_calls(package: &Package, roots: &[NodeId], caller: &mut Caller) {
    let mut todo: Vec<(NodeId, bool)> = roots.iter().rev().map(|&id| (id, false)).collect();
    let mut children = Vec::new();
    while let Some((id, children_done)) = todo.pop() {
        if children_done {
            caller.calls.push(id);
            continue;
        }
        let node = &package.nodes[id];
        if matches!(node.kind, NodeKind::CallFunc(_) | NodeKind::CallInter(_)) {
            if !caller.seen.insert(id) {
                continue;
            }
            todo.push((id, true));
        } else if matches!(node.kind, NodeKind::InlCall { .. }) && !caller.seen.insert(id) {
            continue;
        }
        children.clear();
        visit::children(package, node, &mut children);
        if let NodeKind::GoDefer { call, .. } = node.kind {
            // The call of a statement stays what it is, its operands do not.
            children.retain(|&child| child != call);
            visit::children(package, &package.nodes[call], &mut children);
        }
        todo.extend(children.iter().rev().map(|&id| (id, false)));
    }
}

enum Recursion {
    None,
    /// The call stands in code that the same call brought.
    SamePlace,
    /// The callee is around the call already.
    Cycle,
}

/// Whether `call` stands in inlined code of `callee`, or of itself.
fn recursion(package: &Package, call: NodeId, callee: FuncId) -> Recursion {
    let Some((inlined, own)) = package.inlined.origin(call) else { return Recursion::None };
    let around = || package.inlined.with_parents(Some(inlined));
    if around().any(|outer| outer.pos == own) {
        Recursion::SamePlace
    } else if around().any(|outer| outer.callee == callee) {
        Recursion::Cycle
    } else {
        Recursion::None
    }
}
