//! What the app has to do with working offline: it says when its first
//! verdicts are on the screen, hears how the service worker stands and what
//! was opened with the app or shared with it, and asks for an update.
//!
//! All else is in `frontend/offline`, which comes when the first verdicts are
//! there, so that a first visit does not wait for it. The two speak in events
//! of the window; `offline/page.js` lists them.

use gloo_events::{EventListener, EventListenerOptions};
use js_sys::Reflect;
use wasm_bindgen::JsCast;
use web_sys::{CustomEvent, Event};
use yew::prelude::*;

use crate::{
    app::{
        Dispatch,
        state::{Action, Notice, State},
    },
    examples::DocId,
    files::{self, FILE_NAME, File, Files},
    storage,
};

/// Hears what is told, and says when the first verdicts are there.
#[hook]
pub(crate) fn use_offline(state: &State, dispatch: &Dispatch) {
    let dispatch = dispatch.clone();
    use_effect_with((), move |()| {
        let listener = web_sys::window().map(|window| {
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&window, "escapade:offline", options, move |event| {
                if event.dyn_ref().and_then(|event| act(event, &dispatch)) == Some(true) {
                    event.prevent_default();
                }
            })
        });
        move || drop(listener)
    });
    use_effect_with(state.analysed.is_some(), |settled| {
        if *settled {
            say("escapade:settled");
        }
    });
}

/// Asks for the version that waits, which loads the page again.
pub(crate) fn update() {
    say("escapade:update");
}

/// Whether what was told has been taken care of; `None` if it is nothing that
/// `offline/page.js` tells.
fn act(event: &CustomEvent, dispatch: &Dispatch) -> Option<bool> {
    let detail = event.detail();
    let field = |name: &str| Reflect::get(&detail, &name.into()).ok()?.as_string();
    let notice = match field("kind")?.as_str() {
        "ready" => Notice::OfflineReady,
        "update" => Notice::Update,
        "replaced" => Notice::Replaced,
        "unreadable" => Notice::Unreadable,
        "received" => {
            let name = field("name")?;
            let files = received(&name, &field("text")?);
            if let Some(name) = storage::keep_own(&name, &files) {
                dispatch.dispatch(Action::Own(storage::own_names()));
                dispatch.dispatch(Action::Open(DocId::Own { name }));
                return Some(true);
            }
            dispatch.dispatch(Action::Notify(Notice::DraftNotKept));
            return Some(false);
        }
        _ => return None,
    };
    dispatch.dispatch(Action::Notify(notice));
    Some(true)
}

/// The document that a text is: a txtar, or a file of its name.
fn received(name: &str, text: &str) -> Files {
    let file = || {
        let name = files::clean(&DocId::own_name(name)).filter(|name| name.strip_suffix(".go").is_some());
        [File::new(name.as_deref().unwrap_or(FILE_NAME), text)].into()
    };
    files::of_archive(text).unwrap_or_else(file)
}

fn say(what: &str) {
    if let (Some(window), Ok(event)) = (web_sys::window(), Event::new(what)) {
        let _ = window.dispatch_event(&event);
    }
}
