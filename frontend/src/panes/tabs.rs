//! The tabs over the panes, after the ARIA authoring practices: one stop for
//! the Tab key, arrows between them.

use yew::prelude::*;

use crate::{
    app::{
        Dispatch, dispatch_on,
        state::{Action, Pane},
    },
    i18n::{Key, Lang},
};

/// What the tabs are given.
#[derive(PartialEq, Properties)]
pub(super) struct Props {
    /// The language.
    pub lang: Lang,
    /// The pane in front.
    pub pane: Pane,
    /// How many errors there are.
    pub errors: usize,
    /// Where choices go.
    pub dispatch: Dispatch,
}

/// The tabs.
#[component]
pub(super) fn Tabs(props: &Props) -> Html {
    let Props { lang, pane, errors, dispatch } = props;
    let nodes = [use_node_ref(), use_node_ref(), use_node_ref(), use_node_ref(), use_node_ref(), use_node_ref()];
    let onkeydown = {
        let (dispatch, pane, nodes) = (dispatch.clone(), *pane, nodes.clone());
        Callback::from(move |event: KeyboardEvent| {
            let count = Pane::ALL.len();
            let current = Pane::ALL.iter().position(|p| *p == pane).unwrap_or(0);
            let next = match event.key().as_str() {
                "ArrowRight" => (current + 1) % count,
                "ArrowLeft" => (current + count - 1) % count,
                "Home" => 0,
                "End" => count - 1,
                _ => return,
            };
            event.prevent_default();
            dispatch.dispatch(Action::Show(Pane::ALL[next]));
            if let Some(tab) = nodes[next].cast::<web_sys::HtmlElement>() {
                let _ = tab.focus();
            }
        })
    };
    let tabs = Pane::ALL.into_iter().zip(nodes).map(|(tab, node)| {
        let selected = tab == *pane;
        html! {
            <button type="button" role="tab" id={id(tab)} ref={node} aria-selected={selected.to_string()}
                aria-controls="pane" tabindex={if selected { "0" } else { "-1" }}
                onclick={dispatch_on(dispatch, Action::Show(tab))}>
                { name(tab).get(*lang) }
                if tab == Pane::Errors && *errors > 0 {
                    <span class="badge">{ *errors }</span>
                }
            </button>
        }
    });
    html! { <div class="tabs" role="tablist" aria-label={Key::Results.get(*lang)} {onkeydown}>{ for tabs }</div> }
}

/// The id of a pane's tab.
pub(super) fn id(pane: Pane) -> &'static str {
    match pane {
        Pane::Verdicts => "tab-verdicts",
        Pane::Functions => "tab-functions",
        Pane::Memory => "tab-memory",
        Pane::Messages => "tab-messages",
        Pane::Errors => "tab-errors",
        Pane::Learn => "tab-learn",
    }
}

fn name(pane: Pane) -> Key {
    match pane {
        Pane::Verdicts => Key::PaneVerdicts,
        Pane::Functions => Key::PaneFunctions,
        Pane::Memory => Key::PaneMemory,
        Pane::Messages => Key::PaneMessages,
        Pane::Errors => Key::PaneErrors,
        Pane::Learn => Key::PaneLearn,
    }
}
