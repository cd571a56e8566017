//! One mounted editor: when its text is handed on, and what it tells.
//!
//! Typing never waits. A small text is handed on with the key press itself,
//! which takes less than a timer would and lets the worker begin while the
//! browser still paints the key; a large one when the typing pauses.

use std::{cell::RefCell, rc::Rc};

use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use js_sys::Object;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::HtmlElement;
use yew::Callback;

use super::bridge::Handle;
use crate::{app::state::Opened, i18n::Lang};

/// Up to this length the text is handed on at once.
const SMALL: u32 = 1 << 16;
/// Up to this length after a short pause.
const LARGE: u32 = 1 << 19;

/// How long a text of `length` UTF-16 units waits for the next key press.
pub fn delay_ms(length: u32) -> u32 {
    if length <= SMALL {
        0
    } else if length <= LARGE {
        250
    } else {
        800
    }
}

/// A text that is handed on.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// The document as it was opened.
    pub opened: Opened,
    /// What it is now.
    pub text: String,
    /// Which state of the editor that is.
    pub version: u32,
}

/// What an editor tells.
#[derive(Clone, PartialEq)]
pub struct Events {
    /// The text has changed; its new self follows.
    pub typed: Callback<()>,
    /// The text is handed on.
    pub text: Callback<Edit>,
    /// The cursor is on another line.
    pub cursor: Callback<u32>,
    /// The mouse points at a line's mark, or no longer.
    pub hover: Callback<Option<u32>>,
}

/// A mounted editor. Dropping it takes the editor off the page.
pub struct Controller {
    inner: Rc<Inner>,
    _closures: [Closure<dyn Fn(u32)>; 4],
    _listeners: [EventListener; 2],
}

struct Inner {
    handle: RefCell<Option<Handle>>,
    opened: RefCell<Option<Opened>>,
    timer: RefCell<Option<Timeout>>,
    events: Events,
}

impl Controller {
    /// Mounts an editor in `host`.
    pub async fn mount(host: HtmlElement, lang: Lang, events: Events) -> Result<Self, JsValue> {
        let inner = Rc::new(Inner {
            handle: RefCell::default(),
            opened: RefCell::default(),
            timer: RefCell::default(),
            events,
        });
        let closure = |then: fn(&Rc<Inner>, u32)| {
            let inner = inner.clone();
            Closure::<dyn Fn(u32)>::new(move |line| then(&inner, line))
        };
        let closures = [
            closure(|inner, _| inner.changed()),
            closure(|inner, line| inner.events.cursor.emit(line)),
            closure(|inner, line| inner.events.cursor.emit(line)),
            closure(|inner, line| inner.events.hover.emit((line > 0).then_some(line))),
        ];
        let listener = Object::new();
        for (name, closure) in ["changed", "cursor", "picked", "hovered"].iter().zip(&closures) {
            js_sys::Reflect::set(&listener, &JsValue::from_str(name), closure.as_ref().unchecked_ref())?;
        }
        let handle = Handle::mount(&host, lang, &listener).await?;
        inner.handle.replace(Some(handle));
        Ok(Self { _listeners: inner.flush_on_leave(), inner, _closures: closures })
    }

    /// Begins another document and hands its text on.
    pub fn open(&self, opened: &Opened) {
        self.inner.flush_pending();
        self.with(|handle| handle.open(&opened.text));
        self.inner.opened.replace(Some(opened.clone()));
        self.inner.flush();
    }

    /// Does something with the editor.
    pub fn with(&self, then: impl FnOnce(&Handle)) {
        if let Some(handle) = &*self.inner.handle.borrow() {
            then(handle);
        }
    }
}

impl Drop for Controller {
    fn drop(&mut self) {
        self.inner.timer.take();
        if let Some(handle) = self.inner.handle.take() {
            handle.destroy();
        }
    }
}

impl Inner {
    fn changed(self: &Rc<Self>) {
        if self.opened.borrow().is_none() {
            return;
        }
        self.events.typed.emit(());
        let length = self.handle.borrow().as_ref().map_or(0, Handle::length);
        match delay_ms(length) {
            0 => self.flush(),
            delay => {
                let this = self.clone();
                self.timer.replace(Some(Timeout::new(delay, move || this.flush())));
            }
        }
    }

    fn flush(&self) {
        self.timer.take();
        let opened = self.opened.borrow().clone();
        let now = self.handle.borrow().as_ref().map(|handle| (handle.text(), handle.version()));
        if let Some((opened, (text, version))) = opened.zip(now) {
            self.events.text.emit(Edit { opened, text, version });
        }
    }

    fn flush_pending(&self) {
        if self.timer.borrow().is_some() {
            self.flush();
        }
    }

    /// Hands on what waits when the reader may not come back.
    fn flush_on_leave(self: &Rc<Self>) -> [EventListener; 2] {
        let on = |target: &web_sys::EventTarget, event: &'static str| {
            let inner = Rc::downgrade(self);
            EventListener::new(target, event, move |_| {
                if let Some(inner) = inner.upgrade() {
                    inner.flush_pending();
                }
            })
        };
        let window = page();
        let document = window.document().map(Into::into);
        [on(&window, "pagehide"), on(document.as_ref().unwrap_or(&window), "visibilitychange")]
    }
}

fn page() -> web_sys::Window {
    js_sys::global().unchecked_into()
}

#[cfg(test)]
mod tests {
    use super::delay_ms;

    #[test]
    fn larger_texts_wait_longer() {
        assert_eq!(delay_ms(0), 0);
        assert_eq!(delay_ms(1 << 16), 0);
        assert!(delay_ms(1 << 17) < delay_ms(1 << 20));
    }
}
