//! Programs that come and go: links, files that are opened or dropped, and the
//! dialog that gives a program away.
//!
//! What the dialog shows and how links are written is JavaScript
//! (`frontend/share`), which is loaded when it is first wanted, so that it
//! costs a first visit nothing. Here is what it is given: the program, the
//! words for its verdicts in both languages, and a txtar of it; and what
//! becomes of what it reads: always a document of its own, never in the place
//! of one of the reader's.

pub(crate) mod bridge;
pub(crate) mod incoming;

use analyzer_core::{Release, build::Archive, types::GoVersion};
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::{
    app::{
        Dispatch,
        state::{Action, Analysed, Notice, State},
    },
    editor::{Slot, columns::Columns, marks},
    examples::DocId,
    explain::Explanation,
    files::{File, Files},
    i18n::{Key, Lang, ui},
    way::Way,
};

/// How many lines of a file are explained in what is given away.
const EXPLAINED: usize = 2_000;

/// What the button is given.
#[derive(PartialEq, Properties)]
pub struct Props {
    /// The page's state.
    pub state: State,
    /// The editor.
    pub slot: Slot,
    /// Where failures go.
    pub dispatch: Dispatch,
}

/// The button that opens the dialog.
#[component]
pub fn Share(props: &Props) -> Html {
    let Props { state, slot, dispatch } = props;
    let (state, slot, dispatch) = (state.clone(), slot.clone(), dispatch.clone());
    let lang = state.lang;
    let onclick = Callback::from(move |_: MouseEvent| {
        let Some(program) = Program::of(&state, &slot) else { return };
        let dispatch = dispatch.clone();
        spawn_local(async move {
            if bridge::share(&program).await.is_err() {
                dispatch.dispatch(Action::Notify(Notice::NotLoaded));
            }
        });
    });
    html! { <button type="button" class="share-button" {onclick} aria-haspopup="dialog">{ Key::Share.get(lang) }</button> }
}

/// Shows the list of keys.
pub(crate) fn show_keys(lang: Lang, dispatch: &Dispatch) {
    let dispatch = dispatch.clone();
    spawn_local(async move {
        if bridge::keys(lang.tag()).await.is_err() {
            dispatch.dispatch(Action::Notify(Notice::NotLoaded));
        }
    });
}

/// What the dialog is given; see `frontend/share/dialog.js`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Program<'a> {
    lang: &'static str,
    /// What the document is called, by language.
    titles: [String; 2],
    state: Shared<'a>,
    txtar: String,
    holds: bool,
    release: &'static str,
    said: Said<'a>,
}

/// The state that a link holds.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Shared<'a> {
    name: &'a str,
    files: Vec<(&'a str, &'a str)>,
    open: &'a str,
    from: u32,
    to: u32,
    lang: &'static str,
    no_inlining: bool,
    go: &'a str,
}

/// By language, what is said of each file.
#[derive(Serialize)]
struct Said<'a> {
    en: Vec<SaidOfFile<'a>>,
    #[serde(rename = "zh-Hans")]
    zh: Vec<SaidOfFile<'a>>,
}

#[derive(Default, Serialize)]
struct SaidOfFile<'a> {
    marks: Vec<marks::Mark>,
    /// Lines with their titles, and the way of each location that has one.
    explanations: Vec<(u32, String, Explanation, Vec<Option<Way<'a>>>)>,
}

impl Program<'_> {
    fn of(state: &State, slot: &Slot) -> Option<JsValue> {
        let (files, open, (from, to)) = slot.now()?;
        let lang = state.lang;
        let go = if state.go == GoVersion::default() { String::new() } else { state.go.to_string() };
        let name = match &state.doc {
            Some(DocId::Own { name }) => DocId::own_name(name),
            Some(DocId::Example { slug, .. }) => slug.clone(),
            Some(DocId::Scratch) | None => "shared".to_owned(),
        };
        let about = state.analysed.as_ref().filter(|analysed| analysed.files == files);
        let archive = Archive { files: files.iter().map(named).collect(), ..Archive::default() };
        let program = Program {
            lang: lang.tag(),
            titles: Lang::ALL.map(|lang| title(state, lang)),
            state: Shared {
                name: &name,
                files: files.iter().map(|file| (&*file.name, &*file.text)).collect(),
                open: &open,
                from,
                to,
                lang: lang.tag(),
                no_inlining: state.no_inlining,
                go: &go,
            },
            txtar: archive.text(),
            holds: files.iter().all(|file| Archive::holds(&file.text)),
            release: Release::default().version(),
            said: Said { en: said(&files, about, Lang::En), zh: said(&files, about, Lang::Zh) },
        };
        serde_wasm_bindgen::to_value(&program).ok()
    }
}

fn named(file: &File) -> (String, String) {
    (file.name.to_string(), file.text.to_string())
}

/// What the document is called.
fn title(state: &State, lang: Lang) -> String {
    match &state.doc {
        Some(DocId::Own { name }) => DocId::own_name(name),
        doc => {
            let example = doc.as_ref().and_then(|doc| doc.example(state.examples()));
            example.map_or(Key::OwnProgram.get(lang), |example| example.title.get(lang)).replace('`', "")
        }
    }
}

fn said<'a>(files: &Files, about: Option<&'a Analysed>, lang: Lang) -> Vec<SaidOfFile<'a>> {
    let of = |file: &File| {
        let Some(analysed) = about else { return SaidOfFile::default() };
        let (report, number) = (&*analysed.report, analysed.number(&file.name));
        let columns = Columns::new(&file.text);
        let marks = marks::findings(report, number, &columns, lang).marks;
        let explained = marks.iter().take(EXPLAINED).map(|mark| {
            let explanation = Explanation::of(report, number, mark.line, lang);
            let ways = Way::of_cards(report, &columns, number, &explanation, lang);
            (mark.line, ui::line(lang, mark.line), explanation, ways)
        });
        SaidOfFile { explanations: explained.collect(), marks }
    };
    files.iter().map(of).collect()
}
