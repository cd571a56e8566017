//! The worker's side: says that it is ready, then answers.

use std::cell::RefCell;

use analyzer_core::{Release, Session};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use super::protocol::{Reply, Request, decode, encode};

/// Serves until the page ends the worker.
pub fn start() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let session = RefCell::new(Session::new(Release::default()));
    let answer = {
        let scope = scope.clone();
        Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let bytes = Uint8Array::new(&event.data()).to_vec();
            let Some(Request { generation, files, options }) = decode(&bytes) else {
                wasm_bindgen::throw_str("not a request");
            };
            let report = Box::new(session.borrow_mut().analyze(&files, &options));
            post(&scope, &Reply::Done { generation, report });
        })
    };
    scope.set_onmessage(Some(answer.into_js_value().unchecked_ref()));
    post(&scope, &Reply::Ready);
}

fn post(scope: &DedicatedWorkerGlobalScope, reply: &Reply) {
    let Some(bytes) = encode(reply) else { wasm_bindgen::throw_str("a reply that cannot be written") };
    let bytes = Uint8Array::from(bytes.as_slice());
    let transfer = Array::of1(&bytes.buffer());
    if let Err(error) = scope.post_message_with_transfer(&JsValue::from(bytes), &transfer) {
        wasm_bindgen::throw_val(error);
    }
}
