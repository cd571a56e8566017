//! What the browser keeps between visits: settings, drafts and files of the
//! reader's own. Nothing else is ever written, which the privacy page promises.
//!
//! Storage may be full, forbidden or absent; then nothing is kept and the
//! page works all the same.

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

/// Reads a setting.
pub fn get(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// Keeps a setting; whether that worked.
pub fn set(key: &str, value: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(key, value).is_ok())
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
        return set(&own_key(name), &files::kept(files));
    }
    if files == original {
        return storage().is_none_or(|storage| storage.remove_item(&draft_key(doc)).is_ok());
    }
    set(&draft_key(doc), &files::kept(files))
}

fn draft_key(doc: &DocId) -> String {
    format!("escapade:draft:{doc}")
}

/// The names of the reader's own documents, sorted.
pub fn own_names() -> Vec<String> {
    let Some(storage) = storage() else { return Vec::new() };
    let keys = (0..storage.length().unwrap_or(0)).filter_map(|i| storage.key(i).ok()?);
    let mut names = Vec::new();
    for name in keys.filter_map(|key| Some(key.strip_prefix(OWN)?.to_owned())) {
        // A few; the standard library's sorting would be the largest thing here.
        names.insert(names.partition_point(|other| *other < name), name);
    }
    names
}

/// One of the reader's own documents.
pub fn own(name: &str) -> Option<Files> {
    get(&own_key(name)).map(|kept| files::unkept(&kept))
}

/// Keeps a document under its name, or under one like it where that is taken by
/// another one; under which, if that worked.
pub fn keep_own(name: &str, files: &[File]) -> Option<String> {
    let name = own_names_like(name).find(|name| own(name).is_none_or(|there| *there == *files))?;
    set(&own_key(&name), &files::kept(files)).then_some(name)
}

/// Forgets one of the reader's own documents.
pub fn forget_own(name: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(&own_key(name));
    }
}

/// `main.go`, `main-2.go`, `main-3.go`, …
fn own_names_like(name: &str) -> impl Iterator<Item = String> {
    let (stem, extension) = name.strip_suffix(".go").map_or((name, ""), |stem| (stem, ".go"));
    (1..=1000).map(move |n| if n == 1 { name.to_owned() } else { format!("{stem}-{n}{extension}") })
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
