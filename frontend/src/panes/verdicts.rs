//! Verdicts line by line: what the marks say, for reading from top to bottom.

use analyzer_core::{
    base::{LineCol, sort, sort_by_key},
    report::{Assertion, LocationVerdict, Note, Place, Report},
};
use yew::prelude::*;

use super::{
    PaneProps, breaks::breakable, current, file_heading, mark::Mark, more_button, prose, use_follow, use_rows,
};
use crate::{
    app::{dispatch_on, state::Action},
    editor::shape::Shape,
    explain::{self, written},
    i18n::{Key, Lang, assertions, verdicts},
};

/// The pane.
#[component]
pub(super) fn Verdicts(props: &PaneProps) -> Html {
    let PaneProps { lang, analysed, cursor, dispatch } = props;
    use_follow(*cursor);
    let report = &analysed.report;
    let rows = rows(report);
    let copied = copied(report);
    let here = rows.iter().position(|row| current(*cursor, row.place()).is_some());
    let (shown, more) = use_rows(rows.len(), here);
    if rows.is_empty() {
        let why = if report.errors.is_empty() { Key::NoVerdicts } else { Key::NotWithErrors };
        return html! { <p class="nothing">{ why.get(*lang) }</p> };
    }
    let before = std::iter::once(None).chain(rows.iter().map(|row| Some(row.place())));
    let each = rows[..shown].iter().zip(before).map(|(row, before)| {
        html! {
            <>
            { file_heading(analysed, before, row.place()) }
            <li>
                <button type="button" class="row" aria-current={current(*cursor, row.place())}
                    onclick={dispatch_on(dispatch, Action::Reveal(row.place()))}>
                    <span class="line-number">{ row.place().at.line }</span>
                    { row.show(*lang, report, &copied) }
                </button>
            </li>
            </>
        }
    });
    html! {
        <>
            <ol class="rows">{ for each }</ol>
            { more_button(*lang, shown, rows.len(), more) }
        </>
    }
}

enum Row<'a> {
    Location(&'a LocationVerdict),
    Note(&'a Note),
    Assertion(&'a Assertion),
}

/// Locations, notes and assertions in the order of the text.
fn rows(report: &Report) -> Vec<Row<'_>> {
    let locations = report.locations.iter().map(Row::Location);
    let rest = report.notes.iter().map(Row::Note).chain(report.assertions.iter().map(Row::Assertion));
    let mut rows: Vec<_> = locations.chain(rest).collect();
    sort_by_key(&mut rows, |row| (row.place().file, row.place().at));
    rows
}

impl Row<'_> {
    fn place(&self) -> Place {
        match self {
            Self::Location(location) => location.place,
            Self::Note(note) => note.place,
            Self::Assertion(assertion) => assertion.place,
        }
    }

    fn show(&self, lang: Lang, report: &Report, copied: &[Origin]) -> Html {
        match self {
            Self::Location(location) => html! {
                <>
                    <Mark shape={Shape::from(&location.verdict)} assumed={location.assumed} />
                    <span class="told">
                        <code>{ breakable(&location.text) }</code>
                        <span class="says">
                            { says(lang, location) }
                            { for location.instances.iter().map(|name| html! { <small><code>{ breakable(name) }</code></small> }) }
                            if let Some(which) = which(lang, report, copied, location) {
                                <small>{ prose(&which) }</small>
                            }
                        </span>
                    </span>
                </>
            },
            Self::Note(note) => html! {
                <>
                    <Mark shape={Shape::from(*note)} assumed={Shape::from(*note) == Shape::Note} />
                    <span class="says">{ verdicts::note(lang, &note.kind) }</span>
                </>
            },
            Self::Assertion(assertion) => html! {
                <>
                    <Mark shape={Shape::from(assertion.outcome)} />
                    <span class="told">
                        <code>{ written(&assertion.kind) }</code>
                        <span class="says">{ assertions::short(lang, assertion) }</span>
                    </span>
                </>
            },
        }
    }
}

/// Of code that is inlined somewhere: whether this is the code itself or a copy.
fn which(lang: Lang, report: &Report, copied: &[Origin], location: &LocationVerdict) -> Option<String> {
    let function = explain::function(report, location);
    match &location.inlined {
        Some(from) => Some(verdicts::copy_in(lang, &from.function, function)),
        None => copied.binary_search(&origin(location.place)).is_ok().then(|| verdicts::itself(lang, function)),
    }
}

/// Where something was written.
type Origin = (u32, LineCol);

fn origin(place: Place) -> Origin {
    (place.file, place.at)
}

/// Where code was written that is inlined somewhere, sorted.
fn copied(report: &Report) -> Vec<Origin> {
    let mut origins: Vec<Origin> =
        report.locations.iter().filter_map(|l| Some(origin(l.inlined.as_ref()?.place))).collect();
    sort(&mut origins);
    origins
}

/// The short verdict without the name, which stands before it already.
fn says(lang: Lang, location: &LocationVerdict) -> String {
    use analyzer_core::report::Verdict;
    match &location.verdict {
        Verdict::Heap(why) => {
            let heap = lang.pick("heap: ", "堆：");
            format!("{heap}{}", verdicts::reason(lang, *why))
        }
        Verdict::StackIfSmall => lang.pick("stack if small", "小则在栈上").into(),
        Verdict::Stack | Verdict::NoAllocation(_) | Verdict::Param(_) => verdicts::short(lang, location),
    }
}
