//! Programs that come from outside: in a link, dropped on the page, chosen,
//! opened with the app.

use analyzer_core::types::GoVersion;
use gloo_events::{EventListener, EventListenerOptions, EventListenerPhase};
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::DragEvent;
use yew::prelude::*;

use super::bridge::{self, Linked};
use crate::{
    app::{
        Dispatch, keep_everything,
        state::{Action, Goal, Notice},
    },
    examples::DocId,
    files::{self, FILE_NAME, File, Files},
    i18n::{Key, Lang},
    storage,
};

/// What the fragments of links begin with; the rest is `share/link.js`'s.
const LINK: &str = "#share=";

/// Whether a fragment holds a program.
pub(crate) fn is_link(fragment: &str) -> bool {
    fragment.starts_with(LINK)
}

/// Opens the program that a fragment holds, in a document of its own.
pub(crate) fn follow(fragment: String, dispatch: Dispatch) {
    spawn_local(async move {
        let why = match bridge::read_link(&fragment).await {
            Err(_) => Notice::NotLoaded,
            Ok(state) if state.is_object() => match open_linked(state.unchecked_ref(), &dispatch) {
                Some(()) => return,
                None => Notice::LinkBroken,
            },
            Ok(why) if why.as_string().as_deref() == Some("later") => Notice::LinkLater,
            Ok(_) => Notice::LinkBroken,
        };
        dispatch.dispatch(Action::NoLink(why));
    });
}

fn open_linked(state: &Linked, dispatch: &Dispatch) -> Option<()> {
    let files = files::of_named(bridge::named(&state.files())?)?;
    let doc = keep(&state.name(), &files, dispatch);
    dispatch.dispatch(Action::NoInlining(state.no_inlining()));
    dispatch.dispatch(Action::SetGo(GoVersion::parse(&state.go()).unwrap_or_default()));
    dispatch.dispatch(Action::LinkLang(Lang::from_tag(&state.lang())));
    dispatch.dispatch(Action::Link(Goal { doc, file: state.open().into(), from: state.from(), to: state.to() }));
    Some(())
}

/// Keeps files as a document of the reader's, under a name that is free.
fn keep(name: &str, files: &[File], dispatch: &Dispatch) -> DocId {
    // Or a text that waits to be kept would be taken for what was kept before.
    keep_everything();
    let name = name.trim();
    let name = if name.is_empty() { FILE_NAME } else { name };
    let (name, kept) = storage::keep_own(&String::from(js_sys::encode_uri_component(name)), files);
    dispatch.dispatch(Action::Own(storage::own_names()));
    if !kept {
        dispatch.dispatch(Action::Notify(Notice::DraftNotKept));
    }
    DocId::Own { name }
}

/// Opens what was received: a txtar is a document, and so are all other files
/// together. Whether there was something to open.
pub(crate) fn receive(named: Vec<(String, String)>, dispatch: &Dispatch) -> bool {
    let (mut rest, mut last) = (Vec::new(), None);
    for (name, text) in named {
        match files::of_archive(&text).filter(|_| name.strip_suffix(".go").is_none()) {
            Some(files) => last = Some(keep(&name, &files, dispatch)),
            None => rest.push((name, text)),
        }
    }
    if let Some(files) = program(rest) {
        let name = files::title(&files);
        last = Some(keep(&name, &files, dispatch));
    }
    let any = last.is_some();
    if let Some(doc) = last {
        dispatch.dispatch(Action::Open(doc));
    }
    any
}

/// The files that make a program. One alone is taken whatever it is called: it
/// may have been shared as a text.
fn program(mut named: Vec<(String, String)>) -> Option<Files> {
    let is_go = |name: &str| name.strip_suffix(".go").is_some();
    if let [(name, _)] = &mut named[..] {
        if !is_go(name) {
            *name = FILE_NAME.into();
        }
    } else {
        named.retain(|(name, _)| {
            is_go(name) || name.strip_suffix(".s").is_some() || name.rsplit('/').next() == Some("go.mod")
        });
        if !named.iter().any(|(name, _)| is_go(name)) {
            return None;
        }
    }
    files::of_named(named)
}

/// Opens what was read, or says why not.
fn take(read: Result<JsValue, JsValue>, dispatch: &Dispatch) {
    let notice = match read.map(|value| bridge::named(&value)) {
        Err(_) => Notice::NotLoaded,
        Ok(Some(named)) if named.is_empty() => return,
        Ok(named) => {
            if named.is_some_and(|named| receive(named, dispatch)) {
                return;
            }
            Notice::Unreadable
        }
    };
    dispatch.dispatch(Action::Notify(notice));
}

/// Files that are dropped anywhere on the page are opened, and not put into
/// the text.
#[hook]
pub(crate) fn use_drop(dispatch: &Dispatch) {
    let dispatch = dispatch.clone();
    use_effect_with((), move |()| {
        let listeners = web_sys::window().map(|window| {
            let on = |event: &'static str, then: Box<dyn Fn(&DragEvent)>| {
                let options = EventListenerOptions { phase: EventListenerPhase::Capture, passive: false };
                EventListener::new_with_options(&window, event, options, move |event| {
                    if let Some(event) = event.dyn_ref::<DragEvent>().filter(|event| has_files(event)) {
                        event.prevent_default();
                        event.stop_propagation();
                        then(event);
                    }
                })
            };
            let drop = Box::new(move |event: &DragEvent| {
                let (dropped, dispatch) = (bridge::dropped(event), dispatch.clone());
                spawn_local(async move { take(bridge::read_files(&dropped).await, &dispatch) });
            });
            [on("dragover", Box::new(|_| ())), on("drop", drop)]
        });
        move || drop(listeners)
    });
}

fn has_files(event: &DragEvent) -> bool {
    let types = event.data_transfer().map(|data| data.types());
    types.is_some_and(|types: Array| types.includes(&JsValue::from_str("Files"), 0))
}

/// What the button is given.
#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    /// The language.
    pub lang: Lang,
    /// Where what is opened goes.
    pub dispatch: Dispatch,
}

/// The button that lets the reader choose files.
#[component]
pub(crate) fn OpenButton(props: &Props) -> Html {
    let Props { lang, dispatch } = props;
    let dispatch = dispatch.clone();
    let onclick = Callback::from(move |_: MouseEvent| {
        let dispatch = dispatch.clone();
        spawn_local(async move { take(bridge::choose_files().await, &dispatch) });
    });
    html! { <button type="button" class="open-files" {onclick}>{ Key::OpenFiles.get(*lang) }</button> }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(all: &[(&str, &str)]) -> Vec<(String, String)> {
        all.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    }

    fn names(all: &[(&str, &str)]) -> Option<Vec<String>> {
        Some(program(named(all))?.iter().map(|file| file.name.to_string()).collect())
    }

    #[test]
    fn a_program_has_go_files() {
        assert_eq!(names(&[("notes.txt", "package main")]), Some(vec!["main.go".into()]));
        assert_eq!(names(&[("a.go", "")]), Some(vec!["a.go".into()]));
        let several = [("README.md", ""), ("sub/a.go", ""), ("go.mod", ""), ("go.sum", ""), ("a_amd64.s", "")];
        assert_eq!(names(&several), Some(vec!["sub/a.go".into(), "go.mod".into(), "a_amd64.s".into()]));
        assert_eq!(names(&[("go.mod", ""), ("b.md", "")]), None);
        assert_eq!(names(&[]), None);
    }
}
