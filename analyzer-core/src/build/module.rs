//! A program whose files are all in memory: which package is meant, what it
//! is called, and what of it others import.
//!
//! Follows the go command, for whoever has texts and no directories: the site,
//! where a document may be a file, the files of a package, or the packages of
//! a module. Names are paths with slashes; the folder of a file is what stands
//! before the last one. Without a go.mod there is one folder that counts, and
//! the package is called as a list of files is. A lone file is taken whatever
//! its name and its head ask for, as a file that is named to the go command.
//!
//! Deliberate differences: a cycle of imports, and the import of a program,
//! are said at the import, where the checker says what it cannot import.

use alloc::{
    borrow::ToOwned,
    format,
    string::{String, ToString},
    vec::Vec,
};

use super::{GoMod, Header, Loader, PackageSource, Platform, Resolved, Selection};
use crate::{
    base::{SourceFile, sort_by_key},
    session::Release,
    types::GoVersion,
};

/// The import path of a package that is a list of files.
pub const COMMAND_LINE: &str = "command-line-arguments";

/// A module, or a folder that is in none.
#[derive(Clone, Debug)]
pub struct Module<'a> {
    files: &'a [SourceFile],
    /// The folder of go.mod, with a slash behind it unless it is the outermost.
    root: &'a str,
    go_mod: Option<GoMod>,
    platform: Platform,
}

/// A package of a [`Module`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ModulePackage {
    /// The import path.
    pub path: String,
    /// The files that the compiler gets, by name.
    pub files: Vec<SourceFile>,
    /// Whether there is no assembly, where functions may have their bodies.
    pub complete: bool,
}

/// What the go command has against a module or a package, before it calls the
/// compiler.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The file that it is about.
    pub file: String,
    /// The line; 0 if it is about all of the file.
    pub line: u32,
    /// What is wrong.
    pub message: String,
}

impl<'a> Module<'a> {
    /// The module that the file called `open` is in.
    pub fn of(files: &'a [SourceFile], open: &str, release: Release) -> Result<Self, Refusal> {
        let is_mod = |file: &&SourceFile| base(&file.name) == "go.mod" && open.starts_with(folder(&file.name));
        let go_mod = files.iter().filter(is_mod).max_by_key(|file| file.name.len());
        let mut module = Self { files, root: "", go_mod: None, platform: Platform::new(release) };
        let Some(file) = go_mod else { return Ok(module) };
        let refused = |line, message: String| Refusal { file: file.name.clone(), line, message };
        let text = String::from_utf8_lossy(&file.text);
        let Some(parsed) = GoMod::parse(&text).filter(|parsed| !parsed.path.is_empty()) else {
            return Err(refused(0, "no module declaration".to_string()));
        };
        let known = GoVersion::parse(&parsed.lang).is_some_and(|version| version <= GoVersion::default());
        if !known {
            let newest = GoVersion::default();
            return Err(refused(
                parsed.lang_line,
                format!("go.mod asks for {}; {newest} is the newest that is known", parsed.lang),
            ));
        }
        module.root = folder(&file.name);
        module.go_mod = Some(parsed);
        Ok(module)
    }

    /// The language version that go.mod asks for.
    pub fn lang(&self) -> Option<&str> {
        self.go_mod.as_ref().map(|go_mod| &*go_mod.lang)
    }

    /// The packages that have to be analysed for the sake of the file called
    /// `open`: first those that are imported, last the one that it is in. A
    /// file that is no part of a package stands for the module's program or,
    /// if it has none, for its first package.
    pub fn packages(&self, open: &str) -> Result<Vec<ModulePackage>, Refusal> {
        let root = self.package(self.main_folder(open))?;
        let mut packages: Vec<ModulePackage> = Vec::new();
        // Packages and how many of their imports were followed: the way to
        // where the walk is.
        let mut way = Vec::from([(self.imports(&root), root)]);
        while let Some((imports, _)) = way.last_mut() {
            let Some(path) = imports.pop() else {
                packages.extend(way.pop().map(|(_, package)| package));
                continue;
            };
            let known =
                packages.iter().any(|other| other.path == path) || way.iter().any(|(_, other)| other.path == path);
            if !known && let Some(folder) = self.folder_of(&path) {
                let package = self.package(folder)?;
                way.push((self.imports(&package), package));
            }
        }
        Ok(packages)
    }

    /// What `package` imports, the last first.
    fn imports(&self, package: &ModulePackage) -> Vec<String> {
        let headers = package.files.iter().map(|file| Header::read(&file.text));
        let paths = headers.flat_map(|header| header.imports).map(|import| import.path);
        let mut paths: Vec<String> = paths.filter(|path| self.folder_of(path).is_some()).collect();
        sort_by_key(&mut paths, |path| core::cmp::Reverse(path.clone()));
        paths
    }

    /// The Go files of a folder, by name.
    fn go_files(&self, of: &str) -> Vec<&'a SourceFile> {
        let is_go = |file: &&SourceFile| folder(&file.name) == of && file.name.strip_suffix(".go").is_some();
        let mut files: Vec<&SourceFile> = self.files.iter().filter(is_go).collect();
        sort_by_key(&mut files, |file| &*file.name);
        files
    }

    fn main_folder<'b>(&self, open: &'b str) -> &'b str
    where
        'a: 'b,
    {
        if !self.go_files(folder(open)).is_empty() {
            return folder(open);
        }
        let inside = |file: &&SourceFile| file.name.strip_suffix(".go").is_some() && self.is_inside(folder(&file.name));
        let mut candidates: Vec<&SourceFile> = self.files.iter().filter(inside).collect();
        // The program that is least deep.
        sort_by_key(&mut candidates, |file| {
            (Header::read(&file.text).package.as_deref() != Some("main"), folder(&file.name))
        });
        candidates.first().map_or("", |file| folder(&file.name))
    }

    /// The package in a folder.
    fn package(&self, of: &str) -> Result<ModulePackage, Refusal> {
        let all = self.go_files(of);
        let mut package = ModulePackage { path: self.path_of(of), files: Vec::new(), complete: true };
        if let ([only], None) = (&all[..], &self.go_mod) {
            package.files.push((*only).clone());
            return Ok(package);
        }
        let mut first: Option<(&str, String)> = None;
        for file in &all {
            let name = base(&file.name);
            let refused = |message| Refusal { file: file.name.clone(), line: 0, message };
            match self.platform.select(name, &file.text) {
                Ok(Selection::Taken) => {}
                Ok(_) => continue,
                Err(error) => return Err(refused(error.to_string())),
            }
            if let Some(clause) = Header::read(&file.text).package {
                match &first {
                    Some((other, found)) if *found != clause => {
                        let message = format!("found packages {found} ({other}) and {clause} ({name})");
                        return Err(refused(message));
                    }
                    Some(_) => {}
                    None => first = Some((name, clause)),
                }
            }
            package.files.push((*file).clone());
        }
        if let (true, Some(file)) = (package.files.is_empty(), all.first()) {
            let excluded = |file: &&&SourceFile| !file.name.ends_with("_test.go");
            let message = if all.iter().any(|file| excluded(&file)) {
                "build constraints exclude all Go files"
            } else {
                "no non-test Go files"
            };
            return Err(Refusal { file: file.name.clone(), line: 0, message: message.to_string() });
        }
        let here = self.files.iter().filter(|file| folder(&file.name) == of);
        package.complete = !here.into_iter().any(|file| self.platform.takes_assembly(base(&file.name), &file.text));
        Ok(package)
    }

    /// The import path of the package in a folder.
    fn path_of(&self, folder: &str) -> String {
        let Some(go_mod) = &self.go_mod else { return COMMAND_LINE.to_string() };
        let below = folder.strip_prefix(self.root).unwrap_or(folder);
        format!("{}/{below}", go_mod.path).trim_end_matches('/').to_owned()
    }

    /// The folder of the package with an import path, if the module has it.
    fn folder_of(&self, path: &str) -> Option<&'a str> {
        let below = below(path, &self.go_mod.as_ref()?.path)?;
        let is_it = |of: &str| of.strip_prefix(self.root).is_some_and(|rest| rest.trim_end_matches('/') == below);
        let file =
            self.files.iter().find(|file| file.name.strip_suffix(".go").is_some() && is_it(folder(&file.name)))?;
        let folder = folder(&file.name);
        self.is_inside(folder).then_some(folder)
    }

    /// Whether a folder is in this module, and not in another one inside it.
    fn is_inside(&self, of: &str) -> bool {
        let other = |file: &SourceFile| {
            let inner = folder(&file.name);
            base(&file.name) == "go.mod" && inner.len() > self.root.len() && of.starts_with(inner)
        };
        of.starts_with(self.root) && !self.files.iter().any(other)
    }
}

/// Hands out the packages of a module; everything else comes from `rest`.
pub struct ModuleLoader<'a> {
    /// The module.
    pub module: &'a Module<'a>,
    /// Those of its packages that are ready to be imported.
    pub ready: &'a [ModulePackage],
    /// Where other packages come from.
    pub rest: &'a mut dyn Loader,
}

impl ModuleLoader<'_> {
    /// Why the module's package `path` can't be imported by `importer`.
    fn refuse(&self, path: &str, importer: &str) -> Option<String> {
        if let Some(parent) = internal_parent(path)
            && below(importer, parent).is_none()
        {
            return Some(format!("use of internal package {path} not allowed"));
        }
        let Some(package) = self.ready.iter().find(|package| package.path == path) else {
            return Some("import cycle not allowed".to_string());
        };
        let names = package.files.iter().filter_map(|file| Header::read(&file.text).package);
        let is_program = names.into_iter().any(|name| name == "main");
        is_program.then(|| format!("import \"{path}\" is a program, not an importable package"))
    }
}

impl Loader for ModuleLoader<'_> {
    fn resolve(&mut self, path: &str, importer: &str) -> Resolved {
        let found = self.rest.resolve(path, importer);
        if let Resolved::Package(_) = found {
            return found;
        }
        let Some(go_mod) = &self.module.go_mod else { return found };
        if self.module.folder_of(path).is_some() {
            return match self.refuse(path, importer) {
                Some(reason) => Resolved::Missing(reason),
                None => Resolved::Package(path.to_owned()),
            };
        }
        let dotted = path.split('/').next().is_some_and(|first| first.contains('.'));
        if !dotted {
            return found;
        }
        let others = go_mod.required.iter().chain(go_mod.replaced.iter().map(|replace| &replace.path));
        if others.into_iter().any(|other| below(path, other).is_some()) {
            // It would be in the module cache, where nobody can look.
            return Resolved::Unknown;
        }
        Resolved::Missing(format!("no required module provides package {path}; to add it:\n\tgo get {path}"))
    }

    fn name(&mut self, path: &str) -> Option<String> {
        self.rest.name(path)
    }

    fn load(&mut self, path: &str) -> Option<PackageSource> {
        let Some(package) = self.ready.iter().find(|package| package.path == path) else {
            return self.rest.load(path);
        };
        let lang = self.module.lang().and_then(GoVersion::parse);
        Some(PackageSource { files: package.files.clone(), lang, ..PackageSource::default() })
    }
}

/// What is before the last element `internal` of `path`.
fn internal_parent(path: &str) -> Option<&str> {
    let start = if path.ends_with("/internal") { path.len() - "/internal".len() } else { path.rfind("/internal/")? };
    Some(&path[..start])
}

/// What of `path` is below `parent`: nothing if it is the same.
fn below<'p>(path: &'p str, parent: &str) -> Option<&'p str> {
    let rest = path.strip_prefix(parent)?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix('/') }
}

/// The folder of a file, with a slash behind it.
fn folder(name: &str) -> &str {
    &name[..name.rfind('/').map_or(0, |slash| slash + 1)]
}

fn base(name: &str) -> &str {
    &name[folder(name).len()..]
}
