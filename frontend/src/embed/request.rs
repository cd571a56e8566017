//! What a widget asks for, and what its author's attributes mean.

use analyzer_core::{Options, types::GoVersion};
use serde::Deserialize;

use crate::{i18n::Lang, quiz::Answer};

/// From a widget. Everything may be missing: attributes are what an author
/// has written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Request {
    /// The program.
    pub text: String,
    /// The language of the words, as a BCP 47 tag.
    pub lang: String,
    /// gc's flags, apart by white space.
    pub flags: String,
    /// The language version, `1.21` or `go1.21`.
    pub go: String,
    /// Explain this line, from 1, instead of listing everything.
    pub explain: Option<u32>,
    /// Say what the editor says in this language, instead.
    pub words: bool,
    /// Compare these guesses with what is right, instead.
    pub guesses: Option<Vec<(u32, Answer)>>,
}

/// Something about an attribute that its author should know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// A flag that means nothing here.
    Flag(String),
    /// Not a version that this release of Go knows.
    Version(String),
}

impl Request {
    /// How to analyse, and what of the wish cannot be met.
    pub fn options(&self) -> (Options, Vec<Problem>) {
        let mut options = Options::default();
        let mut problems = Vec::new();
        for flag in self.flags.split_whitespace() {
            match flag {
                "-l" => options.inline = false,
                // What is always shown.
                "-m" | "-m=1" => {}
                _ => problems.push(Problem::Flag(flag.to_owned())),
            }
        }
        let go = self.go.trim();
        if !go.is_empty() {
            let version = if go.starts_with("go") { go.to_owned() } else { format!("go{go}") };
            match GoVersion::parse(&version).filter(|version| *version <= GoVersion::default()) {
                Some(_) => options.lang = Some(version),
                None => problems.push(Problem::Version(go.to_owned())),
            }
        }
        (options, problems)
    }

    /// The language of the words.
    pub fn lang(&self) -> Lang {
        Lang::from_tag(&self.lang)
    }
}

impl Problem {
    /// The same in words.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Self::Flag(flag) => lang.pick(
                format!("The flag {flag} is not known here and is left out; -l is."),
                format!("这里不支持参数 {flag}，已忽略；支持的是 -l。"),
            ),
            Self::Version(version) => {
                let newest = GoVersion::default();
                lang.pick(
                    format!("There is no Go {version} here; {newest} is used."),
                    format!("这里没有 Go {version}，改用 {newest}。"),
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::assert_translated;

    fn options(flags: &str, go: &str) -> (bool, Option<String>, usize) {
        let request = Request { flags: flags.into(), go: go.into(), ..Request::default() };
        let (options, problems) = request.options();
        (options.inline, options.lang, problems.len())
    }

    #[test]
    fn attributes_are_gcs_flags() {
        assert_eq!(options("", ""), (true, None, 0));
        assert_eq!(options(" -m  -l ", "1.21"), (false, Some("go1.21".into()), 0));
        assert_eq!(options("-m=1", " go1.18 "), (true, Some("go1.18".into()), 0));
    }

    #[test]
    fn what_is_not_known_is_said() {
        assert_eq!(options("-race -l -N", "2.0"), (false, None, 3));
        assert_eq!(options("-m=2", "1.99"), (true, None, 2));
        for problem in [Problem::Flag("-N".into()), Problem::Version("2".into())] {
            assert_translated("problem", &problem.text(Lang::En), &problem.text(Lang::Zh));
        }
    }
}
