//! Packs: what importers need of a package, and nothing else.
//!
//! gc writes export data for this; a pack is Go source, pruned, and a table of
//! functions. Whoever imports a package from a pack goes the same way as with
//! its sources (the checker parses it and types what is reached), so there is
//! one mechanism for the standard library and for everything else.
//!
//! ```text
//!   sources ─ Session::pack ─┬─ prune: what can be reached from exported names
//!                            ├─ print: its text, each line where it was
//!                            └─ what callers know of the functions
//!             ─ format ─▶ bytes ─▶ Library ─ Loader ─▶ Session
//! ```
//!
//! * Bodies are kept of generic functions and of those that can be inlined;
//!   all other functions have no body in a pack, which is no mistake there;
//!   the table of functions knows those that have none at all, whose arguments
//!   gc keeps alive.
//! * Variables have no values: gc exports none either. A type that only the
//!   value tells is written out.
//! * Comments are dropped but for directives of functions.
//! * Files are in [pieces], so that only what is asked for has to be parsed.
//! * A pack is text, so that any web server compresses it, and begins with
//!   a line that is checked: format, release and a hash of the rest.

mod arrange;
mod files;
mod format;
mod functions;
mod library;
pub(crate) mod pieces;
mod plain;
mod print;
mod prune;
mod reach;
mod type_text;

use alloc::{rc::Rc, string::String, vec::Vec};

use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

use crate::{
    base::SourceFile,
    escape::Summary,
    inline::{Exported, Inlinable},
    session::Options,
};

pub use arrange::arrange;
pub(crate) use arrange::rest_path;
pub use format::PackError;
pub use functions::FunctionTable;
pub use library::{Entry, INDEX_FILE, Index, Library, pack_file};
pub use pieces::{Split, split_all};
pub(crate) use prune::Input;

/// What importers need of a package.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pack {
    /// Its import path.
    pub path: String,
    /// gc's `-std`.
    pub std: bool,
    /// The language version of its module, such as `go1.24`; `None` for the
    /// release's own.
    pub lang: Option<String>,
    /// Whether there is a pack with the rest of it.
    pub has_rest: bool,
    /// What is kept of its files.
    pub files: Vec<SourceFile>,
    /// What callers know of its functions.
    pub functions: Rc<FunctionTable>,
    /// The functions of other packages whose bodies it exports.
    pub exported: Rc<Exported>,
}

/// What callers have to know of a function.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FunctionFacts {
    /// What it does with its arguments.
    pub summary: Summary,
    /// Its cost, if it can be inlined.
    pub inlinable: Option<Inlinable>,
    /// Whether its body is elsewhere: in assembly, or under another name.
    pub bodyless: bool,
}

/// What callers have to know of the functions of a package, by name: `f`,
/// `T.M` or `(*T).M`.
pub type Functions = HashMap<String, FunctionFacts, FxBuildHasher>;

/// Makes a pack of the package that has the files `sources`.
pub(crate) fn make(input: Input<'_>, exported: Exported, sources: &[SourceFile], options: &Options) -> Pack {
    let (kept, reached) = prune::prune(input);
    let in_pieces = input.files.iter().zip(sources).all(|(&(_, tree), source)| files::has_pieces(tree, &source.text));
    let files = kept.iter().zip(input.files).zip(sources).filter(|((kept, _), _)| !kept.is_empty());
    let files = files.map(|((kept, &(_, tree)), source)| SourceFile {
        name: source.name.clone(),
        text: files::print(tree, kept, &source.text, input, in_pieces),
    });
    let functions = prune::own_functions(input).filter(|(obj, _)| reached.contains(obj)).map(|(_, id)| {
        let func = &input.code.funcs[id];
        let (summary, inlinable) = (input.analysis.summary(id), input.inlinable.get(&id).copied());
        (func.name.clone(), FunctionFacts { summary, inlinable, bodyless: func.body.is_none() })
    });
    let functions = Rc::new(FunctionTable::new(&functions.collect()));
    let Options { package: path, lang, std, .. } = options.clone();
    let files = files.collect();
    Pack { path, std, lang, has_rest: false, files, functions, exported: Rc::new(exported) }
}
