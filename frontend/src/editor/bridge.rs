//! `CodeMirror` from Rust: the handle that `frontend/editor/index.js` gives.

use js_sys::Function;
use serde::Serialize;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use super::{marks::Findings, patch::Drawing};
use crate::i18n::{Lang, ui::EditorWords};

#[wasm_bindgen(module = "/src/editor/bridge.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn mount(host: &HtmlElement, words: &JsValue, events: &JsValue) -> Result<JsValue, JsValue>;

    /// Tells the way of a value in `host`.
    pub async fn tell(host: &HtmlElement, way: &JsValue);

    /// Draws a function's memory in `host`.
    pub async fn picture(host: &HtmlElement, drawn: &JsValue);

    /// Calls `then` when what is drawn now has been painted.
    #[wasm_bindgen(js_name = afterPaint)]
    pub fn after_paint(then: &JsValue);

    /// Calls `then` whenever what `selector` finds comes into view, until what is given back is called.
    #[wasm_bindgen(js_name = whenSeen)]
    pub fn when_seen(selector: &str, then: &JsValue) -> Function;
}

#[wasm_bindgen]
extern "C" {
    /// A mounted editor.
    pub type Handle;

    /// Rises with every change of the text.
    #[wasm_bindgen(method)]
    pub fn version(this: &Handle) -> u32;

    /// Makes a change that is held back until its verdict is here.
    #[wasm_bindgen(method)]
    pub fn land(this: &Handle);

    /// The text with such a change, if one is held back.
    #[wasm_bindgen(method)]
    pub fn coming(this: &Handle) -> Option<String>;

    /// The text.
    #[wasm_bindgen(method)]
    pub fn text(this: &Handle) -> String;

    /// The length of the text in UTF-16 units.
    #[wasm_bindgen(method)]
    pub fn length(this: &Handle) -> u32;

    /// Where the selection begins, in UTF-16 units.
    #[wasm_bindgen(method)]
    pub fn from(this: &Handle) -> u32;

    /// Where it ends.
    #[wasm_bindgen(method)]
    pub fn to(this: &Handle) -> u32;

    /// Goes to the next line with a mark, or to the one before.
    #[wasm_bindgen(method)]
    pub fn step(this: &Handle, back: bool);

    /// Begins another document with the file `name`.
    #[wasm_bindgen(method)]
    pub fn open(this: &Handle, text: &str, name: &str);

    /// Shows another file as it was left, or with `text` if it was not shown yet.
    #[wasm_bindgen(method)]
    pub fn turn(this: &Handle, name: &str, text: &str);

    /// Replaces the text of a file, which is `old`; undo brings it back.
    #[wasm_bindgen(method)]
    pub fn replace(this: &Handle, text: &str, name: &str, old: &str);

    /// Calls a file something else.
    #[wasm_bindgen(method)]
    pub fn rename(this: &Handle, name: &str, to: &str);

    /// Forgets a file that is not shown.
    #[wasm_bindgen(method)]
    pub fn remove(this: &Handle, name: &str);

    /// From the first to the last line on which the text has changed since
    /// drawing `number`; nothing if that is not what is drawn.
    #[wasm_bindgen(method)]
    fn changed(this: &Handle, number: u32) -> Option<Vec<u32>>;

    #[wasm_bindgen(method)]
    fn show(this: &Handle, version: u32, findings: &JsValue) -> u32;

    /// Draws the way of a value on the text, or none, unless the text is no
    /// longer `version`.
    #[wasm_bindgen(method)]
    pub fn way(this: &Handle, version: u32, way: &JsValue);

    /// Selects a range and shows it.
    #[wasm_bindgen(method)]
    pub fn reveal(this: &Handle, from: u32, to: u32);

    #[wasm_bindgen(method)]
    fn speak(this: &Handle, words: &JsValue);

    /// Takes the editor off the page.
    #[wasm_bindgen(method)]
    pub fn destroy(this: &Handle);
}

impl Handle {
    /// Mounts an editor in `host`.
    pub async fn mount(host: &HtmlElement, lang: Lang, events: &JsValue) -> Result<Self, JsValue> {
        Ok(mount(host, &words(lang), events).await?.unchecked_into())
    }

    /// Draws `findings` on a text of `size`, unless it is no longer `version`:
    /// what differs from `last`, if that is still drawn. What is drawn then.
    pub fn draw(&self, version: u32, findings: Findings, size: (u32, u32), last: Option<Drawing>) -> Option<Drawing> {
        if version != self.version() {
            return last;
        }
        // Without a text there is nothing that could have moved.
        let last = last.filter(|_| size.0 > 0);
        let patch = last.and_then(|last| match *self.changed(last.number)? {
            [first, end] => Some(last.patch(&findings, size, (first, end))),
            _ => None,
        });
        let number = self.show(version, &to_js(patch.as_ref().unwrap_or(&findings)));
        (number > 0).then_some(Drawing { number, findings, size })
    }

    /// Changes the language.
    pub fn set_lang(&self, lang: Lang) {
        self.speak(&words(lang));
    }
}

fn words(lang: Lang) -> JsValue {
    to_js(&EditorWords::new(lang))
}

/// A value for JavaScript.
pub fn to_js(value: &impl Serialize) -> JsValue {
    serde_wasm_bindgen::to_value(value).unwrap_or(JsValue::NULL)
}
