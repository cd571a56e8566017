//! Where the standard library comes from.
//!
//! Packs, if there are any: in `$ESCAPADE_STD`, beside the program, or where
//! the checkout that the program was built from keeps them. Else the sources
//! of a Go installation, if it is of the release that is imitated. `-goroot`
//! and `$ESCAPADE_STD` leave nothing to be looked for: with both, what is asked
//! for is read from sources and what it imports from packs; an empty
//! `$ESCAPADE_STD` says that there are no packs.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use analyzer_core::{
    Release,
    build::{Loader, PackageSource},
    pack::{INDEX_FILE, Index, Library, pack_file},
};

use crate::Failure;

/// The standard library.
pub(crate) enum Standard {
    /// Its sources, below this directory; what is imported comes from packs
    /// if there are any.
    Goroot(PathBuf, Option<Packs>),
    /// Its packs.
    Packs(Packs),
    /// Nothing is known of it.
    Unknown,
}

/// A folder of packs.
pub(crate) struct Packs {
    dir: PathBuf,
    library: Library,
}

impl Standard {
    /// The one with its sources in `goroot`, or the one that is found.
    pub(crate) fn new(goroot: Option<PathBuf>, release: Release) -> Result<Self, Failure> {
        let named = env::var_os("ESCAPADE_STD");
        let packs = match &named {
            Some(dir) if !dir.is_empty() => Some(Packs::open(Path::new(dir), release)?),
            _ => None,
        };
        match (goroot, packs, named) {
            (Some(goroot), packs, _) => Ok(Self::Goroot(goroot, packs)),
            (None, Some(packs), _) => Ok(Self::Packs(packs)),
            (None, None, Some(_)) => Ok(Self::Unknown),
            (None, None, None) => Ok(Self::find(release)),
        }
    }

    /// The packs that imports come from.
    pub(crate) fn packs(&self) -> Option<&Packs> {
        match self {
            Self::Goroot(_, packs) => packs.as_ref(),
            Self::Packs(packs) => Some(packs),
            Self::Unknown => None,
        }
    }

    /// The same, to load from.
    pub(crate) fn packs_mut(&mut self) -> Option<&mut Packs> {
        match self {
            Self::Goroot(_, packs) => packs.as_mut(),
            Self::Packs(packs) => Some(packs),
            Self::Unknown => None,
        }
    }

    fn find(release: Release) -> Self {
        let beside = env::current_exe().ok().and_then(|exe| Some(exe.canonicalize().ok()?.parent()?.join("std")));
        let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(|root| root.join("public/std"));
        for dir in beside.into_iter().chain(checkout) {
            // Those of a checkout may be older than the program.
            if let Ok(packs) = Packs::open(&dir, release) {
                return Self::Packs(packs);
            }
        }
        let from_path = env::var_os("PATH").and_then(|path| {
            let go = env::split_paths(&path).map(|dir| dir.join("go")).find(|go| go.is_file())?;
            Some(go.canonicalize().ok()?.parent()?.parent()?.to_path_buf())
        });
        let mut roots = env::var_os("GOROOT").map(PathBuf::from).into_iter().chain(from_path);
        let root = roots.find(|root| is_release(root, release));
        root.map_or(Self::Unknown, |root| Self::Goroot(root, None))
    }
}

/// Whether the Go installation in `root` is of `release` and has its sources.
fn is_release(root: &Path, release: Release) -> bool {
    let version = fs::read_to_string(root.join("VERSION")).unwrap_or_default();
    version.split_whitespace().next() == Some(release.version()) && root.join("src/builtin").is_dir()
}

impl Packs {
    fn open(dir: &Path, release: Release) -> Result<Self, Failure> {
        let file = dir.join(INDEX_FILE);
        let refused = |error: &dyn std::fmt::Display| {
            Failure::usage(format!("no packs of the standard library: {}: {error}", file.display()))
        };
        let bytes = fs::read(&file).map_err(|error| refused(&error))?;
        let index = Index::from_bytes(&bytes, release).map_err(|error| refused(&error))?;
        Ok(Self { dir: dir.to_owned(), library: Library::new(index, release) })
    }

    /// Whether the package `path` is there.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.library.index().get(path).is_some()
    }

    /// What `path` means in a file of `importer`.
    pub(crate) fn resolve(&self, path: &str, importer: &str) -> Option<String> {
        self.library.index().resolve(path, importer)
    }

    /// The name of the package `path`.
    pub(crate) fn name(&self, path: &str) -> Option<String> {
        self.library.index().name(path)
    }

    /// The package `path`. One that can't be read counts as unknown, with a
    /// word about it.
    pub(crate) fn load(&mut self, path: &str) -> Option<PackageSource> {
        self.fetch(path)?;
        self.library.load(path)
    }

    fn fetch(&mut self, path: &str) -> Option<()> {
        if self.library.has(path) {
            return Some(());
        }
        if !self.has(path) {
            return None;
        }
        let file = self.dir.join(pack_file(path));
        let read = fs::read(&file).map_err(|error| error.to_string());
        let taken = read.and_then(|bytes| self.library.insert(path, &bytes).map_err(|error| error.to_string()));
        match taken {
            Ok(()) => Some(()),
            Err(error) => {
                eprintln!("escapade: {}: {error}; nothing is known of package {path}", file.display());
                None
            }
        }
    }
}
