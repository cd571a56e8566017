//! gc's own text, ready to be copied: `-m` lines, or errors.

use std::fmt::Write;

use analyzer_core::report::{Message, Place, Report};
use yew::prelude::*;

use super::{PaneProps, copy::CopyButton, more_button, use_rows};
use crate::{
    app::{dispatch_on, state::Action},
    i18n::Key,
};

/// A line of gc's, and where in the text to go from it.
struct Line {
    place: Place,
    text: String,
    assumed: bool,
}

/// What gc prints: its errors or, if there are none, its messages.
fn lines(report: &Report) -> Vec<Line> {
    if report.errors.is_empty() {
        let line = |m: &Message| Line { place: m.place, text: report.line(m.place, &m.text), assumed: m.assumed };
        report.messages.iter().map(line).collect()
    } else {
        let line = |(place, text)| Line { place, text, assumed: false };
        report.printed_errors().into_iter().map(line).collect()
    }
}

/// The pane.
#[component]
pub(super) fn Messages(props: &PaneProps) -> Html {
    let PaneProps { lang, analysed, dispatch } = props;
    let report = &analysed.report;
    let lines = lines(report);
    let (shown, more) = use_rows(lines.len());
    if lines.is_empty() {
        return html! { <p class="nothing">{ Key::NoMessages.get(*lang) }</p> };
    }
    let each = lines[..shown].iter().map(|line| {
        html! {
            <li>
                <button type="button" class="row" onclick={dispatch_on(dispatch, Action::Reveal(line.place))}
                    title={line.assumed.then_some(Key::AssumedWhy.get(*lang))}>
                    <code class={line.assumed.then_some("is-assumed")}>{ line.text.clone() }</code>
                </button>
            </li>
        }
    });
    html! {
        <>
            <div class="pane-tools">
                <code>{ format!("# {}", report.package) }</code>
                <CopyButton lang={*lang} text={text(report)} />
            </div>
            <ol class="rows gc">{ for each }</ol>
            { more_button(*lang, shown, lines.len(), more) }
        </>
    }
}

/// All lines, with gc's heading.
fn text(report: &Report) -> String {
    let mut text = format!("# {}\n", report.package);
    for line in lines(report) {
        let _ = writeln!(text, "{}", line.text);
    }
    text
}

#[cfg(test)]
mod tests {
    use analyzer_core::{
        base::{LineCol, Span},
        report::{GoError, MessageKind},
    };

    use super::*;

    #[test]
    fn the_text_is_gcs() {
        let place = |line| Place { file: 0, at: LineCol { line, col: 2 }, span: Span::default() };
        let kind = MessageKind::MovedToHeap;
        let message = Message { place: place(4), kind, text: "moved to heap: x".into(), assumed: false };
        let mut report = Report {
            package: "command-line-arguments".into(),
            files: vec!["main.go".into()],
            messages: vec![message],
            ..Report::default()
        };
        assert_eq!(text(&report), "# command-line-arguments\nmain.go:4:2: moved to heap: x\n");
        let message = "undefined: y".into();
        report.errors.push(GoError { place: place(9), code: "UndeclaredName".into(), message, args: vec![] });
        assert_eq!(
            text(&report),
            "# command-line-arguments\nmain.go:9:2: undefined: y\n",
            "no verdicts on what does not compile"
        );
    }
}
