//! go.mod: which module a directory belongs to.

use std::path::{Path, PathBuf};

use analyzer_core::build::{GoMod, Replace};

use crate::{
    Failure,
    args::language,
    packages::is_below,
    paths::{absolute, read},
    vendor::Vendor,
};

/// What is needed of a go.mod.
#[derive(Clone, Debug)]
pub(crate) struct Module {
    pub dir: PathBuf,
    pub path: String,
    /// The language version, `go1.N`.
    pub lang: String,
    /// The modules that it requires or replaces.
    pub others: Vec<String>,
    /// Those that it replaces by directories.
    pub replaced: Vec<Replaced>,
    pub vendor: Option<Vendor>,
}

/// A module that a `replace` directive takes from a directory.
#[derive(Clone, Debug)]
pub(crate) struct Replaced {
    pub path: String,
    /// What `go get` would be asked for: the path, maybe with a version.
    pub query: String,
    pub dir: PathBuf,
    pub lang: String,
    /// Whether it is required too; else it can't be imported.
    pub required: bool,
}

impl Module {
    /// The module that `dir` belongs to.
    pub(crate) fn of(dir: &Path) -> Result<Option<Self>, Failure> {
        for dir in dir.ancestors() {
            let file = dir.join("go.mod");
            if file.is_file() {
                let text = String::from_utf8_lossy(&read(&file)?).into_owned();
                let GoMod { path, lang, required, replaced, .. } = GoMod::parse(&text)
                    .ok_or_else(|| Failure::go(format!("go: {}: no module declaration", file.display())))?;
                let lang = known_language(&lang, &file.display().to_string())?;
                let others = required.iter().chain(replaced.iter().map(|line| &line.path)).cloned().collect();
                let replaced = replaced.into_iter().filter_map(|line| Replaced::of(line, dir, &required).transpose());
                let replaced = replaced.collect::<Result<_, Failure>>()?;
                // Those of the standard library are in GOROOT.
                let vendor = if path == "std" || path == "cmd" { None } else { Vendor::of(dir, &lang)? };
                return Ok(Some(Self { dir: dir.to_path_buf(), path, lang, others, replaced, vendor }));
            }
        }
        Ok(None)
    }

    pub(crate) fn is_std(&self) -> bool {
        self.path == "std"
    }

    pub(crate) fn import_path(&self, dir: &Path) -> String {
        let vendored = self.vendor.as_ref().and_then(|vendor| dir.strip_prefix(&vendor.dir).ok());
        let below = vendored.or_else(|| dir.strip_prefix(&self.dir).ok()).unwrap_or(Path::new(""));
        let parts = below.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
        // The packages of the standard library are named without their module,
        // and so are those of others.
        let module = (!self.is_std() && vendored.is_none()).then(|| self.path.clone());
        module.into_iter().chain(parts).collect::<Vec<_>>().join("/")
    }

    /// The directory that the package `path` of another module is taken from
    /// by a `replace` directive.
    pub(crate) fn replaced_dir(&self, path: &str) -> Option<(&Replaced, PathBuf)> {
        // The vendor directory has them, too.
        if self.vendor.as_ref().is_some_and(|vendor| vendor.only) {
            return None;
        }
        let all = self.replaced.iter().filter(|replaced| is_below(path, &replaced.path));
        let by = all.max_by_key(|replaced| replaced.path.len())?;
        Some((by, by.dir.join(path[by.path.len()..].trim_start_matches('/'))))
    }

    /// The language of the package `path` in `dir`.
    pub(crate) fn lang_of(&self, dir: &Path, path: &str) -> Option<String> {
        if let Some(vendor) = &self.vendor
            && dir.starts_with(&vendor.dir)
        {
            return vendor.lang(path).cloned();
        }
        let replaced = self.replaced_dir(path).filter(|(_, replaced)| replaced == dir);
        Some(replaced.map_or(&self.lang, |(by, _)| &by.lang).clone())
    }
}

impl Replaced {
    /// What `line` of the go.mod in `root` says; nothing if it names another
    /// module, which would be in the module cache.
    fn of(line: Replace, root: &Path, required: &[String]) -> Result<Option<Self>, Failure> {
        let Replace { path, version, target } = line;
        let is_dir = target.starts_with(['/', '.']);
        if !is_dir {
            return Ok(None);
        }
        let dir = absolute(&root.join(target))?;
        let file = dir.join("go.mod");
        let text = String::from_utf8_lossy(&read(&file)?).into_owned();
        let lang = GoMod::parse(&text).map_or_else(|| OLDEST.to_owned(), |parsed| parsed.lang);
        let query = version.map_or_else(|| path.clone(), |version| format!("{path}@{version}"));
        let required = required.contains(&path);
        Ok(Some(Self { path, query, lang: known_language(&lang, &file.display().to_string())?, dir, required }))
    }
}

/// The language version that `who`, a go.mod or a module, asks for.
pub(crate) fn known_language(lang: &str, who: &str) -> Result<String, Failure> {
    language(lang).map_err(|_| Failure::go(format!("{who} asks for {lang}, which is newer than Go 1.27")))
}

/// The language version of a module that does not say which.
pub(crate) const OLDEST: &str = "go1.16";
