//! How a value comes to where it escapes. The steps are told by `frontend/way`,
//! which draws them on the code, too; here are the heading and the button.

use gloo_events::EventListener;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{CustomEvent, HtmlElement};
use yew::prelude::*;

use crate::{
    app::{
        Dispatch, dispatch_on,
        state::{Action, Analysed},
    },
    editor::bridge,
    i18n::{Key, Lang},
    way,
};

/// What a way is given.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    /// The language.
    pub lang: Lang,
    /// The report.
    pub analysed: Analysed,
    /// The report's number of the file in the editor.
    pub file: u32,
    /// The location.
    pub location: u32,
    /// Whether it is drawn on the code.
    pub drawn: bool,
    /// Where clicks go.
    pub dispatch: Dispatch,
}

/// The steps of a way.
#[component]
pub(super) fn Way(props: &Props) -> Html {
    let host = use_node_ref();
    let Props { lang, location, drawn, dispatch, .. } = props;
    use_effect_with((host.clone(), props.clone()), |(host, props)| {
        let Props { lang, analysed, file, location, dispatch, .. } = props.clone();
        let listener = host.cast::<HtmlElement>().map(|host| {
            let told = way::to_js(&analysed, file, location, lang);
            let listener = EventListener::new(&host, "reveal", move |event| {
                let detail = event.dyn_ref::<CustomEvent>().and_then(|event| event.detail().as_string());
                let place = detail.and_then(|n| way::places(&analysed.report, location).nth(n.parse().ok()?));
                if let Some(place) = place {
                    dispatch.dispatch(Action::Visit(place));
                }
            });
            spawn_local(async move { bridge::tell(&host, &told).await });
            listener
        });
        move || drop(listener)
    });
    let wanted = (!drawn).then_some(*location);
    html! {
        <>
            <div class="way-head">
                <h5>{ Key::DetailsPath.get(*lang) }</h5>
                <button type="button" aria-pressed={drawn.to_string()} onclick={dispatch_on(dispatch, Action::Way(wanted))}>
                    { Key::DrawWay.get(*lang) }
                </button>
            </div>
            <div class="way" ref={host} />
        </>
    }
}
