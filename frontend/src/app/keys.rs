//! Keys that work wherever the focus is; those of the editor are the editor's.

use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

use super::Dispatch;
use crate::{editor::Slot, i18n::Lang, share::show_keys};

/// F9 goes to the next verdict, with Shift to the one before; F1, and `?`
/// outside of texts, list all keys.
#[hook]
pub(super) fn use_keys(lang: Lang, slot: &Slot, dispatch: &Dispatch) {
    let (slot, dispatch) = (slot.clone(), dispatch.clone());
    use_effect_with(lang, move |&lang| {
        let listener = web_sys::window().map(|window| {
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(&window, "keydown", options, move |event| {
                let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
                if key.ctrl_key() || key.alt_key() || key.meta_key() || key.default_prevented() {
                    return;
                }
                match key.key().as_str() {
                    "F9" => slot.step(key.shift_key()),
                    "F1" => show_keys(lang, &dispatch),
                    "?" if !in_text(key) => show_keys(lang, &dispatch),
                    _ => return,
                }
                event.prevent_default();
            })
        });
        move || drop(listener)
    });
}

fn in_text(key: &KeyboardEvent) -> bool {
    let target = key.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| matches!(target.closest("input, textarea, select, .editor-host"), Ok(Some(_))))
}
