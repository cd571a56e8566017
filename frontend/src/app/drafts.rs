//! Drafts: what the reader makes of a document, kept a moment after the last
//! key press, so that storage is not a part of typing.
//!
//! Two tabs may have the same document. What another tab has kept since this
//! one looked is not written over: from then on what is written here is kept as
//! a document of the reader's own, and the page says so. The editor stays as it
//! is, cursor, history and all.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use yew::Callback;

use crate::{
    examples::DocId,
    files::{self, Files},
    storage,
};

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
    /// The open document, and the one before, whose last text may still come.
    looked: RefCell<Vec<Looked>>,
    /// Is told what has become of the draft.
    kept: Callback<Kept>,
}

/// What this tab knows of a document in storage.
struct Looked {
    doc: DocId,
    /// What was kept of it when this tab looked or wrote last.
    seen: Option<String>,
    /// The name of the reader's document that is written to instead, because
    /// another tab has changed this one.
    apart: Option<String>,
}

/// What has become of a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    /// It is there in another visit.
    Yes,
    /// It is there until the page is closed.
    No,
    /// It has become a document of its own, because another tab has changed this one.
    Apart,
}

struct Draft {
    doc: DocId,
    files: Files,
    original: Files,
}

impl Drafts {
    /// No drafts yet; `kept` is told of each what has become of it.
    pub(super) fn new(kept: Callback<Kept>) -> Self {
        let (waiting, timer, lost, looked) = Default::default();
        Self(Rc::new(Inner { waiting, timer, lost, looked, kept }))
    }

    /// What is kept of `doc` is about to be opened.
    pub(super) fn look(&self, doc: &DocId) {
        let mut looked = self.0.looked.borrow_mut();
        looked.retain(|looked| looked.doc != *doc);
        looked.truncate(1);
        looked.insert(0, Looked { doc: doc.clone(), seen: storage::kept(doc), apart: None });
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
            let kept = self.write(&doc, &files, &original);
            self.0.lost.set(!kept);
            self.0.kept.emit(if kept { Kept::Yes } else { Kept::No });
        }
    }

    /// Keeps a draft; whether it will be there in another visit.
    fn write(&self, doc: &DocId, files: &Files, original: &Files) -> bool {
        let mut looked = self.0.looked.borrow_mut();
        let Some(looked) = looked.iter_mut().find(|looked| looked.doc == *doc) else {
            return storage::keep_draft(doc, files, original);
        };
        if let Some(name) = &looked.apart {
            return storage::keep_as(name, files);
        }
        let there = storage::kept(doc);
        if there.is_none() || there == looked.seen || there == Some(files::kept(files)) {
            let kept = storage::keep_draft(doc, files, original);
            looked.seen = storage::kept(doc);
            return kept;
        }
        let (name, kept) = storage::keep_own(&name_of(doc, files), files);
        looked.apart = Some(name);
        self.0.kept.emit(Kept::Apart);
        kept
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

/// What a document of the reader's own is called that is made of `doc`.
fn name_of(doc: &DocId, files: &Files) -> String {
    match doc {
        DocId::Own { name } => name.clone(),
        DocId::Example { slug, .. } => slug.clone(),
        DocId::Scratch => files::title(files),
    }
}
