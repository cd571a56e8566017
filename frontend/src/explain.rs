//! Why: everything that is known about one line, in words.
//!
//! Plain data in one language, for whoever draws it: the site's details and
//! the widget. Both say the same because both are given this.

use analyzer_core::{
    base::LineCol,
    report::{Assertion, AssertionKind, LocationVerdict, Place, Report, Verdict},
};
use serde::Serialize;

use crate::{
    editor::shape::Shape,
    i18n::{Key, Lang, assertions, verdicts},
};

/// What there is to say about a line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// gc's errors on it.
    pub errors: Vec<String>,
    /// What had to be assumed on it, and comments that are mistaken.
    pub notes: Vec<Noted>,
    /// What comments assert, on it or about the function that begins on it.
    pub asserted: Vec<Asserted>,
    /// One for each location.
    pub cards: Vec<Card>,
}

/// A note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Noted {
    /// Its mark.
    pub shape: Shape,
    /// What it says.
    pub text: String,
}

/// What is asserted, what became of it, and what decides it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Asserted {
    /// Its mark.
    pub shape: Shape,
    /// How it is written.
    pub written: &'static str,
    /// The same in words; code stands between backticks.
    pub claim: String,
    /// Whether it holds, in a sentence.
    pub says: &'static str,
    /// The values that decide it.
    pub sites: Vec<Operation>,
}

/// One location.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Card {
    /// Index into the report's locations.
    #[serde(skip)]
    pub location: u32,
    /// Its mark.
    pub shape: Shape,
    /// Whether the verdict rests on an assumption, and then the sentence that says so.
    pub assumed: Option<&'static str>,
    /// How gc prints it.
    pub name: String,
    /// What it is.
    pub what: &'static str,
    /// The verdict in sentences.
    pub says: String,
    /// Which of several it is, where its function is inlined.
    pub copies: Option<Copies>,
    /// Whether a way leads to where it escapes: that of [`crate::way`].
    #[serde(skip)]
    pub has_way: bool,
    /// gc's own lines about it.
    pub gc: Vec<String>,
}

/// What tells a function's verdict and those of its inlined copies apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Copies {
    /// Which one this is; code stands between backticks.
    pub says: String,
    /// The others: the original of a copy, the copies of an original.
    pub sites: Vec<Operation>,
}

/// Another value: one that decides an assertion, or the original or a copy of
/// what was inlined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Operation {
    /// Where it stands.
    #[serde(skip)]
    pub place: Place,
    /// The same as gc prints it, with the file's name only if it is another one.
    pub at: String,
    /// The line; 0 if it is in another file.
    pub line: u32,
    /// The expression.
    pub text: String,
    /// Its verdict, or what decides the assertion.
    pub why: String,
}

impl Explanation {
    /// Everything about `line` of the report's file number `file`.
    pub fn of(report: &Report, file: u32, line: u32, lang: Lang) -> Self {
        let here = |place: &Place| place.file == file && place.at.line == line;
        let errors = report.errors.iter().filter(|e| here(&e.place)).map(|e| e.message.clone());
        let notes = report.notes.iter().filter(|n| here(&n.place));
        let notes = notes.map(|n| Noted { shape: Shape::from(n), text: verdicts::note(lang, &n.kind) });
        let about = |assertion: &&Assertion| match &assertion.kind {
            AssertionKind::NoHeap { place, .. } => here(&assertion.place) || here(place),
            AssertionKind::WantHeap | AssertionKind::WantStack => here(&assertion.place),
        };
        let asserted = report.assertions.iter().filter(about).map(|a| Asserted::of(report, a, lang));
        let locations = (0..).zip(&report.locations).filter(|(_, l)| here(&l.place));
        let cards = locations.map(|(index, l)| Card::of(report, index, l, lang));
        Self { errors: errors.collect(), notes: notes.collect(), asserted: asserted.collect(), cards: cards.collect() }
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.errors.is_empty() && self.notes.is_empty() && self.asserted.is_empty() && self.cards.is_empty()
    }
}

impl Asserted {
    fn of(report: &Report, assertion: &Assertion, lang: Lang) -> Self {
        let sites = assertion.sites.iter().filter_map(|&site| report.locations.get(site as usize));
        Self {
            shape: Shape::from(assertion.outcome),
            written: written(&assertion.kind),
            claim: assertions::claim(lang, &assertion.kind),
            says: assertions::in_full(lang, assertion.outcome),
            sites: sites
                .map(|l| Operation::at(report, l.place, assertion.place, l.text.clone(), verdicts::short(lang, l)))
                .collect(),
        }
    }
}

/// How an assertion is written.
pub fn written(kind: &AssertionKind) -> &'static str {
    match kind {
        AssertionKind::NoHeap { .. } => "//escapade:noheap",
        AssertionKind::WantHeap => "// want heap",
        AssertionKind::WantStack => "// want stack",
    }
}

impl Card {
    fn of(report: &Report, index: u32, location: &LocationVerdict, lang: Lang) -> Self {
        let place = location.place;
        let gc = report.messages.iter().filter(|m| m.place.file == place.file && m.place.at == place.at);
        Self {
            location: index,
            shape: Shape::from(&location.verdict),
            assumed: location.assumed.then(|| Key::AssumedWhy.get(lang)),
            name: location.text.clone(),
            what: verdicts::kind(lang, location.what),
            says: verdicts::in_full(lang, &location.verdict),
            copies: Copies::of(report, location, lang),
            has_way: !location.path.is_empty(),
            gc: gc.map(|m| report.line(m.place, &m.text)).collect(),
        }
    }
}

/// Whether `copy` is `original`, inlined somewhere.
pub fn is_copy(copy: &LocationVerdict, original: &LocationVerdict) -> bool {
    copy.inlined
        .as_ref()
        .is_some_and(|from| (from.place.file, from.place.at) == (original.place.file, original.place.at))
        && copy.what == original.what
}

/// The function that `location` is in, as gc prints it.
pub fn function<'a>(report: &'a Report, location: &LocationVerdict) -> &'a str {
    let function = location.function.and_then(|index| report.functions.get(index as usize));
    function.map_or("init", |function| &function.name)
}

impl Copies {
    fn of(report: &Report, location: &LocationVerdict, lang: Lang) -> Option<Self> {
        let site = |l: &LocationVerdict| {
            let verdict = brief(&l.verdict, lang).into();
            Operation::at(report, l.place, location.place, function(report, l).into(), verdict)
        };
        if let Some(from) = &location.inlined {
            let says = verdicts::copy_of(lang, &from.function, function(report, location), location.place.at.line);
            // Code of other packages has no verdicts here.
            let original = report.locations.iter().find(|l| l.inlined.is_none() && is_copy(location, l));
            return Some(Self { says, sites: original.map(site).into_iter().collect() });
        }
        let copies = report.locations.iter().filter(|l| is_copy(l, location));
        let sites: Vec<_> = copies.take(MOST_COPIES).map(site).collect();
        (!sites.is_empty()).then(|| Self { says: verdicts::standing(lang, function(report, location)), sites })
    }
}

/// More copies of a location are not listed.
const MOST_COPIES: usize = 12;

fn brief(verdict: &Verdict, lang: Lang) -> &'static str {
    match Shape::from(verdict) {
        Shape::Class(class) => verdicts::class(lang, class),
        _ => "",
    }
}

impl Operation {
    /// What is at `place`, as seen from the file of `from`.
    fn at(report: &Report, place: Place, from: Place, text: String, why: String) -> Self {
        let at = position(report, place, from.file);
        Self { place, at, line: if place.file == from.file { place.at.line } else { 0 }, text, why }
    }
}

/// Line and column of `place`, behind the file's name if that is not `file`.
pub fn position(report: &Report, place: Place, file: u32) -> String {
    let LineCol { line, col } = place.at;
    let elsewhere = report.files.get(place.file as usize).filter(|_| place.file != file);
    match elsewhere.map(|name| name.rsplit('/').next().unwrap_or(name)) {
        Some(name) => format!("{name}:{line}:{col}"),
        None => format!("{line}:{col}"),
    }
}

#[cfg(test)]
mod tests {
    use analyzer_core::{Options, Session, base::SourceFile};

    use super::*;

    const TEXT: &str = "package main\n\nfunc f() *int {\n\tx := 1\n\treturn &x\n}\n\nfunc main() { f() }\n";

    #[test]
    fn a_line_is_explained_in_either_language() {
        let file = SourceFile { name: "main.go".into(), text: TEXT.into() };
        let report = Session::default().analyze(&[file], &Options { inline: false, ..Options::default() });
        let en = Explanation::of(&report, 0, 4, Lang::En);
        let [card] = &en.cards[..] else { panic!("one location: {en:?}") };
        assert_eq!((card.shape.name(), card.name.as_str(), card.what), ("heap", "x", "variable"));
        assert_eq!(card.gc, ["main.go:4:2: moved to heap: x"]);
        assert!(card.has_way);
        let zh = Explanation::of(&report, 0, 4, Lang::Zh);
        assert_eq!((zh.cards[0].what, zh.cards[0].has_way), ("变量", true));
        assert!(Explanation::of(&report, 0, 1, Lang::En).is_empty());
    }

    #[test]
    fn what_is_asserted_is_explained_at_the_comment_and_at_the_function() {
        let text = TEXT.replace("\nfunc f()", "//escapade:noheap\nfunc f()");
        let file = SourceFile { name: "main.go".into(), text: text.into() };
        let report = Session::default().analyze(&[file], &Options::default());
        for line in [2, 3] {
            let explanation = Explanation::of(&report, 0, line, Lang::En);
            let [asserted] = &explanation.asserted[..] else { panic!("one assertion at {line}: {explanation:?}") };
            assert_eq!((asserted.shape, asserted.written), (Shape::Failed, "//escapade:noheap"));
            assert_eq!((asserted.sites[0].at.as_str(), asserted.sites[0].text.as_str()), ("4:2", "x"));
        }
    }

    #[test]
    fn a_function_and_its_inlined_copy_lead_to_each_other() {
        let text = TEXT.replace("{ f() }", "{\n\tprintln(*f())\n}");
        let file = SourceFile { name: "main.go".into(), text: text.into() };
        let report = Session::default().analyze(&[file], &Options::default());
        let copies = |line| {
            let explanation = Explanation::of(&report, 0, line, Lang::En);
            let [card] = &explanation.cards[..] else { panic!("one location on {line}: {explanation:?}") };
            let copies = card.copies.clone().expect("f is inlined");
            let [site] = &copies.sites[..] else { panic!("one other: {copies:?}") };
            (card.shape.name(), copies.says.clone(), format!("{} {} {}", site.at, site.text, site.why))
        };
        let (shape, says, other) = copies(4);
        assert_eq!((shape, other.as_str()), ("heap", "9:12 main on the stack"));
        assert!(says.contains("`f` itself"), "{says}");
        let (shape, says, other) = copies(9);
        assert_eq!((shape, other.as_str()), ("stack", "4:2 f on the heap"));
        assert!(says.contains("inlined into `main` at line 9"), "{says}");
    }
}
