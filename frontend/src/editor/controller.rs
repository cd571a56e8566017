//! One mounted editor: the files it has, when they are handed on, and what it
//! tells.
//!
//! The editor shows one file at a time; the texts of the others are here.
//!
//! Typing never waits. A small text is handed on with the key press itself,
//! which takes less than a timer would and lets the worker begin while the
//! browser still paints the key; a large one when the typing pauses.

use std::{cell::RefCell, rc::Rc};

use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use js_sys::Object;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{HtmlElement, HtmlTextAreaElement};
use yew::Callback;

use super::{bridge::Handle, columns, plain::Plain};
use crate::{
    app::state::{Arrange, Opened},
    files::{self, File, Files},
    i18n::Lang,
};

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

/// Files that are handed on.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// The document as it was opened.
    pub opened: Opened,
    /// What its files are now.
    pub files: Files,
    /// The name of the one that is shown.
    pub open: Rc<str>,
    /// Which state of the editor that is.
    pub version: u32,
}

/// Where the thing is declared that a name means.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The document's files.
    pub files: Files,
    /// The name of the one that has the name.
    pub open: Rc<str>,
    /// Where it is, in bytes.
    pub offset: u32,
}

/// What an editor tells.
#[derive(Clone, PartialEq)]
pub struct Events {
    /// The text has changed; its new self follows.
    pub typed: Callback<()>,
    /// The text is handed on.
    pub text: Callback<Edit>,
    /// The same, before it is in the editor: it can be analysed meanwhile.
    pub ahead: Callback<Edit>,
    /// The cursor is on another line.
    pub cursor: Callback<u32>,
    /// The reader wants to know about a line.
    pub picked: Callback<u32>,
    /// Where is the thing declared that a name means?
    pub define: Callback<Question>,
    /// The mouse points at a line's mark, or no longer.
    pub hover: Callback<Option<u32>>,
}

/// A mounted editor. Dropping it takes the editor off the page.
pub struct Controller {
    inner: Rc<Inner>,
    _closures: Closures,
    _listeners: [EventListener; 2],
}

/// What JavaScript calls.
#[derive(Default)]
struct Closures {
    _numbers: Vec<Closure<dyn Fn(u32)>>,
    _text: Option<Closure<dyn Fn(String) -> Option<String>>>,
    _behind: Option<Closure<dyn Fn(String, String)>>,
}

struct Inner {
    surface: RefCell<Option<Surface>>,
    desk: RefCell<Option<Desk>>,
    timer: RefCell<Option<Timeout>>,
    events: Events,
}

/// Where a text is shown and changed.
enum Surface {
    CodeMirror(Handle),
    /// For browsers that could not load it.
    Plain(Plain),
}

/// A document that is worked on.
struct Desk {
    opened: Opened,
    /// Its files; the text of the one that is shown may be older than what the
    /// surface has.
    files: Vec<File>,
    /// The name of the one that is shown.
    shown: Rc<str>,
}

impl Desk {
    fn file(&mut self, name: &str) -> Option<&mut File> {
        self.files.iter_mut().find(|file| *file.name == *name)
    }
}

impl Surface {
    fn version(&self) -> u32 {
        match self {
            Self::CodeMirror(handle) => handle.version(),
            Self::Plain(plain) => plain.version(),
        }
    }

    fn text(&self) -> String {
        match self {
            Self::CodeMirror(handle) => handle.text(),
            Self::Plain(plain) => plain.text(),
        }
    }

    fn open(&self, file: &File) {
        match self {
            Self::CodeMirror(handle) => handle.open(&file.text, &file.name),
            Self::Plain(plain) => plain.show(&file.text),
        }
    }

    fn turn(&self, file: &File) {
        match self {
            Self::CodeMirror(handle) => handle.turn(&file.name, &file.text),
            Self::Plain(plain) => plain.show(&file.text),
        }
    }
}

impl Controller {
    /// Mounts an editor in `host`.
    pub async fn mount(host: HtmlElement, lang: Lang, events: Events) -> Result<Self, JsValue> {
        let inner = Inner::new(events);
        let closure = |then: fn(&Rc<Inner>, u32)| {
            let inner = inner.clone();
            Closure::<dyn Fn(u32)>::new(move |line| then(&inner, line))
        };
        let closures = vec![
            closure(|inner, _| inner.changed()),
            closure(|inner, line| inner.events.cursor.emit(line)),
            closure(|inner, line| inner.events.picked.emit(line)),
            closure(Inner::ask),
            closure(|inner, line| inner.events.hover.emit((line > 0).then_some(line))),
            closure(|inner, version| inner.ahead(version)),
        ];
        let listener = Object::new();
        for (name, closure) in ["changed", "cursor", "picked", "define", "hovered", "ahead"].iter().zip(&closures) {
            js_sys::Reflect::set(&listener, &JsValue::from_str(name), closure.as_ref().unchecked_ref())?;
        }
        let here = inner.clone();
        let text = Closure::<dyn Fn(String) -> Option<String>>::new(move |name: String| here.text_of(&name));
        let here = inner.clone();
        let behind =
            Closure::<dyn Fn(String, String)>::new(move |name: String, text: String| here.behind(&name, &text));
        js_sys::Reflect::set(&listener, &"text".into(), text.as_ref())?;
        js_sys::Reflect::set(&listener, &"behind".into(), behind.as_ref())?;
        let handle = Handle::mount(&host, lang, &listener).await?;
        inner.surface.replace(Some(Surface::CodeMirror(handle)));
        let closures = Closures { _numbers: closures, _text: Some(text), _behind: Some(behind) };
        Ok(Self { _listeners: inner.flush_on_leave(), inner, _closures: closures })
    }

    /// A text field in place of an editor.
    pub fn plain(field: HtmlTextAreaElement, events: Events) -> Self {
        let inner = Inner::new(events);
        let weak = Rc::downgrade(&inner);
        let plain = Plain::new(field, move || {
            if let Some(inner) = weak.upgrade() {
                inner.changed();
            }
        });
        inner.surface.replace(Some(Surface::Plain(plain)));
        Self { _listeners: inner.flush_on_leave(), inner, _closures: Closures::default() }
    }

    /// Begins another document and hands it on.
    pub fn open(&self, opened: &Opened) {
        self.inner.flush_pending();
        let shown = files::first(&opened.files);
        if let (Some(surface), Some(file)) = (&*self.inner.surface.borrow(), files::find(&opened.files, &shown)) {
            surface.open(file);
        }
        self.inner.desk.replace(Some(Desk { opened: opened.clone(), files: opened.files.to_vec(), shown }));
        self.inner.flush();
    }

    /// Shows another file of the document.
    pub fn turn(&self, name: &Rc<str>) {
        self.inner.take_text();
        let turned = self.inner.desk.borrow_mut().as_mut().filter(|desk| desk.shown != *name).and_then(|desk| {
            let file = desk.file(name)?.clone();
            desk.shown = name.clone();
            Some(file)
        });
        // What is told meanwhile may come back here: nothing may be borrowed.
        if let Some(file) = turned {
            self.inner.with(|surface| surface.turn(&file));
            self.inner.flush();
        }
    }

    /// Changes which files there are.
    pub fn arrange(&self, arrange: &Arrange) {
        self.inner.take_text();
        if let Some(desk) = &mut *self.inner.desk.borrow_mut() {
            match arrange {
                Arrange::Add(name) => desk.files.push(File::new(name, "")),
                Arrange::Rename(old, new) => {
                    if let Some(file) = desk.file(old) {
                        file.name = new.clone();
                    }
                    if desk.shown == *old {
                        desk.shown = new.clone();
                    }
                    self.with(|handle| handle.rename(old, new));
                }
                Arrange::Remove(name) => {
                    desk.files.retain(|file| file.name != *name);
                }
            }
        }
        match arrange {
            // The one that comes in its place is turned to next.
            Arrange::Remove(name) => {
                self.turn_from(name);
                self.with(|handle| handle.remove(name));
            }
            Arrange::Add(_) | Arrange::Rename(..) => {}
        }
        self.inner.flush();
    }

    fn turn_from(&self, name: &str) {
        let next = {
            let desk = self.inner.desk.borrow();
            desk.as_ref().filter(|desk| *desk.shown == *name).and_then(|desk| Some(desk.files.first()?.name.clone()))
        };
        if let Some(next) = next {
            self.turn(&next);
        }
    }

    /// Puts the texts of `original` in the place of what the files have, and
    /// files of it that are gone back. Others stay.
    pub fn reset(&self, original: &[File]) {
        self.inner.take_text();
        let Some(before) = self.inner.desk.borrow().as_ref().map(|desk| desk.files.clone()) else { return };
        let mut files = before.clone();
        for file in original {
            match files.iter_mut().find(|known| known.name == file.name) {
                Some(known) => known.text = file.text.clone(),
                None => files.push(file.clone()),
            }
        }
        if let Some(desk) = &mut *self.inner.desk.borrow_mut() {
            desk.files = files;
        }
        for File { name, text } in &before {
            if let Some(file) = files::find(original, name).filter(|file| file.text != *text) {
                self.inner.with(|surface| match surface {
                    Surface::CodeMirror(handle) => handle.replace(&file.text, name, text),
                    Surface::Plain(_) => {}
                });
            }
        }
        self.inner.with(|surface| {
            let shown =
                self.inner.desk.borrow().as_ref().and_then(|desk| files::find(&desk.files, &desk.shown).cloned());
            if let (Surface::Plain(plain), Some(file)) = (surface, shown) {
                plain.show(&file.text);
            }
        });
        self.inner.flush();
    }

    /// See [`Slot::now`](super::Slot::now).
    pub(super) fn now(&self) -> Option<(Files, Rc<str>, (u32, u32))> {
        self.inner.take_text();
        let mut selected = (0, 0);
        self.with(|handle| selected = (handle.from(), handle.to()));
        let desk = self.inner.desk.borrow();
        desk.as_ref().map(|desk| (desk.files.clone().into(), desk.shown.clone(), selected))
    }

    /// Does something with the editor, if there is one.
    pub fn with(&self, then: impl FnOnce(&Handle)) {
        self.inner.with(|surface| {
            if let Surface::CodeMirror(handle) = surface {
                then(handle);
            }
        });
    }
}

impl Drop for Controller {
    fn drop(&mut self) {
        self.inner.timer.take();
        if let Some(Surface::CodeMirror(handle)) = self.inner.surface.take() {
            handle.destroy();
        }
    }
}

impl Inner {
    fn new(events: Events) -> Rc<Self> {
        let (surface, desk, timer) = Default::default();
        Rc::new(Self { surface, desk, timer, events })
    }

    fn with(&self, then: impl FnOnce(&Surface)) {
        if let Some(surface) = &*self.surface.borrow() {
            then(surface);
        }
    }

    fn changed(self: &Rc<Self>) {
        if self.desk.borrow().is_none() {
            return;
        }
        self.events.typed.emit(());
        let mut length = 0;
        self.with(|surface| {
            length = match surface {
                Surface::CodeMirror(handle) => handle.length(),
                Surface::Plain(_) => 0,
            }
        });
        match delay_ms(length) {
            0 => self.flush(),
            delay => {
                let this = self.clone();
                self.timer.replace(Some(Timeout::new(delay, move || this.flush())));
            }
        }
    }

    /// Asks what is at `offset`, in UTF-16 units.
    fn ask(self: &Rc<Self>, offset: u32) {
        self.take_text();
        let question = self.desk.borrow().as_ref().and_then(|desk| {
            let text = &files::find(&desk.files, &desk.shown)?.text;
            let offset = columns::bytes(text, offset);
            Some(Question { files: desk.files.clone().into(), open: desk.shown.clone(), offset })
        });
        if let Some(question) = question {
            self.events.define.emit(question);
        }
    }

    /// The text of a file that the editor has not shown yet.
    fn text_of(&self, name: &str) -> Option<String> {
        let desk = self.desk.borrow();
        desk.as_ref().and_then(|desk| files::find(&desk.files, name)).map(|file| file.text.to_string())
    }

    /// A file that is not shown has another text; what is told next hands it on.
    fn behind(&self, name: &str, text: &str) {
        if let Some(file) = self.desk.borrow_mut().as_mut().and_then(|desk| desk.file(name)) {
            file.text = text.into();
        }
    }

    /// Takes over the text that is shown.
    fn take_text(&self) {
        let mut text = None;
        self.with(|surface| text = Some(surface.text()));
        self.take(text);
    }

    fn take(&self, text: Option<String>) {
        if let (Some(text), Some(desk)) = (text, &mut *self.desk.borrow_mut()) {
            let shown = desk.shown.clone();
            if let Some(file) = desk.file(&shown).filter(|file| *file.text != *text) {
                file.text = text.into();
            }
        }
    }

    /// Hands on what there is now.
    fn flush(&self) {
        self.timer.take();
        self.take_text();
        let mut version = 0;
        self.with(|surface| version = surface.version());
        self.hand_on(version, &self.events.text);
    }

    /// Hands on what there is going to be.
    fn ahead(&self, version: u32) {
        let mut text = None;
        self.with(|surface| {
            if let Surface::CodeMirror(handle) = surface {
                text = handle.coming();
            }
        });
        self.take(text);
        self.hand_on(version, &self.events.ahead);
    }

    fn hand_on(&self, version: u32, to: &Callback<Edit>) {
        let edit = self.desk.borrow().as_ref().map(|desk| Edit {
            opened: desk.opened.clone(),
            files: desk.files.clone().into(),
            open: desk.shown.clone(),
            version,
        });
        if let Some(edit) = edit {
            to.emit(edit);
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
    use super::{SMALL, delay_ms};

    #[test]
    fn what_is_handed_on_ahead_does_not_wait() {
        assert!(include_str!("../../editor/hold.js").contains("const SMALL = 1 << 16;"));
        assert_eq!(SMALL, 1 << 16);
    }

    #[test]
    fn larger_texts_wait_longer() {
        assert_eq!(delay_ms(0), 0);
        assert_eq!(delay_ms(1 << 16), 0);
        assert!(delay_ms(1 << 17) < delay_ms(1 << 20));
    }
}
