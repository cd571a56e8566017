//! Examples over HTTP, relative to the page.

use js_sys::{Array, JSON, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use super::{About, Example, ExampleFile};
use crate::i18n::Localized;

/// What the page has in it from the start: see `frontend/first/page.js`.
pub struct First {
    /// The list of examples.
    pub index: Vec<Example>,
    /// The first one's folder.
    pub slug: String,
    /// The file of it that is shown.
    pub name: String,
    /// What it is about.
    pub about: About,
    /// The file's text.
    pub text: String,
}

/// The first example, if the page has it.
pub fn first() -> Option<First> {
    let text = web_sys::window()?.document()?.get_element_by_id("first")?.text_content()?;
    let value = JSON::parse(&text).ok()?;
    let slug = string(&value, "slug")?;
    Some(First {
        index: list(&get(&value, "index")?, example)?,
        about: about(&slug, &get(&value, "about")?)?,
        slug,
        name: string(&value, "name")?,
        text: string(&value, "text")?,
    })
}

/// The list of examples.
pub async fn fetch_index() -> Result<Vec<Example>, JsValue> {
    let text = fetch_text("index.json").await?;
    let value = JSON::parse(&text)?;
    list(&value, example).ok_or_else(|| JsValue::from_str("not a list of examples"))
}

/// What the example in folder `slug` is about, if that can be had.
pub async fn fetch_about(slug: String) -> Option<About> {
    let text = fetch_text(&format!("{slug}/about.json")).await.ok()?;
    about(&slug, &JSON::parse(&text).ok()?)
}

// Read by hand: serde's messages about what it expected would be 15 kB of wasm.

fn example(value: &JsValue) -> Option<Example> {
    Some(Example {
        slug: string(value, "slug")?,
        section: string(value, "section")?,
        title: localized(&get(value, "title")?)?,
        files: list(&get(value, "files")?, |file| {
            Some(ExampleFile { name: string(file, "name")?, label: localized(&get(file, "label")?)? })
        })?,
    })
}

fn about(slug: &str, value: &JsValue) -> Option<About> {
    let summary = localized(&get(value, "summary")?)?;
    let changed = get(value, "changed").and_then(|changed| localized(&changed));
    Some(About { slug: slug.into(), summary, changed })
}

fn localized(value: &JsValue) -> Option<Localized> {
    Some(Localized { en: string(value, "en")?, zh: string(value, "zh")? })
}

fn list<T>(value: &JsValue, item: impl Fn(&JsValue) -> Option<T>) -> Option<Vec<T>> {
    value.dyn_ref::<Array>()?.iter().map(|value| item(&value)).collect()
}

fn string(value: &JsValue, key: &str) -> Option<String> {
    get(value, key)?.as_string()
}

fn get(value: &JsValue, key: &str) -> Option<JsValue> {
    Reflect::get(value, &JsValue::from_str(key)).ok()
}

/// A file of the examples' folder, byte order mark and all.
pub async fn fetch_text(path: &str) -> Result<String, JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let url = format!("./examples/{path}");
    let response: Response = JsFuture::from(window.fetch_with_str(&url)).await?.dyn_into()?;
    if !response.ok() {
        return Err(JsValue::from_f64(response.status().into()));
    }
    let bytes = JsFuture::from(response.array_buffer()?).await?;
    Ok(String::from_utf8_lossy(&Uint8Array::new(&bytes).to_vec()).into_owned())
}
