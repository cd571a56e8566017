//! The list of examples at the side.

use std::rc::Rc;

use yew::prelude::*;

use super::{DocId, Example};
use crate::{
    app::{
        Dispatch,
        state::{Action, Fetched},
    },
    i18n::{Key, Lang},
    panes::scroll_to_current,
    share::incoming::OpenButton,
};

/// What the list is given.
#[derive(PartialEq, Properties)]
pub struct Props {
    /// The language.
    pub lang: Lang,
    /// The examples.
    pub examples: Fetched<Rc<[Example]>>,
    /// The names of the reader's own files.
    pub own: Rc<[String]>,
    /// The open document.
    pub doc: Option<DocId>,
    /// Where choices go.
    pub dispatch: Dispatch,
}

/// The list; on narrow screens behind a button.
#[component]
pub fn ExampleList(props: &Props) -> Html {
    let Props { lang, examples, own, doc, dispatch } = props;
    let unfolded = use_state_eq(|| false);
    let toggle = {
        let unfolded = unfolded.clone();
        Callback::from(move |_: MouseEvent| unfolded.set(!*unfolded))
    };
    let list = use_node_ref();
    use_effect_with((doc.clone(), *lang, matches!(examples, Fetched::Here(_)), *unfolded), {
        let list = list.clone();
        move |_| {
            // A list that is folded away has nothing to scroll.
            let _ = list.cast::<web_sys::Element>().and_then(|list| scroll_to_current(&list));
        }
    });
    let open = {
        let (dispatch, unfolded) = (dispatch.clone(), unfolded.setter());
        Callback::from(move |doc: DocId| {
            unfolded.set(false);
            dispatch.dispatch(Action::Open(doc));
        })
    };
    let entry = |target: DocId, section: &str, title: &str| {
        let same = match (&target, doc) {
            (DocId::Example { slug, .. }, Some(DocId::Example { slug: current, .. })) => slug == current,
            (target, doc) => Some(target) == doc.as_ref(),
        };
        let open = open.clone();
        let href = target.fragment();
        let onclick = Callback::from(move |event: MouseEvent| {
            if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
                event.prevent_default();
                open.emit(target.clone());
            }
        });
        html! {
            <li key={href.clone()}>
                <a {href} {onclick} aria-current={same.then_some("page")}>
                    <span class="section">{ section.to_owned() }</span>
                    <span>{ title.replace('`', "") }</span>
                </a>
            </li>
        }
    };
    let group = |heading: Key, examples: &[Example], prefix: &str| {
        let of_group = examples.iter().filter(|e| e.section.starts_with("table.") == (prefix == "table."));
        let entries = of_group.filter_map(|example| {
            let number = example.section.strip_prefix(prefix).unwrap_or(&example.section);
            Some(entry(DocId::first_of(example)?, number, example.title.get(*lang)))
        });
        html! { <><h2>{ heading.get(*lang) }</h2><ul>{ for entries }</ul></> }
    };
    html! {
        <nav class={classes!("examples", unfolded.then_some("is-unfolded"))} aria-label={Key::Examples.get(*lang)}>
            <button type="button" class="unfold" aria-expanded={unfolded.to_string()} onclick={toggle}>
                { Key::Examples.get(*lang) }
            </button>
            <div class="examples-list" ref={list}>
                <ul>
                    { entry(DocId::Scratch, "+", Key::OwnProgram.get(*lang)) }
                    { for own.iter().map(|name| entry(DocId::Own { name: name.clone() }, "+", &DocId::own_name(name))) }
                </ul>
                <OpenButton lang={*lang} dispatch={dispatch.clone()} />
                { match examples {
                    Fetched::Loading => html! { <p>{ Key::ExamplesLoading.get(*lang) }</p> },
                    Fetched::Failed => html! { <p class="failed">{ Key::ExamplesFailed.get(*lang) }</p> },
                    Fetched::Here(examples) => html! {
                        <>
                            { group(Key::ExamplesScenarios, examples, "") }
                            { group(Key::ExamplesTable, examples, "table.") }
                        </>
                    },
                } }
            </div>
        </nav>
    }
}
