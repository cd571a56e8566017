//! The editor: the text, and the verdicts drawn on it.
//!
//! `CodeMirror` lives in a bundle of its own that is loaded when the page is
//! already there. It owns the text; this component gives it documents to open
//! and findings to draw, and is told what the reader does. If the bundle
//! cannot be loaded there is a plain text field instead.

pub mod bridge;
pub mod columns;
pub mod controller;
pub mod marks;
pub mod patch;
mod plain;
pub mod shape;

use std::{cell::RefCell, rc::Rc};

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlElement, HtmlTextAreaElement};
use yew::prelude::*;

use self::{
    bridge::Handle,
    columns::Columns,
    controller::{Controller, Events},
    patch::Drawing,
};
use crate::{
    app::state::{Analysed, Arrange, Opened, Quiz, Reveal, Target},
    files::{self, Files},
    i18n::{Key, Lang},
    quiz::questions,
    way,
};

/// What the editor is given.
#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    /// The language.
    pub lang: Lang,
    /// The document to show; another value begins another document.
    pub opened: Option<Opened>,
    /// The name of the file to show.
    pub file: Rc<str>,
    /// A change of which files there are; the number makes two equal wishes
    /// differ.
    pub arranged: Option<(u32, Arrange)>,
    /// The files to put back, in the same document; as above.
    pub reset: Option<(u32, Files)>,
    /// The last report.
    pub analysed: Option<Analysed>,
    /// A quiz, while which the lines that it asks about are drawn in place of verdicts.
    pub quiz: Option<Quiz>,
    /// The last wish to see a place.
    pub reveal: Option<Reveal>,
    /// The location of the report whose way is drawn.
    pub way: Option<u32>,
    /// Who is told.
    pub events: Events,
    /// The bundle could not be loaded.
    pub on_failed: Callback<()>,
    /// Gets the editor when it is here.
    pub slot: Slot,
}

/// Where the editor is found by who wants to know what is in it.
#[derive(Clone, Default)]
pub struct Slot {
    editor: Rc<RefCell<Option<Rc<Controller>>>>,
    /// What was drawn last.
    drawn: Rc<RefCell<Option<Drawn>>>,
    /// The same as the editor has it.
    drawing: Rc<RefCell<Option<Drawing>>>,
}

/// What marks are made of.
#[derive(Clone, PartialEq)]
struct Drawn {
    analysed: Option<Analysed>,
    /// A quiz that hides verdicts.
    quiz: Option<Quiz>,
    file: Rc<str>,
    lang: Lang,
}

impl PartialEq for Slot {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.editor, &other.editor)
    }
}

impl Slot {
    /// Goes to the next line with a mark, or to the one before.
    pub fn step(&self, back: bool) {
        if let Some(editor) = &*self.editor.borrow() {
            editor.with(|handle| handle.step(back));
        }
    }

    /// Draws the verdicts of a report that the page's state has not got yet, as
    /// the last ones were drawn. While a quiz is on it is the state that knows
    /// what may be seen.
    pub fn mark(&self, analysed: Analysed) {
        // The state hears of the text before it hears of the report.
        if let Some(editor) = &*self.editor.borrow() {
            editor.with(Handle::land);
        }
        let last = self.drawn.borrow().clone().filter(|last| last.quiz.is_none());
        if let Some(last) = last {
            self.draw(Drawn { analysed: Some(analysed), ..last });
        }
    }

    /// Draws `wanted`, if that is not what is drawn.
    fn draw(&self, wanted: Drawn) {
        let editor = self.editor.borrow();
        let Some(editor) = editor.as_ref().filter(|_| self.drawn.borrow().as_ref() != Some(&wanted)) else { return };
        let Drawn { analysed, quiz, file, lang } = &wanted;
        let shown = analysed.as_ref().and_then(|analysed| Some((analysed, files::find(&analysed.files, file)?)));
        let (version, findings, size) = shown.map_or_else(Default::default, |(analysed, open)| {
            let (report, number, columns) = (&analysed.report, analysed.number(file), Columns::new(&open.text));
            let findings = match quiz {
                Some(quiz) if report.errors.is_empty() => {
                    marks::asked(&questions(report, number), &quiz.guesses, *lang)
                }
                _ => marks::findings(report, number, &columns, *lang),
            };
            (Some(analysed.version), findings, columns.size())
        });
        let last = self.drawing.take();
        editor.with(|handle| {
            let version = version.unwrap_or_else(|| handle.version());
            *self.drawing.borrow_mut() = handle.draw(version, findings, size, last);
        });
        self.drawn.replace(Some(wanted));
    }

    /// The document's files as they are now, the name of the one that is
    /// shown, and what is selected in it, in UTF-16 units.
    pub fn now(&self) -> Option<(Files, Rc<str>, (u32, u32))> {
        self.editor.borrow().as_ref()?.now()
    }
}

/// How the bundle stands.
#[derive(Clone)]
enum Bundle {
    Loading,
    Here(Rc<Controller>),
    /// There is going to be a text field.
    Failed,
    /// A text field in its place.
    Plain(Rc<Controller>),
}

impl PartialEq for Bundle {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Here(a), Self::Here(b)) | (Self::Plain(a), Self::Plain(b)) => Rc::ptr_eq(a, b),
            (Self::Loading, Self::Loading) | (Self::Failed, Self::Failed) => true,
            _ => false,
        }
    }
}

impl Bundle {
    fn keep_in(&self, slot: &Slot) {
        if let Self::Here(controller) | Self::Plain(controller) = self {
            slot.editor.replace(Some(controller.clone()));
            slot.drawn.take();
        }
    }

    fn with(&self, then: impl FnOnce(&Controller)) {
        if let Self::Here(controller) | Self::Plain(controller) = self {
            then(controller);
        }
    }
}

/// The editor.
#[component]
pub fn Editor(props: &Props) -> Html {
    let host = use_node_ref();
    let field = use_node_ref();
    let bundle = use_bundle(&host, &field, props);
    let Props { lang, opened, file, arranged, reset, analysed, quiz, reveal, way, .. } = props.clone();

    use_effect_with(bundle.clone(), {
        let slot = props.slot.clone();
        move |bundle| bundle.keep_in(&slot)
    });
    use_effect_with((bundle.clone(), opened.clone()), |(bundle, opened)| {
        if let Some(opened) = opened {
            bundle.with(|editor| editor.open(opened));
        }
    });
    use_effect_with((bundle.clone(), arranged), |(bundle, arranged)| {
        if let Some((_, arrange)) = arranged {
            bundle.with(|editor| editor.arrange(arrange));
        }
    });
    use_effect_with((bundle.clone(), reset), |(bundle, reset)| {
        if let Some((_, original)) = reset {
            bundle.with(|editor| editor.reset(original));
        }
    });
    use_effect_with((bundle.clone(), opened, file.clone()), |(bundle, _, file)| {
        bundle.with(|editor| editor.turn(file));
    });
    use_effect_with((bundle.clone(), lang), |(bundle, lang)| {
        bundle.with(|editor| editor.with(|handle| handle.set_lang(*lang)));
    });
    use_effect_with((bundle.clone(), analysed.clone(), file.clone(), way), |(bundle, analysed, name, way)| {
        let wanted = analysed.as_ref().zip(*way);
        let drawn = wanted
            .map_or(JsValue::NULL, |(analysed, index)| way::to_js(analysed, analysed.number(name), index, Lang::En));
        let version = wanted.map(|(analysed, _)| analysed.version);
        bundle.with(|editor| editor.with(|handle| handle.way(version.unwrap_or_else(|| handle.version()), &drawn)));
    });
    let shown = file.clone();
    use_effect_with((bundle.clone(), analysed.clone(), quiz, file, lang), {
        let slot = props.slot.clone();
        move |(_, analysed, quiz, file, lang)| {
            let quiz = quiz.clone().filter(|quiz| !quiz.graded);
            slot.draw(Drawn { analysed: analysed.clone(), quiz, file: file.clone(), lang: *lang });
        }
    });
    use_effect_with((bundle.clone(), reveal), move |(bundle, reveal)| {
        let range = |reveal: &Reveal| match reveal.target {
            Target::Place(place) => Some(Columns::new(&analysed.as_ref()?.file(place)?.text).range(&place)),
            Target::Here(place) => {
                let file = files::find(&analysed.as_ref()?.files, &shown)?;
                Some(Columns::new(&file.text).range(&place))
            }
            Target::Range(from, to) => Some((from, to)),
        };
        if let Some((from, to)) = reveal.as_ref().and_then(range) {
            bundle.with(|editor| editor.with(|handle| handle.reveal(from, to)));
        }
    });

    html! {
        <div class={classes!("editor", props.opened.is_none().then_some("is-empty"))}>
            <div class="editor-host" ref={host} hidden={matches!(&*bundle, Bundle::Failed | Bundle::Plain(_))} />
            if *bundle == Bundle::Loading {
                { placeholder(props) }
            }
            if matches!(&*bundle, Bundle::Failed | Bundle::Plain(_)) {
                <textarea class="editor-plain" ref={field} aria-label={Key::Editor.get(lang)}
                    spellcheck="false" autocapitalize="off" autocomplete="off" />
            }
        </div>
    }
}

/// More lines than this are not seen before the editor is there.
const SEEN: usize = 80;

/// The text is to be read before there is an editor: as the page had it from
/// the start, if it is the first example's (`frontend/first/page.js`).
fn placeholder(props: &Props) -> Html {
    match props.opened.as_ref().and_then(|opened| files::find(&opened.files, &props.file)) {
        Some(file) => {
            let (mut numbers, mut seen) = (String::new(), 0);
            for (index, line) in file.text.split('\n').take(SEEN).enumerate() {
                numbers += &(index + 1).to_string();
                numbers.push('\n');
                seen += line.len() + 1;
            }
            html! {
                <pre class="editor-first">
                    <span class="editor-numbers" aria-hidden="true">{ numbers }</span>
                    <span>{ file.text.get(..seen).unwrap_or(&file.text).to_owned() }</span>
                </pre>
            }
        }
        None => html! { <p class="editor-loading">{ Key::EditorLoading.get(props.lang) }</p> },
    }
}

#[hook]
fn use_bundle(host: &NodeRef, field: &NodeRef, props: &Props) -> UseStateHandle<Bundle> {
    let bundle = use_state_eq(|| Bundle::Loading);
    let Props { lang, events, on_failed, .. } = props.clone();
    use_effect_with((*bundle).clone(), {
        let (field, set, events) = (field.clone(), bundle.setter(), events.clone());
        move |bundle| {
            if let (Bundle::Failed, Some(field)) = (bundle, field.cast::<HtmlTextAreaElement>()) {
                set.set(Bundle::Plain(Controller::plain(field, events).into()));
            }
        }
    });
    let (host, set) = (host.clone(), bundle.setter());
    use_effect_with((), move |()| {
        if let Some(host) = host.cast::<HtmlElement>() {
            spawn_local(async move {
                if let Ok(controller) = Controller::mount(host, lang, events).await {
                    set.set(Bundle::Here(controller.into()));
                } else {
                    set.set(Bundle::Failed);
                    on_failed.emit(());
                }
            });
        }
    });
    bundle
}
