//! go.mod: which module a directory belongs to.

use std::path::{Path, PathBuf};

use crate::{
    Failure,
    args::language,
    paths::{absolute, read},
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
                let Parsed { path, lang, required, replaced } = parse_mod(&text)
                    .ok_or_else(|| Failure::go(format!("go: {}: no module declaration", file.display())))?;
                let lang = known_language(&lang, &file)?;
                let others = required.iter().chain(replaced.iter().map(|line| &line.path)).cloned().collect();
                let replaced = replaced.into_iter().filter_map(|line| Replaced::of(line, dir, &required).transpose());
                let replaced = replaced.collect::<Result<_, Failure>>()?;
                return Ok(Some(Self { dir: dir.to_path_buf(), path, lang, others, replaced }));
            }
        }
        Ok(None)
    }

    pub(crate) fn is_std(&self) -> bool {
        self.path == "std"
    }

    pub(crate) fn import_path(&self, dir: &Path) -> String {
        let below = dir.strip_prefix(&self.dir).unwrap_or(Path::new(""));
        let parts = below.components().map(|part| part.as_os_str().to_string_lossy().into_owned());
        // The packages of the standard library are named without their module.
        let module = (!self.is_std()).then(|| self.path.clone());
        module.into_iter().chain(parts).collect::<Vec<_>>().join("/")
    }
}

impl Replaced {
    /// What `line` of the go.mod in `root` says; nothing if it names another
    /// module, which would be in the module cache.
    fn of(line: ReplaceLine, root: &Path, required: &[String]) -> Result<Option<Self>, Failure> {
        let ReplaceLine { path, version, target } = line;
        let is_dir = target.starts_with(['/', '.']);
        if !is_dir {
            return Ok(None);
        }
        let dir = absolute(&root.join(target))?;
        let file = dir.join("go.mod");
        let text = String::from_utf8_lossy(&read(&file)?).into_owned();
        let lang = parse_mod(&text).map_or_else(|| OLDEST.to_owned(), |parsed| parsed.lang);
        let query = version.map_or_else(|| path.clone(), |version| format!("{path}@{version}"));
        let required = required.contains(&path);
        Ok(Some(Self { path, query, lang: known_language(&lang, &file)?, dir, required }))
    }
}

/// The language version that `file`, a go.mod, asks for.
fn known_language(lang: &str, file: &Path) -> Result<String, Failure> {
    language(lang).map_err(|_| Failure::go(format!("{} asks for {lang}, which is newer than Go 1.27", file.display())))
}

/// The language version of a module that does not say which.
const OLDEST: &str = "go1.16";

/// What a go.mod says.
struct Parsed {
    path: String,
    lang: String,
    required: Vec<String>,
    replaced: Vec<ReplaceLine>,
}

/// `replace path [version] => target [version]`
struct ReplaceLine {
    path: String,
    version: Option<String>,
    target: String,
}

/// Reads a go.mod.
fn parse_mod(text: &str) -> Option<Parsed> {
    let mut path = None;
    let mut lang = OLDEST.to_owned();
    let (mut required, mut replaced) = (Vec::new(), Vec::new());
    let mut block = None;
    for line in text.lines() {
        let line = line.split("//").next().unwrap_or_default();
        let mut words = line.split_whitespace();
        let verb = match block {
            Some(verb) => verb,
            None => words.next().unwrap_or_default(),
        };
        let Some(word) = words.next() else { continue };
        let unquote = |word: &str| word.trim_matches(['"', '`']).to_owned();
        let unquoted = || unquote(word);
        match (word, verb) {
            ("(", verb) => block = Some(verb),
            (")", _) => block = None,
            (_, "module") => path = Some(unquoted()),
            (_, "require") => required.push(unquoted()),
            (_, "replace") => {
                let version = words.next().filter(|&word| word != "=>").map(unquote);
                let target = words.find(|&word| word != "=>").map(unquote);
                replaced.push(ReplaceLine { path: unquoted(), version, target: target.unwrap_or_default() });
            }
            (word, "go") => {
                // `1.21.3` and `1.21rc1` are language version 1.21.
                let minor = word.split('.').nth(1).unwrap_or_default();
                let digits = minor.find(|c: char| !c.is_ascii_digit()).unwrap_or(minor.len());
                lang = format!("go1.{}", &minor[..digits]);
            }
            _ => {}
        }
    }
    path.map(|path| Parsed { path, lang, required, replaced })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn go_mod_names_module_and_language() {
        let parse = |text: &str| parse_mod(text).map(|p| format!("{} {} {:?}", p.path, p.lang, p.required));
        assert_eq!(parse("module a.org/b // c\n\ngo 1.21.3\n").as_deref(), Some("a.org/b go1.21 []"));
        assert_eq!(parse("// m\nmodule \"a\"\nrequire (\n\tb v1\n)\n").as_deref(), Some("a go1.16 [\"b\"]"));
        assert_eq!(parse("module (\n\ta\n)\ngo 1.27rc1").as_deref(), Some("a go1.27 []"));
        assert_eq!(parse("go 1.20\n"), None);
    }

    #[test]
    fn go_mod_replaces_modules() {
        let parsed = parse_mod("module m\nreplace (\n\ta => ../a\n\t\"b\" v1.2.3 => c v1.0.0 // d\n)\n").unwrap();
        let shown = parsed.replaced.iter().map(|line| format!("{} {:?} {}", line.path, line.version, line.target));
        assert_eq!(shown.collect::<Vec<_>>(), ["a None ../a", "b Some(\"v1.2.3\") c"]);
    }
}
