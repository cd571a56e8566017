//! go.mod: which module a directory belongs to, and which other modules it
//! names. Mirrors what of `golang.org/x/mod/modfile` matters here; lenient
//! about everything else.

use alloc::{
    borrow::ToOwned,
    format,
    string::{String, ToString},
    vec::Vec,
};

/// The language version of a module that does not say which.
const OLDEST: &str = "go1.16";

/// What a go.mod says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoMod {
    /// The module's path.
    pub path: String,
    /// The language version, `go1.N`.
    pub lang: String,
    /// The line that asks for it, from 1; 0 if none does.
    pub lang_line: u32,
    /// The modules that it requires.
    pub required: Vec<String>,
    /// The modules that it replaces.
    pub replaced: Vec<Replace>,
}

/// `replace path [version] => target [version]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replace {
    /// The module that is replaced.
    pub path: String,
    /// Which version of it, if not all.
    pub version: Option<String>,
    /// By what: a directory if it begins with `.` or `/`.
    pub target: String,
}

impl GoMod {
    /// Reads a go.mod; `None` if no module is declared in it.
    pub fn parse(text: &str) -> Option<Self> {
        let mut path = None;
        let mut lang = OLDEST.to_string();
        let mut lang_line = 0;
        let (mut required, mut replaced) = (Vec::new(), Vec::new());
        let mut block = None;
        for (line, number) in text.lines().zip(1..) {
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
                    replaced.push(Replace { path: unquoted(), version, target: target.unwrap_or_default() });
                }
                (word, "go") => {
                    lang = Self::language(word);
                    lang_line = number;
                }
                _ => {}
            }
        }
        path.map(|path| Self { path, lang, lang_line, required, replaced })
    }

    /// The language of a Go version: `1.21.3` and `1.21rc1` have `go1.21`.
    pub fn language(version: &str) -> String {
        let minor = version.split('.').nth(1).unwrap_or_default();
        let digits = minor.find(|c: char| !c.is_ascii_digit()).unwrap_or(minor.len());
        format!("go1.{}", &minor[..digits])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn go_mod_names_module_and_language() {
        let parse = |text: &str| GoMod::parse(text).map(|m| format!("{} {} {:?}", m.path, m.lang, m.required));
        assert_eq!(parse("module a.org/b // c\n\ngo 1.21.3\n").as_deref(), Some("a.org/b go1.21 []"));
        assert_eq!(parse("// m\nmodule \"a\"\nrequire (\n\tb v1\n)\n").as_deref(), Some("a go1.16 [\"b\"]"));
        assert_eq!(parse("module (\n\ta\n)\ngo 1.27rc1").as_deref(), Some("a go1.27 []"));
        assert_eq!(parse("go 1.20\n"), None);
    }

    #[test]
    fn go_mod_replaces_modules() {
        let parsed = GoMod::parse("module m\nreplace (\n\ta => ../a\n\t\"b\" v1.2.3 => c v1.0.0 // d\n)\n").unwrap();
        let shown = parsed.replaced.iter().map(|line| format!("{} {:?} {}", line.path, line.version, line.target));
        assert_eq!(shown.collect::<Vec<_>>(), ["a None ../a", "b Some(\"v1.2.3\") c"]);
    }
}
