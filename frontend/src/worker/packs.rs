//! The standard library in the worker: packs that are fetched when a program
//! imports them, and kept.
//!
//! An analysis cannot wait for the network. What a program will ask for is
//! foreseen by the index of the packs and fetched before; what is asked for in
//! vain nevertheless is fetched afterwards, and the program analysed again.
//! What cannot be had counts as unknown, is reported as missing, and is tried
//! again with a later text.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use analyzer_core::{
    Release,
    base::{SourceFile, sort},
    build::{Header, Loader, NoPackages},
    pack::{INDEX_FILE, Index, Library, pack_file},
};
use js_sys::{Array, Date, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{AbortSignal, RequestInit, Response};

use super::protocol::Progress;

/// How long one file may take.
const PATIENCE_MS: u32 = 30_000;

/// How far loading has come is said this often, in milliseconds: packs come by
/// the dozen, and the page draws each time.
const PROGRESS_MS: f64 = 100.0;

/// How long what could not be fetched is left alone.
const RETRY_MS: f64 = 10_000.0;

#[wasm_bindgen]
extern "C" {
    /// A page's or a worker's.
    #[wasm_bindgen(js_name = fetch)]
    fn fetch_with_init(url: &str, init: &RequestInit) -> Promise;
}

/// The packs that are here.
pub(crate) struct Packs {
    /// The address of their folder, with a slash at its end.
    folder: String,
    /// What follows the address of the index.
    search: String,
    release: Release,
    /// Without an index nothing is known.
    library: Rc<RefCell<Option<Library>>>,
    /// When something could not be fetched the last time.
    failed: Cell<Option<f64>>,
}

impl Packs {
    pub(crate) fn new(folder: String, search: String, release: Release) -> Self {
        Self { folder, search, release, library: Rc::default(), failed: Cell::new(None) }
    }

    /// Whether not even the index is here.
    pub(crate) fn is_empty(&self) -> bool {
        self.library.borrow().is_none()
    }

    /// What is to be fetched before `files` are analysed.
    pub(crate) fn foreseen(&self, files: &[SourceFile]) -> Vec<String> {
        if self.must_wait() {
            return Vec::new();
        }
        let imports = imports(files);
        match &*self.library.borrow() {
            Some(library) => {
                let mut foreseen = library.index().foreseen(imports.iter().map(String::as_str));
                foreseen.retain(|path| !library.has(path));
                foreseen
            }
            None => imports,
        }
    }

    /// What the analysis of `files`, which is over, has asked for in vain.
    pub(crate) fn missing(&self, files: &[SourceFile]) -> Vec<String> {
        match &mut *self.library.borrow_mut() {
            Some(library) => {
                let mut missing = library.take_asked();
                missing.retain(|path| !library.has(path));
                missing
            }
            None => imports(files),
        }
    }

    /// Whether something could not be fetched a moment ago.
    pub(crate) fn must_wait(&self) -> bool {
        // A clock that is set back would make it a long moment.
        self.failed.get().is_some_and(|at| (0.0..RETRY_MS).contains(&(Date::now() - at)))
    }

    /// Fetches the packs of `paths`, or of `files`' imports where there was no
    /// index to know them from; `tell` hears how far that has come.
    pub(crate) async fn fetch(&self, paths: Vec<String>, files: &[SourceFile], tell: Rc<dyn Fn(Progress)>) {
        self.failed.take();
        let mut paths = paths;
        if self.library.borrow().is_none() {
            let bytes = get(&format!("{}{INDEX_FILE}{}", self.folder, self.search)).await.ok();
            let index = bytes.and_then(|bytes| Index::from_bytes(&bytes.to_vec(), self.release).ok());
            *self.library.borrow_mut() = index.map(|index| Library::new(index, self.release));
            paths = self.foreseen(files);
        }
        let name = imports(files).into_iter().find(|import| paths.contains(import)).or_else(|| paths.first().cloned());
        let so_far = Progress { name: name.unwrap_or_default(), done: 0, all: paths.len() as u32 };
        tell(so_far.clone());
        let so_far = Rc::new(RefCell::new(so_far));
        let told = Cell::new(Date::now());
        let came: Rc<dyn Fn()> = Rc::new(move || {
            so_far.borrow_mut().done += 1;
            let now = Date::now();
            if !(0.0..PROGRESS_MS).contains(&(now - told.get())) {
                told.set(now);
                tell(so_far.borrow().clone());
            }
        });
        let requests: Array = (paths.iter()).map(|path| JsValue::from(self.request(path, came.clone()))).collect();
        let _ = JsFuture::from(Promise::all(&requests)).await;
        let library = self.library.borrow();
        if !library.as_ref().is_some_and(|library| paths.iter().all(|path| library.has(path))) {
            self.failed.set(Some(Date::now()));
        }
    }

    /// Fetches a pack and takes it at once: while the others are still on their
    /// way there is nothing else to do. `came` is called then.
    fn request(&self, path: &str, came: Rc<dyn Fn()>) -> Promise {
        let hash = self.library.borrow().as_ref().and_then(|library| Some(library.index().get(path)?.hash));
        // Another text has another address: what a cache has is right.
        let url = hash.map(|hash| format!("{}{}?{hash:x}", self.folder, pack_file(path)));
        let (path, library) = (path.to_owned(), Rc::clone(&self.library));
        future_to_promise(async move {
            let bytes = match url {
                Some(url) => get(&url).await.ok(),
                None => None,
            };
            if let (Some(bytes), Some(library)) = (bytes, &mut *library.borrow_mut()) {
                // What is damaged is as good as not there.
                let _ = library.insert(&path, &bytes.to_vec());
            }
            came();
            Ok(JsValue::UNDEFINED)
        })
    }

    /// Hands out the packs.
    pub(crate) fn with_loader<T>(&self, then: impl FnOnce(&mut dyn Loader) -> T) -> T {
        match &mut *self.library.borrow_mut() {
            Some(library) => then(library),
            None => then(&mut NoPackages),
        }
    }
}

/// What `files` import.
fn imports(files: &[SourceFile]) -> Vec<String> {
    let headers = files.iter().map(|file| Header::read(&file.text));
    let mut paths: Vec<String> = headers.flat_map(|header| header.imports).map(|import| import.path).collect();
    paths.retain(|path| path != "unsafe");
    sort(&mut paths);
    paths.dedup();
    paths
}

async fn get(url: &str) -> Result<Uint8Array, JsValue> {
    let init = RequestInit::new();
    init.set_signal(Some(&AbortSignal::timeout_with_u32(PATIENCE_MS)));
    let response: Response = JsFuture::from(fetch_with_init(url, &init)).await?.dyn_into()?;
    if !response.ok() {
        return Err(JsValue::from_f64(response.status().into()));
    }
    let bytes = JsFuture::from(response.array_buffer()?).await?;
    Ok(Uint8Array::new(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_are_read_from_the_head() {
        let file = |text: &str| SourceFile { name: String::new(), text: text.into() };
        let files = [
            file("package p\n\nimport (\n\t\"fmt\"\n\t\"unsafe\"\n)\n"),
            file("package p\nimport x \"a/b\"\nimport \"fmt\""),
        ];
        assert_eq!(imports(&files), ["a/b", "fmt"]);
        assert!(imports(&[file("package main\n\nimport \"fm")]).is_empty());
    }
}
