//! Edits that take something off the heap: for a person as unified diffs, each
//! below what it does and what it is good for, and as data. Behind them, for
//! what no edit helps, what somebody who knows the program would have to decide.

use std::fmt::Write as _;

use analyzer_core::{
    advice::{Advice, Caution, Decision, Effect, Offer, Withheld, apply},
    base::SourceFile,
    report::{Place, Report},
};
use serde::Serialize;
use similar::TextDiff;

use crate::Failure;

/// What `-advice -json` prints for a package.
#[derive(Serialize)]
struct Advised<'a> {
    package: &'a str,
    files: &'a [String],
    offers: Vec<Coded<'a>>,
    withheld: &'a [Withheld],
}

/// An offer with its permanent name.
#[derive(Serialize)]
struct Coded<'a> {
    code: &'static str,
    #[serde(flatten)]
    offer: &'a Offer,
}

pub(crate) fn json(report: &Report, offers: &[Offer], withheld: &[Withheld]) -> Result<String, Failure> {
    let offers = offers.iter().map(|offer| Coded { code: offer.advice.code(), offer }).collect();
    let advised = Advised { package: &report.package, files: &report.files, offers, withheld };
    let text = serde_json::to_string_pretty(&advised)
        .map_err(|error| Failure::usage(format!("cannot write the advice as JSON: {error}")))?;
    Ok(text + "\n")
}

pub(crate) fn text(report: &Report, files: &[SourceFile], offers: &[Offer]) -> String {
    let mut out = String::new();
    for offer in offers {
        at(&mut out, report, offer.place, &offer.value);
        let _ = writeln!(out, "{} [{}]", title(&offer.advice), offer.advice.code());
        let _ = writeln!(out, "{}", figures(&offer.effect));
        if let Some(caution) = offer.caution {
            let _ = writeln!(out, "{}", warning(caution));
        }
        for ((file, new), name) in files.iter().zip(apply(files, &offer.edits)).zip(&report.files) {
            if file.text != new.text {
                let (old, new) = (String::from_utf8_lossy(&file.text), String::from_utf8_lossy(&new.text));
                let diff = TextDiff::from_lines(&*old, &*new);
                let _ = write!(out, "{}", diff.unified_diff().context_radius(2).header(name, name));
            }
        }
        out.push('\n');
    }
    out
}

/// What would have to be decided; nothing if something is offered for everything.
pub(crate) fn decisions(report: &Report, withheld: &[Withheld]) -> String {
    let mut out = String::new();
    if !withheld.is_empty() {
        out += "Nothing is offered for what follows. Somebody who knows the program has to decide:\n";
    }
    for one in withheld {
        at(&mut out, report, one.place, &one.value);
        let _ = writeln!(out, "{}", decision(one.decision));
    }
    out
}

/// `file:line: value: `, as far as there is a value.
fn at(out: &mut String, report: &Report, place: Place, value: &str) {
    let name = report.files.get(place.file as usize).map_or("", String::as_str);
    let _ = write!(out, "{name}:{}: ", place.at.line);
    if !value.is_empty() {
        let _ = write!(out, "{value}: ");
    }
}

fn title(advice: &Advice) -> String {
    match advice {
        Advice::ReturnValue { function, ty } => format!("let {function} return the {ty}, not a pointer to one"),
        Advice::CallerBuffer { function, param } => {
            format!("let the caller of {function} pass {param}, which it fills")
        }
        Advice::Strconv { call } => format!("say it with strconv and + instead of {call}"),
        Advice::AppendToBuffer { call } => format!("append to a buffer on the stack instead of calling {call}"),
        Advice::Builder { name } => format!("make {name} a strings.Builder"),
        Advice::AppendStrings => "append the strings to the bytes, without a string in between".into(),
        Advice::MapOfValues { name, ty } => format!("let the map {name} hold the {ty} values, not pointers"),
        Advice::ConcreteType { name, ty } => format!("{name} is always a {ty}: give it that type"),
        Advice::ConcreteElements { name, ty } => format!("all elements of {name} are of type {ty}: say so"),
        Advice::CaptureCopy { name } => format!("let the closure capture a copy of {name}"),
        Advice::CaptureParts { name } => format!("let the closure capture only what it needs of {name}"),
        Advice::CaptureArguments => "let the literal capture its arguments".into(),
        Advice::KeepCopy { name } => format!("keep a copy in {name}, not a pointer"),
        Advice::WithoutReflect { name } => format!("let {name} be the value itself, not a reflect.Value"),
        Advice::Constant { name } => format!("{name} is never assigned to: make it a constant"),
        Advice::SameArgument { name, value } => format!("{name} is {value} in all calls: make the size constant"),
        Advice::Hoist { name } => format!("make {name} once, before the loop"),
        Advice::NoEscape { function } => format!("promise that {function} keeps nothing"),
        Advice::Pool { pool } => format!("take it from a sync.Pool, {pool}"),
    }
}

fn figures(effect: &Effect) -> String {
    let Effect { before, after, functions } = effect;
    let mut out = format!("heap sites {} → {}", before.all(), after.all());
    if before.inside + after.inside > 0 {
        let _ = write!(out, " ({} → {} of them inside of calls)", before.inside, after.inside);
    }
    if before.in_loop != after.in_loop {
        let _ = write!(out, ", in loops {} → {}", before.in_loop, after.in_loop);
    }
    if before.maybe != after.maybe {
        let _ = write!(out, ", depending on sizes {} → {}", before.maybe, after.maybe);
    }
    let parts: Vec<String> = functions.iter().map(|f| format!("{} {} → {}", f.name, f.before, f.after)).collect();
    if !parts.is_empty() {
        let _ = write!(out, "; {}", parts.join(", "));
    }
    out + "; compiles"
}

fn warning(caution: Caution) -> &'static str {
    match caution {
        Caution::Ownership => "you have to make sure that nobody uses it after the function has returned",
        Caution::Promise => "you have to make sure that the function does not keep the pointer: nobody checks",
        Caution::ZeroForMissing => "where there was no pointer the program panicked; now it reads a zero value",
    }
}

const fn decision(decision: Decision) -> &'static str {
    match decision {
        Decision::Goroutine => "how many goroutines there have to be: each keeps what it is started with",
        Decision::DeferInLoop => {
            "whether what is deferred may run at the end of each round: then the loop's body can be a function of its own"
        }
        Decision::Shared => {
            "whether the closure, which outlives this call, has to share the variable, or can have a copy and hand back what it finds"
        }
        Decision::KeptLiteral => {
            "whether the function has to be kept, or can be called right here, or get as arguments what it captures"
        }
        Decision::Returned => {
            "whether the signature may change: by value, or filled into memory that the caller passes, it would stay on the stack"
        }
        Decision::Stored => {
            "who owns it: it is stored in something that lives longer; where a copy will do, store the value"
        }
        Decision::Sent => "whether the receiver needs this very variable: where a copy will do, send the value",
        Decision::PassedOn => {
            "whether the function that gets it has to keep it or to hand it on: that can only be changed over there"
        }
        Decision::UnknownCallee => {
            "which functions can be called here: one of them might keep the argument; if they are few, call them directly"
        }
        Decision::Interface => {
            "which types have to fit in: an interface holds a pointer to a copy, the type itself or a type parameter does not"
        }
        Decision::InterfaceInMap => {
            "which types the map has to hold: an interface holds a pointer to a copy, and so does a map for elements of more than 128 bytes"
        }
        Decision::InMap => {
            "whether anybody has to see later changes: if not, the map can hold the value, not a pointer to it"
        }
        Decision::Appended => {
            "whether anybody has to see later changes: if not, the slice can hold the value, not a pointer to it"
        }
        Decision::TooLarge => {
            "how much is needed at a time: no variable of more than 128 KiB is on the stack, and nothing else of more than 64 KiB"
        }
        Decision::UnknownSize => {
            "what the largest size is: made with that constant, if it is small enough, it stays on the stack"
        }
        Decision::OutlivesLoop => "whether the rounds of the loop may share one: then declare it before the loop",
        Decision::Channel => {
            "whether this has to be a channel, or one that is made once would do: channels are always on the heap"
        }
        Decision::Panic => "nothing: it is made only when the program panics",
        Decision::IfSmall => {
            "how large it gets: it is on the stack while it is small; where it often is not, make enough room beforehand"
        }
        Decision::GrowingString => {
            "whether the string is needed before it is whole: each round copies it, a strings.Builder would not"
        }
        Decision::Other => "whether it has to go where it goes: no edit is known for this",
    }
}
