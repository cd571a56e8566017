//! `frontend/share` from Rust: a module that is loaded when it is first wanted.
//! What it gives is not read with serde (see `examples::fetch`).

use js_sys::Array;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/share/bridge.js")]
extern "C" {
    /// Opens the dialog.
    #[wasm_bindgen(catch)]
    pub(crate) async fn share(program: &JsValue) -> Result<JsValue, JsValue>;

    /// Opens the list of keys.
    #[wasm_bindgen(catch)]
    pub(crate) async fn keys(lang: &str) -> Result<JsValue, JsValue>;

    /// The state in a fragment, or a word for why there is none.
    #[wasm_bindgen(catch, js_name = readLink)]
    pub(crate) async fn read_link(fragment: &str) -> Result<JsValue, JsValue>;

    /// Names and texts of files, or nothing if they can't be opened.
    #[wasm_bindgen(catch, js_name = readFiles)]
    pub(crate) async fn read_files(dropped: &JsValue) -> Result<JsValue, JsValue>;

    /// The same of files that the reader chooses.
    #[wasm_bindgen(catch, js_name = chooseFiles)]
    pub(crate) async fn choose_files() -> Result<JsValue, JsValue>;

    /// What an event has dropped.
    pub(crate) fn dropped(event: &web_sys::Event) -> JsValue;
}

#[wasm_bindgen]
extern "C" {
    /// What a link holds; `share/link.js` sees to it that it has this shape.
    pub(crate) type Linked;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn name(this: &Linked) -> String;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn files(this: &Linked) -> JsValue;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn open(this: &Linked) -> String;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn from(this: &Linked) -> u32;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn to(this: &Linked) -> u32;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn go(this: &Linked) -> String;

    #[wasm_bindgen(method, getter, js_name = noInlining)]
    pub(crate) fn no_inlining(this: &Linked) -> bool;

    #[wasm_bindgen(method, getter)]
    pub(crate) fn lang(this: &Linked) -> String;
}

/// Pairs of names and texts.
pub(crate) fn named(value: &JsValue) -> Option<Vec<(String, String)>> {
    let pair = |pair: JsValue| {
        let pair = pair.dyn_into::<Array>().ok()?;
        Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
    };
    value.dyn_ref::<Array>()?.iter().map(pair).collect()
}
