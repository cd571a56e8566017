//! The module's vendor directory, and what its `modules.txt` says of it.
//!
//! ```text
//! # example.org/a v1.2.0          a module
//! ## explicit; go 1.21.3          the language of its packages, else go1.16
//! example.org/a/b                 a package of it
//! ```
//!
//! Mirrors `readVendorList` of `cmd/go/internal/modload`. From go 1.14 on what
//! is imported of other modules comes from here only, from go 1.23 on only
//! what is listed. Deliberate differences: whether the list fits go.mod is not
//! checked, and older modules are taken as with `-mod=vendor`, since there is
//! no module cache to look into.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use analyzer_core::build::GoMod;

use crate::{
    Failure,
    module::{OLDEST, known_language},
    paths::read,
};

/// A vendor directory.
#[derive(Clone, Debug)]
pub(crate) struct Vendor {
    pub dir: PathBuf,
    /// The languages of the packages that are listed.
    packages: HashMap<String, String>,
    /// Whether it is all there is.
    pub only: bool,
    /// Whether what is not listed is not there.
    strict: bool,
}

impl Vendor {
    /// That of the module in `root` with language `lang`, if it has one.
    pub(crate) fn of(root: &Path, lang: &str) -> Result<Option<Self>, Failure> {
        let dir = root.join("vendor");
        if !dir.is_dir() {
            return Ok(None);
        }
        let file = dir.join("modules.txt");
        let text = if file.is_file() { read(&file)? } else { Vec::new() };
        let packages = listed(&String::from_utf8_lossy(&text), &file)?;
        let minor = lang.strip_prefix("go1.").and_then(|minor| minor.parse::<u32>().ok()).unwrap_or_default();
        Ok(Some(Self { dir, packages, only: minor >= 14, strict: minor >= 23 }))
    }

    /// Whether the package `path`, which is in the directory, can be imported.
    pub(crate) fn provides(&self, path: &str) -> bool {
        !self.strict || self.packages.contains_key(path)
    }

    /// Whether the package `path` is listed.
    pub(crate) fn lists(&self, path: &str) -> bool {
        self.packages.contains_key(path)
    }

    /// The language of the package `path`; nothing of one that belongs to no
    /// module, which is the release's own.
    pub(crate) fn lang(&self, path: &str) -> Option<&String> {
        self.packages.get(path)
    }
}

/// The packages that `text`, the contents of `file`, lists, with their languages.
fn listed(text: &str, file: &Path) -> Result<HashMap<String, String>, Failure> {
    let mut langs: HashMap<(&str, &str), String> = HashMap::new();
    let mut packages = HashMap::new();
    let mut module = None;
    for line in text.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        if line.starts_with("# ") {
            module = match words[..] {
                [_, path, version, ..] if is_version(version) => Some((path, version)),
                [_, path, "=>", ..] => Some((path, "")),
                [_, _, _, ..] => None,
                _ => module,
            };
            continue;
        }
        let Some(module) = module else { continue };
        if let Some(annotations) = line.strip_prefix("## ") {
            for version in annotations.split(';').filter_map(|entry| entry.trim().strip_prefix("go ")) {
                let lang = GoMod::language(version);
                langs.insert(module, known_language(&lang, &format!("{} in {}", module.0, file.display()))?);
            }
        } else if let [path] = words[..] {
            packages.insert(path, module);
        }
    }
    let lang = |module| langs.get(&module).cloned().unwrap_or_else(|| OLDEST.to_owned());
    Ok(packages.into_iter().map(|(path, module)| (path.to_owned(), lang(module))).collect())
}

fn is_version(word: &str) -> bool {
    word.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_have_the_languages_of_their_modules() {
        let text = "# a.org/a v1.0.0\n## explicit; go 1.21.3\na.org/a\na.org/a/b\n# b.org v1.0.0 => ./b\n## explicit\nb.org\n\
                    # c.org => d.org v1.0.0\n## go 1.18\nc.org/c\n# ??? !!!\nignored\n# b.org v1.0.0\n## go 1.20\n";
        let packages = listed(text, Path::new("modules.txt")).unwrap_or_default();
        let mut shown: Vec<String> = packages.iter().map(|(path, lang)| format!("{path} {lang}")).collect();
        shown.sort();
        assert_eq!(shown, ["a.org/a go1.21", "a.org/a/b go1.21", "b.org go1.20", "c.org/c go1.18"]);
        let newer = listed("# a v1\n## go 1.99\n", Path::new("modules.txt"));
        assert!(newer.is_err_and(|failure| failure.text.contains("a in modules.txt asks for go1.99")));
    }
}
