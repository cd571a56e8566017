//! What a widget is answered: plain data in one language, ready to be drawn.

use analyzer_core::report::Report;
use serde::Serialize;

use super::{
    request::Problem,
    syntax::{Colour, colours},
};
use crate::{
    editor::{
        columns::Columns,
        marks::{Findings, findings},
    },
    explain::Explanation,
    i18n::{Key, Lang, ui},
    quiz::{self, Answer, Score},
    way::Way,
};

/// Everything that a widget shows of its own accord.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// What the editor draws, too.
    pub findings: Findings,
    /// The colours of the text.
    pub syntax: Vec<Colour>,
    /// The counts.
    pub summary: Counts,
    /// gc's `-m` lines, or its errors, as it prints them.
    pub gc: Vec<String>,
    /// The lines that a quiz asks about.
    pub questions: Vec<u32>,
    /// What the author or the reader should know besides.
    pub notices: Vec<String>,
    /// Which compiler gives the same answers.
    pub release: &'static str,
}

/// The counts, in figures and in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Locations on the heap.
    pub heap: u32,
    /// Locations on the stack.
    pub stack: u32,
    /// Locations that need no storage.
    pub none: u32,
    /// Verdicts that rest on an assumption.
    pub assumed: u32,
    /// gc's errors.
    pub errors: u32,
    /// All that in words.
    pub text: String,
}

impl Counts {
    fn of(report: &Report, lang: Lang) -> Self {
        let summary = report.summary;
        let errors = report.errors.len();
        let mut text =
            if errors > 0 { ui::errors(lang, errors) } else { ui::counts(lang, summary.heap, summary.stack) };
        if errors == 0 && summary.assumed > 0 {
            text = format!("{text}{}{}", lang.pick(", ", "，"), ui::assumed(lang, summary.assumed));
        }
        Self {
            heap: summary.heap,
            stack: summary.stack,
            none: summary.none,
            assumed: summary.assumed,
            errors: errors as u32,
            text,
        }
    }
}

impl Shown {
    /// The answer for `text` and its report; `incomplete` if something of the
    /// standard library could not be loaded.
    pub fn new(text: &str, report: &Report, lang: Lang, problems: &[Problem], incomplete: bool) -> Self {
        let mut notices: Vec<String> = problems.iter().map(|problem| problem.text(lang)).collect();
        if incomplete {
            notices.push(Key::StdFailed.get(lang).to_owned());
        }
        let gc = if report.errors.is_empty() {
            report.messages.iter().map(|m| report.line(m.place, &m.text)).collect()
        } else {
            report.printed_errors().into_iter().map(|(_, line)| line).collect()
        };
        Self {
            findings: findings(report, 0, &Columns::new(text), lang),
            syntax: colours(text, &Columns::new(text)),
            summary: Counts::of(report, lang),
            gc,
            questions: quiz::questions(report, 0).iter().map(|question| question.line).collect(),
            notices,
            release: analyzer_core::Release::default().version(),
        }
    }
}

/// Why a line has its mark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explained<'a> {
    /// `Line 8`.
    pub title: String,
    /// What is known.
    #[serde(flatten)]
    pub explanation: Explanation,
    /// The way of each card's value, if it has one.
    pub ways: Vec<Option<Way<'a>>>,
    /// Heading of a way.
    pub path_title: &'static str,
    /// Heading of gc's own lines.
    pub gc_title: &'static str,
}

impl<'a> Explained<'a> {
    /// The answer for a line of `text`, which the report is about.
    pub fn new(text: &str, report: &'a Report, line: u32, lang: Lang) -> Self {
        let explanation = Explanation::of(report, 0, line, lang);
        Self {
            title: ui::line(lang, line),
            ways: Way::of_cards(report, &Columns::new(text), 0, &explanation, lang),
            explanation,
            path_title: Key::DetailsPath.get(lang),
            gc_title: Key::DetailsGc.get(lang),
        }
    }
}

/// How the reader did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Graded {
    /// In figures.
    #[serde(flatten)]
    pub score: Score,
    /// In words.
    pub text: String,
}

impl Graded {
    /// The answer for guesses.
    pub fn new(report: &Report, guesses: &[(u32, Answer)], lang: Lang) -> Self {
        let score = quiz::score(&quiz::questions(report, 0), guesses);
        let text = ui::score(lang, score.right, score.total);
        Self { score, text }
    }
}
