//! Edits that take something off the heap: for a person as unified diffs, each
//! below what it does and what it is good for, and as data.

use std::fmt::Write as _;

use analyzer_core::{
    advice::{Advice, Caution, Effect, Offer, apply},
    base::SourceFile,
    report::Report,
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
}

/// An offer with its permanent name.
#[derive(Serialize)]
struct Coded<'a> {
    code: &'static str,
    #[serde(flatten)]
    offer: &'a Offer,
}

pub(crate) fn json(report: &Report, offers: &[Offer]) -> Result<String, Failure> {
    let offers = offers.iter().map(|offer| Coded { code: offer.advice.code(), offer }).collect();
    let advised = Advised { package: &report.package, files: &report.files, offers };
    let text = serde_json::to_string_pretty(&advised)
        .map_err(|error| Failure::usage(format!("cannot write the advice as JSON: {error}")))?;
    Ok(text + "\n")
}

pub(crate) fn text(report: &Report, files: &[SourceFile], offers: &[Offer]) -> String {
    let mut out = String::new();
    for offer in offers {
        let name = report.files.get(offer.place.file as usize).map_or("", String::as_str);
        let _ = write!(out, "{name}:{}: ", offer.place.at.line);
        if !offer.value.is_empty() {
            let _ = write!(out, "{}: ", offer.value);
        }
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
