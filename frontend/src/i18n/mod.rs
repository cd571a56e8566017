//! Prose, in English and in 简体中文.
//!
//! The analysis speaks in enums and in gc's own words; every other sentence
//! is made here, each beside its translation: what the page says ([`ui`]),
//! verdicts and reasons ([`verdicts`]), what comments assert ([`assertions`]),
//! edits that are offered ([`advice`]),
//! kinds of compile errors ([`errors`]).
//! Exhaustive matches make a missing sentence a compile error, tests make an
//! empty or untranslated one a failure.

pub mod advice;
pub mod assertions;
pub mod errors;
pub mod ledger;
pub mod ui;
pub mod verdicts;

pub use ui::Key;

/// A language of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// 简体中文.
    Zh,
}

impl Lang {
    /// Every language, in the order of the switch.
    pub const ALL: [Self; 2] = [Self::En, Self::Zh];

    /// The language for a BCP 47 tag such as `zh-Hans-CN`; English if it is
    /// neither.
    pub fn from_tag(tag: &str) -> Self {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        if primary.eq_ignore_ascii_case("zh") { Self::Zh } else { Self::En }
    }

    /// The tag for `lang` attributes and storage.
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Zh => "zh-Hans",
        }
    }

    /// Its name in itself.
    pub fn name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Zh => "简体中文",
        }
    }

    /// Its name in itself, for narrow places.
    pub fn short_name(self) -> &'static str {
        match self {
            Self::En => "EN",
            Self::Zh => "中文",
        }
    }

    /// The one of two texts that is in this language.
    pub fn pick<T>(self, en: T, zh: T) -> T {
        match self {
            Self::En => en,
            Self::Zh => zh,
        }
    }
}

/// A text that comes in both languages from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Localized {
    /// English.
    pub en: String,
    /// 简体中文.
    pub zh: String,
}

impl Localized {
    /// The text in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        lang.pick(&self.en, &self.zh)
    }
}

/// The pieces of a text in which code stands between backticks; whether each
/// piece is code.
pub fn pieces(text: &str) -> impl Iterator<Item = (bool, &str)> {
    text.split('`').enumerate().map(|(i, piece)| (i % 2 == 1, piece)).filter(|(_, piece)| !piece.is_empty())
}

/// What a sentence in both languages has to be.
#[cfg(test)]
pub(crate) fn assert_translated(what: &str, en: &str, zh: &str) {
    let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    assert!(!en.trim().is_empty(), "{what}: no English");
    assert!(!en.chars().any(han), "{what}: English has Chinese in it: {en}");
    assert!(zh.chars().any(han), "{what}: not Chinese: {zh}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backticks_set_code_apart() {
        let all: Vec<_> = pieces("`x` is, `y` is not").collect();
        assert_eq!(all, [(true, "x"), (false, " is, "), (true, "y"), (false, " is not")]);
        assert_eq!(pieces("plain").collect::<Vec<_>>(), [(false, "plain")]);
    }

    #[test]
    fn tags_choose_the_language() {
        for tag in ["zh", "zh-CN", "zh-Hans", "ZH_tw"] {
            assert_eq!(Lang::from_tag(tag), Lang::Zh, "{tag}");
        }
        for tag in ["", "en-GB", "de", "zhx"] {
            assert_eq!(Lang::from_tag(tag), Lang::En, "{tag}");
        }
        for lang in Lang::ALL {
            assert_eq!(Lang::from_tag(lang.tag()), lang);
        }
    }
}
