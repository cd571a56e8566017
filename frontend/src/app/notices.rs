//! What the page has to say beside the analysis.

use yew::prelude::*;

use super::{
    Dispatch, dispatch_on,
    state::{Action, Notice},
};
use crate::i18n::{Key, Lang};

/// What the notices are given.
#[derive(PartialEq, Properties)]
pub(super) struct Props {
    /// The language.
    pub lang: Lang,
    /// Oldest first.
    pub notices: Vec<Notice>,
    /// Where dismissals go.
    pub dispatch: Dispatch,
}

/// The notices, each with a button that ends it.
#[component]
pub(super) fn Notices(props: &Props) -> Html {
    let Props { lang, notices, dispatch } = props;
    let each = notices.iter().map(|notice| {
        html! {
            <p class="notice" key={format!("{notice:?}")}>
                <span>{ text(*notice).get(*lang) }</span>
                <button type="button" onclick={dispatch_on(dispatch, Action::Dismiss(*notice))}>
                    { Key::Dismiss.get(*lang) }
                </button>
            </p>
        }
    });
    html! { <div class="notices" role="status">{ for each }</div> }
}

fn text(notice: Notice) -> Key {
    match notice {
        Notice::Restarted => Key::Restarted,
        Notice::GaveUp => Key::GaveUp,
        Notice::DraftNotKept => Key::DraftNotKept,
        Notice::EditorFailed => Key::EditorFailed,
        Notice::StdFailed => Key::StdFailed,
    }
}
