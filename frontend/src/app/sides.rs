//! The switch at the bottom of narrow screens: the code, or the results.

use yew::prelude::*;

use super::{
    Dispatch, dispatch_on,
    state::{Action, Side},
};
use crate::i18n::{Key, Lang};

/// What the switch is given.
#[derive(PartialEq, Properties)]
pub(super) struct Props {
    /// The language.
    pub lang: Lang,
    /// What is shown.
    pub side: Side,
    /// How many errors there are.
    pub errors: usize,
    /// Where choices go.
    pub dispatch: Dispatch,
}

/// The class that style sheets know a side by.
pub(super) fn side_class(side: Side) -> &'static str {
    match side {
        Side::Code => "is-code",
        Side::Results => "is-results",
    }
}

/// The switch; style sheets hide it where there is room for both.
#[component]
pub(super) fn Sides(props: &Props) -> Html {
    let Props { lang, side, errors, dispatch } = props;
    let sides = [(Side::Code, Key::Code), (Side::Results, Key::Results)].map(|(choice, name)| {
        html! {
            <button type="button" aria-pressed={(choice == *side).to_string()}
                onclick={dispatch_on(dispatch, Action::Turn(choice))}>
                { name.get(*lang) }
                if choice == Side::Results && *errors > 0 {
                    <span class="badge">{ *errors }</span>
                }
            </button>
        }
    });
    html! { <nav class="sides" aria-label={Key::Sides.get(*lang)}>{ for sides }</nav> }
}
