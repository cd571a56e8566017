//! A function's memory when it returns. `frontend/memory` draws it.

use analyzer_core::report::{InlinedCall, Picture, Report};
use gloo_events::EventListener;
use serde::Serialize;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{CustomEvent, HtmlElement};
use yew::prelude::*;

use super::PaneProps;
use crate::{
    app::state::Action,
    editor::bridge,
    explain::position,
    i18n::{Key, Lang},
};

/// What is drawn.
#[derive(Serialize)]
struct Drawn<'a> {
    lang: &'static str,
    function: &'a str,
    picture: &'a Picture,
    /// For each cell the inlined calls that it came with.
    calls: Vec<Vec<Call<'a>>>,
}

/// An inlined call, and where it was written, as seen from the function's file.
#[derive(Serialize)]
struct Call<'a> {
    function: &'a str,
    at: String,
}

impl<'a> Drawn<'a> {
    fn new(lang: Lang, report: &'a Report, picture: &'a Picture) -> Self {
        let function = report.functions.get(picture.function as usize);
        let file = function.map_or(0, |function| function.place.file);
        let call = |call: &'a InlinedCall| Call { function: &call.function, at: position(report, call.place, file) };
        Self {
            lang: lang.pick("en", "zh"),
            function: function.map_or("", |function| &function.name),
            picture,
            calls: picture.cells.iter().map(|cell| cell.calls.iter().map(call).collect()).collect(),
        }
    }
}

/// The pane.
#[component]
pub(super) fn Memory(props: &PaneProps) -> Html {
    let host = use_node_ref();
    let PaneProps { lang, analysed, dispatch, .. } = props;
    use_effect_with((host.clone(), analysed.clone(), *lang), {
        let dispatch = dispatch.clone();
        move |(host, analysed, lang): &(NodeRef, _, Lang)| {
            let report = std::rc::Rc::clone(&analysed.report);
            let drawn = host.cast::<HtmlElement>().zip(report.picture.as_ref()).map(|(host, picture)| {
                let drawn = bridge::to_js(&Drawn::new(*lang, &report, picture));
                spawn_local({
                    let host = host.clone();
                    async move { bridge::picture(&host, &drawn).await }
                });
                host
            });
            let listener = drawn.map(|host| {
                EventListener::new(&host, "reveal", move |event| {
                    let detail = event.dyn_ref::<CustomEvent>().and_then(|event| event.detail().as_string());
                    let cells = report.picture.as_ref().map(|picture| &picture.cells);
                    let place = detail.and_then(|n| Some(cells?.get(n.parse::<usize>().ok()?)?.place));
                    if let Some(place) = place {
                        dispatch.dispatch(Action::Reveal(place));
                    }
                })
            });
            move || drop(listener)
        }
    });
    let report = &analysed.report;
    html! {
        <>
            if report.picture.is_none() {
                <p class="nothing">
                    { if report.errors.is_empty() { Key::NoFunctionHere } else { Key::NotWithErrors }.get(*lang) }
                </p>
            }
            <div ref={host} hidden={report.picture.is_none()} />
        </>
    }
}
