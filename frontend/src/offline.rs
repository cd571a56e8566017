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
    share::{bridge, incoming::receive},
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
            let named = bridge::named(&Reflect::get(&detail, &"files".into()).ok()?)?;
            if receive(named, dispatch) {
                return Some(true);
            }
            Notice::Unreadable
        }
        _ => return None,
    };
    dispatch.dispatch(Action::Notify(notice));
    Some(true)
}

fn say(what: &str) {
    if let (Some(window), Ok(event)) = (web_sys::window(), Event::new(what)) {
        let _ = window.dispatch_event(&event);
    }
}
