//! What the browser keeps between visits: settings, drafts and files of the
//! reader's own. Nothing else is ever written, which the privacy page promises.
//!
//! Storage may be full, forbidden or absent; then what could not be kept is
//! there until the page is closed, and the page works all the same.

use std::cell::RefCell;

use web_sys::Storage;

use crate::{
    examples::DocId,
    files::{self, File, Files},
};

/// The key of the language setting.
pub const LANG: &str = "escapade:lang";
/// The key of the theme setting.
pub const THEME: &str = "escapade:theme";
/// What the keys of the reader's own files begin with.
const OWN: &str = "escapade:own:";

thread_local! {
    /// What could not be kept: it is there until the page is closed.
    static UNKEPT: RefCell<Vec<(String, String)>> = RefCell::default();
}

/// What is kept under `key`.
pub fn get(key: &str) -> Option<String> {
    let unkept = |unkept: &Vec<(String, String)>| Some(unkept.iter().find(|(other, _)| other == key)?.1.clone());
    UNKEPT.with_borrow(unkept).or_else(|| storage()?.get_item(key).ok()?)
}

/// Keeps a value; whether it will be there when the page is opened again.
pub fn set(key: &str, value: &str) -> bool {
    let kept = storage().is_some_and(|storage| storage.set_item(key, value).is_ok());
    UNKEPT.with_borrow_mut(|unkept| {
        unkept.retain(|(other, _)| other != key);
        if !kept {
            unkept.push((key.to_owned(), value.to_owned()));
        }
    });
    kept
}

/// Keeps it no longer; whether that worked.
fn remove(key: &str) -> bool {
    UNKEPT.with_borrow_mut(|unkept| unkept.retain(|(other, _)| other != key));
    storage().is_none_or(|storage| storage.remove_item(key).is_ok())
}

/// What is kept of a document, as it is kept.
pub fn kept(doc: &DocId) -> Option<String> {
    get(&match doc {
        DocId::Own { name } => own_key(name),
        DocId::Scratch | DocId::Example { .. } => draft_key(doc),
    })
}

/// The reader's version of a document, if it differs from the original.
pub fn draft(doc: &DocId) -> Option<Files> {
    get(&draft_key(doc)).map(|kept| files::unkept(&kept))
}

/// Keeps `files` as the draft of `doc`, or forgets the draft if they are the
/// original; whether that worked. A document of the reader's own has no draft:
/// its latest text is the only one.
pub fn keep_draft(doc: &DocId, files: &[File], original: &[File]) -> bool {
    if let DocId::Own { name } = doc {
        return keep_as(name, files);
    }
    if files == original {
        return remove(&draft_key(doc));
    }
    set(&draft_key(doc), &files::kept(files))
}

fn draft_key(doc: &DocId) -> String {
    format!("escapade:draft:{doc}")
}

/// The names of the reader's own documents, sorted. What others on this origin
/// have put under names that cannot be addresses is none of them.
pub fn own_names() -> Vec<String> {
    let storage = storage();
    let kept =
        storage.iter().flat_map(|storage| (0..storage.length().unwrap_or(0)).filter_map(|i| storage.key(i).ok()?));
    let unkept: Vec<String> = UNKEPT.with_borrow(|unkept| unkept.iter().map(|(key, _)| key.clone()).collect());
    let mut names = Vec::new();
    let own = |key: String| Some(key.strip_prefix(OWN).filter(|name| DocId::is_own_name(name))?.to_owned());
    for name in kept.chain(unkept).filter_map(own) {
        // A few; the standard library's sorting would be the largest thing here.
        let at = names.partition_point(|other| *other < name);
        if names.get(at) != Some(&name) {
            names.insert(at, name);
        }
    }
    names
}

/// One of the reader's own documents.
pub fn own(name: &str) -> Option<Files> {
    get(&own_key(name)).map(|kept| files::unkept(&kept))
}

/// Keeps a document under its name, or under one like it where that is taken by
/// another one; under which, and whether it will be there in another visit.
pub fn keep_own(name: &str, files: &[File]) -> (String, bool) {
    let mut name = name.to_owned();
    if !DocId::is_own_name(&name) {
        name = js_sys::encode_uri_component(&name).into();
    }
    let free = own_names_like(&name).find(|name| own(name).is_none_or(|there| *there == *files));
    let name = free.unwrap_or(name);
    let kept = keep_as(&name, files);
    (name, kept)
}

/// Keeps a document under exactly that name; whether it will be there in
/// another visit.
pub fn keep_as(name: &str, files: &[File]) -> bool {
    set(&own_key(name), &files::kept(files))
}

/// Forgets one of the reader's own documents.
pub fn forget_own(name: &str) {
    remove(&own_key(name));
}

/// `main.go`, `main-2.go`, `main-3.go`, …
fn own_names_like(name: &str) -> impl Iterator<Item = String> {
    let (stem, extension) = name.strip_suffix(".go").map_or((name, ""), |stem| (stem, ".go"));
    (1..).map(move |n| if n == 1 { name.to_owned() } else { format!("{stem}-{n}{extension}") })
}

fn own_key(name: &str) -> String {
    format!("{OWN}{name}")
}

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

#[cfg(test)]
mod tests {
    use super::own_names_like;

    #[test]
    fn a_taken_name_is_counted_on() {
        assert_eq!(own_names_like("a.go").take(3).collect::<Vec<_>>(), ["a.go", "a-2.go", "a-3.go"]);
        assert_eq!(own_names_like("README").nth(1).as_deref(), Some("README-2"));
    }
}
