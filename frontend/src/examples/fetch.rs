//! Examples over HTTP, relative to the page.

use js_sys::{JSON, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use super::Example;

/// The list of examples.
pub async fn fetch_index() -> Result<Vec<Example>, JsValue> {
    let text = fetch_text("index.json").await?;
    let value = JSON::parse(&text)?;
    serde_wasm_bindgen::from_value(value).map_err(JsValue::from)
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
