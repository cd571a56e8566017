//! The examples: what the list says and which document is open.
//!
//! They are data beside the program (`public/examples`): an index and, for each
//! example, a Go file per version, what it is about, and its lesson in each
//! language (`frontend/learn` shows them). A document's name is its address in
//! the page's fragment, `#example=<slug>/<file>`; `#lesson=` in place of
//! `#example=` opens the lesson with it.

mod fetch;
pub mod list;

use std::fmt;

use crate::i18n::Localized;

pub use fetch::{First, fetch_about, fetch_index, fetch_text, first};

/// One entry of `examples/index.json`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Its folder.
    pub slug: String,
    /// Where the text it comes from has it: `2.1` … or `table.1` ….
    pub section: String,
    /// Its name.
    pub title: Localized,
    /// Its versions; the first is the one that allocates.
    pub files: Vec<ExampleFile>,
}

/// What an example is about: `examples/<slug>/about.json`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// The example's folder.
    pub slug: String,
    /// What it shows.
    pub summary: Localized,
    /// Where today's compiler differs from the text.
    pub changed: Option<Localized>,
}

/// One version of an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExampleFile {
    /// The file's name.
    pub name: String,
    /// What the switch between the versions says.
    pub label: Localized,
}

/// What the fragment of an example with its lesson begins with.
const LESSON: &str = "lesson=";

/// Which document is open.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum DocId {
    /// The reader's own program.
    Scratch,
    /// A file of the reader's own, opened with the app or shared with it.
    Own {
        /// Its name as it stands in an address; see [`DocId::own_name`].
        name: String,
    },
    /// A version of an example.
    Example {
        /// The example.
        slug: String,
        /// The version.
        file: String,
    },
}

impl DocId {
    /// The document that a fragment names; `None` if it names none.
    pub fn from_fragment(fragment: &str) -> Option<Self> {
        let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
        if fragment == "scratch" {
            return Some(Self::Scratch);
        }
        if let Some(name) = fragment.strip_prefix("own=") {
            return Self::is_own_name(name).then(|| Self::Own { name: name.into() });
        }
        let example = fragment.strip_prefix("example=").or_else(|| fragment.strip_prefix(LESSON))?;
        let (slug, file) = example.split_once('/')?;
        let plain = |name: &str| {
            !name.is_empty()
                && !name.starts_with('.')
                && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
        };
        (plain(slug) && plain(file)).then(|| Self::Example { slug: slug.into(), file: file.into() })
    }

    /// Whether a fragment asks for the lesson of the example that it names.
    pub fn is_lesson(fragment: &str) -> bool {
        fragment.strip_prefix('#').unwrap_or(fragment).starts_with(LESSON) && Self::from_fragment(fragment).is_some()
    }

    /// The fragment that names it.
    pub fn fragment(&self) -> String {
        match self {
            Self::Scratch => "#scratch".into(),
            Self::Own { name } => format!("#own={name}"),
            Self::Example { slug, file } => format!("#example={slug}/{file}"),
        }
    }

    /// Whether a file of the reader's own can have this name, which is an
    /// address's: only such a one comes back from the address as it was.
    pub fn is_own_name(name: &str) -> bool {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.!~*'()%".contains(&b))
    }

    /// The name of the reader's own file as the reader knows it.
    pub fn own_name(name: &str) -> String {
        js_sys::decode_uri_component(name).map_or_else(|_| name.to_owned(), String::from)
    }

    /// The document an example opens with.
    pub fn first_of(example: &Example) -> Option<Self> {
        let file = example.files.first()?;
        Some(Self::Example { slug: example.slug.clone(), file: file.name.clone() })
    }

    /// Its example in `examples`.
    pub fn example<'a>(&self, examples: &'a [Example]) -> Option<&'a Example> {
        let Self::Example { slug, .. } = self else { return None };
        examples.iter().find(|example| example.slug == *slug)
    }
}

impl fmt::Display for DocId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scratch => f.write_str("scratch"),
            Self::Own { name } => f.write_str(name),
            Self::Example { slug, file } => write!(f, "{slug}/{file}"),
        }
    }
}

/// What the reader's own program starts with.
pub const SCRATCH: &str = "package main

func main() {
\tp := newPoint(1, 2)
\tprintln(p.x + p.y)
}

type point struct{ x, y int }

func newPoint(x, y int) *point {
\tp := point{x, y}
\treturn &p
}
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fragments_name_documents() {
        let doc = DocId::Example { slug: "return-pointer".into(), file: "bad.go".into() };
        assert_eq!(DocId::from_fragment(&doc.fragment()), Some(doc));
        assert_eq!(DocId::from_fragment("#scratch"), Some(DocId::Scratch));
        assert_eq!(DocId::from_fragment(&DocId::Scratch.fragment()), Some(DocId::Scratch));
        for name in ["main.go", "%E8%AF%BB%E6%88%91-2.go"] {
            let doc = DocId::Own { name: name.into() };
            assert_eq!(DocId::from_fragment(&doc.fragment()), Some(doc));
        }
    }

    #[test]
    fn a_lesson_is_its_example() {
        let lesson = "#lesson=return-pointer/bad.go";
        assert_eq!(DocId::from_fragment(lesson), DocId::from_fragment("#example=return-pointer/bad.go"));
        assert!(DocId::is_lesson(lesson));
        assert!(!DocId::is_lesson("#example=return-pointer/bad.go") && !DocId::is_lesson("#lesson=../x"));
    }

    #[test]
    fn fragments_cannot_leave_the_folder() {
        for bad in [
            "",
            "#",
            "#own=",
            "#own=a/b",
            "#example=",
            "#example=a",
            "#example=/b",
            "#example=../x",
            "#example=a/..",
            "#example=a/b/c",
        ] {
            assert_eq!(DocId::from_fragment(bad), None, "{bad}");
        }
        assert_eq!(DocId::from_fragment("#example=http:%2F%2Fx/y"), None);
    }
}
