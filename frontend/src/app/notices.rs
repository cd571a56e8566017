//! What the page has to say beside the analysis.

use yew::prelude::*;

use super::{
    Dispatch, dispatch_on,
    state::{Action, Notice},
};
use crate::{
    i18n::{Key, Lang},
    worker::client::Failure,
};

/// What the notices are given.
#[derive(PartialEq, Properties)]
pub(super) struct Props {
    /// The language.
    pub lang: Lang,
    /// Oldest first.
    pub notices: Vec<Notice>,
    /// The reader wants the other version of the site.
    pub update: Callback<()>,
    /// Where dismissals go.
    pub dispatch: Dispatch,
}

/// The notices, each with a button that ends it; one about another version
/// with a button that gets it.
#[component]
pub(super) fn Notices(props: &Props) -> Html {
    let Props { lang, notices, update, dispatch } = props;
    let each = notices.iter().map(|notice| {
        let versions = matches!(notice, Notice::Update | Notice::Replaced);
        let dismiss = if versions { Key::Later } else { Key::Dismiss };
        let reload = versions.then(|| {
            let onclick = update.reform(|_: MouseEvent| ());
            html! { <button type="button" class="reload" {onclick}>{ Key::Reload.get(*lang) }</button> }
        });
        html! {
            <p class="notice" key={format!("{notice:?}")}>
                <span>{ text(*notice).get(*lang) }</span>
                { reload }
                <button type="button" onclick={dispatch_on(dispatch, Action::Dismiss(*notice))}>
                    { dismiss.get(*lang) }
                </button>
            </p>
        }
    });
    html! { <div class="notices" role="status">{ for each }</div> }
}

fn text(notice: Notice) -> Key {
    match notice {
        Notice::Restarted => Key::Restarted,
        Notice::GaveUp(why) => failure(why),
        Notice::DraftNotKept => Key::DraftNotKept,
        Notice::Apart => Key::Apart,
        Notice::EditorFailed => Key::EditorFailed,
        Notice::StdFailed => Key::StdFailed,
        Notice::OfflineReady => Key::OfflineReady,
        Notice::Update => Key::Update,
        Notice::Replaced => Key::Replaced,
        Notice::Unreadable => Key::Unreadable,
        Notice::LinkLater => Key::LinkLater,
        Notice::LinkBroken => Key::LinkBroken,
        Notice::NotLoaded => Key::NotLoaded,
    }
}

/// What is said of a text that cannot be analysed.
pub(super) fn failure(why: Failure) -> Key {
    match why {
        Failure::Fatal => Key::GaveUp,
        Failure::TooSlow => Key::TooSlow,
        Failure::TooLarge => Key::TooLarge,
    }
}
