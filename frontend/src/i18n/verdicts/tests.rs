//! Every variant of the report's enums, in both languages. The lists are kept
//! complete by the matches beside them: a new variant does not compile.

use analyzer_core::report::{DirectiveMistake, Place};

use super::{super::assert_translated, *};

macro_rules! all {
    ($type:ident: $($variant:ident),* $(,)?) => {{
        #[expect(dead_code, reason = "the match is the proof, it need not run")]
        fn complete(value: $type) {
            match value {
                $($type::$variant => {})*
            }
        }
        [$($type::$variant),*]
    }};
}

fn both(what: &str, text: impl Fn(Lang) -> String) {
    assert_translated(what, &text(Lang::En), &text(Lang::Zh));
}

fn reasons() -> [HeapReason; 15] {
    all!(HeapReason: Returned, Stored, Sent, Captured, PassedToLeakingParam, PassedToUnknownCall, Boxed, StoredInMap,
        Appended, TooLarge, SizeNotConstant, OutlivesLoop, Channel, Panicked, Other)
}

fn no_allocations() -> [NoAllocationReason; 4] {
    all!(NoAllocationReason: ZeroSize, ReadOnlyData, SmallValue, ZeroCopy)
}

fn flows() -> Vec<ParamFlow> {
    let flow = |level| [ParamFlow::Heap { level }, ParamFlow::Result { index: 1, level }];
    (0..3).flat_map(flow).collect()
}

#[test]
fn classes_kinds_and_reasons() {
    for c in all!(LineClass: NoAllocation, Stack, Leak, StackIfSmall, Heap) {
        both(&format!("{c:?}"), |lang| class(lang, c).into());
    }
    for k in all!(LocationKind: Variable, Param, Result, New, Literal, Make, Closure, MethodValue, Boxing,
        StringConversion, Concatenation, Append, VariadicArgs, GoDefer)
    {
        both(&format!("{k:?}"), |lang| kind(lang, k).into());
    }
    for r in reasons() {
        both(&format!("{r:?}"), |lang| reason(lang, r).into());
        both(&format!("{r:?}"), |lang| reason_in_full(lang, r).into());
    }
    for r in no_allocations() {
        both(&format!("{r:?}"), |lang| no_allocation(lang, r).into());
    }
}

#[test]
fn verdicts_short_and_in_full() {
    let mut verdicts = vec![Verdict::Stack, Verdict::StackIfSmall, Verdict::Param(vec![]), Verdict::Param(flows())];
    verdicts.extend(reasons().map(Verdict::Heap));
    verdicts.extend(no_allocations().map(Verdict::NoAllocation));
    verdicts.extend(flows().into_iter().map(|f| Verdict::Param(vec![f])));
    for verdict in verdicts {
        both(&format!("{verdict:?}"), |lang| in_full(lang, &verdict));
        let location = location("x", verdict);
        both(&format!("{:?}", location.verdict), |lang| short(lang, &location));
    }
}

#[test]
fn copies() {
    for class in Shape::CLASSES {
        both("where inlined", |lang| where_inlined(lang, Shape::Class(class)));
    }
    both("inlined", |lang| inlined(lang, "f", "x"));
    both("copy in", |lang| copy_in(lang, "f", "g"));
    both("itself", |lang| itself(lang, "f"));
    both("copy of", |lang| copy_of(lang, "f", "g", 3));
    both("standing", |lang| standing(lang, "f"));
}

#[test]
fn notes() {
    let name = || "f".to_owned();
    for kind in [
        NoteKind::UnknownPackage { path: name() },
        NoteKind::NeverInstantiated { name: name() },
        NoteKind::Directive { text: "//escapade:x".into(), mistake: DirectiveMistake::Unknown },
    ] {
        match kind {
            NoteKind::UnknownPackage { .. } | NoteKind::NeverInstantiated { .. } | NoteKind::Directive { .. } => {}
        }
        both(&format!("{kind:?}"), |lang| note(lang, &kind));
    }
}

#[test]
fn short_texts_name_what_they_are_about() {
    let heap = location("x", Verdict::Heap(HeapReason::Returned));
    assert_eq!(short(Lang::En, &heap), "x → heap: returned");
    assert_eq!(short(Lang::Zh, &heap), "x → 堆：被返回");
    let leak = location("p", Verdict::Param(vec![ParamFlow::Result { index: 0, level: 1 }]));
    assert_eq!(short(Lang::En, &leak), "leaks: *p → result 0");
    let long = location(&"长".repeat(40), Verdict::StackIfSmall);
    assert_eq!(short(Lang::En, &long).chars().filter(|c| *c == '长').count(), 28);
}

fn location(text: &str, verdict: Verdict) -> LocationVerdict {
    LocationVerdict {
        place: Place::default(),
        text: text.into(),
        what: LocationKind::Variable,
        verdict,
        path: vec![],
        assumed: false,
        instances: vec![],
        inlined: None,
        function: None,
    }
}
