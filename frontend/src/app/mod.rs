//! The page: one state, the hooks that connect it with the browser, and the
//! components that draw it.

mod drafts;
mod files;
pub(crate) mod header;
mod hooks;
mod keys;
pub mod ledger;
mod notices;
mod sides;
pub mod state;
mod status;
mod workbench;

use web_sys::HtmlElement;
use yew::prelude::*;

pub(crate) use self::hooks::keep_everything;
use self::{
    header::Header,
    hooks::{use_analysis, use_documents, use_drafts, use_preferences, use_route, use_update},
    keys::use_keys,
    notices::Notices,
    sides::{Sides, side_class},
    state::{Action, State},
    status::StatusLine,
    workbench::Workbench,
};
use crate::{
    editor::Slot, examples::list::ExampleList, i18n::Key, offline::use_offline, panes::Results,
    share::incoming::use_drop,
};

/// Where components send what happens.
pub type Dispatch = UseReducerDispatcher<State>;

/// The whole page.
#[component]
pub fn App() -> Html {
    let state = use_reducer_eq(hooks::first_state);
    let dispatch = state.dispatcher();
    use_preferences(&state);
    use_route(&state, &dispatch);
    let drafts = use_drafts(&dispatch);
    use_documents(&state, &dispatch, &drafts);
    let slot = (*use_memo((), |()| Slot::default())).clone();
    let events = use_analysis(&state, &dispatch, &drafts, &slot);
    use_offline(&state, &dispatch);
    use_drop(&dispatch);
    use_keys(state.lang, &slot, &dispatch);
    let update = use_update(&dispatch, &drafts);

    let (lang, at_rest) = (state.lang, state.at_rest());
    let errors = state.analysed.as_ref().map_or(0, |analysed| analysed.report.errors.len());
    let on_failed = dispatch_on(&dispatch, Action::Notify(state::Notice::EditorFailed));
    let skip = Callback::from(|event: MouseEvent| {
        event.prevent_default();
        focus("main");
    });
    html! {
        <>
            <a class="skip" href="#main" onclick={skip}>{ Key::SkipToEditor.get(lang) }</a>
            <Header {lang} theme={state.theme} dispatch={dispatch.clone()} />
            <Notices {lang} notices={state.notices.clone()} elsewhere={state.elsewhere.clone()} {update} dispatch={dispatch.clone()} />
            <div class={classes!("layout", side_class(state.side))}>
                <ExampleList {lang} examples={state.examples.clone()} own={state.own.clone()} doc={state.doc.clone()} dispatch={dispatch.clone()} />
                <main id="main" tabindex="-1">
                    <Workbench state={at_rest.clone()} {slot} {events} {on_failed} dispatch={dispatch.clone()} />
                </main>
                <Results state={at_rest} dispatch={dispatch.clone()} />
            </div>
            <Sides {lang} side={state.side} errors={errors} dispatch={dispatch.clone()} />
            <StatusLine {lang} status={state.status} progress={state.progress.clone()} analysed={state.analysed.clone()}
                go={state.go} asking={state.is_asking()}
                no_inlining={state.no_inlining} {dispatch} />
        </>
    }
}

/// A callback that sends `action`, whatever the event.
pub fn dispatch_on<E>(dispatch: &Dispatch, action: Action) -> Callback<E> {
    let dispatch = dispatch.clone();
    Callback::from(move |_| dispatch.dispatch(action.clone()))
}

fn focus(id: &str) {
    let element = web_sys::window().and_then(|w| w.document()).and_then(|d| d.get_element_by_id(id));
    if let Some(element) = element.and_then(|e| wasm_bindgen::JsCast::dyn_into::<HtmlElement>(e).ok()) {
        let _ = element.focus();
    }
}
