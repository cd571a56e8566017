//! From a solved graph to summaries, verdicts and gc's messages.
//!
//! Mirrors `finish`, `paramTag` and `reportLeaks` of `escape/escape.go`. gc
//! prints first what becomes of the parameters of all functions of the batch,
//! then location by location.

use alloc::{format, string::String, vec::Vec};
use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

use super::{
    Analysis, Message, Outcome, Subject,
    build::{Built, Channel, Shared},
    explain::{self, Texts},
    graph::{Attrs, LocId, Site},
    leaks::Leaks,
    solve::Solution,
};
use crate::{
    ast::Pragma,
    base::IdVec,
    ir::{BuiltinN, ConvOp, FuncId, NodeKind, Param},
    report::{HeapReason, MessageKind},
    types::{BasicKind, Type},
};

/// What becomes of one parameter.
struct Tag {
    leaks: Leaks,
    /// What gc says about it, if anything.
    texts: Vec<(MessageKind, String)>,
}

/// The summaries of `funcs`; `report` is told what gc says about each parameter.
pub(super) fn tag(
    shared: &Shared<'_>,
    built: &Built,
    solution: &Solution,
    funcs: &[FuncId],
    summaries: &mut IdVec<FuncId, Vec<Leaks>>,
    mut report: impl FnMut(FuncId, &Param, Leaks, Vec<(MessageKind, String)>),
) {
    for &func in funcs {
        let params: Vec<Param> = shared.package.funcs[func].recv_params().copied().collect();
        let mut all = Vec::with_capacity(params.len());
        for (i, param) in params.iter().enumerate() {
            let Tag { leaks, texts } = param_tag(shared, built, solution, func, i, param);
            all.push(leaks);
            report(func, param, leaks, texts);
        }
        summaries[func] = all;
    }
}

fn param_tag(shared: &Shared<'_>, built: &Built, solution: &Solution, id: FuncId, index: usize, param: &Param) -> Tag {
    let func = &shared.package.funcs[id];
    let types = shared.types;
    // gc gives parameters without a name one when it declares them.
    let name = match param.name.filter(|name| !name.is_blank()) {
        Some(name) => String::from(shared.interner.text(name)),
        None => format!("~p{index}"),
    };
    let diagnose = !(func.wrapper || func.dupok || func.imported);
    let say = |kind, text: String| if diagnose { Vec::from([(kind, text)]) } else { Vec::new() };
    let silent = |leaks| Tag { leaks, texts: Vec::new() };
    let is_uintptr = |ty| types.basic(ty) == Some(BasicKind::Uintptr);
    if func.body.is_none() {
        if is_uintptr(param.ty) {
            let text = format!("assuming {name} is unsafe uintptr");
            return Tag { leaks: Leaks::unknown(), texts: say(MessageKind::Uintptr, text) };
        }
        if !types.has_pointers(param.ty) {
            return silent(Leaks::unknown());
        }
        let mut leaks = Leaks::default();
        let texts = if func.pragma.contains(Pragma::NOESCAPE) {
            leaks.add_mutator(0);
            leaks.add_callee(0);
            say(MessageKind::DoesNotEscape, format!("{name} does not escape"))
        } else {
            leaks.add_heap(0);
            say(MessageKind::LeakingParam, format!("leaking param: {name}"))
        };
        return Tag { leaks, texts: if param.name.is_some() { texts } else { Vec::new() } };
    }
    if func.pragma.contains(Pragma::UINTPTR_ESCAPES) {
        if is_uintptr(param.ty) {
            let text = format!("marking {name} as escaping uintptr");
            return Tag { leaks: Leaks::unknown(), texts: say(MessageKind::Uintptr, text) };
        }
        let last = func.variadic && index + 1 == func.recv_params().count();
        if last && matches!(types.under(param.ty), Type::Slice(elem) if is_uintptr(elem)) {
            let text = format!("marking {name} as escaping ...uintptr");
            return Tag { leaks: Leaks::unknown(), texts: say(MessageKind::Uintptr, text) };
        }
    }
    if !types.has_pointers(param.ty) {
        return silent(Leaks::unknown());
    }
    // Parameters without a name are not used.
    if param.name.is_none_or(crate::base::Symbol::is_blank) {
        return silent(Leaks::default());
    }
    let Some(&loc) = param.var.and_then(|var| built.vars.get(&var)) else { return silent(Leaks::unknown()) };
    let mut leaks = solution.leaks[loc];
    leaks.optimize();
    let quiet = !diagnose || solution.escapes(loc);
    let texts = if quiet { Vec::new() } else { leak_texts(shared, id, &name, leaks) };
    Tag { leaks: Leaks::parse(&leaks.encode()), texts }
}

fn leak_texts(shared: &Shared<'_>, func: FuncId, name: &str, leaks: Leaks) -> Vec<(MessageKind, String)> {
    let mut texts = Vec::new();
    match leaks.heap() {
        Some(0) => texts.push((MessageKind::LeakingParam, format!("leaking param: {name}"))),
        Some(_) => texts.push((MessageKind::LeakingParamContent, format!("leaking param content: {name}"))),
        None => {}
    }
    for (i, result) in shared.package.funcs[func].results.iter().enumerate().take(Leaks::RESULTS) {
        if let (Some(level), Some(var)) = (leaks.result(i), result.var) {
            // Without the package.
            let result = shared.package.vars[var].name.rsplit('.').next().unwrap_or_default();
            let text = format!("leaking param: {name} to result {result} level={level}");
            texts.push((MessageKind::LeakingParamToResult, text));
        }
    }
    if !shared.mutations_calls {
        if texts.is_empty() {
            texts.push((MessageKind::DoesNotEscape, format!("{name} does not escape")));
        }
        return texts;
    }
    for (what, derefs) in [("mutates", leaks.mutator()), ("calls", leaks.callee())] {
        if let Some(derefs) = derefs {
            texts.push((MessageKind::DoesNotEscape, format!("{what} param: {name} derefs={derefs}")));
        }
    }
    if texts.is_empty() {
        texts.push((MessageKind::DoesNotEscape, format!("{name} does not escape, mutate, or call")));
    }
    texts
}

/// Adds the verdicts of a batch, its summaries and what gc says about it.
pub(super) fn report(
    shared: &Shared<'_>,
    built: &Built,
    solution: &Solution,
    funcs: &[FuncId],
    analysis: &mut Analysis,
) {
    let Analysis { batches, summaries, outcomes, messages, .. } = analysis;
    let batch = batches.len();
    let texts = Texts::new(shared.facts(), &built.graph);
    let mut of_loc: HashMap<LocId, usize, FxBuildHasher> = HashMap::default();
    for loc in built.graph.own_locs() {
        let location = &built.graph.locs[loc];
        let (Some(pos), Some(func)) = (texts.pos(location.site), location.func) else { continue };
        let attrs = solution.attrs[loc];
        let escapes = attrs.contains(Attrs::ESCAPES);
        of_loc.insert(loc, outcomes.len());
        outcomes.push(Outcome {
            batch,
            loc: Some(loc),
            site: location.site,
            func,
            loop_depth: location.loop_depth,
            pos,
            text: texts.site(location.site),
            escapes,
            persists: attrs.contains(Attrs::PERSISTS),
            zero_copy: is_string_to_bytes(shared, location.site) && !attrs.contains(Attrs::MUTATES),
            leaks: None,
            reason: escapes.then(|| explain::heap_reason(shared.facts(), &built.graph, solution, loc)),
            assumed: false,
        });
    }
    for &Channel { node, func, loop_depth } in &built.channels {
        let site = Site::Expr(node);
        let Some(pos) = texts.pos(site) else { continue };
        outcomes.push(Outcome {
            batch,
            loc: None,
            site,
            func,
            loop_depth,
            pos,
            text: texts.site(site),
            escapes: true,
            persists: false,
            zero_copy: false,
            leaks: None,
            reason: Some(HeapReason::Channel),
            assumed: false,
        });
    }
    tag(shared, built, solution, funcs, summaries, |func, param, leaks, texts| {
        let known = param.var.and_then(|var| built.vars.get(&var)).and_then(|loc| of_loc.get(loc)).copied();
        let subject = known.unwrap_or_else(|| {
            outcomes.push(Outcome {
                batch,
                loc: None,
                site: Site::Helper,
                func,
                loop_depth: 1,
                pos: param.pos,
                text: param.name.map_or_else(String::new, |name| String::from(shared.interner.text(name))),
                escapes: false,
                persists: false,
                zero_copy: false,
                leaks: None,
                reason: None,
                assumed: false,
            });
            outcomes.len() - 1
        });
        outcomes[subject].leaks = Some(leaks);
        for (kind, text) in texts {
            messages.push(Message::new(param.pos, kind, text, Subject::Outcome(subject)));
        }
    });
    for loc in built.graph.own_locs() {
        if let Some(&index) = of_loc.get(&loc) {
            say(shared, &outcomes[index], index, messages);
        }
    }
}

fn is_string_to_bytes(shared: &Shared<'_>, site: Site) -> bool {
    match site {
        Site::Expr(node) => matches!(shared.package.nodes[node].kind, NodeKind::Conv { op: ConvOp::StrToBytes, .. }),
        _ => false,
    }
}

/// gc's lines about one location.
fn say(shared: &Shared<'_>, outcome: &Outcome, index: usize, messages: &mut Vec<Message>) {
    let mut push = |kind, text| messages.push(Message::new(outcome.pos, kind, text, Subject::Outcome(index)));
    let text = &outcome.text;
    let Site::Expr(node) = outcome.site else {
        if outcome.escapes {
            push(MessageKind::MovedToHeap, format!("moved to heap: {text}"));
        }
        return;
    };
    let (wrapper, append) = match shared.package.nodes[node].kind {
        NodeKind::Closure(func) => (shared.package.funcs[func].wrapper, false),
        NodeKind::BuiltinN { op: BuiltinN::Append, .. } => (false, true),
        _ => (false, false),
    };
    if !wrapper {
        let text = if append { "append" } else { text };
        if outcome.escapes {
            push(MessageKind::EscapesToHeap, format!("{text} escapes to heap"));
        } else {
            push(MessageKind::DoesNotEscape, format!("{text} does not escape"));
        }
    }
    if outcome.zero_copy {
        push(MessageKind::ZeroCopy, String::from("zero-copy string->[]byte conversion"));
    }
}
