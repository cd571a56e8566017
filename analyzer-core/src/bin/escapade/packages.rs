//! Packages by import path: the standard library, the module, its vendor
//! directory, and modules that it replaces by directories.
//!
//! Follows the go command in module mode, without network and without module
//! cache. Deliberate difference: where the go command would look into the
//! cache, a package is taken as unknown. The standard library is read from
//! packs or sources, see [`standard`](crate::standard).

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, HashMap, HashSet},
    fs,
    path::{Path, PathBuf},
    rc::Rc,
};

use analyzer_core::{
    Release,
    build::{Loader, PackageSource, Resolved},
    types::GoVersion,
};

use crate::{
    Failure,
    module::Module,
    package::{NoPackage, Package},
    standard::Standard,
};

/// Where an import path leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Nothing can be said about it.
    Unknown,
    /// There is no such package; what the go command says.
    Missing(String),
    /// A package with this import path.
    Found(String),
}

/// The packages that can be found.
pub(crate) struct Packages {
    release: Release,
    standard: Standard,
    module: Option<Module>,
    /// The packages that were read.
    read: HashMap<String, Rc<Package>>,
    /// Whether packages are of the standard library or of the go command.
    in_goroot: HashMap<String, bool>,
    /// Whether directories have Go files.
    dirs: RefCell<HashMap<PathBuf, bool>>,
    missed_std: Cell<bool>,
    /// Packages in the vendor directory that it does not list.
    ignored: RefCell<HashSet<String>>,
}

impl Packages {
    /// The packages of `module` and of the standard library.
    pub(crate) fn new(standard: Standard, module: Option<Module>, release: Release) -> Self {
        // In GOROOT/src the standard library is the module.
        let own = module.as_ref().and_then(|module| match module.path.as_str() {
            "std" => module.dir.parent(),
            "cmd" => module.dir.parent().and_then(Path::parent),
            _ => None,
        });
        let standard = match (standard, own) {
            (Standard::Packs(_) | Standard::Unknown, Some(own)) => Standard::Goroot(own.to_path_buf(), None),
            (standard, _) => standard,
        };
        let (read, in_goroot, dirs, ignored) = (HashMap::new(), HashMap::new(), RefCell::default(), RefCell::default());
        Self { release, standard, module, read, in_goroot, dirs, missed_std: Cell::new(false), ignored }
    }

    /// The module of the current directory.
    pub(crate) fn module(&self) -> Option<&Module> {
        self.module.as_ref()
    }

    /// Whether there are sources of the standard library.
    pub(crate) fn has_std_sources(&self) -> bool {
        matches!(self.standard, Standard::Goroot(..))
    }

    /// Whether imports of `path` come from a pack.
    pub(crate) fn is_packed(&self, path: &str) -> bool {
        self.standard.packs().is_some_and(|packs| packs.has(path))
    }

    /// Whether something of the standard library was asked for, of which
    /// nothing is known.
    pub(crate) fn missed_std(&self) -> bool {
        self.missed_std.get()
    }

    fn source_root(&self) -> Option<PathBuf> {
        match &self.standard {
            Standard::Goroot(goroot, _) => Some(goroot.join("src")),
            Standard::Packs(_) | Standard::Unknown => None,
        }
    }

    /// What `path` means in a file of package `importer`, or on the command
    /// line if that is empty.
    pub(crate) fn place(&self, path: &str, importer: &str) -> Place {
        if path == "C" || path == "unsafe" {
            return Place::Unknown;
        }
        let src = self.source_root();
        if let Some(src) = &src
            && self.in_goroot.get(importer).copied().unwrap_or(false)
        {
            let own = if importer.starts_with("cmd/") { "cmd/vendor" } else { "vendor" };
            let vendored = format!("{own}/{path}");
            if self.has_go_files(&src.join(&vendored)) {
                return Place::Found(vendored);
            }
        }
        if let Standard::Packs(packs) = &self.standard
            && let Some(found) = packs.resolve(path, importer)
        {
            return Place::Found(found);
        }
        let dotted = is_dotted(path);
        // Vendored packages can be named, not imported.
        let vendored = !importer.is_empty() && path.split('/').any(|element| element == "vendor");
        // Where there is no module, GOROOT can have packages of others, too.
        if (!dotted || self.module.is_none())
            && !vendored
            && let Some(src) = &src
            && self.has_go_files(&src.join(path))
        {
            return Place::Found(path.to_owned());
        }
        if let Some(module) = &self.module
            && let Some(dir) = module_dir(module, path)
            && self.has_go_files(&dir)
        {
            return Place::Found(path.to_owned());
        }
        let vendor = self.module.as_ref().and_then(|module| module.vendor.as_ref());
        if let Some(vendor) = vendor
            && self.has_go_files(&vendor.dir.join(path))
        {
            if vendor.provides(path) {
                return Place::Found(path.to_owned());
            }
            if self.ignored.borrow_mut().insert(path.to_owned()) {
                let what = "which exists in the vendor directory but is missing from vendor/modules.txt";
                eprintln!("go: ignoring package {path} {what}. To sync the vendor directory run go mod vendor.");
            }
        }
        let replaced = self.module.as_ref().and_then(|module| module.replaced_dir(path));
        if let Some((by, dir)) = &replaced
            && self.has_go_files(dir)
        {
            if by.required {
                return Place::Found(path.to_owned());
            }
            let (module, query) = (&by.path, &by.query);
            let why = "and is replaced but not required; to add it";
            return Place::Missing(format!("module {module} provides package {path} {why}:\n\tgo get {query}"));
        }
        match (&src, &self.module) {
            _ if path.starts_with("./") || path.starts_with("../") || path == "." || path == ".." => {
                let message = "is relative, but relative import paths are not supported in module mode";
                Place::Missing(format!("\"{path}\" {message}"))
            }
            (Some(src), _) if !dotted => {
                Place::Missing(format!("package {path} is not in std ({})", src.join(path).display()))
            }
            _ if !dotted && matches!(self.standard, Standard::Packs(_)) => {
                Place::Missing(format!("package {path} is not in std"))
            }
            _ if dotted && vendor.is_some_and(|vendor| vendor.only) => {
                let why = "import lookup disabled by -mod=vendor";
                let because = "(Go version in go.mod is at least 1.14 and vendor directory exists.)";
                Place::Missing(format!("cannot find module providing package {path}: {why}\n\t{because}"))
            }
            (_, Some(module))
                if dotted && (replaced.is_some() || !module.others.iter().any(|other| is_below(path, other))) =>
            {
                Place::Missing(format!("no required module provides package {path}; to add it:\n\tgo get {path}"))
            }
            _ => {
                self.missed_std.set(self.missed_std.get() || !dotted);
                Place::Unknown
            }
        }
    }

    fn has_go_files(&self, dir: &Path) -> bool {
        if let Some(&known) = self.dirs.borrow().get(dir) {
            return known;
        }
        let is_go = |name: &str| name.strip_suffix(".go").is_some();
        let found = fs::read_dir(dir)
            .is_ok_and(|entries| entries.flatten().any(|entry| entry.file_name().to_str().is_some_and(is_go)));
        self.dirs.borrow_mut().insert(dir.to_owned(), found);
        found
    }

    /// The directory of package `path`, for messages.
    pub(crate) fn dir_text(&self, path: &str) -> String {
        self.dir(path).map(|(dir, _)| dir.display().to_string()).unwrap_or_default()
    }

    /// Where the package `path`, which was found, is, and whether that is in GOROOT.
    fn dir(&self, path: &str) -> Option<(PathBuf, bool)> {
        if let Some(src) = self.source_root() {
            let dir = src.join(path);
            if self.has_go_files(&dir) {
                return Some((dir, !is_dotted(path)));
            }
        }
        let module = self.module.as_ref()?;
        let dir = module_dir(module, path).filter(|dir| self.has_go_files(dir));
        let vendored = || Some(module.vendor.as_ref()?.dir.join(path)).filter(|dir| self.has_go_files(dir));
        Some((dir.or_else(vendored).or_else(|| Some(module.replaced_dir(path)?.1))?, false))
    }

    /// Whether package `path` is found in GOROOT.
    pub(crate) fn is_std(&self, path: &str) -> bool {
        match &self.standard {
            Standard::Packs(packs) => packs.has(path),
            _ => self.dir(path).is_some_and(|(_, std)| std),
        }
    }

    /// Reads the package with import path `path`.
    pub(crate) fn package(&mut self, path: &str) -> Result<Rc<Package>, NoPackage> {
        if let Some(package) = self.read.get(path) {
            return Ok(Rc::clone(package));
        }
        let Some((dir, std)) = self.dir(path) else { return Err(NoPackage::Empty) };
        self.read_package(&dir, path, std)
    }

    fn read_package(&mut self, dir: &Path, path: &str, std: bool) -> Result<Rc<Package>, NoPackage> {
        let mut package = Package::read(dir, path, std && !is_command(path), self.release)?;
        self.in_goroot.insert(path.to_owned(), std);
        if !std {
            package.lang = self.module.as_ref().and_then(|module| module.lang_of(dir, path));
        }
        let package = Rc::new(package);
        self.read.insert(path.to_owned(), Rc::clone(&package));
        Ok(package)
    }

    /// Makes the package that was asked for known under its path.
    pub(crate) fn add(&mut self, package: &Rc<Package>, in_goroot: bool) {
        self.in_goroot.insert(package.path.clone(), in_goroot);
        if !in_goroot {
            self.read.insert(package.path.clone(), Rc::clone(package));
        }
    }

    /// The import paths that match `pattern`: `std`, `cmd`, or one with `...`.
    pub(crate) fn matching(&mut self, pattern: &str) -> Result<Vec<String>, Failure> {
        let src = self.source_root().ok_or_else(|| no_goroot(pattern))?;
        let mut found = BTreeMap::new();
        let (root, below) = match pattern {
            "std" => (src, String::new()),
            "cmd" => (src.join("cmd"), "cmd".to_owned()),
            _ => {
                let prefix = pattern.trim_end_matches("...").trim_end_matches('/');
                (src.join(prefix), prefix.to_owned())
            }
        };
        let skip = |path: &str, elem: &str| {
            elem.starts_with(['.', '_'])
                || elem == "testdata"
                || path == "builtin"
                || path == "runtime/cgo"
                || (pattern == "std" && path == "cmd")
        };
        walk(&root, &below, &skip, &mut found);
        let mut paths = Vec::new();
        for (path, dir) in found {
            match self.read_package(&dir, &path, !is_dotted(&path)) {
                Err(NoPackage::Empty | NoPackage::OnlyTests | NoPackage::Excluded) => {}
                // The go command has programs of others that it does not list.
                Ok(package) if is_below(&path, "cmd/vendor") && package.name().as_deref() == Some("main") => {}
                _ => paths.push(path),
            }
        }
        Ok(paths)
    }
}

pub(crate) fn no_goroot(path: &str) -> Failure {
    Failure::usage(format!("{path} is no directory; with -goroot=DIR it can be an import path"))
}

/// Whether `path` is that of a package that is not the standard library's.
fn is_dotted(path: &str) -> bool {
    path.split('/').next().is_some_and(|first| first.contains('.'))
}

fn is_command(path: &str) -> bool {
    path == "cmd" || path.starts_with("cmd/")
}

/// Directories with Go files below `dir`, by import path.
fn walk(dir: &Path, path: &str, skip: &dyn Fn(&str, &str) -> bool, found: &mut BTreeMap<String, PathBuf>) {
    let Ok(entries) = fs::read_dir(dir) else { return };
    let mut has_go = false;
    for entry in entries.flatten() {
        let Ok(kind) = entry.file_type() else { continue };
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        if kind.is_dir() {
            let below = if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") };
            if !skip(&below, name) {
                walk(&entry.path(), &below, skip, found);
            }
        } else {
            has_go |= name.strip_suffix(".go").is_some();
        }
    }
    if has_go && !path.is_empty() {
        found.insert(path.to_owned(), dir.to_owned());
    }
}

/// Where `module` would have the package `path`; not in a module of its own.
fn module_dir(module: &Module, path: &str) -> Option<PathBuf> {
    if !is_below(path, &module.path) {
        return None;
    }
    let below = path[module.path.len()..].trim_start_matches('/');
    let dir = module.dir.join(below);
    let nested = dir.ancestors().take_while(|d| *d != module.dir).any(|d| d.join("go.mod").is_file());
    (!nested).then_some(dir)
}

/// Whether `path` is `prefix` or begins with it and a slash.
pub(crate) fn is_below(path: &str, prefix: &str) -> bool {
    path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

impl Loader for Packages {
    fn resolve(&mut self, path: &str, importer: &str) -> Resolved {
        match self.place(path, importer) {
            Place::Unknown => Resolved::Unknown,
            Place::Missing(reason) => Resolved::Missing(reason),
            Place::Found(path) => Resolved::Package(path),
        }
    }

    fn name(&mut self, path: &str) -> Option<String> {
        self.standard.packs()?.name(path)
    }

    fn load(&mut self, path: &str) -> Option<PackageSource> {
        if let Some(packs) = self.standard.packs_mut()
            && packs.has(path)
        {
            return packs.load(path);
        }
        let package = self.package(path).ok()?;
        let lang = package.lang.as_deref().and_then(GoVersion::parse);
        let mut files = package.files.clone();
        if self.in_goroot.get(path).copied().unwrap_or(false) {
            // As the compiler's export data names them.
            for file in &mut files {
                let name = file.name.rsplit('/').next().unwrap_or_default();
                file.name = format!("$GOROOT/src/{path}/{name}");
            }
        }
        Some(PackageSource { files, lang, std: package.std, ..PackageSource::default() })
    }
}
