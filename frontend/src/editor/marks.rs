//! From a report to what is drawn on the text: one mark per line, a line under
//! each expression it is about, a squiggle under each error.

use analyzer_core::{
    base::sort,
    report::{Assertion, LineClass, LocationVerdict, Note, Place, Report},
};
use serde::Serialize;

use super::{columns::Columns, patch::Lines, shape::Shape};
use crate::{
    explain,
    i18n::{Key, Lang, assertions, ui, verdicts},
    quiz::{Answer, Question},
};

/// How many verdicts of one line are spelt out behind it.
const SPELT_OUT: usize = 2;

/// Everything that is drawn; offsets are UTF-16 units.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Findings {
    /// In the gutter and behind the lines.
    pub marks: Vec<Mark>,
    /// Under the code.
    pub ranges: Vec<Range>,
    /// Under the code, with a message.
    pub errors: Vec<Squiggle>,
    /// The lines on which marks and ranges are replaced, parts of the text in their
    /// order; all are if this is `None`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<Vec<Lines>>,
}

/// A line's mark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// From 1.
    pub line: u32,
    /// [`Shape::name`].
    pub kind: &'static str,
    /// Drawn as an outline.
    pub assumed: bool,
    /// [`Shape::path`].
    pub shape: &'static str,
    /// What the shape says to who cannot see it.
    pub label: String,
    /// What stands behind the line.
    pub text: String,
}

/// What a mark is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Range {
    /// Start.
    pub from: u32,
    /// End.
    pub to: u32,
    /// [`Shape::name`].
    pub kind: &'static str,
    /// The lines that they are on.
    #[serde(skip)]
    pub lines: Lines,
}

/// An error, as `@codemirror/lint` wants it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Squiggle {
    /// Start.
    pub from: u32,
    /// End.
    pub to: u32,
    /// Always `error`.
    pub severity: &'static str,
    /// gc's wording.
    pub message: String,
}

/// What one line has to say.
#[derive(Default)]
struct Line<'a> {
    locations: Vec<&'a LocationVerdict>,
    /// Copies of what is declared on the line, where its function is inlined.
    copies: Vec<&'a LocationVerdict>,
    notes: Vec<&'a Note>,
    assertions: Vec<&'a Assertion>,
    errors: Vec<&'a str>,
}

/// What to draw on the text of `columns` for its report, whose file number `file` it is.
pub fn findings(report: &Report, file: u32, columns: &Columns<'_>, lang: Lang) -> Findings {
    let here = |place: &Place| place.file == file;
    let notes = || report.notes.iter().filter(|note| here(&note.place));
    let errors = || report.errors.iter().filter(|error| here(&error.place));
    let assertions = || report.assertions.iter().filter(|assertion| here(&assertion.place));
    let lines_here = || report.lines.iter().filter(|line| line.file == file);
    let places = notes().map(|note| note.place).chain(errors().map(|error| error.place));
    let places = places.chain(assertions().map(|assertion| assertion.place)).map(|place| place.at.line);
    let mut numbers: Vec<u32> = lines_here().map(|line| line.line).chain(places).collect();
    sort(&mut numbers);
    numbers.dedup();
    let mut lines: Vec<Line<'_>> = numbers.iter().map(|_| Line::default()).collect();
    let at = |line: u32| numbers.partition_point(|&number| number < line);
    for line in lines_here() {
        let locations = line.locations.iter().filter_map(|&i| report.locations.get(i as usize));
        lines[at(line.line)].locations.extend(locations);
    }
    for copy in &report.locations {
        if let Some(from) = copy.inlined.as_ref().filter(|from| from.place.file == file)
            && let Ok(line) = numbers.binary_search(&from.place.at.line)
        {
            lines[line].copies.push(copy);
        }
    }
    for note in notes() {
        lines[at(note.place.at.line)].notes.push(note);
    }
    for assertion in assertions() {
        lines[at(assertion.place.at.line)].assertions.push(assertion);
    }
    for error in errors() {
        lines[at(error.place.at.line)].errors.push(&error.message);
    }
    let locations = report.locations.iter().filter(|location| here(&location.place));
    let ranges = locations.filter_map(|location| range(columns, location)).collect();
    let errors = errors()
        .map(|error| {
            let (from, to) = columns.range(&error.place);
            Squiggle { from, to, severity: "error", message: error.message.clone() }
        })
        .collect();
    Findings {
        marks: numbers.iter().zip(&lines).map(|(&number, line)| mark(number, line, lang)).collect(),
        ranges,
        errors,
        within: None,
    }
}

/// What to draw while a quiz asks: its lines, and what the reader has marked.
pub fn asked(questions: &[Question], guesses: &[(u32, Answer)], lang: Lang) -> Findings {
    let mark = |question: &Question| {
        let guess = guesses.iter().rev().find(|guess| guess.0 == question.line);
        let text = guess.map_or("?", |guess| ui::guess(lang, guess.1));
        finish(question.line, Shape::Asked, false, Key::Asked.get(lang).into(), text.into())
    };
    Findings { marks: questions.iter().map(mark).collect(), ..Findings::default() }
}

fn range(columns: &Columns<'_>, location: &LocationVerdict) -> Option<Range> {
    let kind = Shape::from(&location.verdict).name();
    let (from, to) = columns.range(&location.place);
    (from < to && matches!(kind, "heap" | "small" | "leak")).then(|| Range {
        from,
        to,
        kind,
        lines: columns.lines(&location.place),
    })
}

fn mark(number: u32, line: &Line<'_>, lang: Lang) -> Mark {
    if let Some(first) = line.errors.first() {
        // Some messages go on in further lines, which the pane and the details show.
        let first = first.lines().next().unwrap_or_default();
        let text = more(first.to_owned(), line.errors.len() - 1);
        return finish(number, Shape::Error, false, text.clone(), text);
    }
    let asserted = asserted(line, lang);
    // What is to be mended stands before what is known.
    let alarm = asserted.as_ref().filter(|(shape, ..)| *shape != Shape::Held);
    let Some((shape, assumed, label, text)) = known(line, lang) else {
        let (shape, label, text) = asserted.unwrap_or((Shape::Note, "", String::new()));
        return finish(number, shape, false, label.into(), text);
    };
    match (alarm, asserted.as_ref()) {
        (Some((shape, label, said)), _) => finish(number, *shape, false, (*label).into(), join(said, &text)),
        (None, Some((_, _, said))) => finish(number, shape, assumed, label, join(&text, said)),
        (None, None) => finish(number, shape, assumed, label, text),
    }
}

/// What the verdicts and assumptions of a line say: shape, whether it is drawn
/// as an outline, label and text.
fn known(line: &Line<'_>, lang: Lang) -> Option<(Shape, bool, String, String)> {
    let assumptions = line.notes.iter().filter(|note| Shape::from(**note) == Shape::Note);
    let notes = unique(assumptions.map(|note| verdicts::note(lang, &note.kind)));
    let worst = line.locations.iter().filter_map(|location| match Shape::from(&location.verdict) {
        Shape::Class(class) => Some(class),
        _ => None,
    });
    let Some(class) = worst.max() else {
        let text = spell_out(notes, " · ");
        return (!text.is_empty()).then(|| (Shape::Note, true, text.clone(), text));
    };
    let shape = Shape::Class(class);
    let counts = |l: &&&LocationVerdict| Shape::from(&l.verdict) == shape;
    let assumed = line.locations.iter().filter(counts).any(|l| l.assumed);
    let worst = line.locations.iter().filter(counts);
    let mut text = if class == LineClass::Leak {
        let ways = unique(worst.flat_map(|l| verdicts::leaking(lang, l)));
        verdicts::leaks(lang, &spell_out(ways, lang.pick(", ", "，")))
    } else {
        spell_out(told_apart(unique(worst.map(|l| (inlined_from(l), verdicts::short(lang, l)))), lang), " · ")
    };
    if let Some(copy) = differing_copy(line, class) {
        text = join(&text, &verdicts::where_inlined(lang, Shape::from(&copy.verdict)));
    }
    if let Some(note) = notes.first() {
        text = join(&text, note);
    }
    Some((shape, assumed, verdicts::class(lang, class).into(), text))
}

/// The function whose inlined call brought `location`.
fn inlined_from(location: &LocationVerdict) -> Option<&str> {
    location.inlined.as_ref().map(|from| from.function.as_str())
}

/// Verdicts, those of inlined code behind the name of the function that it is
/// from, which is said once for all in a row.
fn told_apart(texts: Vec<(Option<&str>, String)>, lang: Lang) -> Vec<String> {
    let mut last = None;
    let mut told = Vec::with_capacity(texts.len());
    for (from, text) in texts {
        let same = last.replace(from) == Some(from);
        told.push(match from {
            Some(function) if !same => verdicts::inlined(lang, function, &text),
            _ => text,
        });
    }
    told
}

/// The worst of the copies of what is declared on `line`, if none of them is
/// like the one that stands here.
fn differing_copy<'a>(line: &Line<'a>, class: LineClass) -> Option<&'a LocationVerdict> {
    let of = |location: &LocationVerdict| match Shape::from(&location.verdict) {
        Shape::Class(class) => Some(class),
        _ => None,
    };
    let standing = |location: &&&LocationVerdict| location.inlined.is_none() && of(location) == Some(class);
    let is_copy = |copy: &&&LocationVerdict| {
        let of_this = |l: &&LocationVerdict| explain::is_copy(copy, l);
        line.locations.iter().filter(standing).any(of_this)
    };
    let worst = line.copies.iter().filter(is_copy).max_by_key(|copy| of(copy))?;
    (of(worst) != Some(class)).then_some(worst)
}

/// What becomes of what comments on a line assert: the worst of it as a shape
/// and its label, and all of it as a text.
fn asserted(line: &Line<'_>, lang: Lang) -> Option<(Shape, &'static str, String)> {
    let mistakes = line.notes.iter().filter(|note| Shape::from(**note) == Shape::Failed);
    let mistakes: Vec<String> = mistakes.map(|note| verdicts::note(lang, &note.kind)).collect();
    let badness = |shape: &Shape| match shape {
        Shape::Failed => 2,
        Shape::Open => 1,
        _ => 0,
    };
    let worst = line.assertions.iter().max_by_key(|assertion| badness(&Shape::from(assertion.outcome)));
    let (shape, label) = match worst {
        _ if !mistakes.is_empty() => (Shape::Failed, lang.pick("asserts nothing", "没有断言任何内容")),
        Some(worst) => (Shape::from(worst.outcome), assertions::state(lang, worst.outcome)),
        None => return None,
    };
    let said = line.assertions.iter().map(|assertion| assertions::short(lang, assertion));
    Some((shape, label, spell_out(unique(mistakes.into_iter().chain(said)), " · ")))
}

fn join(first: &str, second: &str) -> String {
    format!("{first} · {second}")
}

fn finish(line: u32, shape: Shape, assumed: bool, label: String, text: String) -> Mark {
    Mark { line, kind: shape.name(), assumed, shape: shape.path(), label, text }
}

fn unique<T: PartialEq>(texts: impl Iterator<Item = T>) -> Vec<T> {
    let mut seen = Vec::new();
    for text in texts {
        if !seen.contains(&text) {
            seen.push(text);
        }
    }
    seen
}

fn spell_out(mut texts: Vec<String>, between: &str) -> String {
    let rest = texts.len().saturating_sub(SPELT_OUT);
    texts.truncate(SPELT_OUT);
    more(texts.join(between), rest)
}

fn more(text: String, rest: usize) -> String {
    if rest == 0 { text } else { format!("{text} +{rest}") }
}

#[cfg(test)]
mod tests {
    use analyzer_core::{
        base::{LineCol, Span},
        report::{
            AssertionKind, AssertionOutcome, DirectiveMistake, GoError, HeapReason, InlinedFrom, LineVerdict,
            LocationKind, NoteKind, ParamFlow, Undecided, Verdict,
        },
    };

    use super::*;

    const TEXT: &str = "var s = \"中文😀\"; x := 1\nreturn &x\n";

    fn place(line: u32, start: u32, end: u32) -> Place {
        Place { file: 0, at: LineCol { line, col: 1 }, span: Span::new(start, end) }
    }

    fn location(text: &str, place: Place, verdict: Verdict, assumed: bool) -> LocationVerdict {
        LocationVerdict {
            place,
            text: text.into(),
            what: LocationKind::Variable,
            verdict,
            path: vec![],
            assumed,
            instances: vec![],
            inlined: None,
            function: None,
        }
    }

    fn line(line: u32, worst: LineClass, locations: &[u32]) -> LineVerdict {
        LineVerdict { file: 0, line, worst, locations: locations.to_vec(), notes: vec![], assertions: vec![] }
    }

    #[test]
    fn a_line_shows_its_worst_verdict_where_it_is() {
        let x = TEXT.find("x :=").unwrap() as u32;
        let report = Report {
            locations: vec![
                location("s", place(1, 4, 5), Verdict::Stack, false),
                location("x", place(1, x, x + 1), Verdict::Heap(HeapReason::Returned), true),
            ],
            lines: vec![line(1, LineClass::Heap, &[0, 1])],
            ..Report::default()
        };
        let found = findings(&report, 0, &Columns::new(TEXT), Lang::En);
        assert_eq!(found.marks.len(), 1);
        let mark = &found.marks[0];
        assert_eq!((mark.line, mark.kind, mark.assumed), (1, "heap", true));
        assert_eq!(mark.text, "x → heap: returned");
        // 20 bytes of `"中文😀"` and what is before it are 14 UTF-16 units.
        assert_eq!(found.ranges, [Range { from: 16, to: 17, kind: "heap", lines: (1, 1) }]);
        assert_eq!(findings(&report, 0, &Columns::new(TEXT), Lang::Zh).marks[0].text, "x → 堆：被返回");
    }

    #[test]
    fn many_verdicts_of_one_kind_are_counted() {
        let small = |name| location(name, place(2, 0, 0), Verdict::StackIfSmall, false);
        let report = Report {
            locations: vec![small("a"), small("b"), small("b"), small("c")],
            lines: vec![line(2, LineClass::StackIfSmall, &[0, 1, 2, 3, 99])],
            ..Report::default()
        };
        assert_eq!(
            findings(&report, 0, &Columns::new(TEXT), Lang::En).marks[0].text,
            "a: stack if small · b: stack if small +1"
        );
    }

    #[test]
    fn leaks_of_a_line_are_told_together() {
        let to = |index| ParamFlow::Result { index, level: 1 };
        let report = Report {
            locations: vec![
                location("p", place(2, 0, 0), Verdict::Param(vec![to(0)]), false),
                location("q", place(2, 0, 0), Verdict::Param(vec![to(1), ParamFlow::Heap { level: 2 }]), false),
            ],
            lines: vec![line(2, LineClass::Leak, &[0, 1])],
            ..Report::default()
        };
        assert_eq!(
            findings(&report, 0, &Columns::new(TEXT), Lang::En).marks[0].text,
            "leaks: *p → result 0, *q → result 1 +1"
        );
    }

    #[test]
    fn inlined_copies_are_told_from_what_stands_alone() {
        let origin = |line| InlinedFrom { function: "f".into(), place: place(line, 0, 0) };
        let heap = Verdict::Heap(HeapReason::Returned);
        let copy = |text: &str, verdict| LocationVerdict {
            inlined: Some(origin(1)),
            ..location(text, place(2, 0, 0), verdict, false)
        };
        let mut report = Report {
            locations: vec![
                location("x", place(1, 0, 0), heap.clone(), false),
                copy("x", heap.clone()),
                copy("y", heap.clone()),
                location("z", place(2, 0, 0), heap, false),
            ],
            lines: vec![line(1, LineClass::Heap, &[0]), line(2, LineClass::Heap, &[1, 2])],
            ..Report::default()
        };
        let texts = |report: &Report, lang| {
            findings(report, 0, &Columns::new(TEXT), lang).marks.into_iter().map(|mark| mark.text)
        };
        let said: Vec<_> = texts(&report, Lang::En).collect();
        assert_eq!(said, ["x → heap: returned", "inlined f: x → heap: returned · y → heap: returned"]);
        assert_eq!(texts(&report, Lang::Zh).next_back().unwrap(), "内联的 f：x → 堆：被返回 · y → 堆：被返回");
        report.locations[1].verdict = Verdict::Stack;
        report.locations[2].verdict = Verdict::Stack;
        report.lines[1].worst = LineClass::Stack;
        let said: Vec<_> = texts(&report, Lang::En).collect();
        assert_eq!(said, ["x → heap: returned · where inlined: on the stack", "inlined f: stack"]);
    }

    #[test]
    fn notes_and_errors_have_marks_of_their_own() {
        let kind = NoteKind::UnknownPackage { path: "fmt".into() };
        let error = GoError {
            place: place(2, 0, 0),
            code: "UndeclaredName".into(),
            message: "undefined: y\n\tmore".into(),
            args: vec!["y".into()],
        };
        let report = Report {
            notes: vec![Note { place: place(1, 0, 0), kind }],
            errors: vec![error.clone(), error],
            ..Report::default()
        };
        let found = findings(&report, 0, &Columns::new(TEXT), Lang::En);
        assert_eq!(found.marks[0].kind, "note");
        assert_eq!(found.marks[0].text, "fmt is unknown: assumed to leak");
        assert_eq!((found.marks[1].kind, found.marks[1].text.as_str()), ("error", "undefined: y +1"));
        assert_eq!(found.errors[0].from, found.errors[0].to, "a point, which the editor widens");
    }

    #[test]
    fn assertions_stand_before_verdicts_unless_they_hold() {
        let heap = location("x", place(1, 0, 0), Verdict::Heap(HeapReason::Returned), false);
        let report = |kind, outcome| Report {
            locations: vec![heap.clone()],
            assertions: vec![Assertion { place: place(1, 0, 0), kind, outcome, sites: vec![0] }],
            lines: vec![line(1, LineClass::Heap, &[0])],
            ..Report::default()
        };
        let mark = |report: &Report| findings(report, 0, &Columns::new(TEXT), Lang::En).marks.remove(0);
        let failed = mark(&report(AssertionKind::WantStack, AssertionOutcome::Fails));
        assert_eq!((failed.kind, failed.label.as_str()), ("failed", "an assertion does not hold"));
        assert_eq!(failed.text, "does not hold: on the heap · x → heap: returned");
        let held = mark(&report(AssertionKind::WantHeap, AssertionOutcome::Holds));
        assert_eq!((held.kind, held.text.as_str()), ("heap", "x → heap: returned · as wanted"));
        let open = mark(&report(AssertionKind::WantHeap, AssertionOutcome::Undecided(Undecided::Errors)));
        assert_eq!((open.kind, open.assumed), ("open", false));
        // A line of its own has nothing but the assertion.
        let no_heap = AssertionKind::NoHeap { function: "f".into(), place: place(2, 0, 0) };
        let mut alone = report(no_heap, AssertionOutcome::Holds);
        alone.lines.clear();
        assert_eq!((mark(&alone).kind, mark(&alone).text.as_str()), ("held", "holds: nothing is on the heap"));
        let kind = NoteKind::Directive { text: "//escapade:x".into(), mistake: DirectiveMistake::Unknown };
        let mistaken = Report { notes: vec![Note { place: place(1, 0, 0), kind }], ..Report::default() };
        let mistaken = mark(&mistaken);
        assert_eq!(mistaken.kind, "failed");
        assert!(mistaken.text.starts_with("//escapade:x: no such directive"), "{}", mistaken.text);
    }
}
