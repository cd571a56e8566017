//! The results beside the editor: panes behind tabs, and the details of
//! the line the reader is at.

mod advice;
mod breaks;
pub mod copy;
mod details;
mod errors;
mod functions;
mod learn;
pub mod mark;
mod memory;
mod messages;
mod tabs;
mod verdicts;
mod way;

use analyzer_core::report::Place;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use self::{
    advice::Offers, breaks::breakable, details::Details, errors::Errors, functions::Functions, learn::Learn,
    mark::Legend, memory::Memory, messages::Messages, tabs::Tabs, verdicts::Verdicts,
};
use crate::{
    app::{
        Dispatch,
        state::{Analysed, Pane, State},
    },
    editor::bridge::when_seen,
    i18n::{Key, Lang, pieces},
    worker::client::Wish,
};

/// How many rows a pane shows at first, and so many more when their end comes
/// into view: the browser looks through all of them for every frame, those that
/// cannot be seen included, and their marks are the dearest of what it finds.
const ROWS: usize = 40;

/// From so many on it shows more when it is asked to: drawing thousands on every
/// key press would make typing wait.
const MOST: usize = 200;

/// The report's number of the file in the editor, and the cursor's line.
pub type Cursor = (u32, u32);

/// What the results are given.
#[derive(PartialEq, Properties)]
pub struct Props {
    /// The page's state.
    pub state: State,
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
    /// Where the cursor is.
    pub cursor: Cursor,
    /// Where clicks go.
    pub dispatch: Dispatch,
}

/// The results.
#[component]
pub fn Results(props: &Props) -> Html {
    let Props { state, dispatch } = props;
    let (lang, analysed, pane) = (state.lang, state.shown(), state.pane);
    let cursor = (state.file_number(), state.cursor);
    let body = match (analysed.clone(), pane) {
        (_, Pane::Learn) => html! { <Learn state={state.clone()} dispatch={dispatch.clone()} /> },
        (None, _) if state.is_asking() => html! { <p class="nothing">{ Key::QuizHides.get(lang) }</p> },
        (None, _) => Html::default(),
        (Some(analysed), pane) => {
            let props = PaneProps { lang, analysed, cursor, dispatch: dispatch.clone() };
            match pane {
                Pane::Functions => html! { <Functions pane={props} totals={state.totals.clone()} /> },
                Pane::Memory => html! { <Memory ..props /> },
                Pane::Messages => html! { <Messages pane={props} explain={state.explain} /> },
                Pane::Errors => html! { <Errors ..props /> },
                _ => html! { <Verdicts ..props /> },
            }
        }
    };
    let details = use_node_ref();
    use_effect_with(state.picks, {
        let details = details.clone();
        move |picks| {
            // On a narrow screen they are below the pane.
            if let Some(details) = details.cast::<web_sys::Element>().filter(|_| *picks > 0) {
                details.scroll_into_view_with_bool(true);
            }
        }
    });
    let errors = analysed.as_ref().map_or(0, |a| a.report.errors.len());
    // Whether the pane is about the line of the cursor, about all, or to be read.
    let kind = match pane {
        Pane::Verdicts => None,
        Pane::Learn => Some("is-learning"),
        _ => Some("is-whole"),
    };
    html! {
        <section class={classes!("results", kind)} aria-label={Key::Results.get(lang)}>
            <Tabs {lang} {pane} {errors} dispatch={dispatch.clone()} />
            <div class="pane" role="tabpanel" id="pane" aria-labelledby={tabs::id(pane)} tabindex="0">{ body }</div>
            <section class="details" ref={details} aria-label={Key::Details.get(lang)}>
                <Details {lang} analysed={analysed.clone()} file={cursor.0} line={state.focus()} way={state.way()} dispatch={dispatch.clone()} />
                <Offers {lang} {analysed} file={cursor.0} line={state.focus()} wish={Wish { explain: false, ..state.wish() }} />
            </section>
            <Legend {lang} />
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

/// A text with its code set as code.
pub fn prose(text: &str) -> Html {
    pieces(text)
        .map(|(code, piece)| {
            if code {
                html! { <code>{ breakable(piece) }</code> }
            } else {
                html! { { piece } }
            }
        })
        .collect()
}

/// Marks a row that is about the cursor's line.
fn current(cursor: Cursor, place: Place) -> Option<&'static str> {
    ((place.file, place.at.line) == cursor).then_some("true")
}

/// Brings the first row about the cursor's line into the pane whenever the
/// cursor comes to another line. Only the pane scrolls, never the page.
#[hook]
fn use_follow(cursor: Cursor) {
    use_effect_with(cursor, |_| {
        // There may be no such row.
        let _ = follow();
    });
}

fn follow() -> Option<()> {
    let pane = web_sys::window()?.document()?.get_element_by_id("pane")?;
    scroll_to_current(&pane)
}

/// Brings the first of `list` that is current into its view. `list` is what
/// scrolls, nothing around it, and where its rows are positioned.
pub(crate) fn scroll_to_current(list: &Element) -> Option<()> {
    const MARGIN: i32 = 6;
    let row = list.query_selector("[aria-current]").ok()??.dyn_into::<HtmlElement>().ok()?;
    let (top, bottom) = (row.offset_top(), row.offset_top() + row.offset_height());
    let (from, height) = (list.scroll_top(), list.client_height());
    if top < from {
        list.set_scroll_top(top - MARGIN);
    } else if bottom > from + height {
        list.set_scroll_top(bottom - height + MARGIN);
    }
    Some(())
}

/// How many of `total` rows a pane shows; also the one about the cursor's line, `here`.
#[hook]
fn use_rows(total: usize, here: Option<usize>) -> (usize, Callback<MouseEvent>) {
    let wanted = use_state_eq(|| ROWS);
    let here = here.filter(|&here| here < MOST).map_or(0, |here| here + ROWS / 2);
    let shown = (*wanted).max(here).min(total);
    use_effect_with((shown, shown < total.min(MOST)), {
        let wanted = wanted.clone();
        move |&(shown, grows)| {
            let watch = grows.then(|| {
                let more = Closure::<dyn Fn()>::new(move || wanted.set(shown + ROWS));
                (when_seen("#pane .more", more.as_ref()), more)
            });
            move || {
                if let Some((stop, _more)) = watch {
                    let _ = stop.call0(&JsValue::NULL);
                }
            }
        }
    });
    (shown, Callback::from(move |_| wanted.set(shown.max(MOST) * 4)))
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
