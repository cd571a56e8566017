//! The way in: a [`Session`] analyses packages and remembers what it can reuse.

use alloc::string::String;

use serde::{Deserialize, Serialize};

use crate::{
    base::{Interner, SourceFile},
    report::Report,
};

/// The Go release whose compiler is imitated. Everything that differs between
/// releases asks this value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Release {
    /// Go 1.27, as of 1.27.3.
    #[default]
    Go1_27,
}

/// How much to report, like gc's `-m` flag.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Level {
    /// Parse and type-check only.
    Check,
    /// Decisions: `-m`.
    #[default]
    Decisions,
    /// Decisions and explanations: `-m=2`.
    Explain,
}

/// What to analyse and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options {
    /// How much to report.
    pub level: Level,
    /// Whether to inline; `false` is gc's `-l`.
    pub inline: bool,
    /// The language version, such as `go1.21`; `None` is the release's own.
    pub lang: Option<String>,
    /// The import path of the package.
    pub package: String,
}

impl Default for Options {
    fn default() -> Self {
        Self { level: Level::default(), inline: true, lang: None, package: String::from("command-line-arguments") }
    }
}

/// Analyses packages, one after the other.
#[derive(Default)]
pub struct Session {
    release: Release,
    interner: Interner,
}

impl Session {
    /// A session that imitates `release`.
    pub fn new(release: Release) -> Self {
        Self { release, interner: Interner::default() }
    }

    /// Analyses `files` as one package. Never panics; errors in the Go code
    /// are in the report.
    pub fn analyze(&mut self, files: &[SourceFile], options: &Options) -> Report {
        let _ = (self.release, &mut self.interner);
        Report {
            package: options.package.clone(),
            files: files.iter().map(|f| f.name.clone()).collect(),
            ..Report::default()
        }
    }
}
