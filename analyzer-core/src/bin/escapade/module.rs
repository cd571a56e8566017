//! go.mod: which module a directory belongs to.

use std::path::{Path, PathBuf};

use crate::{Failure, args::language, paths::read};

/// What is needed of a go.mod.
#[derive(Clone, Debug)]
pub(crate) struct Module {
    pub dir: PathBuf,
    pub path: String,
    /// The language version, `go1.N`.
    pub lang: String,
    /// The modules that it requires or replaces.
    pub others: Vec<String>,
}

impl Module {
    /// The module that `dir` belongs to.
    pub(crate) fn of(dir: &Path) -> Result<Option<Self>, Failure> {
        for dir in dir.ancestors() {
            let file = dir.join("go.mod");
            if file.is_file() {
                let text = String::from_utf8_lossy(&read(&file)?).into_owned();
                let Parsed { path, lang, others } = parse_mod(&text)
                    .ok_or_else(|| Failure::go(format!("go: {}: no module declaration", file.display())))?;
                let lang = language(&lang).map_err(|_| {
                    Failure::go(format!("{} asks for {lang}, which is newer than Go 1.27", file.display()))
                })?;
                return Ok(Some(Self { dir: dir.to_path_buf(), path, lang, others }));
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

/// What a go.mod says.
struct Parsed {
    path: String,
    lang: String,
    others: Vec<String>,
}

/// Reads a go.mod; the language version is 1.16 if it has none.
fn parse_mod(text: &str) -> Option<Parsed> {
    let mut path = None;
    let mut lang = "go1.16".to_owned();
    let mut others = Vec::new();
    let mut block = None;
    for line in text.lines() {
        let line = line.split("//").next().unwrap_or_default();
        let mut words = line.split_whitespace();
        let verb = match block {
            Some(verb) => verb,
            None => words.next().unwrap_or_default(),
        };
        let Some(word) = words.next() else { continue };
        let unquoted = || word.trim_matches(['"', '`']).to_owned();
        match (word, verb) {
            ("(", verb) => block = Some(verb),
            (")", _) => block = None,
            (_, "module") => path = Some(unquoted()),
            (_, "require" | "replace") => others.push(unquoted()),
            (word, "go") => {
                // `1.21.3` and `1.21rc1` are language version 1.21.
                let minor = word.split('.').nth(1).unwrap_or_default();
                let digits = minor.find(|c: char| !c.is_ascii_digit()).unwrap_or(minor.len());
                lang = format!("go1.{}", &minor[..digits]);
            }
            _ => {}
        }
    }
    path.map(|path| Parsed { path, lang, others })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn go_mod_names_module_and_language() {
        let parse = |text: &str| parse_mod(text).map(|p| format!("{} {} {:?}", p.path, p.lang, p.others));
        assert_eq!(parse("module a.org/b // c\n\ngo 1.21.3\n").as_deref(), Some("a.org/b go1.21 []"));
        assert_eq!(parse("// m\nmodule \"a\"\nrequire (\n\tb v1\n)\n").as_deref(), Some("a go1.16 [\"b\"]"));
        assert_eq!(parse("module (\n\ta\n)\ngo 1.27rc1").as_deref(), Some("a go1.27 []"));
        assert_eq!(parse("go 1.20\n"), None);
    }
}
