//! gc's own `-m` text, ready to be copied.

use std::fmt::Write;

use analyzer_core::report::{Message, Report};
use gloo_timers::callback::Timeout;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::prelude::*;

use super::{PaneProps, more_button, use_rows};
use crate::{
    app::{dispatch_on, state::Action},
    i18n::{Key, Lang},
};

/// The pane.
#[component]
pub(super) fn Messages(props: &PaneProps) -> Html {
    let PaneProps { lang, analysed, dispatch } = props;
    let report = &analysed.report;
    let (shown, more) = use_rows(report.messages.len());
    if report.messages.is_empty() {
        let why = if report.errors.is_empty() { Key::NoMessages } else { Key::NotWithErrors };
        return html! { <p class="nothing">{ why.get(*lang) }</p> };
    }
    let each = report.messages[..shown].iter().map(|message| {
        html! {
            <li>
                <button type="button" class="row" onclick={dispatch_on(dispatch, Action::Reveal(message.place))}
                    title={message.assumed.then_some(Key::AssumedWhy.get(*lang))}>
                    <code class={message.assumed.then_some("is-assumed")}>{ line(report, message) }</code>
                </button>
            </li>
        }
    });
    html! {
        <>
            <div class="pane-tools"><code>{ format!("# {}", report.package) }</code><CopyButton lang={*lang} text={text(report)} /></div>
            <ol class="rows gc">{ for each }</ol>
            { more_button(*lang, shown, report.messages.len(), more) }
        </>
    }
}

/// A message as gc prints it.
pub(super) fn line(report: &Report, message: &Message) -> String {
    let file = report.files.get(message.place.file as usize).map_or("", String::as_str);
    let at = message.place.at;
    format!("{file}:{}:{}: {}", at.line, at.col, message.text)
}

/// All of them, with gc's heading.
fn text(report: &Report) -> String {
    let mut text = format!("# {}\n", report.package);
    for message in &report.messages {
        let _ = writeln!(text, "{}", line(report, message));
    }
    text
}

#[derive(PartialEq, Properties)]
struct CopyProps {
    lang: Lang,
    text: String,
}

/// Copies and says for a moment whether that worked.
#[component]
fn CopyButton(props: &CopyProps) -> Html {
    let outcome = use_state_eq(|| None::<bool>);
    let onclick = {
        let (outcome, text) = (outcome.setter(), props.text.clone());
        Callback::from(move |_: MouseEvent| {
            let (outcome, text) = (outcome.clone(), text.clone());
            spawn_local(async move {
                let clipboard = web_sys::window().map(|w| w.navigator().clipboard());
                let copied = match clipboard {
                    Some(clipboard) if !clipboard.is_undefined() => {
                        JsFuture::from(clipboard.write_text(&text)).await.is_ok()
                    }
                    _ => false,
                };
                outcome.set(Some(copied));
                Timeout::new(2_000, move || outcome.set(None)).forget();
            });
        })
    };
    let label = match *outcome {
        None => Key::Copy,
        Some(true) => Key::Copied,
        Some(false) => Key::CopyFailed,
    };
    html! { <button type="button" class="copy" {onclick} aria-live="polite">{ label.get(props.lang) }</button> }
}

#[cfg(test)]
mod tests {
    use analyzer_core::{
        base::{LineCol, Span},
        report::{MessageKind, Place},
    };

    use super::*;

    #[test]
    fn the_text_is_gcs() {
        let place = Place { file: 0, at: LineCol { line: 4, col: 2 }, span: Span::default() };
        let message =
            Message { place, kind: MessageKind::MovedToHeap, text: "moved to heap: x".into(), assumed: false };
        let report = Report {
            package: "command-line-arguments".into(),
            files: vec!["main.go".into()],
            messages: vec![message],
            ..Report::default()
        };
        assert_eq!(text(&report), "# command-line-arguments\nmain.go:4:2: moved to heap: x\n");
    }
}
