//! What gc says against the program, with places that can be gone to.

use analyzer_core::base::sort_by_key;
use yew::prelude::*;

use super::{PaneProps, current, mark::Mark, more_button, use_follow, use_rows};
use crate::{
    app::{dispatch_on, state::Action},
    editor::shape::Shape,
    i18n::{Key, errors::Group},
};

/// The pane.
#[component]
pub(super) fn Errors(props: &PaneProps) -> Html {
    let PaneProps { lang, analysed, cursor, dispatch } = props;
    use_follow(*cursor);
    // The report has them in the order in which gc finds them.
    let mut errors: Vec<_> = analysed.report.errors.iter().collect();
    sort_by_key(&mut errors, |error| (error.place.file, error.place.at));
    let here = errors.iter().position(|error| current(*cursor, error.place).is_some());
    let (shown, more) = use_rows(errors.len(), here);
    if errors.is_empty() {
        return html! { <p class="nothing">{ Key::NoErrors.get(*lang) }</p> };
    }
    let each = errors[..shown].iter().map(|error| {
        let at = error.place.at;
        let file = analysed.report.files.get(error.place.file as usize).filter(|_| analysed.files.len() > 1);
        let file = file.map(|name| format!("{name}:"));
        html! {
            <li>
                <button type="button" class="row error" aria-current={current(*cursor, error.place)}
                    onclick={dispatch_on(dispatch, Action::Reveal(error.place))}>
                    <span class="line-number">{ file }{ format!("{}:{}", at.line, at.col) }</span>
                    <Mark shape={Shape::Error} />
                    <span class="says">
                        <span lang="en">{ error.message.clone() }</span>
                        <small>{ Group::of(&error.code).text(*lang) }</small>
                    </span>
                </button>
            </li>
        }
    });
    html! {
        <>
            <ol class="rows">{ for each }</ol>
            { more_button(*lang, shown, errors.len(), more) }
        </>
    }
}
