//! What goes into a check and what comes out of it.

use alloc::{string::String, vec::Vec};

use super::{info::Info, objects::PkgId};
use crate::base::{Diagnostic, Pos};
use crate::session::Release;

/// A language version `go1.N`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct GoVersion(pub u32);

impl GoVersion {
    /// Parses `go1.N`, also with a patch level or a suffix such as `rc1`.
    pub fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix("go1")?;
        if rest.is_empty() {
            return Some(Self(0));
        }
        let digits: String = rest.strip_prefix('.')?.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().ok().map(Self)
    }
}

impl Default for GoVersion {
    /// The newest one.
    fn default() -> Self {
        Self(27)
    }
}

impl core::fmt::Display for GoVersion {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "go1.{}", self.0)
    }
}

/// How to check.
#[derive(Clone, Copy, Debug)]
pub struct Config {
    /// The release whose checker is imitated.
    pub release: Release,
    /// The language version of files that do not say otherwise.
    pub lang: GoVersion,
    /// Whether functions without a body are an error (gc: unless the package
    /// has assembly files).
    pub complete: bool,
    /// Whether to fill [`Info`], or only to look for errors.
    pub record: bool,
    /// Whether `assert(constant)` is predeclared, for tests.
    pub test_functions: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            release: Release::default(),
            lang: GoVersion::default(),
            complete: true,
            record: true,
            test_functions: false,
        }
    }
}

/// A checked package; its types are in the [`Program`](super::Program).
#[derive(Debug)]
pub struct Checked {
    /// The package.
    pub package: PkgId,
    /// The side tables.
    pub info: Info,
    /// Errors in gc's words and order of position.
    pub errors: Vec<Diagnostic>,
    /// Whether these are errors that gc finds only when all else is right:
    /// after the types, together with directives in wrong places.
    pub is_late: bool,
    /// Each use of a package that is not known: where the package's name
    /// stands, and the package.
    pub unknown_uses: Vec<(Pos, PkgId)>,
    /// Imports whose packages are not known.
    pub unknown_imports: Vec<(Pos, PkgId)>,
}

impl Checked {
    /// A package without files.
    pub(super) fn empty(package: PkgId) -> Self {
        Self {
            package,
            info: Info::default(),
            errors: Vec::new(),
            is_late: false,
            unknown_uses: Vec::new(),
            unknown_imports: Vec::new(),
        }
    }
}
