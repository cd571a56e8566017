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
    base::{bytes_that_are, sort, sort_by_key},
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

/// The packages of a library: a line for each, in which other packages are the
/// numbers of their lines. It stays the text that it is in a file, because a
/// program asks for a few of some hundred packages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Index {
    text: String,
    /// Where each line begins; they are sorted by path.
    lines: Vec<u32>,
}

/// What an index says about a package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// Tells its pack from others of the same package. The pack itself begins
    /// with a longer hash.
    pub hash: u32,
    /// Its name, if that is not what the path says.
    pub name: Option<&'a str>,
    /// The packages that are read, too, when a program uses what it exports,
    /// by the numbers of their lines. A forecast: it may be more, rarely fewer.
    leads_to: &'a str,
}

impl Index {
    /// The index of these packs, of each of which the bytes are there. It does
    /// not say what they lead to: [`Library::foresee`] finds that out.
    pub fn of<'a>(packs: impl IntoIterator<Item = (&'a Pack, &'a [u8])>) -> Self {
        let line = |(pack, bytes): (&'a Pack, &'a [u8])| {
            let mut line = format!("{} {:x}", pack.path, short_hash(bytes).unwrap_or_default());
            let name = pack.files.iter().find_map(|file| Header::read(&file.text).package);
            if let Some(name) = name.filter(|name| name != likely_name(&pack.path)) {
                let _ = write!(line, "={name}");
            }
            (&*pack.path, line)
        };
        let mut lines: Vec<(&str, String)> = packs.into_iter().map(line).collect();
        sort_by_key(&mut lines, |&(path, _)| path);
        Self::read(lines.into_iter().map(|(_, line)| line + "\n").collect())
    }

    /// What is known about the package with import path `path`.
    pub fn get(&self, path: &str) -> Option<Entry<'_>> {
        let (found, rest) = first_word(self.line(self.lines[self.number(path)?]));
        if found != path {
            return None;
        }
        let (hash, leads_to) = first_word(rest);
        let (hash, name) = hash.split_once('=').map_or((hash, None), |(hash, name)| (hash, Some(name)));
        Some(Entry { hash: u32::from_str_radix(hash, 16).ok()?, name, leads_to })
    }

    /// The number of the line of `path`, if that is a path.
    fn number(&self, path: &str) -> Option<usize> {
        let compare = |&at: &u32| {
            let line = &self.text.as_bytes()[at as usize..];
            let (begin, behind) = line.split_at(path.len().min(line.len()));
            // A space is less than what paths are made of.
            begin.cmp(path.as_bytes()).then_with(|| behind.first().cmp(&Some(&b' ')))
        };
        self.lines.binary_search_by(compare).ok()
    }

    /// The name of the package with import path `path`.
    pub fn name(&self, path: &str) -> Option<String> {
        let entry = self.get(path)?;
        Some(entry.name.unwrap_or_else(|| likely_name(path)).to_owned())
    }

    /// The import paths of the packages, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().map(|&at| path_of(self.line(at)))
    }

    /// The line that begins at `at`.
    fn line(&self, at: u32) -> &str {
        self.text[at as usize..].split('\n').next().unwrap_or_default()
    }

    /// The import path that `path` means in the package `importer`: the
    /// standard library has copies of packages from elsewhere.
    pub fn resolve(&self, path: &str, importer: &str) -> Option<String> {
        if self.get(importer).is_some() {
            let vendored = format!("vendor/{path}");
            if self.get(&vendored).is_some() {
                return Some(vendored);
            }
        }
        // The rest of a package is none itself.
        let is_package = !path.contains('!') && self.get(path).is_some();
        (is_package && !path.starts_with("vendor/")).then(|| path.to_owned())
    }

    /// The packages that a program with these imports leads to, as far as that
    /// is foreseen; those that are not in the index are left out.
    pub fn foreseen<'a>(&self, imports: impl IntoIterator<Item = &'a str>) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for path in imports.into_iter().filter_map(|import| self.resolve(import, "")) {
            let numbers = self.get(&path).map_or("", |entry| entry.leads_to).split(' ');
            let other = |number: &str| self.lines.get(number.parse::<usize>().ok()?);
            found.extend(numbers.filter_map(other).map(|&at| path_of(self.line(at)).to_owned()));
            found.push(path);
        }
        sort(&mut found);
        found.dedup();
        found
    }

    /// Writes down what each package leads to, in the order of their paths.
    fn lead(&mut self, leads_to: &[Vec<String>]) {
        let mut text = String::new();
        for (&at, leads_to) in self.lines.iter().zip(leads_to) {
            let (path, rest) = first_word(self.line(at));
            let _ = write!(text, "{path} {}", first_word(rest).0);
            for other in leads_to {
                if let Some(number) = self.number(other) {
                    let _ = write!(text, " {number}");
                }
            }
            text.push('\n');
        }
        *self = Self::read(text);
    }

    /// The index as bytes.
    pub fn to_bytes(&self, release: Release) -> Vec<u8> {
        with_header(MAGIC, release, self.text.as_bytes())
    }

    /// Reads an index that was made for `release`.
    pub fn from_bytes(bytes: &[u8], release: Release) -> Result<Self, PackError> {
        let body = core::str::from_utf8(body_of(MAGIC, release, bytes)?).map_err(|_| PackError::Damaged)?;
        Ok(Self::read(body.to_owned()))
    }

    /// A line that is not as it was written is one of a package that nobody
    /// asks for.
    fn read(text: String) -> Self {
        let mut lines = Vec::new();
        let mut begin = 0;
        for (index, word) in text.as_bytes().chunks(8).enumerate() {
            // Eight bytes at a time; the last word may be shorter.
            let mut bytes = [0; 8];
            bytes[..word.len()].copy_from_slice(word);
            let mut ends = bytes_that_are(b'\n', u64::from_le_bytes(bytes));
            while ends != 0 {
                lines.push(begin as u32);
                begin = index * 8 + ends.trailing_zeros() as usize / 8 + 1;
                ends &= ends - 1;
            }
        }
        if begin < text.len() {
            lines.push(begin as u32);
        }
        Self { text, lines }
    }
}

fn path_of(line: &str) -> &str {
    first_word(line).0
}

/// The first word of a line, and what is behind it.
fn first_word(line: &str) -> (&str, &str) {
    line.split_once(' ').unwrap_or((line, ""))
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
        let paths: Vec<String> = self.index.paths().map(ToOwned::to_owned).collect();
        // Only the library itself can import the others.
        let leads_to = |path: &String| if self.is_importable(path) { reach(path, self) } else { Vec::new() };
        let leads_to: Vec<Vec<String>> = paths.iter().map(leads_to).collect();
        self.index.lead(&leads_to);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn index(text: &str) -> Index {
        Index::read(text.to_owned())
    }

    #[test]
    fn packages_are_found_by_their_paths() {
        let index = index("a 1\na/b 2=c 0 3\nab ff 1\nvendor/x/é 4\nz/v2 5");
        assert_eq!(index.paths().collect::<Vec<_>>(), ["a", "a/b", "ab", "vendor/x/é", "z/v2"]);
        assert_eq!(index.get("a/b"), Some(Entry { hash: 2, name: Some("c"), leads_to: "0 3" }));
        assert_eq!(index.get("ab").map(|entry| entry.hash), Some(255));
        for path in ["", "a/", "a/b 2=c", "b", "zz", "z/v2 5", "A"] {
            assert_eq!(index.get(path), None, "{path}");
        }
        assert_eq!(index.name("a/b").as_deref(), Some("c"));
        assert_eq!(index.name("z/v2").as_deref(), Some("z"));
        assert_eq!(index.resolve("x/é", "a").as_deref(), Some("vendor/x/é"));
        assert_eq!(index.resolve("x/é", ""), None);
        assert_eq!(index.foreseen(["a/b", "ab", "no/such"]), ["a", "a/b", "ab", "vendor/x/é"]);
    }

    #[test]
    fn damaged_lines_are_of_no_package() {
        for text in ["", "\n", " \n", "a", "a \n", "a x\n", "b 1\na 2\n", "a 1 9 x -1\n", "\r\na 1\r\n"] {
            let index = index(text);
            for path in ["", "a", "b", " "] {
                let _ = (index.get(path), index.name(path), index.resolve(path, "a"), index.foreseen([path]));
            }
        }
        assert_eq!(index("a 1 9 x -1\n").foreseen(["a"]), ["a"]);
    }
}
