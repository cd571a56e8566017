//! The pane for lessons, the quiz and what readers check themselves.
//!
//! It is drawn by `frontend/learn`, a bundle of its own that is loaded when the
//! pane is first opened: most visits do without, and prose has no business in
//! the page's wasm. This component gives it a place and plain data, and takes
//! what the reader does there as actions. What is right in a quiz is known
//! here ([`crate::quiz`]), and not told before the reader asks for it.

use analyzer_core::{base::LineCol, report::Place, types::GoVersion};
use js_sys::{Array, Function};
use wasm_bindgen::{JsCast, prelude::*};
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::{
    app::{
        Dispatch,
        state::{Action, Side, State},
    },
    examples::DocId,
    files,
    i18n::Key,
    quiz::{Answer, questions},
};

#[wasm_bindgen(module = "/src/editor/bridge.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn learn(host: &HtmlElement, tell: &Function) -> Result<JsValue, JsValue>;
}

/// What the pane is given.
#[derive(PartialEq, Properties)]
pub(super) struct Props {
    /// The page's state.
    pub state: State,
    /// Where actions go.
    pub dispatch: Dispatch,
}

/// What the bundle is told, as `frontend/learn/data.js` reads it: texts, because
/// records would bring their code into every visit.
type Data = [String; 12];

fn data(state: &State) -> Data {
    let (slug, version) = match &state.doc {
        Some(DocId::Example { slug, file }) => (slug.clone(), file.clone()),
        _ => Default::default(),
    };
    let analysed = state.analysed.as_ref();
    let file = analysed.and_then(|analysed| files::find(&analysed.files, &state.file));
    let stands = match analysed {
        None => "waiting",
        Some(analysed) if analysed.report.errors.is_empty() => "ready",
        Some(_) => "refused",
    };
    let asked = analysed.map_or_else(Vec::new, |analysed| questions(&analysed.report, state.file_number()));
    let answers: Vec<_> = asked.iter().map(|question| (question.line, question.answer)).collect();
    let (quiz, guesses, right) = match &state.quiz {
        None => ("", String::new(), String::new()),
        Some(quiz) => {
            let guesses = listed(&quiz.guesses);
            // What is right is not told before the reader asks for it.
            if quiz.graded { ("graded", guesses, listed(&answers)) } else { ("asking", guesses, String::new()) }
        }
    };
    [
        state.lang.tag().into(),
        slug,
        version,
        file.map_or_else(String::new, |file| file.text.to_string()),
        // The name, if the file is all of the program.
        if state.names.len() < 2 { state.file.to_string() } else { String::new() },
        state.cursor.to_string(),
        state.go.0.to_string(),
        stands.into(),
        lines(&answers),
        quiz.into(),
        guesses,
        right,
    ]
}

/// `9 14`
fn lines(answers: &[(u32, Answer)]) -> String {
    answers.iter().fold(String::new(), |list, (line, _)| list + " " + &line.to_string())
}

/// `9h 14s`
fn listed(answers: &[(u32, Answer)]) -> String {
    answers.iter().fold(String::new(), |list, (line, answer)| {
        list + " " + &line.to_string() + if *answer == Answer::Heap { "h" } else { "s" }
    })
}

/// What the reader does in the pane: a word and a number, or an address.
/// `file` is the report's number of the file in the editor.
fn action(word: &str, value: &str, file: u32) -> Option<Action> {
    let number = value.parse().unwrap_or(0);
    let line = LineCol { line: number, col: 1 };
    Some(match word {
        "open" => Action::Open(DocId::from_fragment(value)?),
        "line" => Action::Reveal(Place { file, at: line, ..Place::default() }),
        "go" => Action::SetGo(GoVersion(number)),
        "ask" => Action::Ask,
        "stack" => Action::Guess(number, Answer::Stack),
        "heap" => Action::Guess(number, Answer::Heap),
        "grade" => Action::Grade,
        "end" => Action::EndQuiz,
        _ => return None,
    })
}

/// The pane.
#[component]
pub(super) fn Learn(props: &Props) -> Html {
    let host = use_node_ref();
    let file = use_mut_ref(|| 0);
    *file.borrow_mut() = props.state.file_number();
    // The bundle's function that takes data; `None` if it could not be loaded.
    let update = use_state(|| Some(None::<Function>));
    use_effect_with((), {
        let (host, dispatch, update) = (host.clone(), props.dispatch.clone(), update.setter());
        move |()| {
            let tell = Closure::<dyn Fn(String, String)>::new(move |word: String, value: String| {
                if let Some(action) = action(&word, &value, *file.borrow()) {
                    let opens = matches!(action, Action::Open(_));
                    dispatch.dispatch(action);
                    if opens {
                        // Whoever reads goes on reading.
                        dispatch.dispatch(Action::Turn(Side::Results));
                    }
                }
            });
            let function = tell.as_ref().unchecked_ref::<Function>().clone();
            if let Some(host) = host.cast::<HtmlElement>() {
                spawn_local(async move {
                    update.set(learn(&host, &function).await.ok().map(|update| update.dyn_into().ok()));
                });
            }
            move || drop(tell)
        }
    });
    use_effect_with((update.clone(), data(&props.state)), |(update, data)| {
        if let Some(Some(update)) = &**update {
            let data: Array = data.iter().map(|text| JsValue::from_str(text)).collect();
            let _ = update.call1(&JsValue::NULL, &data);
        }
    });
    html! {
        <>
            <div class="learn" ref={host} />
            if update.is_none() {
                <p class="nothing" role="alert">{ Key::LearnFailed.get(props.state.lang) }</p>
            }
        </>
    }
}
