//! The worker: analyses what it is sent.

use wasm_bindgen::prelude::*;

fn main() {
    frontend::worker::serve::start();
}

/// What the page would ask about a program of one file. For the build, which
/// finds out what first verdicts need (`frontend/wasm/profile.js`).
#[wasm_bindgen]
pub fn request(text: &str) -> Option<Vec<u8>> {
    frontend::worker::protocol::encode(&frontend::worker::protocol::Request::about(text))
}
