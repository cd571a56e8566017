//! What the page has to say beside the analysis.

use analyzer_core::{Outside, Release};
use yew::prelude::*;

use super::{
    Dispatch, dispatch_on,
    state::{Action, Notice},
};
use crate::{
    i18n::{Key, Lang, ui},
    worker::client::Failure,
};

/// What the notices are given.
#[derive(PartialEq, Properties)]
pub(super) struct Props {
    /// The language.
    pub lang: Lang,
    /// Oldest first.
    pub notices: Vec<Notice>,
    /// What is declared elsewhere: the file and line, and what it is.
    pub elsewhere: Option<(String, Outside)>,
    /// The reader wants the other version of the site.
    pub update: Callback<()>,
    /// Where dismissals go.
    pub dispatch: Dispatch,
}

/// The notices, each with a button that ends it; one about another version
/// with a button that gets it.
#[component]
pub(super) fn Notices(props: &Props) -> Html {
    let Props { lang, notices, elsewhere, update, dispatch } = props;
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
    html! {
        <div class="notices" role="status">
            { for each }
            if let Some((place, outside)) = elsewhere {
                { declared(*lang, place, outside, dispatch) }
            }
        </div>
    }
}

/// Where something is declared that no file of the document has, and a way to
/// its documentation, which is opened only by who wants it.
fn declared(lang: Lang, place: &str, Outside { package, name, declaration }: &Outside, dispatch: &Dispatch) -> Html {
    // What begins with a domain is no package of the standard library, and
    // maybe nowhere to be read.
    let known = !package.split('/').next().is_some_and(|first| first.contains('.'));
    let release = Release::default().version();
    html! {
        <p class="notice declared">
            <span>
                <code>{ declaration.clone() }</code>
                { " " }
                <small>{ ui::declared(lang, package, place) }</small>
            </span>
            if known {
                <a href={format!("https://pkg.go.dev/{package}@{release}#{name}")} target="_blank" rel="noreferrer">
                    { Key::Documentation.get(lang) }
                </a>
            }
            <button type="button" onclick={dispatch_on(dispatch, Action::Understood)}>{ Key::Dismiss.get(lang) }</button>
        </p>
    }
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
        Notice::NoDefinition => Key::NoDefinition,
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
