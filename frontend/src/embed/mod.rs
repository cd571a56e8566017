//! The widget's analyst: the analysis and its words, for pages of others.
//!
//! ```text
//! <go-escape> ─ text, attributes ─▶ worker.js ─▶ Analyst ─ Session, packs
//!      ▲                                            │
//!      └── marks, explanations, scores: plain data ─┘
//! ```
//!
//! The pages that widgets stand on have no Rust of their own: what they are
//! given is ready to be drawn, in the reader's language, made by the same
//! code as the site's marks and details. So this is a program of its own
//! (`bin/embed`): the site's worker would have to carry the words as well,
//! which the site has on its page already.
//!
//! A request says everything that its answer depends on. Reports are kept for
//! a while, so that an explanation, a score or another language costs no
//! second analysis; nothing breaks if the worker is replaced between two.

pub mod answer;
pub mod request;
mod syntax;

use std::{cell::RefCell, collections::VecDeque, rc::Rc};

use analyzer_core::{Options, Release, Session, base::SourceFile, build::Loader, report::Report};
use serde::Serialize;
use wasm_bindgen::JsValue;

use self::{
    answer::{Explained, Graded, Shown},
    request::Request,
};
use crate::{files::FILE_NAME, i18n::ui::EditorWords, worker::packs::Packs};

/// How many reports are kept: more than widgets that one page is likely to have.
const KEPT: usize = 24;

/// Analyses for all the widgets of a page.
pub struct Analyst {
    session: RefCell<Session>,
    packs: Packs,
    kept: RefCell<VecDeque<Rc<Analysed>>>,
}

/// A report with what it is about.
struct Analysed {
    files: [SourceFile; 1],
    options: Options,
    report: Report,
    /// Whether something of the standard library could not be loaded.
    incomplete: bool,
}

impl Analyst {
    /// An analyst that fetches packs from the folder `std`, whose address ends
    /// with a slash; `search` is put behind the address of their index.
    pub fn new(std: String, search: String) -> Self {
        let release = Release::default();
        Self {
            session: RefCell::new(Session::new(release)),
            packs: Packs::new(std, search, release),
            kept: RefCell::default(),
        }
    }

    /// The answer to a request; `loading` is called if packs are fetched first.
    pub async fn answer(&self, request: JsValue, loading: impl FnOnce()) -> Result<JsValue, JsValue> {
        let request: Request = serde_wasm_bindgen::from_value(request)?;
        let (options, problems) = request.options();
        let lang = request.lang();
        if request.words {
            return to_js(&EditorWords::new(lang));
        }
        let analysed = self.analyse(&request.text, options, loading).await;
        let Analysed { report, incomplete, .. } = &*analysed;
        if let Some(line) = request.explain {
            to_js(&Explained::new(&request.text, report, line, lang))
        } else if let Some(guesses) = &request.guesses {
            to_js(&Graded::new(report, guesses, lang))
        } else {
            to_js(&Shown::new(&request.text, report, lang, &problems, *incomplete))
        }
    }

    async fn analyse(&self, text: &str, options: Options, loading: impl FnOnce()) -> Rc<Analysed> {
        let same = |a: &&Rc<Analysed>| a.files[0].text == text.as_bytes() && a.options == options && !a.incomplete;
        if let Some(analysed) = self.kept.borrow().iter().find(same) {
            return analysed.clone();
        }
        let files = [SourceFile { name: FILE_NAME.into(), text: text.as_bytes().to_vec() }];
        let mut loading = Some(loading);
        let mut wanted = self.packs.foreseen(&files);
        let (report, incomplete) = loop {
            if !wanted.is_empty() {
                if let Some(loading) = loading.take() {
                    loading();
                }
                self.packs.fetch(wanted, &files, Rc::new(|_| ())).await;
            }
            let analyse = |loader: &mut dyn Loader| self.session.borrow_mut().analyze_with(&files, &options, loader);
            let report = self.packs.with_loader(analyse);
            wanted = self.packs.missing(&files);
            if wanted.is_empty() {
                break (report, false);
            }
            // It remembers these packages as unknown ones.
            self.session.replace(Session::new(Release::default()));
            if self.packs.must_wait() {
                break (report, true);
            }
        };
        let analysed = Rc::new(Analysed { files, options, report, incomplete });
        let mut kept = self.kept.borrow_mut();
        kept.truncate(KEPT - 1);
        kept.push_front(analysed.clone());
        analysed
    }
}

fn to_js(value: &impl Serialize) -> Result<JsValue, JsValue> {
    let serializer = serde_wasm_bindgen::Serializer::new().serialize_maps_as_objects(true);
    value.serialize(&serializer).map_err(JsValue::from)
}
