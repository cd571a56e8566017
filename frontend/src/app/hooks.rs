//! What connects the state with the browser: settings, address, documents and
//! the worker.

use gloo_events::EventListener;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::{
    Dispatch,
    drafts::{Drafts, Kept},
    state::{Action, Analysed, Fetched, Notice, Opened, Pane, Side, State, Theme},
};
use crate::{
    editor::{
        Slot,
        controller::{Edit, Events, Question},
    },
    examples::{DocId, First, SCRATCH, fetch_about, fetch_index, fetch_text, first},
    files::{self, Files},
    i18n::{Key, Lang},
    share::incoming::{follow, is_link},
    storage,
    worker::client::{Answer, Client, Event, Job},
};

/// The state of a page that has just been opened: settings from the last
/// visit or from the browser, the document from the address.
pub(super) fn first_state() -> State {
    let window = web_sys::window();
    let tag = || window.as_ref().and_then(|w| w.navigator().language()).unwrap_or_default();
    let chosen = storage::get(storage::LANG);
    let lang_chosen = chosen.is_some();
    let lang = Lang::from_tag(&chosen.unwrap_or_else(tag));
    let theme = Theme::from_name(&storage::get(storage::THEME).unwrap_or_default());
    // Before anything is drawn: style sheets ask for the language.
    set_on_root("lang", lang.tag());
    let fragment = fragment();
    let (awaiting, doc) = (is_link(&fragment), DocId::from_fragment(&fragment));
    let state = State { own: storage::own_names().into(), lang_chosen, awaiting, ..State::new(lang, theme, doc) };
    match first() {
        Some(first) => with_first(state, first),
        None => state,
    }
}

/// With what the page has in it nothing has to be fetched for the first example.
fn with_first(state: State, First { index, slug, name, about, text }: First) -> State {
    let state = state.after(Action::Examples(Some(index.into())));
    let doc = DocId::Example { slug, file: name };
    if state.doc.as_ref() != Some(&doc) {
        return state;
    }
    state.after(Action::About(about)).after(Action::Text(opened(doc, files::one(&text))))
}

/// A document with the reader's draft of it, if there is one.
fn opened(doc: DocId, original: Files) -> Opened {
    let files = storage::draft(&doc).unwrap_or_else(|| original.clone());
    Opened { doc, original, files }
}

fn fragment() -> String {
    web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default()
}

fn doc_in_address() -> Option<DocId> {
    DocId::from_fragment(&fragment())
}

/// Language and theme: on the root element, where style sheets and screen
/// readers look, and in storage.
#[hook]
pub(super) fn use_preferences(state: &State) {
    use_effect_with((state.lang, state.lang_chosen), |(lang, chosen)| {
        if *chosen {
            storage::set(storage::LANG, lang.tag());
        }
        if let Some(document) = web_sys::window().and_then(|w| w.document()) {
            document.set_title(&format!("Escapade: {}", Key::Tagline.get(*lang)));
            set_on_root("lang", lang.tag());
            if let Ok(Some(manifest)) = document.query_selector("link[rel=manifest]") {
                let _ = manifest.set_attribute("href", lang.pick("manifest.webmanifest", "manifest.zh.webmanifest"));
            }
        }
    });
    use_effect_with(state.theme, |theme| {
        storage::set(storage::THEME, theme.name());
        set_on_root("data-theme", theme.name());
    });
}

fn set_on_root(name: &str, value: &str) {
    let root = web_sys::window().and_then(|w| w.document()).and_then(|d| d.document_element());
    if let Some(root) = root {
        let _ = root.set_attribute(name, value);
    }
}

/// The address names the open document, and can be changed by hand.
#[hook]
pub(super) fn use_route(state: &State, dispatch: &Dispatch) {
    let dispatch = dispatch.clone();
    use_effect_with((), move |()| {
        let look = move || {
            let fragment = fragment();
            if is_link(&fragment) {
                dispatch.dispatch(Action::Await);
                follow(fragment, dispatch.clone());
            } else if let Some(doc) = DocId::from_fragment(&fragment) {
                dispatch.dispatch(Action::Open(doc));
                if DocId::is_lesson(&fragment) {
                    dispatch.dispatch(Action::Show(Pane::Learn));
                    dispatch.dispatch(Action::Turn(Side::Results));
                }
            }
        };
        look();
        let listener = web_sys::window().map(|window| EventListener::new(&window, "hashchange", move |_| look()));
        move || drop(listener)
    });
    // When a link has been read its document is in its place, also if that was open.
    use_effect_with((state.doc.clone(), state.awaiting), |(doc, awaiting)| {
        if let Some(doc) = doc.as_ref().filter(|doc| !awaiting && doc_in_address().as_ref() != Some(doc)) {
            show_in_address(&doc.fragment());
        }
    });
}

/// Changes the fragment: a step that the back button takes back, unless there
/// was none, or a link, which would make its document again. (`replaceState`
/// would resolve it against the page's base.)
fn show_in_address(new: &str) {
    let Some(location) = web_sys::window().map(|window| window.location()) else { return };
    let old = fragment();
    let _ = match location.href() {
        Ok(href) if old.is_empty() || is_link(&old) => {
            location.replace(&format!("{}{new}", href.split('#').next().unwrap_or_default()))
        }
        _ => location.set_hash(new),
    };
}

/// Fetches the list of examples once, the text of every document opened, and
/// what it is about if it is an example.
#[hook]
pub(super) fn use_documents(state: &State, dispatch: &Dispatch, drafts: &Drafts) {
    let list = dispatch.clone();
    let listed = state.examples != Fetched::Loading;
    use_effect_with((), move |()| {
        if !listed {
            spawn_local(async move { list.dispatch(Action::Examples(fetch_index().await.ok().map(Into::into))) });
        }
    });
    let example = match &state.doc {
        Some(DocId::Example { slug, .. }) => Some(slug.clone()),
        _ => None,
    };
    let about = dispatch.clone();
    let known = state.about().map(|about| about.slug.clone());
    use_effect_with(example, move |slug| {
        let Some(slug) = slug.clone().filter(|slug| known.as_ref() != Some(slug)) else { return };
        spawn_local(async move {
            if let Some(found) = fetch_about(slug).await {
                about.dispatch(Action::About(found));
            }
        });
    });
    let (dispatch, drafts) = (dispatch.clone(), drafts.clone());
    let open = state.opened().map(|opened| opened.doc.clone());
    use_effect_with(state.doc.clone(), move |doc| {
        let Some(doc) = doc.clone() else { return };
        if open.as_ref() == Some(&doc) {
            // The page had its text: see `with_first`.
            return drafts.look(&doc);
        }
        drafts.flush();
        spawn_local(async move {
            let original = match &doc {
                DocId::Scratch => Some(files::one(SCRATCH)),
                DocId::Own { name } => storage::own(name),
                DocId::Example { .. } => fetch_text(&doc.to_string()).await.ok().map(|text| files::one(&text)),
            };
            dispatch.dispatch(match original {
                None => Action::NoText(doc),
                Some(original) => {
                    drafts.look(&doc);
                    Action::Text(opened(doc, original))
                }
            });
        });
    });
}

/// The drafts, which are kept at the latest when the page is left.
#[hook]
pub(super) fn use_drafts(dispatch: &Dispatch) -> Drafts {
    let dispatch = dispatch.clone();
    let drafts = use_memo((), move |()| {
        let notice = Notice::DraftNotKept;
        Drafts::new(Callback::from(move |kept| {
            dispatch.dispatch(match kept {
                Kept::Yes => Action::Dismiss(notice),
                Kept::No => Action::Notify(notice),
                Kept::Apart => {
                    dispatch.dispatch(Action::Own(storage::own_names()));
                    Action::Notify(Notice::Apart)
                }
            });
        }))
    });
    let drafts = (*drafts).clone();
    use_effect_with((), {
        let drafts = drafts.clone();
        move |()| {
            let window = web_sys::window();
            let document = window.as_ref().and_then(web_sys::Window::document);
            let leaving = window.as_ref().map(|window| drafts.flush_on(window, "pagehide"));
            let hiding = document.as_ref().map(|document| drafts.flush_on(document, "visibilitychange"));
            move || drop((leaving, hiding))
        }
    });
    drafts
}

/// What the reader does to go on with another version: it is loaded when
/// everything that was written is kept, and else not.
#[hook]
pub(super) fn use_update(dispatch: &Dispatch, drafts: &Drafts) -> Callback<()> {
    let (dispatch, drafts) = (dispatch.clone(), drafts.clone());
    use_callback((), move |(), ()| {
        keep_everything();
        if drafts.are_kept() {
            crate::offline::update();
        } else {
            dispatch.dispatch(Action::Notify(Notice::DraftNotKept));
        }
    })
}

/// Keeps at once what the editor and the drafts hold on to for a moment: what
/// they do when the page is left, the drafts after the editor.
pub(crate) fn keep_everything() {
    if let (Some(window), Ok(event)) = (web_sys::window(), web_sys::Event::new("pagehide")) {
        let _ = window.dispatch_event(&event).and_then(|_| window.dispatch_event(&event));
    }
}

/// Starts the worker; what the editor hands on is kept as a draft and
/// analysed, and analysed again when more or something else is wanted.
#[hook]
pub(super) fn use_analysis(state: &State, dispatch: &Dispatch, drafts: &Drafts, slot: &Slot) -> Events {
    let client = {
        let (dispatch, slot) = (dispatch.clone(), slot.clone());
        use_memo((), move |()| {
            Client::new(move |event| match event {
                // The marks first, without the page's state: panes can wait.
                Event::Answer(answer) => slot.mark(analysed(answer)),
                Event::Report(answer) => dispatch.dispatch(Action::Report(analysed(answer))),
                Event::Replaced => dispatch.dispatch(Action::WorkerReplaced),
                Event::GaveUp(why) => dispatch.dispatch(Action::WorkerGaveUp(why)),
                Event::Loading(progress) => dispatch.dispatch(Action::Loading(progress)),
                Event::Defined(definition) => dispatch.dispatch(Action::Defined(definition)),
            })
        })
    };
    use_effect_with(state.wish(), {
        let client = client.clone();
        move |wish| client.wish(*wish)
    });
    let (dispatch, drafts) = (dispatch.clone(), drafts.clone());
    let events = use_memo((), move |()| {
        let to = |action: fn(u32) -> Action| {
            let dispatch = dispatch.clone();
            Callback::from(move |line| dispatch.dispatch(action(line)))
        };
        let (asked, ahead) = (client.clone(), client.clone());
        let (typed, hovers) = (dispatch.clone(), dispatch.clone());
        Events {
            typed: Callback::from(move |()| typed.dispatch(Action::Typed)),
            cursor: to(Action::Cursor),
            picked: to(Action::Pick),
            define: Callback::from(move |question: Question| asked.define(&question)),
            hover: Callback::from(move |line| hovers.dispatch(Action::Hover(line))),
            text: Callback::from(move |edit| hand_on(edit, &client, &drafts, &dispatch)),
            ahead: Callback::from(move |edit| ahead.submit_ahead(job(edit))),
        }
    });
    (*events).clone()
}

fn job(Edit { opened: Opened { doc, .. }, files, open, version }: Edit) -> Job {
    Job { doc, files, open, version }
}

fn hand_on(edit: Edit, client: &Client, drafts: &Drafts, dispatch: &Dispatch) {
    client.submit(job(edit.clone()));
    let Edit { opened: Opened { doc, original, .. }, files, .. } = edit;
    dispatch.dispatch(Action::Submitted(doc.clone(), files != original));
    drafts.keep(doc, files, original);
}

fn analysed(Answer { job, report, incomplete }: Answer) -> Analysed {
    let Job { doc, files, version, .. } = job;
    Analysed { version, incomplete, doc, files, report }
}
