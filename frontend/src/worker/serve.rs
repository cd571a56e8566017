//! The worker's side: says that it is ready, then answers.
//!
//! A text whose imports are here is analysed at once. Else the page is told
//! that the worker is loading, and the analysis begins when the packs have
//! come: in a microtask of its own, from where an error reaches the page's listener. An
//! analysis that has asked for more packs is done again when they are here.
//!
//! A worker that has nothing to do at first analyses a program of its own, so
//! that the browser has compiled most of the wasm before it is needed
//! ([`warm`](super::warm)).

use std::{cell::RefCell, rc::Rc};

use analyzer_core::{Release, Session};
use gloo_timers::callback::Timeout;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use super::{
    packs::Packs,
    protocol::{Progress, Reply, Request, decode, encode},
    warm,
};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = queueMicrotask)]
    fn queue_microtask(callback: &JsValue);

    /// `public/worker_boot.js` wants to know when a report was posted.
    #[wasm_bindgen(js_name = escapadeAnswered)]
    fn answered();
}

struct Server {
    scope: DedicatedWorkerGlobalScope,
    session: RefCell<Session>,
    packs: Packs,
}

/// Serves until the page ends the worker.
pub fn start() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let release = Release::default();
    let session = RefCell::new(Session::new(release));
    let server = Rc::new(Server {
        scope: scope.clone(),
        session,
        packs: Packs::new("./std/".into(), scope.location().search(), release),
    });
    let answer = {
        let server = Rc::clone(&server);
        Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let bytes = Uint8Array::new(&event.data()).to_vec();
            let Some(request) = decode::<Request>(&bytes) else { wasm_bindgen::throw_str("not a request") };
            if let Some(offset) = request.define {
                return server.define(&request, offset);
            }
            match server.packs.foreseen(&request.files) {
                wanted if wanted.is_empty() => server.answer(request),
                wanted => server.load(request, wanted),
            }
        })
    };
    scope.set_onmessage(Some(answer.into_js_value().unchecked_ref()));
    server.post(&Reply::Ready);
    // The part of the analysis that a first visit begins with has nothing that
    // the first program does not need.
    if scope.location().hash() == "#first" {
        return;
    }
    // What is waiting already goes first, and its packs can be on their way.
    Timeout::new(0, move || drop(encode(&Reply::done(0, warm::up(release), Vec::new())))).forget();
}

impl Server {
    fn answer(self: &Rc<Self>, request: Request) {
        let Request { generation, ref files, ref open, ref options, .. } = request;
        let mut session = self.session.borrow_mut();
        let report = self.packs.with_loader(|loader| session.analyze_module(files, open, options, loader));
        let missing = self.packs.missing(files);
        if !missing.is_empty() {
            // It remembers these packages as unknown ones.
            *session = Session::new(Release::default());
            if !self.packs.must_wait() {
                return self.load(request, missing);
            }
        }
        self.post(&Reply::done(generation, report, missing));
        answered();
    }

    /// Says where something is declared, as far as the packs that are here tell.
    fn define(&self, request: &Request, offset: u32) {
        let Request { files, open, options, .. } = request;
        let mut session = self.session.borrow_mut();
        let found = self.packs.with_loader(|loader| session.definition(files, open, offset, options, loader));
        if !self.packs.missing(files).is_empty() {
            // It remembers these packages as unknown ones.
            *session = Session::new(Release::default());
        }
        self.post(&Reply::Defined(found));
    }

    /// Fetches `wanted`, and then answers `request`.
    fn load(self: &Rc<Self>, request: Request, wanted: Vec<String>) {
        let generation = request.generation;
        self.post(&Reply::Loading { generation, progress: Progress::default() });
        let server = Rc::clone(self);
        spawn_local(async move {
            let teller = Rc::clone(&server);
            let tell = move |progress: Progress| teller.post(&Reply::Loading { generation, progress });
            server.packs.fetch(wanted, &request.files, Rc::new(tell)).await;
            queue_microtask(&Closure::once_into_js(move || server.answer(request)));
        });
    }

    fn post(&self, reply: &Reply) {
        let Some(bytes) = encode(reply) else { wasm_bindgen::throw_str("a reply that cannot be written") };
        let bytes = Uint8Array::from(bytes.as_slice());
        let transfer = Array::of1(&bytes.buffer());
        if let Err(error) = self.scope.post_message_with_transfer(&JsValue::from(bytes), &transfer) {
            wasm_bindgen::throw_val(error);
        }
    }
}
