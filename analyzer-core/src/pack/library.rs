//! A library of packs: which packages there are, and those that are here.
//!
//! A browser cannot wait for a pack in the middle of an analysis. The library
//! therefore remembers what it is asked for: whoever fetches packs fetches
//! what was not here and analyses again, until nothing is missing. The index
//! forecasts what importing a package leads to ([`reach`](super::reach)), so
//! that one round is enough nearly always.

use alloc::{borrow::ToOwned, format, rc::Rc, string::String, vec::Vec};
use core::fmt::Write as _;

use hashbrown::HashMap;
use rustc_hash::FxBuildHasher;

use super::{
    Pack,
    format::{PackError, body_of, short_hash, with_header},
    pieces::{Split, split_all},
    reach::reach,
    rest_path,
};
use crate::{
    base::{sort, sort_by_key},
    build::{Header, Loader, PackageSource, Resolved, likely_name},
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
    /// Tells its pack from others of the same package. The pack itself begins
    /// with a longer hash.
    pub hash: u32,
    /// Its name, if that is not what the path says.
    pub name: Option<String>,
    /// The packages that are read, too, when a program uses what it exports,
    /// by path. A forecast: it may be more, rarely fewer.
    pub leads_to: Vec<String>,
}

impl Index {
    /// Adds the pack of a package, whose bytes are `bytes`.
    pub fn add(&mut self, pack: &Pack, bytes: &[u8]) {
        let name = pack.files.iter().find_map(|file| Header::read(&file.text).package);
        let name = name.filter(|name| name != likely_name(&pack.path));
        self.entries.insert(
            pack.path.clone(),
            Entry { hash: short_hash(bytes).unwrap_or_default(), name, leads_to: Vec::new() },
        );
    }

    /// What is known about the package with import path `path`.
    pub fn get(&self, path: &str) -> Option<&Entry> {
        self.entries.get(path)
    }

    /// The name of the package with import path `path`.
    pub fn name(&self, path: &str) -> Option<String> {
        let entry = self.get(path)?;
        Some(entry.name.clone().unwrap_or_else(|| likely_name(path).to_owned()))
    }

    /// The packages by path.
    pub fn packages(&self) -> Vec<(&str, &Entry)> {
        let mut all: Vec<_> = self.entries.iter().map(|(path, entry)| (&**path, entry)).collect();
        sort_by_key(&mut all, |&(path, _)| path);
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
        // The rest of a package is none itself.
        let is_package = self.entries.contains_key(path) && !path.contains('!');
        (is_package && !path.starts_with("vendor/")).then(|| path.to_owned())
    }

    /// The packages that a program with these imports leads to, as far as that
    /// is foreseen; those that are not in the index are left out.
    pub fn foreseen<'a>(&self, imports: impl IntoIterator<Item = &'a str>) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for path in imports.into_iter().filter_map(|import| self.resolve(import, "")) {
            found.extend(self.entries.get(&path).into_iter().flat_map(|entry| &entry.leads_to).cloned());
            found.push(path);
        }
        sort(&mut found);
        found.dedup();
        found
    }

    /// The index as bytes: a line for each package, in which other packages
    /// are the numbers of their lines.
    pub fn to_bytes(&self, release: Release) -> Vec<u8> {
        let packages = self.packages();
        let mut body = String::new();
        for (path, entry) in &packages {
            let _ = write!(body, "{path} {:x}", entry.hash);
            if let Some(name) = &entry.name {
                let _ = write!(body, "={name}");
            }
            for other in &entry.leads_to {
                if let Ok(line) = packages.binary_search_by_key(&&**other, |&(path, _)| path) {
                    let _ = write!(body, " {line}");
                }
            }
            body.push('\n');
        }
        with_header(MAGIC, release, body.as_bytes())
    }

    /// Reads an index that was made for `release`.
    pub fn from_bytes(bytes: &[u8], release: Release) -> Result<Self, PackError> {
        let body = core::str::from_utf8(body_of(MAGIC, release, bytes)?).map_err(|_| PackError::Damaged)?;
        Self::read(body).ok_or(PackError::Damaged)
    }

    fn read(body: &str) -> Option<Self> {
        let paths: Vec<&str> = body.lines().filter_map(|line| line.split(' ').next()).collect();
        let mut entries = HashMap::default();
        for line in body.lines() {
            let mut words = line.split(' ');
            let (path, hash) = (words.next()?, words.next()?);
            let (hash, name) = hash.split_once('=').map_or((hash, None), |(hash, name)| (hash, Some(name)));
            let other = |line: &str| paths.get(line.parse::<usize>().ok()?).map(|&path| path.to_owned());
            let entry = Entry {
                hash: u32::from_str_radix(hash, 16).ok()?,
                name: name.map(ToOwned::to_owned),
                leads_to: words.map(other).collect::<Option<_>>()?,
            };
            entries.insert(path.to_owned(), entry);
        }
        Some(Self { entries })
    }
}

/// An index and the packs that are here; what is not here counts as unknown.
#[derive(Clone, Debug, Default)]
pub struct Library {
    release: Release,
    index: Index,
    packs: HashMap<String, Held, FxBuildHasher>,
    asked: Vec<String>,
}

/// A pack that is here, and what is where in its files.
#[derive(Clone, Debug)]
struct Held {
    pack: Pack,
    pieces: Rc<[Option<Split>]>,
}

impl Library {
    /// A library without packs.
    pub fn new(index: Index, release: Release) -> Self {
        Self { release, index, packs: HashMap::default(), asked: Vec::new() }
    }

    /// Its index.
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// Whether the pack of `path` is here.
    pub fn has(&self, path: &str) -> bool {
        self.packs.contains_key(path)
    }

    /// What was asked for since the last time, here or not.
    pub fn take_asked(&mut self) -> Vec<String> {
        core::mem::take(&mut self.asked)
    }

    /// Finds out what each package leads to; all packs must be here.
    pub fn foresee(&mut self) {
        let paths: Vec<String> = self.index.entries.keys().cloned().collect();
        for path in paths {
            // Only the library itself can import the others.
            let leads_to = if self.is_importable(&path) { reach(&path, self) } else { Vec::new() };
            if let Some(entry) = self.index.entries.get_mut(&path) {
                entry.leads_to = leads_to;
            }
        }
    }

    /// Whether a program that is not of the library can import `path`.
    fn is_importable(&mut self, path: &str) -> bool {
        matches!(self.resolve(path, ""), Resolved::Package(_))
    }

    /// Takes the pack of `path`, which must be the one that the index knows.
    pub fn insert(&mut self, path: &str, bytes: &[u8]) -> Result<(), PackError> {
        let entry = self.index.get(path).ok_or(PackError::Format)?;
        if short_hash(bytes) != Some(entry.hash) {
            return Err(PackError::Damaged);
        }
        let pack = Pack::from_bytes(bytes, self.release)?;
        if pack.path != path {
            return Err(PackError::Damaged);
        }
        // Whoever fetches packs has nothing else to do while others are on their way.
        let pieces = split_all(&pack.files);
        self.packs.insert(path.to_owned(), Held { pack, pieces });
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
            Some(path) => Resolved::Package(path),
            None if self.index.get(path).is_some() => {
                Resolved::Missing(format!("use of vendored package {path} not allowed"))
            }
            None => Resolved::Missing(format!("package {path} is not in std")),
        }
    }

    fn name(&mut self, path: &str) -> Option<String> {
        self.index.name(path)
    }

    fn load(&mut self, path: &str) -> Option<PackageSource> {
        self.asked.push(path.to_owned());
        let Held { pack, pieces } = self.packs.get(path)?;
        let lang = pack.lang.as_deref().and_then(GoVersion::parse);
        let functions = Some(Rc::clone(&pack.functions));
        let exported = Some(Rc::clone(&pack.exported));
        let rest = pack.has_rest.then(|| rest_path(path));
        let (files, pieces) = (pack.files.clone(), Some(Rc::clone(pieces)));
        Some(PackageSource { files, pieces, rest, lang, std: pack.std, functions, exported })
    }
}
