//! The analyzer for JavaScript: what the npm package's modules call.
//!
//! ```text
//! js/core.js   createAnalyzer, packs fetched and kept, one call after the other
//!   └─ here    Analyzer: which packs are missing, take one, analyse
//!        └─ analyzer-core
//! ```
//!
//! An analysis cannot wait, so that what a program leads to is loaded before it
//! begins: [`Analyzer::missing`] says what that is, in JavaScript it is loaded,
//! [`Analyzer::insert`] takes it. What the analysis asks for beyond that
//! ([`Analyzer::asked`]) is loaded, too, and the program analysed again. From
//! then on all is synchronous. Advice asks for more than the program does: its
//! edits may import what the program does not.
//!
//! Reports cross as JSON, which the engine makes objects of: the shape is that of
//! `escapade -json`, described by `js/types.d.ts`, which a test makes of the Rust
//! types. Making the objects from here takes a call for each of their fields, of
//! which a program of 60 lines has two thousand. Only what the caller does wrong
//! is an exception; errors in Go code are data.

#[cfg(test)]
mod typescript;

use analyzer_core::{
    Level, Options, Release, Session,
    advice::{Advised, Offer, Question, Withheld},
    base::SourceFile,
    build::{Header, Loader, NoPackages, PackageSource, Resolved},
    pack::{INDEX_FILE, Index, Library, pack_file},
    report::Report,
};
use js_sys::{JSON, Object};
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

/// A file of the package that is analysed.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct InputFile {
    /// The name that messages use, for example `main.go`.
    pub name: String,
    /// The Go code.
    pub text: String,
}

/// What to analyse, and how.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(default, rename_all = "camelCase")]
pub struct AnalyzeOptions {
    /// Only parse and type-check: errors and nothing else.
    #[cfg_attr(test, ts(optional, as = "Option<bool>"))]
    pub check: bool,
    /// Explain in gc's words too, as `-m=2` does.
    #[cfg_attr(test, ts(optional, as = "Option<bool>"))]
    pub explain: bool,
    /// Do not inline: gc's `-l`.
    #[cfg_attr(test, ts(optional, as = "Option<bool>"))]
    pub no_inline: bool,
    /// The language version, such as `go1.21`; by default that of the release.
    #[cfg_attr(test, ts(optional))]
    pub lang: Option<String>,
    /// The import path of the package; by default `command-line-arguments`.
    #[cfg_attr(test, ts(optional))]
    pub package: Option<String>,
}

/// What advice is wanted about; without a file about all, without a line about all of it.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(default)]
pub struct AdviceQuestion {
    /// The name of a file.
    #[cfg_attr(test, ts(optional))]
    pub file: Option<String>,
    /// The number of a line, from 1.
    #[cfg_attr(test, ts(optional))]
    pub line: Option<u32>,
}

impl AdviceQuestion {
    fn read(value: JsValue, files: &[SourceFile]) -> Result<Question, JsError> {
        if value.is_undefined() || value.is_null() {
            return Ok(Question::default());
        }
        let Self { file, line } =
            serde_wasm_bindgen::from_value(value).map_err(|error| JsError::new(&format!("question: {error}")))?;
        let number = |name: String| {
            let known = files.iter().position(|file| file.name == name).map(|number| number as u32);
            known.ok_or_else(|| JsError::new(&format!("question: there is no file {name}")))
        };
        Ok(Question { file: file.map(number).transpose()?, line })
    }
}

/// What `advise` gives.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AdviceAnswer {
    /// The report on the files as they are.
    pub report: Report,
    /// Edits, each of which was tried: it compiles and takes something off the heap.
    pub offers: Vec<CodedOffer>,
    /// Values that allocate and on whose lines nothing is offered, with what would
    /// have to be decided by somebody who knows the program.
    pub withheld: Vec<Withheld>,
}

/// An offer with the permanent name of its advice.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct CodedOffer {
    /// Such as `return-value`.
    pub code: &'static str,
    /// The rest of it.
    #[serde(flatten)]
    pub offer: Offer,
}

/// The names of the options: objects of JavaScript are asked for what is wanted
/// of them, so that what is misspelt there would not be noticed.
const OPTIONS: [&str; 5] = ["check", "explain", "noInline", "lang", "package"];

impl AnalyzeOptions {
    fn read(value: JsValue) -> Result<Self, JsError> {
        if value.is_undefined() || value.is_null() {
            return Ok(Self::default());
        }
        if let Some(object) = value.dyn_ref::<Object>() {
            let keys = Object::keys(object);
            let unknown = keys.iter().filter_map(|key| key.as_string()).find(|name| !OPTIONS.contains(&name.as_str()));
            if let Some(unknown) = unknown {
                let known = OPTIONS.join(", ");
                return Err(JsError::new(&format!("options: there is no {unknown}; there are {known}")));
            }
        }
        serde_wasm_bindgen::from_value(value).map_err(|error| JsError::new(&format!("options: {error}")))
    }

    fn options(self) -> Options {
        let level = match self {
            Self { check: true, .. } => Level::Check,
            Self { explain: true, .. } => Level::Explain,
            _ => Level::Decisions,
        };
        let package = self.package.unwrap_or_else(|| Options::default().package);
        Options { level, inline: !self.no_inline, lang: self.lang, package, ..Options::default() }
    }
}

/// Analyses packages, and remembers what they import.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Analyzer {
    session: Session,
    packs: Packs,
}

#[wasm_bindgen]
impl Analyzer {
    /// One that knows no package.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        let release = Release::default();
        Self { session: Session::new(release), packs: Packs { release, library: None } }
    }

    /// The Go release that is imitated.
    pub fn release(&self) -> String {
        self.packs.release.version().into()
    }

    /// The files of packs that have to be here before `files` are analysed:
    /// the index alone, as long as it is not. Edits of them, if `edited`, may
    /// import what they do not.
    pub fn missing(&self, files: JsValue, edited: bool) -> Result<Vec<String>, JsError> {
        let imports = imports(&read_files(files)?);
        let Some(library) = &self.packs.library else {
            return Ok(if imports.is_empty() && !edited { Vec::new() } else { vec![INDEX_FILE.into()] });
        };
        let mut missing = library.index().foreseen(imports.iter().map(String::as_str));
        missing.retain(|path| !library.has(path));
        Ok(missing.iter().map(|path| pack_file(path)).collect())
    }

    /// The files of packs that analyses since the last call asked for and that
    /// were not here.
    pub fn asked(&mut self) -> Vec<String> {
        let Some(library) = &mut self.packs.library else { return Vec::new() };
        let mut asked = library.take_asked();
        asked.retain(|path| !library.has(path));
        asked.sort();
        asked.dedup();
        asked.iter().map(|path| pack_file(path)).collect()
    }

    /// Forgets which packages are unknown, and all others.
    pub fn forget(&mut self) {
        self.session = Session::new(self.packs.release);
    }

    /// Takes what is in the file `name`; an error says that it is damaged, or
    /// of another release or version.
    pub fn insert(&mut self, name: &str, bytes: &[u8]) -> Result<(), JsError> {
        let refused = |error: &dyn std::fmt::Display| JsError::new(&format!("{name}: {error}"));
        if name == INDEX_FILE {
            let index = Index::from_bytes(bytes, self.packs.release).map_err(|error| refused(&error))?;
            self.packs.library = Some(Library::new(index, self.packs.release));
            return Ok(());
        }
        let path = name.strip_suffix(pack_file("").as_str()).unwrap_or(name);
        let library = self.packs.library.as_mut().ok_or_else(|| refused(&"there is no index yet"))?;
        library.insert(path, bytes).map_err(|error| refused(&error))
    }

    /// Analyses `files` as one package. What is not here of what they import is
    /// unknown: what is passed to it is assumed to leak.
    pub fn analyze(&mut self, files: JsValue, options: JsValue) -> Result<JsValue, JsError> {
        let files = read_files(files)?;
        let options = AnalyzeOptions::read(options)?.options();
        let report: Report = self.session.analyze_with(&files, &options, &mut self.packs);
        to_js(&report)
    }

    /// Analyses `files` as one package, and tries edits that take what
    /// `question` is about off the heap. There are none if there are errors.
    pub fn advise(&mut self, files: JsValue, question: JsValue, options: JsValue) -> Result<JsValue, JsError> {
        let files = read_files(files)?;
        let question = AdviceQuestion::read(question, &files)?;
        let options = AnalyzeOptions::read(options)?.options();
        let Advised { report, offers, withheld } = self.session.advise(&files, &options, &mut self.packs, question);
        let offers = offers.into_iter().map(|offer| CodedOffer { code: offer.advice.code(), offer }).collect();
        to_js(&AdviceAnswer { report, offers, withheld })
    }
}

fn to_js(value: &impl Serialize) -> Result<JsValue, JsError> {
    let text = serde_json::to_string(value)?;
    JSON::parse(&text).map_err(|_| JsError::new("the answer is no JSON"))
}

impl Default for Analyzer {
    fn default() -> Self {
        Self::new()
    }
}

/// The packs that are here.
#[derive(Debug)]
struct Packs {
    release: Release,
    /// Without an index nothing is known.
    library: Option<Library>,
}

impl Packs {
    fn with_loader<T>(&mut self, then: impl FnOnce(&mut dyn Loader) -> T) -> T {
        match &mut self.library {
            Some(library) => then(library),
            None => then(&mut NoPackages),
        }
    }
}

impl Loader for Packs {
    fn resolve(&mut self, path: &str, importer: &str) -> Resolved {
        match self.with_loader(|loader| loader.resolve(path, importer)) {
            // Only what the standard library could have is known not to be there.
            Resolved::Missing(_) if path.split('/').next().is_some_and(|first| first.contains('.')) => {
                Resolved::Unknown
            }
            resolved => resolved,
        }
    }

    fn name(&mut self, path: &str) -> Option<String> {
        self.with_loader(|loader| loader.name(path))
    }

    fn load(&mut self, path: &str) -> Option<PackageSource> {
        self.with_loader(|loader| loader.load(path))
    }
}

fn read_files(files: JsValue) -> Result<Vec<SourceFile>, JsError> {
    let files: Vec<InputFile> =
        serde_wasm_bindgen::from_value(files).map_err(|error| JsError::new(&format!("files: {error}")))?;
    Ok(files.into_iter().map(|file| SourceFile { name: file.name, text: file.text.into_bytes() }).collect())
}

/// What `files` import.
fn imports(files: &[SourceFile]) -> Vec<String> {
    let headers = files.iter().map(|file| Header::read(&file.text));
    let mut paths: Vec<String> = headers.flat_map(|header| header.imports).map(|import| import.path).collect();
    paths.retain(|path| path != "unsafe");
    paths.sort();
    paths.dedup();
    paths
}
