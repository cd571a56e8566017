//! The middle of the page: what the document is about, and its text.

use std::rc::Rc;

use analyzer_core::types::GoVersion;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::{
    Dispatch, dispatch_on,
    files::FileBar,
    hooks::keep_everything,
    state::{Action, Fetched, GO_VERSIONS, State},
};
use crate::{
    editor::{Editor, Slot, controller::Events},
    examples::{About, DocId, Example},
    i18n::{Key, Lang},
    panes::prose,
    share::Share,
    storage,
};

/// What the workbench is given.
#[derive(PartialEq, Properties)]
pub(super) struct Props {
    /// The page's state.
    pub state: State,
    /// Where the editor is found.
    pub slot: Slot,
    /// Who is told what happens in the editor.
    pub events: Events,
    /// Who is told that there is no editor.
    pub on_failed: Callback<()>,
    /// Where everything else goes.
    pub dispatch: Dispatch,
}

/// The document's heading and the editor.
#[component]
pub(super) fn Workbench(props: &Props) -> Html {
    let Props { state, slot, events, on_failed, dispatch } = props;
    let lang = state.lang;
    let unfolded = use_state_eq(|| false);
    let unfold = {
        let unfolded = unfolded.clone();
        Callback::from(move |_: MouseEvent| unfolded.set(!*unfolded))
    };
    let example = state.doc.as_ref().and_then(|doc| doc.example(state.examples()));
    let opened = state.opened().cloned();
    let reset = opened.as_ref().filter(|_| state.resets > 0).map(|o| (state.resets, Rc::clone(&o.original)));
    html! {
        <>
            <div class={classes!("about", unfolded.then_some("is-unfolded"))}>
                { heading(lang, state.doc.as_ref(), example, state.about()) }
                <div class="about-tools">
                    <button type="button" class="about-more" aria-expanded={unfolded.to_string()} onclick={unfold}>
                        { Key::AboutMore.get(lang) }
                    </button>
                    { versions(state, example, dispatch) }
                    { go_version(state, dispatch) }
                    { remove(state, dispatch) }
                    if state.edited {
                        <span class="edited">{ Key::Edited.get(lang) }</span>
                        <button type="button" onclick={dispatch_on(dispatch, Action::Reset)}>{ Key::Reset.get(lang) }</button>
                    }
                    <Share state={state.clone()} slot={slot.clone()} dispatch={dispatch.clone()} />
                </div>
            </div>
            if state.opened == Fetched::Failed {
                <p class="notice">{ Key::DocumentFailed.get(lang) }</p>
            }
            <FileBar state={state.clone()} dispatch={dispatch.clone()} />
            <Editor {lang} {opened} file={state.file.clone()} arranged={state.arranged.clone()} {reset}
                analysed={state.analysed.clone()} quiz={state.quiz.clone()} reveal={state.reveal} way={state.way()} events={events.clone()}
                on_failed={on_failed.clone()} slot={slot.clone()} />
        </>
    }
}

fn heading(lang: Lang, doc: Option<&DocId>, example: Option<&Example>, about: Option<&About>) -> Html {
    match (doc, example) {
        (_, Some(example)) => html! {
            <>
                <h2>{ prose(example.title.get(lang)) }</h2>
                if let Some(about) = about {
                    <p>{ prose(about.summary.get(lang)) }</p>
                    if let Some(changed) = &about.changed {
                        <p class="changed"><strong>{ Key::Changed.get(lang) }</strong>{ prose(changed.get(lang)) }</p>
                    }
                }
            </>
        },
        (Some(DocId::Own { name }), None) => own_program(lang, &DocId::own_name(name)),
        (Some(DocId::Scratch), None) => own_program(lang, Key::OwnProgram.get(lang)),
        _ => html! { <h2 class="pending">{ "…" }</h2> },
    }
}

fn own_program(lang: Lang, name: &str) -> Html {
    html! {
        <>
            <h2>{ name.to_owned() }</h2>
            <p>{ Key::OwnProgramSummary.get(lang) }</p>
        </>
    }
}

/// The switch between an example's versions.
fn versions(state: &State, example: Option<&Example>, dispatch: &Dispatch) -> Html {
    let Some(example) = example else { return Html::default() };
    let each = example.files.iter().map(|file| {
        let doc = DocId::Example { slug: example.slug.clone(), file: file.name.clone() };
        let pressed = state.doc.as_ref() == Some(&doc);
        html! {
            <button type="button" key={file.name.clone()} aria-pressed={pressed.to_string()}
                onclick={dispatch_on(dispatch, Action::Open(doc))}>
                { file.label.get(state.lang) }
            </button>
        }
    });
    html! {
        <div class="switch versions" role="group" aria-label={Key::Versions.get(state.lang)}>{ for each }</div>
    }
}

/// The choice of the language version.
fn go_version(state: &State, dispatch: &Dispatch) -> Html {
    let dispatch = dispatch.clone();
    let newest = GoVersion::default();
    let onchange = Callback::from(move |event: Event| {
        let chosen: HtmlSelectElement = event.target_unchecked_into();
        dispatch.dispatch(Action::SetGo(GoVersion::parse(&chosen.value()).unwrap_or(newest)));
    });
    // The newest means that nothing is asked for, and then go.mod says which.
    let of_module = state.names.iter().any(|name| **name == *"go.mod");
    let each = GO_VERSIONS.rev().map(|minor| {
        let go = GoVersion(minor);
        let text = if of_module && go == newest { "-lang: go.mod".into() } else { format!("-lang={go}") };
        html! { <option value={go.to_string()} selected={go == state.go}>{ text }</option> }
    });
    html! {
        <select class={classes!("go", (state.go != newest).then_some("is-old"))} {onchange}
            aria-label={Key::GoVersion.get(state.lang)} title={Key::GoVersion.get(state.lang)}>{ for each }</select>
    }
}

/// The button that removes a file of the reader's own, who is asked once more.
fn remove(state: &State, dispatch: &Dispatch) -> Html {
    let Some(DocId::Own { name }) = state.doc.clone() else { return Html::default() };
    let (lang, dispatch) = (state.lang, dispatch.clone());
    let onclick = Callback::from(move |_: MouseEvent| {
        let ask = |window: web_sys::Window| window.confirm_with_message(Key::RemoveReally.get(lang)).ok();
        if web_sys::window().and_then(ask) == Some(true) {
            // Or what waits to be kept would bring it back.
            keep_everything();
            storage::forget_own(&name);
            dispatch.dispatch(Action::Own(storage::own_names()));
            dispatch.dispatch(Action::Open(DocId::Scratch));
        }
    });
    html! { <button type="button" {onclick}>{ Key::Remove.get(lang) }</button> }
}
