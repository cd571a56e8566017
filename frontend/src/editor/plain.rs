//! A text field in place of `CodeMirror`, for browsers that could not load it.

use std::{cell::Cell, rc::Rc};

use gloo_events::EventListener;
use web_sys::HtmlTextAreaElement;

/// The field. Its text is handed on as an editor's is; nothing is drawn on it.
pub(super) struct Plain {
    field: HtmlTextAreaElement,
    version: Rc<Cell<u32>>,
    _typed: EventListener,
}

impl Plain {
    /// Takes over `field`; `changed` is told when the reader types.
    pub(super) fn new(field: HtmlTextAreaElement, changed: impl Fn() + 'static) -> Self {
        let version = Rc::new(Cell::new(0));
        let rises = version.clone();
        let typed = EventListener::new(&field, "input", move |_| {
            rises.set(rises.get() + 1);
            changed();
        });
        Self { field, version, _typed: typed }
    }

    /// Rises with every change of the text.
    pub(super) fn version(&self) -> u32 {
        self.version.get()
    }

    pub(super) fn text(&self) -> String {
        self.field.value()
    }

    pub(super) fn show(&self, text: &str) {
        self.version.set(self.version.get() + 1);
        self.field.set_value(text);
    }
}
