//! Finds edits that take something off the heap. JavaScript
//! (`public/advisor_boot.js`) makes one and asks it.

use frontend::advisor;
use wasm_bindgen::prelude::*;

/// What JavaScript holds.
#[wasm_bindgen]
pub struct Advisor(advisor::Advisor);

#[wasm_bindgen]
impl Advisor {
    /// `std` is the address of the folder with the packs, `search` what
    /// follows the address of their index.
    #[wasm_bindgen(constructor)]
    pub fn new(std: String, search: String) -> Self {
        Self(advisor::Advisor::new(std, search))
    }

    /// The offers about a line.
    pub async fn offers(&self, request: JsValue) -> Result<JsValue, JsValue> {
        self.0.offers(request).await
    }
}

fn main() {}
