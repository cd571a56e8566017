//! Verdicts line by line: what the marks say, for reading from top to bottom.

use analyzer_core::{
    base::sort_by_key,
    report::{Assertion, LocationVerdict, Note, Place, Report},
};
use yew::prelude::*;

use super::{PaneProps, file_heading, mark::Mark, more_button, use_rows};
use crate::{
    app::{dispatch_on, state::Action},
    editor::shape::Shape,
    explain::written,
    i18n::{Key, Lang, assertions, verdicts},
};

/// The pane.
#[component]
pub(super) fn Verdicts(props: &PaneProps) -> Html {
    let PaneProps { lang, analysed, dispatch } = props;
    let rows = rows(&analysed.report);
    let (shown, more) = use_rows(rows.len());
    if rows.is_empty() {
        let why = if analysed.report.errors.is_empty() { Key::NoVerdicts } else { Key::NotWithErrors };
        return html! { <p class="nothing">{ why.get(*lang) }</p> };
    }
    let before = std::iter::once(None).chain(rows.iter().map(|row| Some(row.place())));
    let each = rows[..shown].iter().zip(before).map(|(row, before)| {
        html! {
            <>
            { file_heading(analysed, before, row.place()) }
            <li>
                <button type="button" class="row" onclick={dispatch_on(dispatch, Action::Reveal(row.place()))}>
                    <span class="line-number">{ row.place().at.line }</span>
                    { row.show(*lang) }
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

    fn show(&self, lang: Lang) -> Html {
        match self {
            Self::Location(location) => html! {
                <>
                    <Mark shape={Shape::from(&location.verdict)} assumed={location.assumed} />
                    <code>{ location.text.clone() }</code>
                    { for location.instances.iter().map(|name| html! { <small><code>{ name.clone() }</code></small> }) }
                    <span class="says">{ says(lang, location) }</span>
                    if let Some(from) = &location.inlined {
                        <small>{ lang.pick("from the inlined call of ", "来自内联的 ") }<code>{ from.function.clone() }</code></small>
                    }
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
                    <code>{ written(&assertion.kind) }</code>
                    <span class="says">{ assertions::short(lang, assertion) }</span>
                </>
            },
        }
    }
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
