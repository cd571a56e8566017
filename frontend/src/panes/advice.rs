//! Offers below the verdicts of a line that allocates: a place for them, and
//! what the module that draws them is given. It is loaded when it is first
//! wanted, and has a worker of its own (see [`crate::advisor`]).

use analyzer_core::report::{LocationVerdict, Verdict};
use js_sys::Array;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;
use yew::prelude::*;

use crate::{app::state::Analysed, i18n::Lang, worker::client::Wish};

#[wasm_bindgen(module = "/src/panes/offers.js")]
extern "C" {
    /// Shows offers in `host`; without files there are none, or none now because
    /// something is `wrong` with the text.
    #[allow(clippy::too_many_arguments)]
    #[wasm_bindgen(catch)]
    async fn offers(
        host: &Element,
        files: &Array,
        open: &str,
        line: u32,
        lang: &str,
        go: &str,
        no_inlining: bool,
        wrong: bool,
    ) -> Result<JsValue, JsValue>;
}

/// What the offers are about.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    /// The language.
    pub lang: Lang,
    /// The last report.
    pub analysed: Option<Analysed>,
    /// The report's number of the file.
    pub file: u32,
    /// The line.
    pub line: u32,
    /// How it was analysed.
    pub wish: Wish,
}

/// A place for offers.
#[component]
pub(super) fn Offers(props: &Props) -> Html {
    let host = use_node_ref();
    use_effect_with((host.clone(), props.clone()), |(host, props)| {
        if let Some(host) = host.cast::<Element>() {
            show(host, props);
        }
    });
    html! { <div class="offers" ref={host} /> }
}

fn show(host: Element, Props { lang, analysed, file, line, wish }: &Props) {
    let Some(analysed) = analysed else { return };
    let allocates = |location: &&LocationVerdict| {
        let here = location.place.file == *file && location.place.at.line == *line;
        here && matches!(location.verdict, Verdict::Heap(_) | Verdict::StackIfSmall)
    };
    let files = Array::new();
    if analysed.report.locations.iter().any(|location| allocates(&location)) {
        for file in &*analysed.files {
            files.push(&JsValue::from_str(&file.name));
            files.push(&JsValue::from_str(&file.text));
        }
    }
    let open = analysed.report.files.get(*file as usize).cloned().unwrap_or_default();
    let (line, lang, go, no_inlining) = (*line, lang.tag(), wish.go.to_string(), wish.no_inlining);
    let wrong = !analysed.report.errors.is_empty();
    // A site that cannot be reached has no offers; the verdicts stay.
    spawn_local(async move { drop(offers(&host, &files, &open, line, lang, &go, no_inlining, wrong).await) });
}
