//! Verdicts for a person: what goes to the heap and why, on the source.
//!
//! Allocations and what may become one are shown on an excerpt, the way to
//! the heap below it, and so is what comments assert and does not hold; what
//! stays on the stack and what holds is listed in one line each; the last line
//! counts.

use std::{fmt::Write as _, ops::Range};

use analyzer_core::{
    base::{LineIndex, SourceFile, Span},
    report::{
        HeapReason, LocationKind, LocationVerdict, NoAllocationReason, NoteKind, ParamFlow, Place, Report, Verdict,
    },
};
use codespan_reporting::{
    diagnostic::{Diagnostic, Label, Severity},
    files::{Error, Files},
    term::{self, Config},
};
use termcolor::WriteColor;

use crate::assertions;

/// Shows `report` about `files`.
pub(crate) fn render(report: &Report, files: &[SourceFile], out: &mut impl WriteColor) -> Result<(), Error> {
    let sources = Sources(files.iter().zip(&report.files).map(Source::new).collect());
    let config = Config::default();

    let mut shown: Vec<(Place, Diagnostic<usize>)> = Vec::new();
    let mut quiet: Vec<(Place, String)> = Vec::new();
    for location in &report.locations {
        match excerpt(location) {
            Some((severity, message)) => {
                let mut diagnostic = Diagnostic::new(severity).with_message(message);
                if let Some(label) = sources.label(location.place) {
                    diagnostic = diagnostic.with_labels(vec![label]);
                }
                shown.push((location.place, diagnostic.with_notes(reasons(location, report))));
            }
            None => quiet.push((location.place, quiet_text(location))),
        }
    }
    for note in &report.notes {
        let severity = if matches!(note.kind, NoteKind::Directive { .. }) { Severity::Error } else { Severity::Note };
        let diagnostic = Diagnostic::new(severity).with_message(note_text(&note.kind));
        shown.push((note.place, diagnostic.with_labels(sources.label(note.place).into_iter().collect())));
    }
    for assertion in &report.assertions {
        if assertion.holds() {
            quiet.push((assertion.place, assertions::text(assertion)));
            continue;
        }
        let sites = assertion.sites.iter().filter_map(|&site| {
            let location = report.locations.get(site as usize)?;
            let label = sources.label(location.place)?;
            let message = excerpt(location).map_or_else(|| quiet_text(location), |(_, message)| message);
            Some(Label::secondary(label.file_id, label.range).with_message(message))
        });
        let labels = sources.label(assertion.place).into_iter().chain(sites).collect();
        let diagnostic = Diagnostic::error().with_message(assertions::text(assertion)).with_labels(labels);
        shown.push((assertion.place, diagnostic));
    }
    shown.sort_by_key(|(place, _)| (place.file, place.at));
    quiet.sort_by_key(|(place, _)| (place.file, place.at));

    for (_, diagnostic) in &shown {
        term::emit_to_write_style(out, &config, &sources, diagnostic)?;
    }
    let mut text = String::new();
    for (place, line) in quiet {
        let _ = writeln!(text, "{}: {line}", position(place, report));
    }
    if !report.locations.is_empty() {
        text.push('\n');
    }
    let summary = report.summary;
    let _ =
        write!(text, "{} on the heap, {} on the stack, {} without storage", summary.heap, summary.stack, summary.none);
    if summary.assumed > 0 {
        let _ = write!(text, "; {} of these verdicts rest on an assumption", summary.assumed);
    }
    if summary.assertions > 0 {
        let _ = write!(text, "; {} of {} assertions hold", summary.held, summary.assertions);
    }
    writeln!(out, "{text}")?;
    Ok(())
}

/// What is shown with an excerpt; `None` for what stays where it is.
pub(crate) fn excerpt(location: &LocationVerdict) -> Option<(Severity, String)> {
    let name = name(location);
    match &location.verdict {
        Verdict::Heap(reason) => {
            Some((Severity::Warning, format!("{name} is on the heap: {}", reason_text(*reason, location))))
        }
        Verdict::StackIfSmall => {
            Some((Severity::Note, format!("{name} is on the stack only if it is small at run time")))
        }
        Verdict::Param(flows) if !flows.is_empty() => {
            let flows: Vec<String> = flows.iter().map(|flow| flow_text(*flow)).collect();
            Some((Severity::Note, format!("{name} leaks: {}", flows.join(", "))))
        }
        Verdict::Param(_) | Verdict::Stack | Verdict::NoAllocation(_) => None,
    }
}

pub(crate) fn quiet_text(location: &LocationVerdict) -> String {
    let name = name(location);
    match location.verdict {
        Verdict::NoAllocation(reason) => format!("{name} needs no storage: {}", no_allocation_text(reason)),
        Verdict::Param(_) => format!("{name} does not escape"),
        _ => format!("{name} is on the stack"),
    }
}

fn name(location: &LocationVerdict) -> String {
    let name = match location.what {
        LocationKind::VariadicArgs => "the slice of the variadic arguments".into(),
        LocationKind::GoDefer => "what the go or defer statement keeps for its call".into(),
        LocationKind::Boxing => format!("`{}`, put into an interface,", location.text),
        _ => format!("`{}`", location.text),
    };
    let name = match &location.inlined {
        Some(from) => format!("{name}, which came with the inlined call of {},", from.function),
        None => name,
    };
    if location.instances.is_empty() { name } else { format!("in {}: {name}", location.instances.join(", ")) }
}

/// The way to the heap, and how sure it is.
fn reasons(location: &LocationVerdict, report: &Report) -> Vec<String> {
    let mut notes = Vec::new();
    for step in &location.path {
        let mut note = step.flow.clone();
        for part in &step.notes {
            let _ = write!(note, "\n  {} ({}) at {}", part.text, part.why.text(), position(part.place, report));
        }
        notes.push(note);
    }
    if location.assumed {
        notes.push("rests on an assumption about code that can't be seen".into());
    }
    notes
}

fn reason_text(reason: HeapReason, location: &LocationVerdict) -> &'static str {
    match reason {
        HeapReason::Returned => "its address is returned",
        HeapReason::Stored => "its address is stored where it outlives the function",
        HeapReason::Sent => "it is sent on a channel",
        HeapReason::Captured => "a function or goroutine that outlives this one holds it",
        HeapReason::PassedToLeakingParam => "it is passed to a parameter that leaks",
        HeapReason::PassedToUnknownCall => "it is passed to a call whose target is not known when compiling",
        HeapReason::Boxed if location.what == LocationKind::Boxing => "the interface value escapes",
        HeapReason::Boxed => "it is put into an interface value that escapes",
        HeapReason::StoredInMap => "it is stored in a map",
        HeapReason::Appended => "it is appended to a slice",
        HeapReason::TooLarge => "it is too large for the stack",
        HeapReason::SizeNotConstant => "its size is not constant",
        HeapReason::OutlivesLoop => "it is declared in a loop and used outside of it",
        HeapReason::Channel => "channels always are",
        HeapReason::Panicked => "it is passed to panic",
        HeapReason::Other => "see how it gets there",
    }
}

fn no_allocation_text(reason: NoAllocationReason) -> &'static str {
    match reason {
        NoAllocationReason::ZeroSize => "its type has no size",
        NoAllocationReason::ReadOnlyData => "it is read-only data of the program",
        NoAllocationReason::SmallValue => "so small a value is in the program already",
        NoAllocationReason::ZeroCopy => "the bytes are shared",
    }
}

fn flow_text(flow: ParamFlow) -> String {
    let (to, level) = match flow {
        ParamFlow::Heap { level } => ("the heap".to_owned(), level),
        ParamFlow::Result { index, level } => (format!("result {index}"), level),
    };
    match level {
        0 => format!("itself to {to}"),
        1 => format!("what it points to, to {to}"),
        _ => format!("what is {level} pointers away, to {to}"),
    }
}

fn note_text(kind: &NoteKind) -> String {
    match kind {
        NoteKind::UnknownPackage { path } => {
            format!("{path} can't be seen: what is passed to it is assumed to leak")
        }
        NoteKind::NeverInstantiated { name } => format!("{name} is generic and never instantiated: there is no code"),
        NoteKind::Directive { text, mistake } => assertions::mistake_text(text, *mistake),
    }
}

fn position(place: Place, report: &Report) -> String {
    let file = report.files.get(place.file as usize).map_or("<autogenerated>", String::as_str);
    format!("{file}:{}:{}", place.at.line, place.at.col)
}

/// The files for excerpts. Columns count bytes, as gc's do.
struct Sources(Vec<Source>);

struct Source {
    name: String,
    text: String,
    lines: LineIndex,
}

impl Source {
    fn new((file, name): (&SourceFile, &String)) -> Self {
        // A byte that is no UTF-8 becomes one other byte: places stay right.
        let mut text = String::with_capacity(file.text.len());
        for chunk in file.text.utf8_chunks() {
            text.push_str(chunk.valid());
            text.extend(chunk.invalid().iter().map(|_| '?'));
        }
        Self { name: name.clone(), lines: LineIndex::new(&file.text), text }
    }
}

impl Sources {
    /// Underlines a place, if it is in one of the files.
    fn label(&self, place: Place) -> Option<Label<usize>> {
        let file = place.file as usize;
        let text = &self.0.get(file)?.text;
        let range = clamp(text, place.span);
        Some(Label::primary(file, range))
    }
}

/// `span` as a range on whose ends `text` can be cut.
fn clamp(text: &str, span: Span) -> Range<usize> {
    let start = text.floor_char_boundary(span.start as usize);
    let end = text.ceil_char_boundary(span.end as usize);
    start..end.max(start)
}

impl<'a> Files<'a> for Sources {
    type FileId = usize;
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, id: usize) -> Result<&'a str, Error> {
        self.0.get(id).map(|file| file.name.as_str()).ok_or(Error::FileMissing)
    }

    fn source(&'a self, id: usize) -> Result<&'a str, Error> {
        self.0.get(id).map(|file| file.text.as_str()).ok_or(Error::FileMissing)
    }

    fn line_index(&'a self, id: usize, byte: usize) -> Result<usize, Error> {
        let file = self.0.get(id).ok_or(Error::FileMissing)?;
        Ok(file.lines.line_col(byte as u32).line as usize - 1)
    }

    fn line_range(&'a self, id: usize, index: usize) -> Result<Range<usize>, Error> {
        let file = self.0.get(id).ok_or(Error::FileMissing)?;
        let max = file.lines.line_count() as usize;
        let span = file.lines.line_span(index as u32 + 1).ok_or(Error::LineTooLarge { given: index, max: max - 1 })?;
        Ok(span.start as usize..span.end as usize)
    }

    fn column_number(&'a self, id: usize, line: usize, byte: usize) -> Result<usize, Error> {
        Ok(byte.saturating_sub(self.line_range(id, line)?.start) + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use analyzer_core::{
        base::LineCol,
        report::{Note, PathNote, PathStep, Summary, Why},
    };
    use expect_test::expect;
    use termcolor::NoColor;

    fn place(text: &str, word: &str) -> Place {
        let start = text.find(word).unwrap_or_default() as u32;
        let at = LineIndex::new(text.as_bytes()).line_col(start);
        Place { file: 0, at, span: Span::new(start, start + word.len() as u32) }
    }

    fn shown(report: &Report, text: &[u8]) -> String {
        let files = [SourceFile { name: "./a.go".into(), text: text.to_vec() }];
        let mut out = NoColor::new(Vec::new());
        render(report, &files, &mut out)
            .map_or_else(|e| e.to_string(), |()| String::from_utf8_lossy(out.get_ref()).into())
    }

    #[test]
    fn verdicts_stand_on_the_source() {
        let text = "package p\n\nfunc f(中 *int) *int {\n\tx := 1\n\tfmt.Println(中)\n\treturn &x\n}\n";
        let location = |word, what, verdict| LocationVerdict {
            place: place(text, word),
            text: word.into(),
            what,
            verdict,
            path: Vec::new(),
            assumed: false,
            instances: vec![],
            inlined: None,
            function: None,
        };
        let mut x = location("x", LocationKind::Variable, Verdict::Heap(HeapReason::Returned));
        let part = PathNote { place: place(text, "&x"), text: "&x".into(), why: Why::AddressOf };
        x.path.push(PathStep { flow: "~r0 ← &x".into(), notes: vec![part] });
        let mut p = location("中", LocationKind::Param, Verdict::Param(vec![ParamFlow::Result { index: 0, level: 1 }]));
        p.assumed = true;
        let stays = location("fmt.Println(中)", LocationKind::VariadicArgs, Verdict::Stack);
        let report = Report {
            files: vec!["./a.go".into()],
            locations: vec![x, p, stays],
            notes: vec![Note {
                place: place(text, "fmt.Println"),
                kind: NoteKind::UnknownPackage { path: "fmt".into() },
            }],
            summary: Summary { heap: 1, stack: 1, assumed: 1, ..Summary::default() },
            ..Report::default()
        };
        expect![[r#"
            note: `中` leaks: what it points to, to result 0
              ┌─ ./a.go:3:8
              │
            3 │ func f(中 *int) *int {
              │        ^^
              │
              = rests on an assumption about code that can't be seen

            warning: `x` is on the heap: its address is returned
              ┌─ ./a.go:4:2
              │
            4 │     x := 1
              │     ^
              │
              = ~r0 ← &x
                  &x (address-of) at ./a.go:6:9

            note: fmt can't be seen: what is passed to it is assumed to leak
              ┌─ ./a.go:5:2
              │
            5 │     fmt.Println(中)
              │     ^^^^^^^^^^^

            ./a.go:5:2: the slice of the variadic arguments is on the stack

            1 on the heap, 1 on the stack, 0 without storage; 1 of these verdicts rest on an assumption
        "#]]
        .assert_eq(&shown(&report, text.as_bytes()));
    }

    #[test]
    fn places_that_are_not_there_do_no_harm() {
        let verdict = |file, start, end| LocationVerdict {
            place: Place { file, at: LineCol { line: 9, col: 9 }, span: Span::new(start, end) },
            text: "x".into(),
            what: LocationKind::New,
            verdict: Verdict::StackIfSmall,
            path: Vec::new(),
            assumed: false,
            instances: vec![],
            inlined: None,
            function: None,
        };
        let report = Report {
            files: vec!["./a.go".into()],
            locations: vec![verdict(7, 0, 1), verdict(0, 1, 900), verdict(0, 4, 2)],
            ..Report::default()
        };
        expect![[r#"
            note: `x` is on the stack only if it is small at run time
              ┌─ ./a.go:1:2
              │  
            1 │   p???
              │ ╭──^
            2 │ │ 
              │ ╰^

            note: `x` is on the stack only if it is small at run time
              ┌─ ./a.go:1:5
              │
            1 │ p???
              │     ^

            note: `x` is on the stack only if it is small at run time


            0 on the heap, 0 on the stack, 0 without storage
        "#]]
        .assert_eq(&shown(&report, b"p\xff\xe4\xb8\n"));
    }
}
