//! Why: everything that is known about one line.

use analyzer_core::base::sort_by_key;
use yew::prelude::*;

use super::{mark::Mark, prose, way::Way};
use crate::{
    app::{
        Dispatch, dispatch_on,
        state::{Action, Analysed},
    },
    editor::shape::Shape,
    explain::{Asserted, Card, Explanation, Operation},
    i18n::{Key, Lang, ui},
};

/// What the details are given.
#[derive(PartialEq, Properties)]
pub(super) struct Props {
    /// The language.
    pub lang: Lang,
    /// The last report.
    pub analysed: Option<Analysed>,
    /// The report's number of the file.
    pub file: u32,
    /// The line.
    pub line: u32,
    /// The location whose way is drawn on the code.
    pub way: Option<u32>,
    /// Where clicks go.
    pub dispatch: Dispatch,
}

/// The details.
#[component]
pub(super) fn Details(props: &Props) -> Html {
    let Props { lang, analysed, file, line, dispatch, .. } = props;
    let explained = analysed.as_ref().map(|analysed| Explanation::of(&analysed.report, *file, *line, *lang));
    let Some(explained) = explained.filter(|explained| !explained.is_empty()) else {
        return html! { <p class="hint">{ Key::DetailsHint.get(*lang) }</p> };
    };
    let Explanation { errors, notes, asserted, mut cards } = explained;
    // What is worst on the line is what the reader has come for.
    sort_by_key(&mut cards, |card| Shape::CLASSES.iter().position(|&class| card.shape == Shape::Class(class)));
    let errors = errors
        .into_iter()
        .map(|error| html! { <p class="card-note is-error" lang="en"><Mark shape={Shape::Error} />{ error }</p> });
    let notes = notes.into_iter().map(|note| {
        html! { <p class="card-note"><Mark shape={note.shape} assumed={note.shape == Shape::Note} />{ note.text }</p> }
    });
    html! {
        <>
            <h3>{ ui::line(*lang, *line) }</h3>
            { for errors }
            { for notes }
            { for asserted.into_iter().map(|about| assertion_card(about, dispatch)) }
            { for cards.into_iter().map(|about| card(props, about)) }
        </>
    }
}

/// What is asserted, what became of it, and what decides it.
fn assertion_card(asserted: Asserted, dispatch: &Dispatch) -> Html {
    let shape = asserted.shape;
    html! {
        <article class={classes!("card", format!("is-{}", shape.name()))}>
            <h4><Mark {shape} /><code>{ asserted.written }</code></h4>
            <p>{ prose(&asserted.claim) }</p>
            <p>{ asserted.says }</p>
            { sites(asserted.sites, dispatch) }
        </article>
    }
}

/// Other values that have to do with this one.
fn sites(sites: Vec<Operation>, dispatch: &Dispatch) -> Html {
    if sites.is_empty() {
        return Html::default();
    }
    html! { <ul class="sites">{ for sites.into_iter().map(|site| operation(site, dispatch)) }</ul> }
}

fn card(props: &Props, card: Card) -> Html {
    let Props { lang, analysed, file, way, dispatch, .. } = props;
    let lang = *lang;
    let said = card.gc.iter().map(|line| html! { <li><code>{ line.clone() }</code></li> });
    html! {
        <article class={classes!("card", format!("is-{}", card.shape.name()))}>
            <h4>
                <Mark shape={card.shape} assumed={card.assumed.is_some()} />
                <code>{ card.name }</code>
                <small>{ card.what }</small>
            </h4>
            <p>{ card.says }</p>
            if let Some(assumed) = card.assumed {
                <p class="card-note">{ assumed }</p>
            }
            if let Some(analysed) = analysed.clone().filter(|_| card.has_way) {
                <Way {lang} {analysed} file={*file} location={card.location} drawn={*way == Some(card.location)}
                    dispatch={dispatch.clone()} />
            }
            if let Some(copies) = card.copies {
                <p class="copies">{ prose(&copies.says) }</p>
                { sites(copies.sites, dispatch) }
            }
            if !card.gc.is_empty() {
                <h5>{ Key::DetailsGc.get(lang) }</h5>
                <ul class="said">{ for said }</ul>
            }
        </article>
    }
}

/// An operation leads to its place.
fn operation(operation: Operation, dispatch: &Dispatch) -> Html {
    html! {
        <li>
            <button type="button" class="link" onclick={dispatch_on(dispatch, Action::Reveal(operation.place))}>
                { operation.at }
            </button>
            <code>{ operation.text }</code>
            <span>{ operation.why }</span>
        </li>
    }
}
