//! The ledger, function by function: what each asks the heap for.

use analyzer_core::{
    base::sort_by_key,
    report::{FunctionLedger, HeapSite, LineClass, Report},
};
use yew::prelude::*;

use super::{PaneProps, breaks::breakable, file_heading, mark::Mark, more_button, use_rows};
use crate::{
    app::{
        Dispatch, dispatch_on,
        ledger::{Total, Totals},
        state::Action,
    },
    editor::shape::Shape,
    i18n::{Key, Lang, ledger},
};

/// What the pane is given.
#[derive(PartialEq, Properties)]
pub(super) struct Props {
    /// What every pane is given.
    pub pane: PaneProps,
    /// The totals so far.
    pub totals: Totals,
}

/// The pane.
#[component]
pub(super) fn Functions(props: &Props) -> Html {
    let PaneProps { lang, analysed, dispatch, .. } = &props.pane;
    let report = &analysed.report;
    let order = in_order(&report.functions);
    let (shown, more) = use_rows(order.len(), None);
    if order.is_empty() {
        let why = if report.errors.is_empty() { Key::NoFunctions } else { Key::NotWithErrors };
        return html! { <p class="nothing">{ why.get(*lang) }</p> };
    }
    let before = std::iter::once(None).chain(order.iter().map(|function| Some(function.place)));
    let each = order[..shown].iter().zip(before).map(|(function, before)| {
        let total = Total::of(&function.sites);
        let class = match total {
            _ if total.is_nothing() => LineClass::Stack,
            Total { least: 0, .. } => LineClass::StackIfSmall,
            _ => LineClass::Heap,
        };
        let total_before = props.totals.before(&function.name);
        let sites = function.sites.iter().map(|site| show_site(*lang, report, site, dispatch));
        html! {
            <>
            { file_heading(analysed, before, function.place) }
            <li class={classes!("function", function.parent.is_some().then_some("is-literal"))}>
                <button type="button" class="row" onclick={dispatch_on(dispatch, Action::Reveal(function.place))}>
                    <span class="line-number">{ function.place.at.line }</span>
                    <Mark shape={Shape::Class(class)} assumed=false />
                    <span class="told">
                        <code>{ breakable(&function.name) }</code>
                        <span class="says">
                            { ledger::total(*lang, total) }
                            if let Some(before) = total_before {
                                <small>{ ledger::before(*lang, before) }</small>
                            }
                        </span>
                    </span>
                </button>
                if !function.sites.is_empty() {
                    <ul>{ for sites }</ul>
                }
            </li>
            </>
        }
    });
    html! {
        <>
            <p class="pane-note">{ Key::LedgerNote.get(*lang) }</p>
            <ol class="rows">{ for each }</ol>
            { more_button(*lang, shown, order.len(), more) }
        </>
    }
}

/// Literals behind the functions that they are in.
fn in_order(functions: &[FunctionLedger]) -> Vec<&FunctionLedger> {
    let mut order: Vec<&FunctionLedger> = functions.iter().collect();
    sort_by_key(&mut order, |function| (function.place.file, function.place.at));
    order
}

fn show_site(lang: Lang, report: &Report, site: &HeapSite, dispatch: &Dispatch) -> Html {
    let Some(location) = report.locations.get(site.location as usize) else { return Html::default() };
    html! {
        <li>
            <button type="button" class="row" onclick={dispatch_on(dispatch, Action::Reveal(location.place))}>
                <span class="line-number">{ location.place.at.line }</span>
                <span class="told">
                    <code>{ breakable(&location.text) }</code>
                    <span class="says">{ ledger::site(lang, site) }</span>
                </span>
            </button>
        </li>
    }
}
