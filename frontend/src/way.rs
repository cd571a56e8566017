//! The way of a value to where it outlives its function, for `frontend/way`,
//! which tells it in sentences and draws it on the code.
//!
//! Here is which way is drawn, and what that code is given: gc's flows and
//! operations with their places in the editor. The sentences are over there
//! because nobody needs them before the first verdict is seen.

use analyzer_core::report::{HeapReason, LineClass, LocationKind, LocationVerdict, PathNote, Place, Report, Why};
use serde::Serialize;
use wasm_bindgen::JsValue;

use crate::{
    app::state::Analysed,
    editor::{bridge, columns::Columns, shape::Shape},
    explain::{self, Explanation},
    i18n::Lang,
};

/// Which of a report's locations a reader has chosen: its place and its index.
pub type Chosen = (Place, u32);

/// The location whose way is drawn when the cursor is on a line: the one that
/// was chosen, else the first of the worst.
pub fn drawn(report: &Report, file: u32, line: u32, chosen: Option<Chosen>) -> Option<u32> {
    let entry = report.lines.iter().find(|entry| (entry.file, entry.line) == (file, line))?;
    let rank = |index: u32, location: &LocationVerdict| {
        let class = match Shape::from(&location.verdict) {
            Shape::Class(class) => class,
            _ => LineClass::NoAllocation,
        };
        let (place, same) = chosen.map_or((false, false), |(place, i)| (location.place == place, i == index));
        (place, place && same, class)
    };
    let mut best: Option<u32> = None;
    for &index in &entry.locations {
        let Some(location) = report.locations.get(index as usize).filter(|l| !l.path.is_empty()) else { continue };
        let better = best.is_none_or(|best| rank(index, location) > rank(best, &report.locations[best as usize]));
        if better {
            best = Some(index);
        }
    }
    best
}

/// The places on the way of location `index`: its own, and those of the operations.
pub fn places(report: &Report, index: u32) -> impl Iterator<Item = Place> {
    let location = report.locations.get(index as usize);
    let notes = location.into_iter().flat_map(|l| l.path.iter().flat_map(|step| step.notes.iter().map(|n| n.place)));
    location.map(|l| l.place).into_iter().chain(notes)
}

/// A way as JavaScript takes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Way<'a> {
    lang: &'static str,
    /// [`Shape::name`].
    kind: &'static str,
    what: LocationKind,
    name: &'a str,
    function: &'a str,
    reason: Option<HeapReason>,
    inlined: Option<&'a str>,
    origin: Spot,
    steps: Vec<Step<'a>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Step<'a> {
    flow: &'a str,
    notes: Vec<Note<'a>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Note<'a> {
    text: &'a str,
    why: Why,
    spot: Spot,
    /// The place as gc prints it.
    gc: String,
}

/// A place for the reader and, in UTF-16 units, for the editor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Spot {
    at: String,
    /// The line; 0 if it is in another file than the one in the editor.
    line: u32,
    from: u32,
    to: u32,
}

/// The way of location `index` of `analysed`, whose file number `file` is in
/// the editor, as JavaScript takes it.
pub fn to_js(analysed: &Analysed, file: u32, index: u32, lang: Lang) -> JsValue {
    let text = analysed.file(Place { file, ..Place::default() }).map(|file| file.text.clone()).unwrap_or_default();
    let way = Way::of(&analysed.report, &Columns::new(&text), file, index, lang);
    way.map_or(JsValue::NULL, |way| bridge::to_js(&way))
}

impl<'a> Way<'a> {
    /// The ways of what the cards of `explanation` are about, as far as they
    /// have one; the rest as for [`Way::of`].
    pub(crate) fn of_cards(
        report: &'a Report,
        columns: &Columns<'_>,
        file: u32,
        explanation: &Explanation,
        lang: Lang,
    ) -> Vec<Option<Self>> {
        let way = |card: &explain::Card| card.has_way.then(|| Self::of(report, columns, file, card.location, lang));
        explanation.cards.iter().map(|card| way(card).flatten()).collect()
    }

    /// The way of location `index`, as seen from the file number `file`, whose
    /// text `columns` are of.
    pub(crate) fn of(report: &'a Report, columns: &Columns<'_>, file: u32, index: u32, lang: Lang) -> Option<Self> {
        let location = report.locations.get(index as usize)?;
        let spot = |place: Place| {
            let (from, to) = if place.file == file { columns.range(&place) } else { (0, 0) };
            let at = explain::position(report, place, file);
            Spot { at, line: if place.file == file { place.at.line } else { 0 }, from, to }
        };
        let note = |n: &'_ PathNote| (spot(n.place), report.line(n.place, "").trim_end_matches(": ").to_owned());
        let steps = location.path.iter().map(|step| {
            let notes = step.notes.iter().map(|n| {
                let (spot, gc) = note(n);
                Note { text: &n.text, why: n.why, spot, gc }
            });
            Step { flow: &step.flow, notes: notes.collect() }
        });
        let reason = match location.verdict {
            analyzer_core::report::Verdict::Heap(reason) => Some(reason),
            _ => None,
        };
        Some(Self {
            lang: lang.pick("en", "zh"),
            kind: Shape::from(&location.verdict).name(),
            what: location.what,
            name: &location.text,
            function: explain::function(report, location),
            reason,
            inlined: location.inlined.as_ref().map(|from| from.function.as_str()),
            origin: spot(location.place),
            steps: steps.collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::i18n::assert_translated;

    /// By kind of sentence, by key, by language.
    type Words = BTreeMap<String, BTreeMap<String, BTreeMap<String, String>>>;

    fn words() -> Words {
        serde_json::from_str(include_str!("../way/words.json")).expect("sentences by kind, key and language")
    }

    #[test]
    fn every_word_of_gc_has_a_sentence_and_no_other() {
        let words = words();
        let told: Vec<&str> = words["why"].keys().map(String::as_str).collect();
        let mut known: Vec<&str> = Why::ALL.iter().map(|why| why.word()).collect();
        known.sort_unstable();
        assert_eq!(told, known);
    }

    #[test]
    fn every_sentence_is_in_both_languages_with_the_same_gaps() {
        let memory: Words = serde_json::from_str(include_str!("../memory/words.json")).expect("the same");
        for (key, sentence) in words().values().chain(memory.values()).flatten() {
            let [en, zh] = ["en", "zh"].map(|lang| sentence.get(lang).map_or("", String::as_str));
            assert_translated(key, en, zh);
            let gaps = |text: &str| {
                let mut gaps: Vec<_> =
                    text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0.to_owned())).collect();
                gaps.sort();
                gaps
            };
            assert_eq!(gaps(en), gaps(zh), "{key}");
            assert_eq!(sentence.len(), 2, "{key}");
        }
    }
}
