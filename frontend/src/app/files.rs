//! The files of a document above the editor: which one is shown, and buttons
//! that add, rename and remove files.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::{
    Dispatch, dispatch_on,
    state::{Action, Arrange, State},
};
use crate::{
    examples::DocId,
    files,
    i18n::{Key, Lang},
};

/// What the bar is given.
#[derive(PartialEq, Properties)]
pub(super) struct Props {
    /// The page's state.
    pub state: State,
    /// Where everything goes.
    pub dispatch: Dispatch,
}

/// The bar; not for examples of one file, which are what they are.
#[component]
pub(super) fn FileBar(props: &Props) -> Html {
    let Props { state, dispatch } = props;
    let (lang, names) = (state.lang, &state.names);
    let host = use_node_ref();
    use_effect_with((host.clone(), state.file.clone(), names.len()), |(host, ..)| {
        // There may be no bar.
        let _ = show_pressed(host);
    });
    if names.is_empty() || (names.len() == 1 && matches!(state.doc, Some(DocId::Example { .. }))) {
        return Html::default();
    }
    let tabs = names.iter().map(|name| {
        html! {
            <button type="button" key={name.to_string()} aria-pressed={(*name == state.file).to_string()}
                onclick={dispatch_on(dispatch, Action::File(name.clone()))}>
                { name.to_string() }
            </button>
        }
    });
    let tool = |key: Key, path: &'static str, onclick: Callback<MouseEvent>| {
        let name = key.get(lang);
        html! {
            <button type="button" class="icon" aria-label={name} title={name} {onclick}>
                <svg viewBox="0 0 20 20" aria-hidden="true"><path d={path} /></svg>
            </button>
        }
    };
    let add = named(dispatch, lang, names, "".into(), Arrange::Add);
    let old = state.file.clone();
    let rename = named(dispatch, lang, names, old.clone(), move |new| Arrange::Rename(old.clone(), new));
    html! {
        <div class="files">
            <div class="files-names" ref={host} role="group" aria-label={Key::Files.get(lang)}>{ for tabs }</div>
            { tool(Key::FileAdd, "M10 4v12M4 10h12", add) }
            { tool(Key::FileRename, "M4 16v-3L13 4l3 3-9 9H4Zm7-10 3 3", rename) }
            if names.len() > 1 {
                { tool(Key::FileRemove, "M5 5l10 10M15 5 5 15", remove(dispatch, lang, state.file.clone())) }
            }
            if outside(state) {
                <p class="files-note">{ Key::FileOutside.get(lang) }</p>
            }
        </div>
    }
}

/// Brings the file that is shown into view, if there are more than fit.
fn show_pressed(host: &NodeRef) -> Option<()> {
    let host = host.cast::<HtmlElement>()?;
    let pressed = host.query_selector("[aria-pressed=true]").ok()??.dyn_into::<HtmlElement>().ok()?;
    let (from, to) = (pressed.offset_left(), pressed.offset_left() + pressed.offset_width());
    if from < host.scroll_left() || to > host.scroll_left() + host.client_width() {
        host.set_scroll_left(to - host.client_width());
    }
    Some(())
}

/// Asks for a name, and for another one while that can't be had.
fn named(
    dispatch: &Dispatch,
    lang: Lang,
    names: &Rc<[Rc<str>]>,
    old: Rc<str>,
    arrange: impl Fn(Rc<str>) -> Arrange + 'static,
) -> Callback<MouseEvent> {
    let (dispatch, names) = (dispatch.clone(), names.clone());
    Callback::from(move |_| {
        let Some(window) = web_sys::window() else { return };
        let (mut message, mut wish) = (Key::FileName, old.to_string());
        while let Ok(Some(name)) = window.prompt_with_message_and_default(message.get(lang), &wish) {
            let clean = files::clean(&name).map(Rc::<str>::from);
            match clean.filter(|name| *name == old || !names.contains(name)) {
                Some(name) if name == old => return,
                Some(name) => return dispatch.dispatch(Action::Arrange(arrange(name))),
                None => (message, wish) = (Key::FileNameOther, name),
            }
        }
    })
}

fn remove(dispatch: &Dispatch, lang: Lang, name: Rc<str>) -> Callback<MouseEvent> {
    let dispatch = dispatch.clone();
    Callback::from(move |_| {
        let ask = |window: web_sys::Window| window.confirm_with_message(Key::FileRemoveReally.get(lang)).ok();
        if web_sys::window().and_then(ask) == Some(true) {
            dispatch.dispatch(Action::Arrange(Arrange::Remove(name.clone())));
        }
    })
}

/// Whether gc leaves the Go file in the editor out.
fn outside(state: &State) -> bool {
    let is_go = state.file.strip_suffix(".go").is_some();
    let left_out = |analysed: &super::state::Analysed| {
        let report = &analysed.report;
        report.errors.is_empty()
            && files::find(&analysed.files, &state.file).is_some_and(|file| !file.text.is_empty())
            && !report.files.iter().any(|name| **name == *state.file)
    };
    is_go && state.analysed.as_ref().is_some_and(left_out)
}
