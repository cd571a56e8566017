//! gc's own text, ready to be copied: its lines at `-m` or at `-m=2`, or errors.
//!
//! An explanation is what stands indented below a line of `-m=2`; it can be
//! folded. Only while this pane shows explanations is the worker asked for them.

use std::fmt::Write;

use analyzer_core::report::{Explanation, Message, Place, Report};
use yew::prelude::*;

use super::{Cursor, PaneProps, copy::CopyButton, current, more_button, use_follow, use_rows};
use crate::{
    app::{Dispatch, dispatch_on, state::Action},
    i18n::{Key, Lang},
};

/// What the pane is given.
#[derive(PartialEq, Properties)]
pub(super) struct Props {
    /// What every pane is given.
    pub pane: PaneProps,
    /// Whether explanations are wanted.
    pub explain: bool,
}

/// A line of gc's, and where in the text to go from it.
struct Line {
    place: Place,
    text: String,
    assumed: bool,
    /// Part of an explanation of a line above.
    indented: bool,
}

/// What gc prints: its errors or, if there are none, its messages; `None` if
/// the explanations are not here yet.
fn lines(report: &Report, explain: bool) -> Option<Vec<Line>> {
    let said = |place, text, assumed| Line { place, text, assumed, indented: false };
    Some(if !report.errors.is_empty() {
        report.printed_errors().into_iter().map(|(place, text)| said(place, text, false)).collect()
    } else if !explain {
        let line = |m: &Message| said(m.place, report.line(m.place, &m.text), m.assumed);
        report.messages.iter().map(line).collect()
    } else if report.explanations.is_empty() && !report.messages.is_empty() {
        return None;
    } else {
        let line = |e: &Explanation| Line {
            indented: e.text.starts_with("  "),
            ..said(e.place, report.line(e.place, &e.text), false)
        };
        report.explanations.iter().map(line).collect()
    })
}

/// Which explanations are folded: all but some, or none but some, which are
/// known by the number of the line above them.
#[derive(Clone, Debug, Default, PartialEq)]
struct Folds {
    all: bool,
    but: Vec<usize>,
}

impl Folds {
    fn has(&self, line: usize) -> bool {
        self.all != self.but.contains(&line)
    }

    fn toggled(&self, line: usize) -> Self {
        let mut folds = self.clone();
        match folds.but.iter().position(|&but| but == line) {
            Some(index) => drop(folds.but.swap_remove(index)),
            None => folds.but.push(line),
        }
        folds
    }
}

/// The pane.
#[component]
pub(super) fn Messages(props: &Props) -> Html {
    let PaneProps { lang, analysed, cursor, dispatch } = &props.pane;
    let report = &analysed.report;
    let lines = lines(report, props.explain);
    let all = lines.as_deref().unwrap_or_default();
    let here = all.iter().position(|line| current(*cursor, line.place).is_some());
    let (shown, more) = use_rows(all.len(), here);
    let folds = use_state_eq(Folds::default);
    // Folds are known by line: those of another text are others.
    use_effect_with((analysed.version, props.explain), {
        let folds = folds.clone();
        move |_| folds.set(Folds { all: folds.all, but: Vec::new() })
    });
    use_follow(*cursor);
    let modes = modes(*lang, props.explain, dispatch);
    let Some(lines) = lines else {
        return html! { <>{ modes }<p class="nothing">{ Key::Analysing.get(*lang) }</p></> };
    };
    if lines.is_empty() {
        return html! { <>{ modes }<p class="nothing">{ Key::NoMessages.get(*lang) }</p></> };
    }
    let foldable = lines.iter().any(|line| line.indented);
    let mut each = Vec::new();
    let mut folded = false;
    for (index, line) in lines[..shown].iter().enumerate() {
        if !line.indented {
            let explained = lines.get(index + 1).is_some_and(|next| next.indented);
            folded = explained && folds.has(index);
            let fold = explained.then(|| fold_button(*lang, &folds, index));
            each.push(html! { <li>{ fold }{ row(*lang, line, *cursor, dispatch) }</li> });
        } else if !folded {
            each.push(html! { <li class="is-indented">{ row(*lang, line, *cursor, dispatch) }</li> });
        }
    }
    let all = (foldable && props.explain).then(|| {
        let (name, all) = if folds.all { (Key::UnfoldAll, false) } else { (Key::FoldAll, true) };
        let folds = folds.setter();
        let onclick = Callback::from(move |_: MouseEvent| folds.set(Folds { all, but: Vec::new() }));
        html! { <button type="button" {onclick}>{ name.get(*lang) }</button> }
    });
    html! {
        <>
            { modes }
            <div class="pane-tools">
                <code>{ format!("# {}", report.package) }</code>
                { all }
                <CopyButton lang={*lang} text={text(report, &lines)} />
            </div>
            <ol class={classes!("rows", "gc", foldable.then_some("has-folds"))}>{ for each }</ol>
            { more_button(*lang, shown, lines.len(), more) }
        </>
    }
}

/// The switch between gc's flags.
fn modes(lang: Lang, explain: bool, dispatch: &Dispatch) -> Html {
    let each = [("-m", Key::GcDecisions, false), ("-m=2", Key::GcExplanations, true)].map(|(flag, name, mode)| {
        html! {
            <button type="button" aria-pressed={(mode == explain).to_string()}
                onclick={dispatch_on(dispatch, Action::Explain(mode))}>
                <code>{ flag }</code>{ " " }{ name.get(lang) }
            </button>
        }
    });
    html! { <div class="switch modes" role="group" aria-label={Key::PaneMessages.get(lang)}>{ for each }</div> }
}

/// The button that folds the explanation below a line.
fn fold_button(lang: Lang, folds: &UseStateHandle<Folds>, line: usize) -> Html {
    let open = !folds.has(line);
    let folds = folds.clone();
    let onclick = Callback::from(move |_: MouseEvent| folds.set(folds.toggled(line)));
    html! {
        <button type="button" class="fold" aria-expanded={open.to_string()} aria-label={Key::Explanation.get(lang)} {onclick} />
    }
}

fn row(lang: Lang, line: &Line, cursor: Cursor, dispatch: &Dispatch) -> Html {
    html! {
        <button type="button" class="row" aria-current={current(cursor, line.place)}
            title={line.assumed.then_some(Key::AssumedWhy.get(lang))}
            onclick={dispatch_on(dispatch, Action::Reveal(line.place))}>
            <code class={line.assumed.then_some("is-assumed")}>{ line.text.clone() }</code>
        </button>
    }
}

/// All lines, folded or not, with gc's heading.
fn text(report: &Report, lines: &[Line]) -> String {
    let mut text = format!("# {}\n", report.package);
    for line in lines {
        let _ = writeln!(text, "{}", line.text);
    }
    text
}

#[cfg(test)]
mod tests {
    use analyzer_core::{
        Level, Options, Session,
        base::{LineCol, SourceFile, Span},
        report::{GoError, MessageKind},
    };

    use super::*;

    fn copied(report: &Report, explain: bool) -> String {
        text(report, &lines(report, explain).expect("everything is here"))
    }

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
        assert_eq!(copied(&report, false), "# command-line-arguments\nmain.go:4:2: moved to heap: x\n");
        assert!(lines(&report, true).is_none(), "the report was made before explanations were asked for");
        let message = "undefined: y".into();
        report.errors.push(GoError { place: place(9), code: "UndeclaredName".into(), message, args: vec![] });
        for explain in [false, true] {
            assert_eq!(
                copied(&report, explain),
                "# command-line-arguments\nmain.go:9:2: undefined: y\n",
                "no verdicts on what does not compile"
            );
        }
    }

    #[test]
    fn explanations_stand_below_what_they_explain() {
        let text = "package main\n\nfunc f() *int {\n\tx := 1\n\treturn &x\n}\n\nfunc main() { f() }\n";
        let file = SourceFile { name: "main.go".into(), text: text.into() };
        let options = Options { level: Level::Explain, inline: false, ..Options::default() };
        let report = Session::default().analyze(&[file], &options);
        let lines = lines(&report, true).expect("they were asked for");
        let said: Vec<_> = lines.iter().map(|line| (line.indented, line.text.as_str())).collect();
        assert_eq!(
            said,
            [
                (false, "main.go:4:2: x escapes to heap in f:"),
                (true, "main.go:4:2:   flow: ~r0 ← &x:"),
                (true, "main.go:4:2:     from &x (address-of) at main.go:5:9"),
                (true, "main.go:4:2:     from return &x (return) at main.go:5:2"),
                (false, "main.go:4:2: moved to heap: x"),
            ]
        );
    }

    #[test]
    fn a_fold_is_an_exception_from_all() {
        let folds = Folds::default().toggled(3);
        assert!(folds.has(3) && !folds.has(4));
        assert_eq!(folds.toggled(3), Folds::default());
        let open = Folds { all: true, but: vec![] }.toggled(3);
        assert!(!open.has(3) && open.has(4));
    }
}
