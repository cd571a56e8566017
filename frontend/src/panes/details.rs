//! Why: everything that is known about one line.

use analyzer_core::report::{Assertion, AssertionKind, LocationVerdict, PathStep, Report};
use yew::prelude::*;

use super::{mark::Mark, verdicts::written};
use crate::{
    app::{
        Dispatch, dispatch_on,
        state::{Action, Analysed},
    },
    editor::shape::Shape,
    i18n::{Key, Lang, assertions, pieces, ui, verdicts},
};

/// What the details are given.
#[derive(PartialEq, Properties)]
pub(super) struct Props {
    /// The language.
    pub lang: Lang,
    /// The last report.
    pub analysed: Option<Analysed>,
    /// The line.
    pub line: u32,
    /// Where clicks go.
    pub dispatch: Dispatch,
}

/// The details.
#[component]
pub(super) fn Details(props: &Props) -> Html {
    let Props { lang, analysed, line, dispatch } = props;
    let report = analysed.as_ref().map(|analysed| &*analysed.report);
    let cards = report.map_or_else(Vec::new, |report| {
        let locations = report.locations.iter().filter(|l| l.place.at.line == *line);
        locations.map(|location| card(*lang, report, location, dispatch)).collect()
    });
    let notes = report.into_iter().flat_map(|r| &r.notes).filter(|n| n.place.at.line == *line);
    let errors = report.into_iter().flat_map(|r| &r.errors).filter(|e| e.place.at.line == *line);
    let errors: Vec<_> = errors
        .map(|error| html! { <p class="card-note is-error" lang="en"><Mark shape={Shape::Error} />{ &error.message }</p> })
        .collect();
    let notes: Vec<_> = notes
        .map(|note| html! { <p class="card-note"><Mark shape={Shape::from(note)} assumed={Shape::from(note) == Shape::Note} />{ verdicts::note(*lang, &note.kind) }</p> })
        .collect();
    let asserted: Vec<_> = report
        .into_iter()
        .flat_map(|report| {
            let here = report.assertions.iter().filter(|assertion| is_about(assertion, *line));
            here.map(|assertion| assertion_card(*lang, report, assertion, dispatch))
        })
        .collect();
    if cards.is_empty() && notes.is_empty() && errors.is_empty() && asserted.is_empty() {
        return html! { <p class="hint">{ Key::DetailsHint.get(*lang) }</p> };
    }
    html! {
        <>
            <h3>{ ui::line(*lang, *line) }</h3>
            { for errors }
            { for notes }
            { for asserted }
            { for cards }
        </>
    }
}

/// Whether an assertion stands on `line`, or is about the function there.
fn is_about(assertion: &Assertion, line: u32) -> bool {
    let function = match &assertion.kind {
        AssertionKind::NoHeap { place, .. } => Some(place.at.line),
        AssertionKind::WantHeap | AssertionKind::WantStack => None,
    };
    assertion.place.at.line == line || function == Some(line)
}

/// What is asserted, what became of it, and what decides it.
fn assertion_card(lang: Lang, report: &Report, assertion: &Assertion, dispatch: &Dispatch) -> Html {
    let shape = Shape::from(assertion.outcome);
    let claim = assertions::claim(lang, &assertion.kind);
    let claim = pieces(&claim).map(|(code, text)| {
        if code {
            html! { <code>{ text.to_owned() }</code> }
        } else {
            html! { text.to_owned() }
        }
    });
    let sites = assertion.sites.iter().filter_map(|&site| report.locations.get(site as usize)).map(|location| {
        let at = location.place.at;
        html! {
            <li>
                <button type="button" class="link" onclick={dispatch_on(dispatch, Action::Reveal(location.place))}>
                    { format!("{}:{}", at.line, at.col) }
                </button>
                <code>{ location.text.clone() }</code>
                <span>{ verdicts::short(lang, location) }</span>
            </li>
        }
    });
    html! {
        <article class={classes!("card", format!("is-{}", shape.name()))}>
            <h4><Mark {shape} /><code>{ written(&assertion.kind) }</code></h4>
            <p>{ for claim }</p>
            <p>{ assertions::in_full(lang, assertion.outcome) }</p>
            if !assertion.sites.is_empty() {
                <ul class="sites">{ for sites }</ul>
            }
        </article>
    }
}

fn card(lang: Lang, report: &Report, location: &LocationVerdict, dispatch: &Dispatch) -> Html {
    let shape = Shape::from(&location.verdict);
    let said =
        report.messages.iter().filter(|m| m.place.file == location.place.file && m.place.at == location.place.at);
    let said: Vec<_> = said.map(|m| html! { <li><code>{ report.line(m.place, &m.text) }</code></li> }).collect();
    html! {
        <article class={classes!("card", format!("is-{}", shape.name()))}>
            <h4>
                <Mark {shape} assumed={location.assumed} />
                <code>{ location.text.clone() }</code>
                <small>{ verdicts::kind(lang, location.what) }</small>
            </h4>
            <p>{ verdicts::in_full(lang, &location.verdict) }</p>
            if location.assumed {
                <p class="card-note">{ Key::AssumedWhy.get(lang) }</p>
            }
            if !location.path.is_empty() {
                <h5>{ Key::DetailsPath.get(lang) }</h5>
                <ol class="path">{ for location.path.iter().map(|step| path_step(step, dispatch)) }</ol>
            }
            if !said.is_empty() {
                <h5>{ Key::DetailsGc.get(lang) }</h5>
                <ul class="said">{ for said }</ul>
            }
        </article>
    }
}

/// One flow with the operations it is made of; each leads to its place.
fn path_step(step: &PathStep, dispatch: &Dispatch) -> Html {
    let notes = step.notes.iter().map(|note| {
        let at = note.place.at;
        html! {
            <li>
                <button type="button" class="link" onclick={dispatch_on(dispatch, Action::Reveal(note.place))}>
                    { format!("{}:{}", at.line, at.col) }
                </button>
                <code>{ note.text.clone() }</code>
                <span>{ note.why.clone() }</span>
            </li>
        }
    });
    html! { <li><code class="flow">{ step.flow.clone() }</code><ul>{ for notes }</ul></li> }
}
