//! Which functions can be inlined, and what that costs.
//!
//! Mirrors `CanInline`, `hairyVisitor` and what belongs to them in
//! `cmd/compile/internal/inline/inl.go`, without profiles and without the
//! heuristics of GOEXPERIMENT=newinliner. The cost of a function is the number
//! of nodes in its body, with a surcharge for calls; a callee that would be
//! inlined counts with its own cost instead. Functions within the budget can
//! be inlined unless something in them rules it out.
//!
//! ```text
//!   func f(p *T) int { return g(p.x) + 1 }
//!        return 1 · + 1 · call 1 (+ cost of g, or 57) · g 1 · p.x 2 · 1 1
//! ```
//!
//! The count is of gc's nodes as they are before anything is devirtualised or
//! inlined. Ours have the same shape but for parts that are no nodes here,
//! such as the clauses of a switch and the keys of literals: [`hidden_nodes`]
//! has them. gc counts in an order, and stops early where inlining is
//! impossible or, unless costs are to be printed, too expensive; the order
//! shows because a function literal that is called is looked at when its call
//! is met.

use core::fmt::Write as _;

use alloc::{format, string::String, vec::Vec};

use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

use super::{Said, Turns, callee::Reassigned, interleaved::Caller, intrinsics::is_intrinsic};
use crate::{
    ast::Pragma,
    base::{Id, IdVec},
    ir::{
        AssignListOp, Builtin1, BuiltinN, Call, ConvOp, Facts, FuncId, Mentions, NodeId, NodeKind, Package, VarClass,
        bottom_up, visit,
    },
    types::{ConstValue, Type, TypeId},
};

/// The budget of a function.
const MAX_BUDGET: i32 = 80;
/// What a call costs that stays a call.
const EXTRA_CALL_COST: i32 = 57;
/// The same for a call of a parameter or a captured variable.
const PARAM_CALL_COST: i32 = 17;
/// What a `panic` costs.
const EXTRA_PANIC_COST: i32 = 1;
/// What a call of `runtime.throw` costs.
const EXTRA_THROW_COST: i32 = MAX_BUDGET;
/// What a function literal costs that is made.
const CLOSURE_COST: i32 = 15;
/// Functions with this many nodes are big.
const BIG_FUNCTION_NODES: i32 = 5000;
/// What may be inlined into big functions.
const BIG_FUNCTION_MAX_COST: i32 = 20;
/// The budget of function literals, most of which are called once.
const CLOSURE_CALLED_ONCE_COST: i32 = 10 * MAX_BUDGET;

/// A function that can be inlined.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Inlinable {
    /// What it costs.
    pub cost: i32,
    /// Whether its results can be declared where it returns: it has one
    /// `return`, with values, and its results have no names.
    pub can_delay_results: bool,
}

/// What is known about a function.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    Unchecked,
    Impossible,
    Inlinable(Inlinable),
}

/// The decisions about the functions of a package.
#[derive(Debug)]
pub struct Costs {
    explain: bool,
    states: IdVec<FuncId, State>,
    /// What variables are assigned.
    pub(super) reassigned: Reassigned,
    /// What gc says, in its order.
    pub said: Vec<Said>,
    /// Whose turn it was, of all that were decided about in a row.
    pub turns: Turns,
    /// What functions mention; who makes a call a direct one says so.
    pub mentions: Mentions,
    /// The calls in functions, found while their bodies were at hand.
    pub(super) callers: HashMap<FuncId, Caller, FxBuildHasher>,
    /// Whether functions are big, if that was asked.
    big: IdVec<FuncId, Option<bool>>,
}

impl Costs {
    /// Nothing is decided yet. `explain` asks for the reasons and exact costs
    /// of `-m=2`.
    pub fn new(explain: bool) -> Self {
        Self {
            explain,
            states: IdVec::new(),
            reassigned: Reassigned::default(),
            said: Vec::new(),
            turns: Vec::new(),
            mentions: Mentions::default(),
            callers: HashMap::default(),
            big: IdVec::new(),
        }
    }

    /// Takes note of other packages' functions that can be inlined.
    pub fn know(&mut self, functions: Vec<(FuncId, Inlinable)>) {
        for (func, inlinable) in functions {
            self.make_room(func);
            self.states[func] = State::Inlinable(inlinable);
        }
    }

    fn make_room(&mut self, func: FuncId) {
        while self.states.len() <= func.index() {
            self.states.push(State::Unchecked);
            self.big.push(None);
        }
    }

    /// Whether little is inlined into `func` because it was big when it was
    /// decided about; asked before anything is inlined.
    pub(super) fn is_big(&self, facts: Facts<'_>, func: FuncId) -> bool {
        let known = self.big.get(func).copied().flatten();
        known.unwrap_or_else(|| is_big(facts, func))
    }

    /// Decides about all functions of the package, callees first.
    pub fn decide_all(&mut self, facts: Facts<'_>) {
        let package = facts.package;
        let mut own = IdVec::filled(package.funcs.len(), false);
        for &func in &package.order {
            own[func] = true;
        }
        let mut mentions = core::mem::take(&mut self.mentions);
        bottom_up(package, &package.order, &mut mentions, |group| {
            for &func in group {
                if own[func] {
                    self.can_inline(facts, func);
                    self.callers.insert(func, Caller::of(package, func));
                    self.turns.push((func, self.said.len()));
                }
            }
        });
        self.mentions = mentions;
    }

    /// What is known about `func`, which has been looked at if it is worth it.
    pub fn inlinable(&self, func: FuncId) -> Option<Inlinable> {
        match self.states.get(func) {
            Some(State::Inlinable(inlinable)) => Some(*inlinable),
            _ => None,
        }
    }

    /// Decides about `func` unless that has been done (gc's `CanInline`).
    pub fn can_inline(&mut self, facts: Facts<'_>, func: FuncId) {
        self.make_room(func);
        if let Some(reason) = impossible(facts.package, func) {
            self.cannot(facts, func, reason);
            return;
        }
        if self.states[func] != State::Unchecked || facts.package.funcs[func].never_inlined {
            return;
        }
        // gc marks it as checked only afterwards, but what is in here cannot ask.
        let budget = budget(facts, func);
        let big = is_big(facts, func);
        self.big[func] = Some(big);
        let mut visitor = Visitor { costs: self, facts, func, budget, big };
        let result = visitor.body();
        let left = visitor.budget;
        match result {
            Err(reason) => {
                self.states[func] = State::Impossible;
                self.cannot(facts, func, &reason);
            }
            Ok(()) if left < 0 => {
                self.states[func] = State::Impossible;
                let reason = format!("function too complex: cost {} exceeds budget {budget}", budget - left);
                self.cannot(facts, func, &reason);
            }
            Ok(()) => {
                let cost = budget - left;
                let can_delay_results = can_delay_results(facts.package, func);
                self.states[func] = State::Inlinable(Inlinable { cost, can_delay_results });
                let f = &facts.package.funcs[func];
                let mut text = format!("can inline {}", facts.func_name(func));
                if self.explain {
                    let (ty, body) = (facts.func_type_text(func), f.body.as_deref().unwrap_or_default());
                    let _ = write!(text, " with cost {cost} as: {ty} {{ {} }}", facts.list_text(body));
                }
                self.said.push(Said { pos: f.pos, text, plain: true });
            }
        }
    }

    fn cannot(&mut self, facts: Facts<'_>, func: FuncId, reason: &str) {
        if self.explain {
            let f = &facts.package.funcs[func];
            let text = format!("cannot inline {}: {reason}", facts.unique_name(func));
            self.said.push(Said { pos: f.pos, text, plain: false });
        }
    }

    /// The function that `fun` is in `caller`, if it always is the same one
    /// (gc's `inlCallee`). With `resolve_only`, function literals are not
    /// looked at.
    pub fn callee(&mut self, facts: Facts<'_>, caller: FuncId, fun: NodeId, resolve_only: bool) -> Option<FuncId> {
        let fun = self.reassigned.static_value(facts, fun);
        match *facts.kind(fun) {
            NodeKind::Func(func) => Some(func),
            NodeKind::MethExpr { recv, func: Some(func), .. } => {
                let declared = facts.package.funcs[func].recv?.ty;
                (declared == recv || facts.types.identical(declared, recv)).then_some(func)
            }
            NodeKind::Closure(func) => {
                let closure = &facts.package.funcs[func];
                if !closure.closure_vars.is_empty() && closure.closure_parent != Some(caller) {
                    return None;
                }
                if !resolve_only {
                    self.can_inline(facts, func);
                }
                Some(func)
            }
            _ => None,
        }
    }

    /// Whether a call of `callee` is cheap enough to be inlined (gc's `inlineCostOK`).
    pub fn is_cheap_enough(&self, facts: Facts<'_>, callee: FuncId, big_caller: bool, called_once: bool) -> bool {
        let Some(inlinable) = self.inlinable(callee) else { return false };
        let mut max = if big_caller { BIG_FUNCTION_MAX_COST } else { MAX_BUDGET };
        let simd = simd_credit(facts, callee) * max;
        if facts.package.funcs[callee].closure_parent.is_some() {
            max *= 2;
            if called_once {
                max = max.max(CLOSURE_CALLED_ONCE_COST);
            }
        }
        inlinable.cost <= max.max(simd)
    }
}

/// Whether `call` is an operation of the back end (gc's `IsIntrinsicCall`).
pub(super) fn is_intrinsic_call(facts: Facts<'_>, call: &Call) -> bool {
    let (NodeKind::Func(func) | NodeKind::MethExpr { func: Some(func), .. }) = *facts.kind(call.fun) else {
        return false;
    };
    facts.symbol(func).is_some_and(|(path, name)| is_intrinsic(path, name))
}

/// Whether `call` stays what it is, whatever it calls: because it is an
/// operation of the back end or of escape analysis.
pub(super) fn never_inlined(facts: Facts<'_>, call: &Call) -> bool {
    let escape_non_string = facts.static_callee(call.fun).is_some_and(|func| facts.is_escape_non_string(func));
    escape_non_string || is_intrinsic_call(facts, call)
}

/// Why `func` can't be inlined, whatever is in it (gc's `InlineImpossible`).
fn impossible(package: &Package, func: FuncId) -> Option<&'static str> {
    let f = &package.funcs[func];
    if f.pragma.contains(Pragma::NOINLINE) {
        Some("marked go:noinline")
    } else if f.pragma.contains(Pragma::CGO_UNSAFE_ARGS) {
        Some("marked go:cgo_unsafe_args")
    } else if f.pragma.contains(Pragma::UINTPTR_KEEP_ALIVE) {
        Some("marked as having a keep-alive uintptr argument")
    } else if f.pragma.contains(Pragma::UINTPTR_ESCAPES) {
        Some("marked as having an escaping uintptr argument")
    } else if f.pragma.contains(Pragma::YESWRITEBARRIERREC) {
        Some("marked go:yeswritebarrierrec")
    } else if f.body.is_none() {
        Some("no function body")
    } else {
        None
    }
}

/// Whether the results of `func` can be declared where it returns.
fn can_delay_results(package: &Package, func: FuncId) -> bool {
    let f = &package.funcs[func];
    let mut returns = 0;
    visit::preorder(package, f.body.as_deref().unwrap_or_default(), |_, node| {
        if let NodeKind::Return(results) = &node.kind {
            returns += if results.is_empty() { 2 } else { 1 };
        }
    });
    returns == 1 && f.results.iter().all(|result| result.name.is_none_or(crate::base::Symbol::is_blank))
}

/// What `func` may cost (gc's `inlineBudget`).
fn budget(facts: Facts<'_>, func: FuncId) -> i32 {
    let budget = MAX_BUDGET * simd_credit(facts, func);
    match facts.package.funcs[func].closure_parent {
        Some(_) => budget.max(CLOSURE_CALLED_ONCE_COST),
        None => budget,
    }
}

/// Functions that have to do with vectors may cost more.
fn simd_credit(facts: Facts<'_>, func: FuncId) -> i32 {
    let f = &facts.package.funcs[func];
    if f.recv_params().chain(&f.results).any(|param| is_simd(facts, param.ty)) {
        return 3;
    }
    if f.closure_vars.iter().any(|captured| is_simd(facts, facts.package.vars[captured.var].ty)) {
        return 16;
    }
    1
}

/// Whether values of type `ty` are vectors: structs that begin with one of the
/// marker types of `simd/archsimd`, and these themselves.
fn is_simd(facts: Facts<'_>, ty: TypeId) -> bool {
    let is_tag = |ty: TypeId| {
        facts.types.type_name(ty).is_some_and(|obj| {
            let obj = facts.types.obj(obj);
            matches!(facts.interner.text(obj.name), "v128" | "v256" | "v512")
                && obj.pkg.is_some_and(|pkg| facts.types.package(pkg).path == "simd/archsimd")
        })
    };
    let Type::Struct { fields, .. } = facts.types.under(ty) else { return false };
    is_tag(ty) || facts.types.objs(fields).first().is_some_and(|&field| is_tag(facts.types.obj_type(field)))
}

/// Whether little is inlined into `func` because it is big.
pub(super) fn is_big(facts: Facts<'_>, func: FuncId) -> bool {
    // Counts the function itself.
    let mut left = BIG_FUNCTION_NODES - 1;
    let mut stack: Vec<NodeId> = facts.package.funcs[func].body.iter().flatten().rev().copied().collect();
    while let Some(id) = stack.pop() {
        let node = facts.package.node(id);
        left += list_rewrite(facts.package, id);
        left -= 1 + hidden_nodes(facts, id) + hidden_types(&node.kind);
        if left <= 0 {
            return true;
        }
        push_children(facts.package, id, &mut stack);
    }
    false
}

fn push_children(package: &Package, id: NodeId, stack: &mut Vec<NodeId>) {
    let top = stack.len();
    visit::children(package, package.node(id), stack);
    stack[top..].reverse();
}

/// The nodes that gc has more because it assigns the values of a call to
/// temporaries first; they don't count.
fn list_rewrite(package: &Package, id: NodeId) -> i32 {
    let NodeKind::AssignList { op: AssignListOp::As2, lhs, rhs, .. } = &package.node(id).kind else { return 0 };
    let Some(&first) = rhs.first() else { return 0 };
    match package.node(first).init[..] {
        [init] if matches!(package.node(init).kind, NodeKind::AssignList { .. }) => 4 * lhs.len() as i32 + 1,
        _ => 0,
    }
}

/// How many nodes gc has for parts of `id` that are no nodes here.
fn hidden_nodes(facts: Facts<'_>, id: NodeId) -> i32 {
    let count = |n: usize| i32::try_from(n).unwrap_or(i32::MAX / 4);
    match &facts.package.node(id).kind {
        // Keys are nodes with a key and a value.
        NodeKind::ArrayLit(elems) | NodeKind::SliceLit { elems, .. } => {
            count(elems.iter().filter(|elem| elem.key.is_some()).count())
        }
        NodeKind::StructLit(elems) => count(elems.len()),
        NodeKind::MapLit(elems) => count(elems.len()),
        // The size is 0 if none is given.
        NodeKind::MakeMap(None) | NodeKind::MakeChan(None) => 1,
        // Clauses are nodes, and the guard of a type switch with its name.
        NodeKind::Switch { cases, .. } => count(cases.len()),
        NodeKind::TypeSwitch { cases, has_var, .. } => count(cases.len()) + 1 + i32::from(*has_var),
        NodeKind::Select { cases, .. } => count(cases.len()),
        // The type word of an interface.
        NodeKind::CheckNil(_) => 1,
        // The function and the interface that it gets.
        NodeKind::KeepAlive(_) => 2,
        // `(*byte)(.dict[n])`, for the type and maybe a method table.
        NodeKind::DynamicType => DICT_WORD,
        NodeKind::DotType { dynamic: true, x, .. } => {
            let source = if facts.ty(*x).is_some_and(|ty| facts.types.has_shape(ty)) { DICT_WORD } else { STATIC_WORD };
            source + DICT_WORD
        }
        _ => 0,
    }
}

/// `.dict[n]`: index, dereference, name and number.
const DICT_WORD: i32 = 4;
/// The address of a symbol.
const STATIC_WORD: i32 = 2;

/// Types that are nodes in gc: they count, but cost nothing.
fn hidden_types(kind: &NodeKind) -> i32 {
    i32::from(matches!(kind, NodeKind::MethExpr { .. }))
}

/// Adds up what a function costs (gc's `hairyVisitor`).
struct Visitor<'a, 'c> {
    costs: &'c mut Costs,
    facts: Facts<'a>,
    func: FuncId,
    /// What is left.
    budget: i32,
    /// Whether the function is big.
    big: bool,
}

impl Visitor<'_, '_> {
    /// Visits everything; an error is the reason why the function can't be inlined.
    fn body(&mut self) -> Result<(), String> {
        let package = self.facts.package;
        let mut stack: Vec<NodeId> = package.funcs[self.func].body.iter().flatten().rev().copied().collect();
        while let Some(id) = stack.pop() {
            if let NodeKind::If { cond, body, els } = &package.node(id).kind
                && let NodeKind::Literal(ConstValue::Bool(value)) = package.node(*cond).kind
            {
                stack.extend(if value { body } else { els }.iter().rev());
                stack.extend(package.node(id).init.iter().rev());
                continue;
            }
            if self.node(id)? {
                push_children(package, id, &mut stack);
            }
        }
        Ok(())
    }

    /// Charges for a node; `false` if what is in it is free.
    fn node(&mut self, id: NodeId) -> Result<bool, String> {
        let facts = self.facts;
        let node = facts.package.node(id);
        match &node.kind {
            NodeKind::CallFunc(call) => self.call(call)?,
            NodeKind::CallInter(_) | NodeKind::Unknown(_) => self.budget -= EXTRA_CALL_COST,
            NodeKind::Builtin1 { op: Builtin1::Panic, x } => {
                if node_is_implicit_iface(facts.package, *x) {
                    self.budget += 1;
                }
                self.budget -= EXTRA_PANIC_COST;
            }
            NodeKind::BuiltinN { op: BuiltinN::Recover, .. } => return Err("call to recover".into()),
            NodeKind::Closure(_) => self.budget -= CLOSURE_COST,
            NodeKind::GoDefer { go, .. } => {
                return Err(String::from(if *go { "unhandled op GO" } else { "unhandled op DEFER" }));
            }
            NodeKind::Addr(x) if self.is_first_field(*x) => self.budget += 2,
            NodeKind::Deref(x) => {
                let mut x = *x;
                while let NodeKind::Conv { op: ConvOp::Nop, x: inner } = *facts.kind(x) {
                    x = inner;
                }
                if matches!(facts.kind(x), NodeKind::Addr(_)) {
                    self.budget += 1;
                }
            }
            NodeKind::Type => return Ok(false),
            NodeKind::Branch { op: crate::ir::BranchOp::Fallthrough, .. } => return Ok(false),
            NodeKind::Conv { op: ConvOp::Nop, .. } | NodeKind::Block(_) | NodeKind::MethExpr { .. } => self.budget += 1,
            NodeKind::MethValue { .. } | NodeKind::SliceLit { .. } => self.budget -= 1,
            NodeKind::AssignList { .. } => self.budget += list_rewrite(facts.package, id),
            NodeKind::Slice { x, index: [low, high, _], .. } => {
                if low.is_some_and(|low| facts.small_int(low) == Some(0)) {
                    self.budget += 1;
                }
                if let Some(high) = *high
                    && let NodeKind::Builtin1 { op: Builtin1::Len, x: of } = *facts.kind(high)
                    && of == *x
                {
                    self.budget += 2;
                }
            }
            _ => {}
        }
        self.budget -= 1 + hidden_nodes(facts, id);
        if self.budget < 0 && !self.costs.explain {
            return Err("too expensive".into());
        }
        Ok(true)
    }

    /// Whether `x` is the first field of a variable: its address is the variable's.
    fn is_first_field(&self, x: NodeId) -> bool {
        let facts = self.facts;
        let (NodeKind::Dot { x, sel } | NodeKind::DotPtr { x, sel }) = *facts.kind(x) else { return false };
        if !matches!(facts.kind(x), NodeKind::Name(_)) {
            return false;
        }
        let Some(mut ty) = facts.ty(x) else { return false };
        if let Type::Pointer(elem) = facts.types.under(ty) {
            ty = elem;
        }
        let fields = facts.types.fields(ty);
        let index = fields.iter().position(|&field| facts.types.obj_name(field) == sel);
        index.is_some_and(|index| index == 0 || facts.types.field_offset(ty, index) == Some(0))
    }

    /// Charges what a call costs beside its nodes.
    fn call(&mut self, call: &Call) -> Result<(), String> {
        let facts = self.facts;
        let mut cheap = false;
        match *facts.kind(call.fun) {
            NodeKind::Func(func) => match facts.symbol(func) {
                Some(("internal/abi", name)) => cheap = name == "NoEscape" || name.starts_with("EscapeNonString["),
                Some(("internal/runtime/sys", name @ ("GetCallerPC" | "GetCallerSP"))) => {
                    return Err(format!("call to {name}"));
                }
                Some(("internal/byteorder", name)) => cheap = is_byteorder(name),
                // gc has an operation for it from the beginning.
                Some(("runtime", "getg")) => return Ok(()),
                Some(("go.runtime", "throw")) => {
                    self.budget -= EXTRA_THROW_COST;
                    return Ok(());
                }
                Some(("go.runtime", "panicrangestate")) => cheap = true,
                Some(("go.runtime", "deferrangefunc")) => return Err("defer call in range func".into()),
                _ => {}
            },
            NodeKind::MethExpr { func: Some(func), .. } => {
                cheap = match facts.symbol(func) {
                    Some(("runtime", name)) => name == "heapBits.nextArena",
                    Some(("encoding/binary", name)) => is_binary(name),
                    _ => false,
                };
            }
            _ => {}
        }
        if cheap || is_intrinsic_call(facts, call) {
            return Ok(());
        }
        if let Some(callee) = self.costs.callee(facts, self.func, call.fun, false)
            && self.costs.is_cheap_enough(facts, callee, self.big, false)
        {
            self.budget -= self.costs.inlinable(callee).map_or(0, |inlinable| inlinable.cost);
            return Ok(());
        }
        self.budget -= match *facts.kind(call.fun) {
            NodeKind::Name(var) => {
                let variable = &facts.package.vars[var];
                let captured = variable.func.is_some_and(|func| func != self.func);
                if captured || variable.class == VarClass::Param { PARAM_CALL_COST } else { EXTRA_CALL_COST }
            }
            _ => EXTRA_CALL_COST,
        };
        Ok(())
    }
}

fn node_is_implicit_iface(package: &Package, id: NodeId) -> bool {
    let node = package.node(id);
    node.implicit && matches!(node.kind, NodeKind::Conv { op: ConvOp::Iface, .. })
}

/// Loads and stores of several bytes that become one instruction.
fn is_byteorder(name: &str) -> bool {
    let rest = name.strip_prefix("LE").or_else(|| name.strip_prefix("BE"));
    rest.is_some_and(is_wide_access)
}

fn is_binary(name: &str) -> bool {
    let rest = name.strip_prefix("littleEndian.").or_else(|| name.strip_prefix("bigEndian."));
    rest.is_some_and(is_wide_access)
}

/// `Uint64`, `PutUint64`, `AppendUint64` and the narrower ones.
fn is_wide_access(name: &str) -> bool {
    let size = name.strip_prefix("Put").or_else(|| name.strip_prefix("Append")).unwrap_or(name);
    matches!(size, "Uint16" | "Uint32" | "Uint64")
}
