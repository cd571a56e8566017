//! A mark outside the editor, and what the marks mean.

use analyzer_core::report::{AssertionOutcome, Undecided};
use yew::prelude::*;

use crate::{
    editor::shape::Shape,
    i18n::{Key, Lang, assertions, verdicts},
};

/// What a mark is given.
#[derive(PartialEq, Properties)]
pub struct Props {
    /// Which one.
    pub shape: Shape,
    /// Drawn as an outline.
    #[prop_or_default]
    pub assumed: bool,
}

/// A shape. It always stands beside the words that say the same, so screen
/// readers pass over it.
#[component]
pub fn Mark(props: &Props) -> Html {
    let class = classes!("mark", format!("is-{}", props.shape.name()), props.assumed.then_some("is-assumed"));
    html! { <svg {class} viewBox="0 0 16 16" aria-hidden="true"><path d={props.shape.path()} /></svg> }
}

/// What the legend is given.
#[derive(PartialEq, Properties)]
pub struct LegendProps {
    /// The language.
    pub lang: Lang,
}

/// What the marks mean.
#[component]
pub fn Legend(props: &LegendProps) -> Html {
    let lang = props.lang;
    let classes = Shape::CLASSES.map(|class| {
        html! { <li><Mark shape={Shape::Class(class)} />{ verdicts::class(lang, class) }</li> }
    });
    let outcomes =
        [AssertionOutcome::Holds, AssertionOutcome::Undecided(Undecided::UnknownCode), AssertionOutcome::Fails];
    let asserted = outcomes.map(|outcome| {
        html! { <li><Mark shape={Shape::from(outcome)} />{ assertions::state(lang, outcome) }</li> }
    });
    html! {
        <details class="legend">
            <summary>{ Key::Legend.get(lang) }</summary>
            <ul>
                { for classes }
                <li><Mark shape={Shape::Note} assumed=true />{ Key::AssumedLine.get(lang) }</li>
                { for asserted }
                <li><Mark shape={Shape::Error} />{ Key::PaneErrors.get(lang) }</li>
            </ul>
        </details>
    }
}
