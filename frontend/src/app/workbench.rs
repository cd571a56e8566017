//! The middle of the page: what the document is about, and its text.

use std::rc::Rc;

use yew::prelude::*;

use super::{
    Dispatch, dispatch_on,
    state::{Action, Fetched, State},
};
use crate::{
    editor::{Editor, controller::Events},
    examples::{DocId, Example},
    i18n::{Key, Lang, pieces},
    snippet::Snippet,
};

/// What the workbench is given.
#[derive(PartialEq, Properties)]
pub(super) struct Props {
    /// The page's state.
    pub state: State,
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
    let Props { state, events, on_failed, dispatch } = props;
    let lang = state.lang;
    let example = state.doc.as_ref().and_then(|doc| doc.example(state.examples()));
    let opened = state.opened().cloned();
    let replace = opened.as_ref().filter(|_| state.resets > 0).map(|o| (state.resets, Rc::clone(&o.original)));
    html! {
        <>
            <div class="about">
                { heading(lang, state.doc.as_ref(), example) }
                <div class="about-tools">
                    { versions(state, example, dispatch) }
                    if state.edited {
                        <span class="edited">{ Key::Edited.get(lang) }</span>
                        <button type="button" onclick={dispatch_on(dispatch, Action::Reset)}>{ Key::Reset.get(lang) }</button>
                    }
                    <Snippet {lang} analysed={state.analysed.clone()} />
                </div>
            </div>
            if state.opened == Fetched::Failed {
                <p class="notice">{ Key::DocumentFailed.get(lang) }</p>
            }
            <Editor {lang} {opened} {replace} analysed={state.analysed.clone()} reveal={state.reveal}
                events={events.clone()} on_failed={on_failed.clone()} />
        </>
    }
}

fn heading(lang: Lang, doc: Option<&DocId>, example: Option<&Example>) -> Html {
    match (doc, example) {
        (_, Some(example)) => html! {
            <>
                <h2>{ prose(example.title.get(lang)) }</h2>
                <p>{ prose(example.summary.get(lang)) }</p>
                if let Some(changed) = &example.changed {
                    <p class="changed"><strong>{ Key::Changed.get(lang) }</strong>{ prose(changed.get(lang)) }</p>
                }
            </>
        },
        (Some(DocId::Scratch), None) => html! {
            <>
                <h2>{ Key::OwnProgram.get(lang) }</h2>
                <p>{ Key::OwnProgramSummary.get(lang) }</p>
            </>
        },
        _ => html! { <h2 class="pending">{ "…" }</h2> },
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

/// A text with its code set as code.
fn prose(text: &str) -> Html {
    pieces(text)
        .map(|(code, piece)| {
            if code {
                html! { <code>{ piece }</code> }
            } else {
                html! { { piece } }
            }
        })
        .collect()
}
