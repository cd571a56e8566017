//! A library of packs: which packages there are, and those that are here.
//!
//! The index is small and says of each package what it imports, so that
//! whoever fetches packs (a browser cannot wait for one in the middle of an
//! analysis) knows beforehand which ones a program can lead to.

use alloc::{
    borrow::ToOwned,
    format,
    rc::Rc,
    string::{String, ToString},
    vec::Vec,
};
use core::fmt::Write as _;

use hashbrown::{HashMap, HashSet};
use rustc_hash::FxBuildHasher;

use super::{
    Pack,
    format::{PackError, body_of, hash, with_header},
};
use crate::{
    build::{Loader, PackageSource, Resolved},
    session::Release,
    types::GoVersion,
};

const MAGIC: &str = "escapade-index";

/// The file with the index, in a folder of packs.
pub const INDEX_FILE: &str = "index.txt";

/// The file with the pack of the package `path`, in that folder. Web servers
/// compress what is called so.
pub fn pack_file(path: &str) -> String {
    format!("{path}.txt")
}

/// The packages of a library.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Index {
    entries: HashMap<String, Entry, FxBuildHasher>,
}

/// What an index says about a package.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// How many bytes its pack has.
    pub size: u32,
    /// The hash of these bytes.
    pub hash: u64,
    /// The packages that it imports, by import path.
    pub imports: Vec<String>,
}

impl Index {
    /// Adds the pack of `path`, whose bytes are `bytes`.
    pub fn add(&mut self, pack: &Pack, bytes: &[u8]) {
        let entry = Entry { size: bytes.len() as u32, hash: hash(bytes), imports: pack.imports() };
        self.entries.insert(pack.path.clone(), entry);
    }

    /// What is known about the package with import path `path`.
    pub fn get(&self, path: &str) -> Option<&Entry> {
        self.entries.get(path)
    }

    /// The packages by path.
    pub fn packages(&self) -> Vec<(&str, &Entry)> {
        let mut all: Vec<_> = self.entries.iter().map(|(path, entry)| (&**path, entry)).collect();
        all.sort_unstable_by_key(|&(path, _)| path);
        all
    }

    /// The import path that `path` means in the package `importer`: the
    /// standard library has copies of packages from elsewhere.
    pub fn resolve(&self, path: &str, importer: &str) -> Option<String> {
        if self.entries.contains_key(importer) {
            let vendored = format!("vendor/{path}");
            if self.entries.contains_key(&vendored) {
                return Some(vendored);
            }
        }
        (self.entries.contains_key(path) && !path.starts_with("vendor/")).then(|| path.to_owned())
    }

    /// The packages that a file with these imports can lead to, without those
    /// that are not in the index.
    pub fn closure<'a>(&self, imports: impl IntoIterator<Item = &'a str>) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        let mut seen: HashSet<String, FxBuildHasher> = HashSet::default();
        for import in imports {
            if let Some(path) = self.resolve(import, "")
                && seen.insert(path.clone())
            {
                found.push(path);
            }
        }
        let mut next = 0;
        while next < found.len() {
            let path = found[next].clone();
            next += 1;
            let Some(entry) = self.entries.get(&path) else { continue };
            for import in &entry.imports {
                if let Some(path) = self.resolve(import, &path)
                    && seen.insert(path.clone())
                {
                    found.push(path);
                }
            }
        }
        found
    }

    /// The index as bytes.
    pub fn to_bytes(&self, release: Release) -> Vec<u8> {
        let mut body = String::new();
        for (path, entry) in self.packages() {
            let (size, hash) = (entry.size, entry.hash);
            let _ = write!(body, "{path} {size} {hash:x}");
            for import in &entry.imports {
                body.push(' ');
                body.push_str(import);
            }
            body.push('\n');
        }
        with_header(MAGIC, release, body.as_bytes())
    }

    /// Reads an index that was made for `release`.
    pub fn from_bytes(bytes: &[u8], release: Release) -> Result<Self, PackError> {
        let body = core::str::from_utf8(body_of(MAGIC, release, bytes)?).map_err(|_| PackError::Damaged)?;
        let mut index = Self::default();
        for line in body.lines() {
            let mut words = line.split(' ');
            let entry = || {
                let path = words.next()?.to_owned();
                let size = words.next()?.parse().ok()?;
                let hash = u64::from_str_radix(words.next()?, 16).ok()?;
                Some((path, Entry { size, hash, imports: words.map(ToString::to_string).collect() }))
            };
            let entry = { entry }().ok_or(PackError::Damaged)?;
            index.entries.insert(entry.0, entry.1);
        }
        Ok(index)
    }
}

/// An index and the packs that are here; what is not here counts as unknown.
#[derive(Clone, Debug, Default)]
pub struct Library {
    release: Release,
    index: Index,
    packs: HashMap<String, Pack, FxBuildHasher>,
}

impl Library {
    /// A library without packs.
    pub fn new(index: Index, release: Release) -> Self {
        Self { release, index, packs: HashMap::default() }
    }

    /// Its index.
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// Whether the pack of `path` is here.
    pub fn has(&self, path: &str) -> bool {
        self.packs.contains_key(path)
    }

    /// Takes the pack of `path`, which must be the one that the index knows.
    pub fn insert(&mut self, path: &str, bytes: &[u8]) -> Result<(), PackError> {
        let entry = self.index.get(path).ok_or(PackError::Format)?;
        if hash(bytes) != entry.hash {
            return Err(PackError::Damaged);
        }
        let pack = Pack::from_bytes(bytes, self.release)?;
        if pack.path != path {
            return Err(PackError::Damaged);
        }
        self.packs.insert(path.to_owned(), pack);
        Ok(())
    }
}

impl Loader for Library {
    fn resolve(&mut self, path: &str, importer: &str) -> Resolved {
        let internal = path.split('/').any(|element| element == "internal");
        match self.index.resolve(path, importer) {
            Some(_) if internal && self.index.get(importer).is_none() => {
                Resolved::Missing(format!("use of internal package {path} not allowed"))
            }
            Some(path) if self.packs.contains_key(&path) => Resolved::Package(path),
            Some(_) => Resolved::Unknown,
            None if self.index.get(path).is_some() => {
                Resolved::Missing(format!("use of vendored package {path} not allowed"))
            }
            None => Resolved::Missing(format!("package {path} is not in std")),
        }
    }

    fn load(&mut self, path: &str) -> Option<PackageSource> {
        let pack = self.packs.get(path)?;
        let lang = pack.lang.as_deref().and_then(GoVersion::parse);
        let functions = Some(Rc::clone(&pack.functions));
        let exported = Some(Rc::clone(&pack.exported));
        Some(PackageSource { files: pack.files.clone(), lang, std: pack.std, functions, exported })
    }
}
