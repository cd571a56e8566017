//! What inputs are made from: the fixtures of the analyzer's tests, the
//! examples of the site, and packs of the standard library.

use std::{
    fs,
    path::{Path, PathBuf},
};

use analyzer_core::{
    Release,
    pack::{INDEX_FILE, Index, Library, Pack, pack_file},
};
use anyhow::{Context, Result};

/// Packs that are not large and lead to few others.
const PACKAGES: [&str; 8] = ["bytes", "container/list", "errors", "io", "sort", "strings", "sync", "unicode/utf8"];

/// Programs and packs, in an order that is the same everywhere.
#[derive(Debug, Default)]
pub struct Corpus {
    /// Go files that were written for tests.
    pub fixtures: Vec<Vec<u8>>,
    /// These, and Go files of the standard library.
    pub programs: Vec<Vec<u8>>,
    /// Packs as they are in files.
    pub packs: Vec<Vec<u8>>,
    std: Option<PathBuf>,
}

impl Corpus {
    /// Reads what is below `root`, the checkout; packs from `public/std`, if
    /// they were made.
    pub fn read(root: &Path) -> Result<Self> {
        let mut corpus = Self::default();
        for folder in ["analyzer-core/tests/escape", "analyzer-core/tests/syntax", "fuzz/found", "public/examples"] {
            let mut files = Vec::new();
            go_files(&root.join(folder), &mut files)?;
            files.sort();
            for file in files {
                corpus.fixtures.push(fs::read(file)?);
            }
        }
        corpus.programs.clone_from(&corpus.fixtures);
        let std = root.join("public/std");
        if std.join(INDEX_FILE).is_file() {
            for package in PACKAGES {
                let bytes = fs::read(std.join(pack_file(package))).with_context(|| format!("no pack of {package}"))?;
                // A pack has the sources of its package, in which there is everything.
                let pack = Pack::from_bytes(&bytes, Release::default());
                let files = pack.into_iter().flat_map(|pack| pack.files);
                corpus.programs.extend(files.map(|file| file.text).filter(|text| text.len() < 20_000));
                corpus.packs.push(bytes);
            }
            corpus.std = Some(std);
        }
        Ok(corpus)
    }

    /// Programs alone.
    pub fn of(programs: Vec<Vec<u8>>) -> Self {
        Self { programs, ..Self::default() }
    }

    /// The standard library, as far as it was made: an import finds its pack.
    pub fn library(&self) -> Library {
        let index = self.std.as_ref().and_then(|std| {
            let bytes = fs::read(std.join(INDEX_FILE)).ok()?;
            Index::from_bytes(&bytes, Release::default()).ok()
        });
        Library::new(index.unwrap_or_default(), Release::default())
    }

    /// Puts what was asked for in vain into `library`; whether there was anything.
    pub fn fetch(&self, library: &mut Library) -> bool {
        let Some(std) = &self.std else { return false };
        let mut any = false;
        for path in library.take_asked() {
            if library.has(&path) {
                continue;
            }
            let bytes = fs::read(std.join(pack_file(&path))).unwrap_or_default();
            any |= library.insert(&path, &bytes).is_ok();
        }
        any
    }
}

fn go_files(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            go_files(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "go") {
            found.push(path);
        }
    }
    Ok(())
}
