//! The Go programs in this repository and where their recordings are.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

/// Where recordings are kept.
pub(crate) const RECORDED: &str = "analyzer-core/tests/recorded";

/// One Go file that is a package by itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Fixture {
    /// The place below [`RECORDED`], without extension: `escape/loops`.
    pub name: String,
    /// The file.
    pub source: PathBuf,
}

impl Fixture {
    /// The file's name without directories: `loops.go`.
    pub(crate) fn file_name(&self) -> String {
        self.source.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// The recording with the extension `kind`.
    pub(crate) fn recording(&self, root: &Path, kind: &str) -> PathBuf {
        root.join(RECORDED).join(format!("{}.{kind}.txt", self.name))
    }
}

/// All fixtures and examples, sorted by name.
pub(crate) fn all(root: &Path) -> Result<Vec<Fixture>> {
    let mut found = Vec::new();
    collect(&root.join("analyzer-core/tests/escape"), "escape", &mut found)?;
    for dir in entries(&root.join("public/examples"))? {
        if dir.is_dir() {
            let name = format!("examples/{}", dir.file_name().unwrap_or_default().to_string_lossy());
            collect(&dir, &name, &mut found)?;
        }
    }
    found.sort();
    Ok(found)
}

fn collect(dir: &Path, prefix: &str, found: &mut Vec<Fixture>) -> Result<()> {
    for source in entries(dir)? {
        if source.extension().is_some_and(|ext| ext == "go") {
            let stem = source.file_stem().unwrap_or_default().to_string_lossy();
            found.push(Fixture { name: format!("{prefix}/{stem}"), source: source.clone() });
        }
    }
    Ok(())
}

/// What is in `dir`, sorted; nothing if it does not exist.
pub(crate) fn entries(dir: &Path) -> Result<Vec<PathBuf>> {
    if !dir.exists() {
        return Ok(Vec::new());
    }
    let read = fs::read_dir(dir).with_context(|| format!("cannot read {}", dir.display()))?;
    let mut paths = read.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}
