//! Where imported packages come from.

use alloc::{rc::Rc, string::String, vec::Vec};

use crate::{base::SourceFile, inline::Exported, pack::Functions, types::GoVersion};

/// Finds the packages that import declarations name.
///
/// The core does no IO: whoever embeds it (the command line, the site, a
/// test) says what an import path means and hands out the files. Each package
/// is asked for once; its files should be those that [`super::Platform`] takes.
pub trait Loader {
    /// What `path` means in a file of the package `importer`.
    fn resolve(&mut self, path: &str, importer: &str) -> Resolved;

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
    /// The language version of its module; `None` for the release's own.
    pub lang: Option<GoVersion>,
    /// gc's `-std`.
    pub std: bool,
    /// What callers have to know of its functions; `None` if it has to be
    /// analysed to find that out.
    pub functions: Option<Rc<Functions>>,
    /// The functions of other packages whose bodies it exports; `None` as well.
    pub exported: Option<Rc<Exported>>,
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
