//! One package: the files of a directory that `go build` takes.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use analyzer_core::{
    Release,
    base::{LineIndex, SourceFile},
    build::{COMMAND_LINE, Header, Platform, Selection, has_bodies_elsewhere},
};

use crate::{
    Failure,
    paths::{display, displayed_dir, read},
};

/// A package with its files.
#[derive(Clone, Debug)]
pub(crate) struct Package {
    /// Its import path.
    pub path: String,
    /// Where it is, absolute.
    pub dir: PathBuf,
    /// Its files, with absolute names, as the go command gives them to gc.
    pub files: Vec<SourceFile>,
    /// The head of each file.
    headers: Vec<Header>,
    /// The language version that go.mod asks for.
    pub lang: Option<String>,
    /// Whether all of the package's functions have their bodies in its files.
    pub complete: bool,
    /// Whether it is a package of the standard library.
    pub std: bool,
}

/// An import declaration.
#[derive(Clone, Debug)]
pub(crate) struct Import {
    pub path: String,
    /// `a.go:3:8`, as messages print it.
    pub place: String,
    /// The file's name without directory.
    pub file: String,
}

/// Why a directory is no package.
#[derive(Debug)]
pub(crate) enum NoPackage {
    /// There is no Go file in it.
    Empty,
    /// There are only tests.
    OnlyTests,
    /// No file fits the platform.
    Excluded,
    /// Files of several packages, a bad constraint: what the go command says.
    Refused(String),
    /// Something that is not about Go.
    Failed(Failure),
}

impl From<Failure> for NoPackage {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl Package {
    /// The package in `dir`, whose import path is `path`.
    pub(crate) fn read(dir: &Path, path: &str, std: bool, release: Release) -> Result<Self, NoPackage> {
        let unreadable = |error| Failure::usage(format!("cannot read {}: {error}", dir.display()));
        let mut names = BTreeSet::new();
        for entry in fs::read_dir(dir).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            if let Some(name) = entry.file_name().to_str()
                && [".go", ".s", ".syso"].iter().any(|suffix| name.ends_with(suffix))
                && is_file(&entry)
            {
                names.insert(name.to_owned());
            }
        }
        let platform = Platform::new(release);
        let mut taken = Vec::new();
        let (mut tests, mut excluded, mut assembly) = (false, false, false);
        for name in names {
            // The names alone decide about many files.
            if name.ends_with("_test.go") && !name.starts_with(['_', '.']) {
                tests = true;
                continue;
            }
            if platform.select_by_name(&name) == Some(Selection::Constraint) {
                excluded = true;
                continue;
            }
            let text = read(&dir.join(&name))?;
            assembly |= platform.takes_assembly(&name, &text);
            match platform.select(&name, &text) {
                Ok(Selection::Taken) => taken.push((name, text)),
                Ok(Selection::Test) => tests = true,
                Ok(Selection::Constraint | Selection::Cgo | Selection::Documentation) => excluded = true,
                Ok(Selection::NotGo) => {}
                Err(error) => return Err(NoPackage::Refused(format!("{}: {error}", display(dir, &name)?))),
            }
        }
        if taken.is_empty() {
            return Err(match (excluded, tests) {
                (true, _) => NoPackage::Excluded,
                (false, true) => NoPackage::OnlyTests,
                (false, false) => NoPackage::Empty,
            });
        }
        let headers = one_package(dir, &taken).map_err(NoPackage::Refused)?;
        let files = sources(dir, taken);
        let complete = !(assembly || (std && has_bodies_elsewhere(path)));
        Ok(Self { path: path.to_owned(), dir: dir.to_owned(), files, headers, lang: None, complete, std })
    }

    /// The package of a list of files of `dir`. Constraints do not hold for a
    /// file that is named; the rest does.
    pub(crate) fn of_files(dir: &Path, names: &[&Path], release: Release) -> Result<Self, Failure> {
        let mut taken = Vec::new();
        for path in names {
            let text = read(path)?;
            let base = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            match Platform::new(release).select(&base, &text) {
                Ok(Selection::Taken | Selection::Constraint) if !base.ends_with("_test.go") => {
                    taken.push((base, text));
                }
                Ok(_) => {}
                Err(error) => return Err(Failure::go(format!("{}: {error}", display(dir, &base)?))),
            }
        }
        if taken.is_empty() {
            return Err(Failure::go("go: no Go source files"));
        }
        let headers = one_package(dir, &taken).map_err(Failure::go)?;
        Ok(Self {
            path: COMMAND_LINE.into(),
            dir: dir.to_owned(),
            files: sources(dir, taken),
            headers,
            lang: None,
            complete: true,
            std: false,
        })
    }

    /// The name in the package clause.
    pub(crate) fn name(&self) -> Option<String> {
        self.headers.iter().find_map(|header| header.package.clone())
    }

    /// What it imports: by path, each path where it is imported first.
    pub(crate) fn imports(&self) -> Result<Vec<Import>, Failure> {
        let mut imports: Vec<Import> = Vec::new();
        // How the directory is called takes several system calls to find out.
        let shown = displayed_dir(&self.dir)?;
        for (file, header) in self.files.iter().zip(&self.headers) {
            for import in &header.imports {
                if imports.iter().any(|known| known.path == import.path) {
                    continue;
                }
                let at =
                    LineIndex::new(file.text.get(..import.start as usize).unwrap_or_default()).line_col(import.start);
                let base = file.name.rsplit('/').next().unwrap_or(&file.name).to_owned();
                // The go command calls a file of the current directory by its
                // name alone.
                let name = format!("{shown}/{base}");
                let name = name.strip_prefix("./").unwrap_or(&name);
                imports.push(Import {
                    path: import.path.clone(),
                    place: format!("{name}:{}:{}", at.line, at.col),
                    file: base,
                });
            }
        }
        imports.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(imports)
    }

    /// How many lines its files have.
    pub(crate) fn lines(&self) -> usize {
        // Counted in bytes, of so many that they do not overflow, the sum is
        // one of vectors.
        let count = |bytes: &[u8]| bytes.iter().map(|&byte| u8::from(byte == b'\n')).sum::<u8>();
        let chunks = self.files.iter().flat_map(|file| file.text.chunks(usize::from(u8::MAX)));
        chunks.map(|bytes| usize::from(count(bytes))).sum()
    }
}

/// Whether a directory's entry is a file, or a link to one.
fn is_file(entry: &fs::DirEntry) -> bool {
    entry.file_type().is_ok_and(|kind| kind.is_file() || kind.is_symlink() && entry.path().is_file())
}

/// All files must have the same package clause; a file without one is left to
/// the parser. The result are the heads of the files.
fn one_package(dir: &Path, files: &[(String, Vec<u8>)]) -> Result<Vec<Header>, String> {
    let headers: Vec<Header> = files.iter().map(|(_, text)| Header::read(text)).collect();
    let mut packages =
        files.iter().zip(&headers).filter_map(|((name, _), header)| Some((name, header.package.as_ref()?)));
    if let Some((first_file, first)) = packages.next()
        && let Some((file, other)) = packages.find(|&(_, package)| package != first)
    {
        return Err(format!("found packages {first} ({first_file}) and {other} ({file}) in {}", dir.display()));
    }
    Ok(headers)
}

fn sources(dir: &Path, files: Vec<(String, Vec<u8>)>) -> Vec<SourceFile> {
    files.into_iter().map(|(name, text)| SourceFile { name: dir.join(name).display().to_string(), text }).collect()
}
