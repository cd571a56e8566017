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
pub mod shape;

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlElement, HtmlTextAreaElement};
use yew::prelude::*;

use self::{
    columns::Columns,
    controller::{Controller, Edit, Events},
};
use crate::{
    app::state::{Analysed, Opened, Reveal},
    i18n::{Key, Lang},
};

/// The name that the one file has in gc's messages.
pub const FILE_NAME: &str = "main.go";

/// What the editor is given.
#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    /// The language.
    pub lang: Lang,
    /// The document to show; another value begins another document.
    pub opened: Option<Opened>,
    /// The text to put in its place, in the same document; the number makes
    /// two equal wishes differ.
    pub replace: Option<(u32, Rc<str>)>,
    /// The last report.
    pub analysed: Option<Analysed>,
    /// The last wish to see a place.
    pub reveal: Option<Reveal>,
    /// Who is told.
    pub events: Events,
    /// The bundle could not be loaded.
    pub on_failed: Callback<()>,
}

/// How the bundle stands.
#[derive(Clone)]
enum Bundle {
    Loading,
    Here(Rc<Controller>),
    Failed,
}

impl PartialEq for Bundle {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Here(a), Self::Here(b)) => Rc::ptr_eq(a, b),
            (Self::Loading, Self::Loading) | (Self::Failed, Self::Failed) => true,
            _ => false,
        }
    }
}

impl Bundle {
    fn with(&self, then: impl FnOnce(&Controller)) {
        if let Self::Here(controller) = self {
            then(controller);
        }
    }
}

/// The editor.
#[component]
pub fn Editor(props: &Props) -> Html {
    let host = use_node_ref();
    let bundle = use_bundle(&host, props);
    let Props { lang, opened, replace, analysed, reveal, events, .. } = props.clone();

    use_effect_with((bundle.clone(), opened.clone()), |(bundle, opened)| {
        if let Some(opened) = opened {
            bundle.with(|editor| editor.open(opened));
        }
    });
    use_effect_with((bundle.clone(), replace.clone()), |(bundle, replace)| {
        if let Some((_, text)) = replace {
            bundle.with(|editor| editor.with(|handle| handle.replace(text)));
        }
    });
    use_effect_with((bundle.clone(), lang), |(bundle, lang)| {
        bundle.with(|editor| editor.with(|handle| handle.set_lang(*lang)));
    });
    use_effect_with((bundle.clone(), analysed.clone(), lang), |(bundle, analysed, lang)| {
        let (version, findings) = analysed.as_ref().map_or_else(Default::default, |analysed| {
            (Some(analysed.version), marks::findings(&analysed.report, &analysed.text, *lang))
        });
        bundle.with(|editor| editor.with(|handle| handle.draw(version.unwrap_or_else(|| handle.version()), &findings)));
    });
    use_effect_with((bundle.clone(), reveal), move |(bundle, reveal)| {
        if let Some((reveal, analysed)) = reveal.as_ref().zip(analysed) {
            let (from, to) = Columns::new(&analysed.text).range(&reveal.place);
            bundle.with(|editor| editor.with(|handle| handle.reveal(from, to)));
        }
    });

    html! {
        <div class="editor">
            <div class="editor-host" ref={host} hidden={*bundle == Bundle::Failed} />
            if *bundle == Bundle::Loading {
                <p class="editor-loading">{ Key::EditorLoading.get(lang) }</p>
            }
            if let (Bundle::Failed, Some(opened)) = (&*bundle, opened) {
                <PlainText {lang} {opened} {replace} {events} />
            }
        </div>
    }
}

#[hook]
fn use_bundle(host: &NodeRef, props: &Props) -> UseStateHandle<Bundle> {
    let bundle = use_state_eq(|| Bundle::Loading);
    let Props { lang, events, on_failed, .. } = props.clone();
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

/// What the plain text field is given.
#[derive(Clone, PartialEq, Properties)]
struct PlainTextProps {
    lang: Lang,
    opened: Opened,
    replace: Option<(u32, Rc<str>)>,
    events: Events,
}

/// The text field for browsers that could not load the bundle.
#[component]
fn PlainText(props: &PlainTextProps) -> Html {
    let version = use_mut_ref(|| 0);
    let field = use_node_ref();
    let PlainTextProps { lang, opened, replace, events } = props.clone();
    let hand_on = {
        let (opened, events) = (opened.clone(), events.text.clone());
        Callback::from(move |text: String| {
            *version.borrow_mut() += 1;
            events.emit(Edit { opened: opened.clone(), text, version: *version.borrow() });
        })
    };
    let fill = |field: &NodeRef, text: &str, hand_on: &Callback<String>| {
        if let Some(field) = field.cast::<HtmlTextAreaElement>() {
            field.set_value(text);
            hand_on.emit(text.to_owned());
        }
    };
    use_effect_with(opened, {
        let (field, hand_on) = (field.clone(), hand_on.clone());
        move |opened| fill(&field, &opened.text, &hand_on)
    });
    use_effect_with(replace, {
        let (field, hand_on) = (field.clone(), hand_on.clone());
        move |replace| {
            if let Some((_, text)) = replace {
                fill(&field, text, &hand_on);
            }
        }
    });
    let oninput = Callback::from(move |event: InputEvent| {
        let field: HtmlTextAreaElement = event.target_unchecked_into();
        events.typed.emit(());
        hand_on.emit(field.value());
    });
    html! {
        <textarea class="editor-plain" ref={field} {oninput} aria-label={Key::Editor.get(lang)}
            spellcheck="false" autocapitalize="off" autocomplete="off" />
    }
}
