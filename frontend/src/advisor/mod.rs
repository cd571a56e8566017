//! Offers for the line of the cursor: the analysis together with its advice,
//! and the words for it, as a program of its own (`bin/advisor`).
//!
//! ```text
//! details ─ files, line ─▶ offers.js ─▶ worker ─▶ Advisor ─ Session::advise, packs
//!    ▲                                                │
//!    └─ titles, figures, diffs, edits: plain data ────┘
//! ```
//!
//! It is loaded when a reader first comes to a line that allocates, and runs
//! in a worker of its own: trying edits means analysing each edited text, and
//! typing waits for none of that. What it answers is ready to be drawn, in the
//! reader's language, so the page carries neither the words nor the diffs.

mod diff;

use std::{cell::RefCell, rc::Rc};

use analyzer_core::{
    Options, Release, Session,
    advice::{Advised, Offer, Withheld},
    base::SourceFile,
    build::Loader,
    report::Report,
};
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

use self::diff::{Change, Hunk, changes, hunks};
use crate::{
    i18n::{Lang, advice},
    worker::packs::Packs,
};

/// How many offers are shown for a line.
const MOST: usize = 6;

/// Finds edits.
pub struct Advisor {
    session: RefCell<Session>,
    packs: Packs,
}

/// What the page asks for.
#[derive(Debug, Deserialize)]
struct Request {
    /// Names and texts.
    files: Vec<(String, String)>,
    /// The name of the file that the line is in.
    open: String,
    /// The line, from 1.
    line: u32,
    /// The language of the words.
    lang: String,
    /// The language version of Go.
    go: String,
    /// gc's `-l`.
    no_inlining: bool,
}

/// What it is answered.
#[derive(Debug, Default, Serialize)]
struct Answer {
    offers: Vec<Shown>,
    /// Where there are none: values, and what would have to be decided.
    withheld: Vec<(String, &'static str)>,
    words: advice::Words,
}

/// An offer as it is drawn. Code in sentences stands between backticks.
#[derive(Debug, Serialize)]
struct Shown {
    code: &'static str,
    title: String,
    /// What is left on the heap, in short and in full.
    figures: String,
    details: String,
    caution: Option<&'static str>,
    files: Vec<Changed>,
}

/// What changes in a file: for the editor, and for the eye.
#[derive(Debug, Serialize)]
struct Changed {
    name: String,
    changes: Vec<Change>,
    hunks: Vec<Hunk>,
}

impl Advisor {
    /// An advisor that fetches packs from the folder `std`, whose address ends
    /// with a slash; `search` is put behind the address of their index.
    pub fn new(std: String, search: String) -> Self {
        let release = Release::default();
        Self { session: RefCell::new(Session::new(release)), packs: Packs::new(std, search, release) }
    }

    /// The answer to a request.
    pub async fn offers(&self, request: JsValue) -> Result<JsValue, JsValue> {
        let request: Request = serde_wasm_bindgen::from_value(request)?;
        let lang = Lang::from_tag(&request.lang);
        let files: Vec<SourceFile> = (request.files.iter())
            .map(|(name, text)| SourceFile { name: name.clone(), text: text.as_bytes().to_vec() })
            .collect();
        let Advised { report, offers, withheld } = self.advise(&files, &request).await;
        let shown = offers.iter().filter_map(|offer| Shown::new(&request, &report, offer, lang)).take(MOST);
        let said = |one: Withheld| (one.value, advice::decision(lang, one.decision));
        let answer = Answer {
            offers: shown.collect(),
            withheld: withheld.into_iter().map(said).collect(),
            words: advice::words(lang),
        };
        let serializer = serde_wasm_bindgen::Serializer::new();
        answer.serialize(&serializer).map_err(JsValue::from)
    }

    async fn advise(&self, files: &[SourceFile], request: &Request) -> Advised {
        let options = Options { inline: !request.no_inlining, lang: Some(request.go.clone()), ..Options::default() };
        // Edits may import something where the program does not.
        if self.packs.is_empty() && !self.packs.must_wait() {
            self.packs.fetch(Vec::new(), files, Rc::new(drop)).await;
        }
        let mut wanted = self.packs.foreseen(files);
        loop {
            if !wanted.is_empty() {
                self.packs.fetch(wanted, files, Rc::new(drop)).await;
            }
            let mut session = self.session.borrow_mut();
            let advise =
                |loader: &mut dyn Loader| session.advise_module(files, &request.open, request.line, &options, loader);
            let answer = self.packs.with_loader(advise);
            wanted = self.packs.missing(files);
            if wanted.is_empty() {
                return answer;
            }
            // It remembers these packages as unknown ones.
            *session = Session::new(Release::default());
            if self.packs.must_wait() {
                return answer;
            }
        }
    }
}

impl Shown {
    fn new(request: &Request, report: &Report, offer: &Offer, lang: Lang) -> Option<Self> {
        let mut numbers: Vec<u32> = offer.edits.iter().map(|edit| edit.file).collect();
        numbers.dedup();
        let changed = |&number: &u32| {
            let name = report.files.get(number as usize)?;
            let (name, text) = request.files.iter().find(|(other, _)| other == name)?;
            let edits: Vec<_> = offer.edits.iter().filter(|edit| edit.file == number).collect();
            Some(Changed { name: name.clone(), changes: changes(text, &edits), hunks: hunks(text, &edits) })
        };
        // An edit of which a part can't be shown can't be taken, either.
        let files = numbers.iter().map(changed).collect::<Option<_>>()?;
        Some(Self {
            code: offer.advice.code(),
            title: advice::title(lang, &offer.advice),
            figures: advice::figures(lang, &offer.effect),
            details: advice::details(lang, &offer.effect),
            caution: offer.caution.map(|caution| advice::caution(lang, caution)),
            files,
        })
    }
}
