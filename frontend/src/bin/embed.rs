//! The widget's analyst. JavaScript (`frontend/embed/worker.js`) makes one and
//! asks it.

use frontend::embed;
use js_sys::Function;
use wasm_bindgen::prelude::*;

/// What JavaScript holds.
#[wasm_bindgen]
pub struct Analyst(embed::Analyst);

#[wasm_bindgen]
impl Analyst {
    /// `std` is the address of the folder with the packs, `search` what
    /// follows the address of their index.
    #[wasm_bindgen(constructor)]
    pub fn new(std: String, search: String) -> Self {
        Self(embed::Analyst::new(std, search))
    }

    /// Answers a request; calls `loading` if that has to wait for packs.
    pub async fn answer(&self, request: JsValue, loading: Function) -> Result<JsValue, JsValue> {
        let tell = move || {
            let _ = loading.call0(&JsValue::NULL);
        };
        self.0.answer(request, tell).await
    }
}

fn main() {}
