//! Drafts: what the reader makes of a document, kept a moment after the last
//! key press, so that storage is not a part of typing.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use yew::Callback;

use crate::{examples::DocId, files::Files, storage};

/// How long typing has to pause.
const PAUSE_MS: u32 = 400;

/// Keeps the latest texts of one document at a time. Clones share it.
#[derive(Clone)]
pub(super) struct Drafts(Rc<Inner>);

struct Inner {
    waiting: RefCell<Option<Draft>>,
    timer: RefCell<Option<Timeout>>,
    /// Whether the latest texts could not be kept.
    lost: Cell<bool>,
    /// Is told whether the draft could be kept.
    kept: Callback<bool>,
}

struct Draft {
    doc: DocId,
    files: Files,
    original: Files,
}

impl Drafts {
    /// No drafts yet; `kept` is told of each whether it could be kept.
    pub(super) fn new(kept: Callback<bool>) -> Self {
        Self(Rc::new(Inner { waiting: RefCell::default(), timer: RefCell::default(), lost: Cell::default(), kept }))
    }

    /// Keeps `files` soon.
    pub(super) fn keep(&self, doc: DocId, files: Files, original: Files) {
        if self.0.waiting.borrow().as_ref().is_some_and(|draft| draft.doc != doc) {
            self.flush();
        }
        self.0.waiting.replace(Some(Draft { doc, files, original }));
        let this = self.clone();
        self.0.timer.replace(Some(Timeout::new(PAUSE_MS, move || this.flush())));
    }

    /// Keeps at once what waits.
    pub(super) fn flush(&self) {
        self.0.timer.take();
        if let Some(Draft { doc, files, original }) = self.0.waiting.take() {
            let kept = storage::keep_draft(&doc, &files, &original);
            self.0.lost.set(!kept);
            self.0.kept.emit(kept);
        }
    }

    /// Whether nothing would be lost if the page went away now.
    pub(super) fn are_kept(&self) -> bool {
        self.0.waiting.borrow().is_none() && !self.0.lost.get()
    }

    /// A listener that keeps what waits when the reader may not come back.
    pub(super) fn flush_on(&self, target: &web_sys::EventTarget, event: &'static str) -> EventListener {
        let this = self.clone();
        EventListener::new(target, event, move |_| this.flush())
    }
}
