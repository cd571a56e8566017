//! Where imported packages come from.

use alloc::{rc::Rc, string::String, vec::Vec};

use crate::{
    base::SourceFile,
    inline::Exported,
    pack::{FunctionTable, Split},
    types::GoVersion,
};

/// Finds the packages that import declarations name.
///
/// The core does no IO: whoever embeds it (the command line, the site, a
/// test) says what an import path means and hands out the files. Each package
/// is asked for once; its files should be those that [`super::Platform`] takes.
pub trait Loader {
    /// What `path` means in a file of the package `importer`.
    fn resolve(&mut self, path: &str, importer: &str) -> Resolved;

    /// The name of that package, if it is known without [`load`](Self::load).
    /// The package is then loaded when something is selected from it.
    fn name(&mut self, _path: &str) -> Option<String> {
        None
    }

    /// The package that [`resolve`](Self::resolve) gave the import path `path`.
    fn load(&mut self, path: &str) -> Option<PackageSource>;
}

/// What an import declaration names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// Nothing is known about it, which is no error: what is selected from it
    /// has the unknown type.
    Unknown,
    /// There is no such package, for this reason.
    Missing(String),
    /// The package with this import path, which may be longer than what the
    /// declaration says (`vendor/golang.org/x/…`).
    Package(String),
}

/// The files of a package, and how it is compiled.
#[derive(Clone, Debug, Default)]
pub struct PackageSource {
    /// Its files, in the order in which the compiler gets them.
    pub files: Vec<SourceFile>,
    /// If those are the files of a pack, what is where in each of them.
    pub pieces: Option<Rc<[Option<Split>]>>,
    /// What to [load](Loader::load) when a name is looked up that is not in
    /// these files.
    pub rest: Option<String>,
    /// The language version of its module; `None` for the release's own.
    pub lang: Option<GoVersion>,
    /// gc's `-std`.
    pub std: bool,
    /// What callers have to know of its functions; `None` if it has to be
    /// analysed to find that out.
    pub functions: Option<Rc<FunctionTable>>,
    /// The functions of other packages whose bodies it exports; `None` as well.
    pub exported: Option<Rc<Exported>>,
}

/// The name that the package at `path` most likely has.
pub(crate) fn likely_name(path: &str) -> &str {
    let mut parts = path.rsplit('/');
    let last = parts.next().unwrap_or(path);
    let is_version = |s: &str| s.strip_prefix('v').is_some_and(|n| n.len() < 4 && n.parse::<u32>().is_ok());
    let name = match parts.next() {
        Some(before) if is_version(last) => before,
        _ => last,
    };
    match name.rsplit_once('.') {
        Some((stem, suffix)) if is_version(suffix) => stem,
        _ => name,
    }
}

/// A loader that knows no package.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoPackages;

impl Loader for NoPackages {
    fn resolve(&mut self, _: &str, _: &str) -> Resolved {
        Resolved::Unknown
    }

    fn load(&mut self, _: &str) -> Option<PackageSource> {
        None
    }
}
