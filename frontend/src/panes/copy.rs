//! The button that copies a text.

use gloo_timers::callback::Timeout;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::prelude::*;

use crate::i18n::{Key, Lang};

/// What the button is given.
#[derive(PartialEq, Properties)]
pub struct Props {
    /// The language.
    pub lang: Lang,
    /// What it copies.
    pub text: String,
}

/// Copies and says for a moment whether that worked.
#[component]
pub fn CopyButton(props: &Props) -> Html {
    let outcome = use_state_eq(|| None::<bool>);
    let onclick = {
        let (outcome, text) = (outcome.setter(), props.text.clone());
        Callback::from(move |_: MouseEvent| {
            let (outcome, text) = (outcome.clone(), text.clone());
            spawn_local(async move {
                let clipboard = web_sys::window().map(|w| w.navigator().clipboard());
                let copied = match clipboard {
                    Some(clipboard) if !clipboard.is_undefined() => {
                        JsFuture::from(clipboard.write_text(&text)).await.is_ok()
                    }
                    _ => false,
                };
                outcome.set(Some(copied));
                Timeout::new(2_000, move || outcome.set(None)).forget();
            });
        })
    };
    let label = match *outcome {
        None => Key::Copy,
        Some(true) => Key::Copied,
        Some(false) => Key::CopyFailed,
    };
    html! { <button type="button" class="copy" {onclick} aria-live="polite">{ label.get(props.lang) }</button> }
}
