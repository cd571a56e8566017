//! The line at the bottom: how the analysis stands and what it imitates.

use gloo_timers::callback::Timeout;
use yew::prelude::*;

use super::{
    Dispatch, dispatch_on,
    notices::failure,
    state::{Action, Analysed, Status},
};
use crate::{
    editor::shape::Shape,
    i18n::{Key, Lang, ui},
    panes::mark::Mark,
    worker::protocol::Progress,
};
use analyzer_core::{report::LineClass, types::GoVersion};

/// An analysis that takes less is over before anybody could read of it.
const NOTICEABLE_MS: u32 = 150;

/// What the line is given.
#[derive(PartialEq, Properties)]
pub(super) struct Props {
    /// The language.
    pub lang: Lang,
    /// How the analysis stands.
    pub status: Status,
    /// How far loading has come.
    pub progress: Progress,
    /// The last report.
    pub analysed: Option<Analysed>,
    /// The language version.
    pub go: GoVersion,
    /// Whether a quiz is on, so that counts must not be seen.
    pub asking: bool,
    /// Whether nothing is inlined.
    pub no_inlining: bool,
    /// Where choices go.
    pub dispatch: Dispatch,
}

/// The line.
#[component]
pub(super) fn StatusLine(props: &Props) -> Html {
    let Props { lang, status, progress, analysed, go, asking, no_inlining, dispatch } = props;
    let flag = if *go == GoVersion::default() { String::new() } else { format!(" -lang={go}") };
    let slow = use_slow(*status);
    let summary = match (analysed, status) {
        (_, Status::GaveUp(why)) => html! { <>{ mark(Shape::Error) }{ failure(*why).get(*lang) }</> },
        (_, Status::Loading) if slow => loading(*lang, progress),
        (None, _) => analysing(*lang, Key::Analysing),
        (Some(_), Status::Analysing) if slow => analysing(*lang, Key::Analysing),
        (Some(_), _) if *asking => html! { Key::QuizRuns.get(*lang) },
        (Some(analysed), _) => counts(*lang, analysed),
    };
    html! {
        <footer class="status">
            <p class="summary" role="status" aria-live="polite" data-status={status.name()}>{ summary }</p>
            <p class="release">
                <code>{ "go1.27.3 linux/amd64 -gcflags=-m" }{ flag }</code>
                <label class="flag">
                    <input type="checkbox" checked={*no_inlining} onchange={dispatch_on(dispatch, Action::NoInlining(!no_inlining))} />
                    { Key::NoInlining.get(*lang) }
                </label>
                <span>{ Key::ReleaseNote.get(*lang) }{ " " }{ Key::Private.get(*lang) }</span>
                { " " }
                <a href={lang.pick("privacy.html", "privacy.zh.html")}>{ Key::PrivacyPage.get(*lang) }</a>
            </p>
        </footer>
    }
}

fn analysing(lang: Lang, what: Key) -> Html {
    html! { <><span class="spinner" aria-hidden="true" />{ what.get(lang) }</> }
}

/// What is loaded; how far that has come is not read out with every pack.
fn loading(lang: Lang, Progress { name, done, all }: &Progress) -> Html {
    if *all == 0 {
        return analysing(lang, Key::LoadingStd);
    }
    html! {
        <>
            <span class="spinner" aria-hidden="true" />
            <span>{ ui::loading(lang, name) }</span>
            <span class="progress" aria-hidden="true">{ ui::progress(lang, *done, *all) }</span>
        </>
    }
}

fn counts(lang: Lang, analysed: &Analysed) -> Html {
    let report = &analysed.report;
    if !report.errors.is_empty() {
        return html! { <>{ mark(Shape::Error) }{ ui::errors(lang, report.errors.len()) }</> };
    }
    let summary = &report.summary;
    let class = if summary.heap > 0 { LineClass::Heap } else { LineClass::Stack };
    html! {
        <>
            { mark(Shape::Class(class)) }
            { ui::counts(lang, summary.heap, summary.stack) }
            if summary.assumed > 0 {
                <span class="assumed">{ ui::assumed(lang, summary.assumed) }</span>
            }
            if summary.assertions > 0 {
                { mark(if summary.held == summary.assertions { Shape::Held } else { Shape::Failed }) }
                { ui::asserted(lang, summary.held, summary.assertions) }
            }
        </>
    }
}

fn mark(shape: Shape) -> Html {
    html! { <Mark {shape} /> }
}

/// Whether the analysis has been at it for a noticeable time.
#[hook]
fn use_slow(status: Status) -> bool {
    let slow = use_state_eq(|| false);
    let set = slow.setter();
    let busy = matches!(status, Status::Analysing | Status::Loading);
    use_effect_with(busy, move |&busy| {
        let timer = busy.then(|| {
            let set = set.clone();
            Timeout::new(NOTICEABLE_MS, move || set.set(true))
        });
        move || {
            drop(timer);
            set.set(false);
        }
    });
    *slow && busy
}
