//! What the browser keeps between visits: settings and drafts.
//!
//! Storage may be full, forbidden or absent; then nothing is kept and the
//! page works all the same.

use web_sys::Storage;

use crate::examples::DocId;

/// The key of the language setting.
pub const LANG: &str = "escapade:lang";
/// The key of the theme setting.
pub const THEME: &str = "escapade:theme";

/// Reads a setting.
pub fn get(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

/// Keeps a setting; whether that worked.
pub fn set(key: &str, value: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(key, value).is_ok())
}

/// The reader's version of a document, if it differs from the original.
pub fn draft(doc: &DocId) -> Option<String> {
    get(&draft_key(doc))
}

/// Keeps `text` as the draft of `doc`, or forgets the draft if it is the
/// original; whether that worked.
pub fn keep_draft(doc: &DocId, text: &str, original: &str) -> bool {
    if text == original {
        return storage().is_none_or(|storage| storage.remove_item(&draft_key(doc)).is_ok());
    }
    set(&draft_key(doc), text)
}

fn draft_key(doc: &DocId) -> String {
    format!("escapade:draft:{doc}")
}

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}
