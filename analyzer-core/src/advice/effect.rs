//! What an edit is good for: the report of the text as it is, beside that of
//! the edited text.

use alloc::{string::ToString, vec::Vec};
use core::cmp::Ordering;

use super::{Advice, Candidate, Effect, FunctionEffect, Offer, Spent};
use crate::report::{HeapSite, LocationKind, LocationVerdict, NoteKind, Report, Verdict};

/// The offer that `candidate` turns out to be; `None` if the edited text, whose
/// report is `after`, has errors, or if nothing is gained.
pub(crate) fn judge(candidate: Candidate, before: &Report, after: &Report) -> Option<Offer> {
    let unknown = |report: &Report| {
        report.notes.iter().filter(|note| matches!(note.kind, NoteKind::UnknownPackage { .. })).count()
    };
    if !after.errors.is_empty() || unknown(after) > unknown(before) {
        return None;
    }
    let (gone, come) = candidate.inside;
    let effect = Effect {
        before: Spent { inside: gone, ..spent(before, candidate.pool) },
        after: Spent { inside: come, ..without(spent(after, candidate.pool), candidate.roomy) },
        functions: functions(before, after, candidate.pool),
    };
    let order = effect.after.all().cmp(&effect.before.all()).then(effect.after.maybe.cmp(&effect.before.maybe));
    let gain = match order {
        Ordering::Less => true,
        Ordering::Equal => candidate.hoists && effect.after.in_loop < effect.before.in_loop,
        Ordering::Greater => false,
    };
    if !gain {
        return None;
    }
    let target = candidate.target.and_then(|index| before.locations.get(index as usize));
    if let Some(target) = target
        && !candidate.hoists
        && remains(target, &candidate, after)
    {
        return None;
    }
    // A buffer that is on the caller's heap is no gain.
    if matches!(candidate.advice, Advice::CallerBuffer { .. }) && is_new_on_heap(&candidate, after) {
        return None;
    }
    let (file, line) = candidate.line;
    let place = target.map_or_else(
        || crate::report::Place { file, at: crate::base::LineCol { line, col: 0 }, span: crate::base::Span::default() },
        |target| target.place,
    );
    Some(Offer {
        advice: candidate.advice,
        caution: candidate.caution,
        place,
        value: target.map(|target| target.text.clone()).unwrap_or_default(),
        edits: candidate.edits,
        effect,
    })
}

/// Whether `target` is on the heap at the same place of the edited text.
fn remains(target: &LocationVerdict, candidate: &Candidate, after: &Report) -> bool {
    let (file, start) = (target.place.file, target.place.span.start);
    let mut moved = i64::from(start);
    for edit in candidate.edits.iter().filter(|edit| edit.file == file) {
        if edit.span.end <= start {
            moved += edit.text.len() as i64 - i64::from(edit.span.end - edit.span.start);
        } else if edit.span.start <= start {
            // What stood here is another text now.
            return false;
        }
    }
    after.locations.iter().any(|other| {
        other.place.file == file
            && i64::from(other.place.span.start) == moved
            && other.what == target.what
            && other.inlined.is_some() == target.inlined.is_some()
            && (matches!(other.verdict, Verdict::Heap(_)) || other.verdict == target.verdict)
    })
}

/// Appends that always have room are none that may allocate.
fn without(spent: Spent, roomy: u32) -> Spent {
    Spent { maybe: spent.maybe.saturating_sub(roomy), ..spent }
}

/// Whether something that the edits make is on the heap.
fn is_new_on_heap(candidate: &Candidate, after: &Report) -> bool {
    let mut shift = 0;
    let mut file = None;
    candidate.edits.iter().any(|edit| {
        if file != Some(edit.file) {
            (file, shift) = (Some(edit.file), 0);
        }
        let start = i64::from(edit.span.start) + shift;
        let end = start + edit.text.len() as i64;
        shift += edit.text.len() as i64 - i64::from(edit.span.end - edit.span.start);
        after.locations.iter().any(|location| {
            let place = location.inlined.as_ref().map_or(location.place, |from| from.place);
            let at = i64::from(place.span.start);
            let made = matches!(location.what, LocationKind::Make | LocationKind::New);
            made && place.file == edit.file
                && (start..end).contains(&at)
                && matches!(location.verdict, Verdict::Heap(_))
        })
    })
}

/// All that the functions of `report` allocate; `pool`: apart from literals
/// that stand in no function, one of which makes what a new pool hands out.
fn spent(report: &Report, pool: bool) -> Spent {
    let mut sum = Spent::default();
    for function in &report.functions {
        if pool && is_maker(&function.name) {
            continue;
        }
        for site in &function.sites {
            add(&mut sum, report, site);
        }
    }
    sum
}

/// Whether a function is a literal at package level, as gc names them.
fn is_maker(name: &str) -> bool {
    name.starts_with("glob..func") || name.starts_with("init.func")
}

fn add(sum: &mut Spent, report: &Report, site: &HeapSite) {
    let Some(location) = report.locations.get(site.location as usize) else { return };
    let appends = location.what == LocationKind::Append;
    if matches!(location.verdict, Verdict::Heap(_)) && !appends {
        sum.heap += 1;
    } else {
        sum.maybe += 1;
    }
    sum.in_loop += u32::from(site.in_loop && !appends);
}

/// The functions that have more or fewer places on the heap than before.
fn functions(before: &Report, after: &Report, pool: bool) -> Vec<FunctionEffect> {
    let count = |report: &Report, name: &str| {
        let mut sum = Spent::default();
        let functions = report.functions.iter().filter(|function| function.name == name);
        functions.flat_map(|function| &function.sites).for_each(|site| add(&mut sum, report, site));
        sum.heap
    };
    let mut names: Vec<&str> = Vec::new();
    for function in before.functions.iter().chain(&after.functions) {
        let apart = pool && is_maker(&function.name);
        if !apart && !names.contains(&function.name.as_str()) {
            names.push(&function.name);
        }
    }
    let of =
        |name: &str| FunctionEffect { name: name.to_string(), before: count(before, name), after: count(after, name) };
    names.into_iter().map(of).filter(|effect| effect.before != effect.after).collect()
}
