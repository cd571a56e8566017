//! From choices to text: the markup of a widget, ready to be pasted.

use std::fmt::Write;

use crate::{app::state::Theme, i18n::Lang};

/// What the text is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// Any page of HTML.
    #[default]
    Html,
    /// Markdown, where code stands in fences.
    Markdown,
    /// A page that allows frames but no foreign scripts.
    Frame,
}

impl Form {
    /// In the order of the list.
    pub const ALL: [Self; 3] = [Self::Html, Self::Markdown, Self::Frame];
}

/// What an author can choose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// What the text is for.
    pub form: Form,
    /// Light, dark or as the reader's system.
    pub theme: Theme,
    /// The widget's language, if not that of the page around.
    pub lang: Option<Lang>,
    /// Which lines are shown at first.
    pub lines: String,
    /// Which lines are stressed.
    pub highlight: String,
    /// Whether the reader guesses first.
    pub quiz: bool,
    /// Whether there is no editor.
    pub readonly: bool,
    /// Whether nothing is inlined.
    pub no_inlining: bool,
    /// Whether the verdicts are written into the code.
    pub verdicts: bool,
}

impl Choices {
    /// Attributes in the order in which they are documented; those without a
    /// value are switches.
    fn attributes(&self) -> Vec<(&'static str, Option<&str>)> {
        let mut all = Vec::new();
        if self.theme != Theme::System {
            all.push(("theme", Some(self.theme.name())));
        }
        if let Some(lang) = self.lang {
            all.push(("lang", Some(lang.pick("en", "zh"))));
        }
        for (name, value) in [("lines", self.lines.trim()), ("highlight", self.highlight.trim())] {
            if !value.is_empty() {
                all.push((name, Some(value)));
            }
        }
        for (name, on) in [("readonly", self.readonly), ("quiz", self.quiz)] {
            if on {
                all.push((name, None));
            }
        }
        if self.no_inlining {
            all.push(("flags", Some("-l")));
        }
        all
    }
}

/// The program with its verdicts, `(line, words)`, as comments that the widget
/// takes out again. Lines end with `\n` alone, as in the editor.
pub fn exported(program: &str, verdicts: &[(u32, String)]) -> String {
    let mut verdicts = verdicts.iter().peekable();
    let lines = program.split('\n').zip(1..).map(|(line, number)| match verdicts.next_if(|(at, _)| *at == number) {
        Some((_, words)) => format!("{line} //⇐ {}", words.replace('\n', " ")),
        None => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The text to paste. `home` is the address of the site's folder, `encode`
/// writes what stands in an address, `title` says what a frame shows.
pub fn snippet(choices: &Choices, home: &str, program: &str, title: &str, encode: impl Fn(&str) -> String) -> String {
    let script = format!("<script type=\"module\" src=\"{}embed/escapade.js\"></script>", escape(home));
    let mut tag = String::from("<go-escape");
    for (name, value) in choices.attributes() {
        let _ = match value {
            Some(value) => write!(tag, " {name}=\"{}\"", escape(value)),
            None => write!(tag, " {name}"),
        };
    }
    tag.push('>');
    match choices.form {
        Form::Html => {
            format!("{script}\n\n{tag}<pre><code class=\"language-go\">{}</code></pre></go-escape>\n", escape(program))
        }
        Form::Markdown => {
            let fence = "`".repeat(longest_run(program, '`').max(2) + 1);
            let end = if program.ends_with('\n') { "" } else { "\n" };
            format!("{script}\n\n{tag}\n\n{fence}go\n{program}{end}{fence}\n\n</go-escape>\n")
        }
        Form::Frame => {
            let mut hash = String::new();
            for (name, value) in choices.attributes() {
                let _ = write!(hash, "{name}={}&", encode(value.unwrap_or_default()));
            }
            let _ = write!(hash, "code={}", encode(program));
            let lines = program.lines().count().clamp(4, 40);
            format!(
                "<iframe src=\"{}embed.html#{}\"\n  sandbox=\"allow-scripts\" title=\"{}\" loading=\"lazy\"\n  style=\"width: 100%; height: {}px; border: 0\"></iframe>\n",
                escape(home),
                escape(&hash),
                escape(title),
                60 + lines * 23
            )
        }
    }
}

/// For text and for attributes.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn longest_run(text: &str, of: char) -> usize {
    text.split(|c| c != of).map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOME: &str = "https://example.org/a/";
    const PROGRAM: &str = "package main\n\nvar s = `<b>` + \"&\"\n";

    fn of(choices: &Choices) -> String {
        snippet(choices, HOME, PROGRAM, "Go: \"x\"", |text| {
            text.replace('\n', "%0A").replace('`', "%60").replace(' ', "%20")
        })
    }

    #[test]
    fn html_is_escaped() {
        let choices = Choices { lines: " 3-4\"> ".into(), quiz: true, no_inlining: true, ..Choices::default() };
        let expected = "<script type=\"module\" src=\"https://example.org/a/embed/escapade.js\"></script>\n\n\
            <go-escape lines=\"3-4&quot;&gt;\" quiz flags=\"-l\"><pre><code class=\"language-go\">package main\n\n\
            var s = `&lt;b&gt;` + &quot;&amp;&quot;\n</code></pre></go-escape>\n";
        assert_eq!(of(&choices), expected);
    }

    #[test]
    fn a_fence_is_longer_than_any_in_the_program() {
        let choices = Choices { form: Form::Markdown, lang: Some(Lang::Zh), ..Choices::default() };
        let text = of(&choices);
        assert!(text.contains("<go-escape lang=\"zh\">\n\n```go\npackage main\n"), "{text}");
        assert!(text.ends_with("\"&\"\n```\n\n</go-escape>\n"), "{text}");
        let program = "package main\n// ````";
        let text = snippet(&choices, HOME, program, "", str::to_owned);
        assert!(text.contains("\n`````go\npackage main\n// ````\n`````\n"), "{text}");
    }

    #[test]
    fn a_frame_has_everything_in_its_address() {
        let choices = Choices { form: Form::Frame, theme: Theme::Dark, readonly: true, ..Choices::default() };
        let text = of(&choices);
        assert!(text.starts_with(
            "<iframe src=\"https://example.org/a/embed.html#theme=dark&amp;readonly=&amp;code=package%20main%0A%0Avar"
        ));
        assert!(text.contains("title=\"Go: &quot;x&quot;\"") && text.contains("sandbox=\"allow-scripts\""));
    }

    #[test]
    fn verdicts_are_comments_at_their_lines() {
        let verdicts = [(1, "stack".to_owned()), (3, "x → heap:\nreturned".to_owned()), (9, "none".to_owned())];
        assert_eq!(exported("a\nb\nc\n", &verdicts), "a //⇐ stack\nb\nc //⇐ x → heap: returned\n");
        assert_eq!(exported("a", &[]), "a");
    }
}
