//! The pane for lessons, the quiz and what readers check themselves.
//!
//! It is drawn by `frontend/learn`, a bundle of its own that is loaded when the
//! pane is first opened: most visits do without, and prose has no business in
//! the page's wasm. This component gives it a place and plain data, and takes
//! what the reader does there as actions. What is right in a quiz is decided
//! here ([`crate::quiz`]), and not told before the reader asks for it.

use analyzer_core::{base::LineCol, report::Place, types::GoVersion};
use js_sys::Function;
use serde::Serialize;
use wasm_bindgen::{JsCast, prelude::*};
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::{
    app::{
        Dispatch,
        state::{Action, Side, State},
    },
    editor::shape::Shape,
    examples::DocId,
    files,
    i18n::{Key, ui},
    quiz::{Answer, Score, questions},
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

/// What the bundle is told.
#[derive(Clone, PartialEq, Serialize)]
struct Data {
    /// The language's tag.
    lang: &'static str,
    /// The example's folder and file, if it is one.
    doc: Option<(String, String)>,
    /// The file in the editor, as it was analysed last.
    text: Option<String>,
    /// Its name, if it is all of the program.
    file: Option<String>,
    /// The line of the cursor.
    line: u32,
    /// The minor number of the language version.
    go: u32,
    /// Whether gc refuses the program.
    refused: bool,
    /// The lines that a quiz would ask about.
    questions: Vec<u32>,
    /// What is marked, by line; `None` if there is no quiz.
    guesses: Option<Vec<(u32, Answer)>>,
    /// How the quiz went.
    score: Option<Score>,
    /// The same in words.
    says: String,
    /// Outlines of the marks that a lesson speaks of.
    shapes: [Shape; 5],
}

impl Data {
    fn of(state: &State) -> Self {
        let doc = match &state.doc {
            Some(DocId::Example { slug, file }) => Some((slug.clone(), file.clone())),
            _ => None,
        };
        let analysed = state.analysed.as_ref();
        let asked = analysed.map_or_else(Vec::new, |analysed| questions(&analysed.report, state.file_number()));
        let text = analysed.and_then(|analysed| files::find(&analysed.files, &state.file));
        let score = state.quiz.as_ref().and_then(|quiz| quiz.score.clone());
        Self {
            lang: state.lang.tag(),
            doc,
            text: text.map(|file| file.text.to_string()),
            file: (state.names.len() < 2).then(|| state.file.to_string()),
            line: state.cursor,
            go: state.go.0,
            refused: analysed.is_some_and(|analysed| !analysed.report.errors.is_empty()),
            questions: asked.iter().map(|question| question.line).collect(),
            guesses: state.quiz.as_ref().map(|quiz| quiz.guesses.clone()),
            says: score.as_ref().map_or_else(String::new, |score| ui::score(state.lang, score.right, score.total)),
            score,
            shapes: Shape::CLASSES.map(Shape::Class),
        }
    }
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
    use_effect_with((update.clone(), Data::of(&props.state)), |(update, data)| {
        if let Some(Some(update)) = &**update {
            let data = serde_wasm_bindgen::to_value(data).unwrap_or(JsValue::NULL);
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
