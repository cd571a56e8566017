//! The results beside the editor: panes behind tabs, and the details of
//! the line the reader is at.

pub mod copy;
mod details;
mod errors;
mod functions;
pub mod mark;
mod messages;
mod tabs;
mod verdicts;

use analyzer_core::report::Place;
use yew::prelude::*;

use self::{
    details::Details, errors::Errors, functions::Functions, mark::Legend, messages::Messages, tabs::Tabs,
    verdicts::Verdicts,
};
use crate::{
    app::{
        Dispatch,
        ledger::Totals,
        state::{Analysed, Pane},
    },
    i18n::{Key, Lang},
};

/// How many rows a pane shows until it is asked for more: drawing thousands
/// on every key press would make typing wait.
const ROWS: usize = 200;

/// What the results are given.
#[derive(PartialEq, Properties)]
pub struct Props {
    /// The language.
    pub lang: Lang,
    /// The last report.
    pub analysed: Option<Analysed>,
    /// What functions allocate, and allocated before.
    pub totals: Totals,
    /// The pane in front.
    pub pane: Pane,
    /// The report's number of the file in the editor.
    pub file: u32,
    /// The line the details are about.
    pub focus: u32,
    /// Where clicks go.
    pub dispatch: Dispatch,
}

/// What each pane is given.
#[derive(Clone, PartialEq, Properties)]
pub struct PaneProps {
    /// The language.
    pub lang: Lang,
    /// The report.
    pub analysed: Analysed,
    /// Where clicks go.
    pub dispatch: Dispatch,
}

/// The results.
#[component]
pub fn Results(props: &Props) -> Html {
    let Props { lang, analysed, totals, pane, file, focus, dispatch } = props;
    let body = analysed.clone().map(|analysed| {
        let props = PaneProps { lang: *lang, analysed, dispatch: dispatch.clone() };
        match pane {
            Pane::Verdicts => html! { <Verdicts ..props /> },
            Pane::Functions => html! { <Functions pane={props} totals={totals.clone()} /> },
            Pane::Messages => html! { <Messages ..props /> },
            Pane::Errors => html! { <Errors ..props /> },
        }
    });
    let errors = analysed.as_ref().map_or(0, |a| a.report.errors.len());
    html! {
        <section class="results" aria-label={Key::Results.get(*lang)}>
            <Tabs lang={*lang} pane={*pane} {errors} dispatch={dispatch.clone()} />
            <div class="pane" role="tabpanel" id="pane" aria-labelledby={tabs::id(*pane)} tabindex="0">{ body }</div>
            <section class="details" aria-label={Key::Details.get(*lang)}>
                <Details lang={*lang} analysed={analysed.clone()} file={*file} line={*focus} dispatch={dispatch.clone()} />
            </section>
            <Legend lang={*lang} />
        </section>
    }
}

/// In front of the first row that is in another file than the row before: the
/// file's name, if there are several.
fn file_heading(analysed: &Analysed, before: Option<Place>, place: Place) -> Html {
    let name = analysed.report.files.get(place.file as usize);
    match name.filter(|_| analysed.files.len() > 1 && before.is_none_or(|before| before.file != place.file)) {
        Some(name) => html! { <li class="file-name">{ name.clone() }</li> },
        None => Html::default(),
    }
}

/// The rows of a pane, cut at [`ROWS`] until the reader asks for more.
#[hook]
fn use_rows(total: usize) -> (usize, Callback<MouseEvent>) {
    let shown = use_state_eq(|| ROWS);
    let more = {
        let shown = shown.clone();
        Callback::from(move |_| shown.set(*shown * 4))
    };
    ((*shown).min(total), more)
}

/// The button below rows that were cut.
fn more_button(lang: Lang, shown: usize, total: usize, onclick: Callback<MouseEvent>) -> Html {
    if shown >= total {
        return Html::default();
    }
    html! {
        <button type="button" class="more" {onclick}>
            { format!("{} ({})", Key::ShowMore.get(lang), total - shown) }
        </button>
    }
}
