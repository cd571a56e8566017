//! `analyzer-core/AGREEMENT.md`: the figures, and each kind of difference that
//! remains.
//!
//! Figures, headings and examples are written anew each time. What stands
//! below an example, the cause and a small program that shows it, is written by
//! hand and kept as long as there is a difference of that kind.

use std::{collections::HashMap, fmt::Write as _, fs, path::Path};

use anyhow::{Context, Result};

use super::{
    compare::{Comparison, Figure},
    tags::Tags,
};

/// What a kind without a cause has below its example.
const NO_CAUSE: &str = "Cause: not known yet.";

/// Longer examples are cut off.
const MAX_EXAMPLE: usize = 300;

/// The result for some flags.
pub(super) struct Section {
    pub flags: String,
    pub comparison: Comparison,
    pub tags: Tags,
}

/// Writes the file anew; whether something in it needs a cause is said.
pub(super) fn write(path: &Path, subject: &str, sections: &[Section]) -> Result<()> {
    let old = fs::read_to_string(path).unwrap_or_default();
    fs::write(path, text(subject, sections, &causes(&old))).with_context(|| format!("cannot write {}", path.display()))
}

fn text(subject: &str, sections: &[Section], causes: &HashMap<(String, String), String>) -> String {
    let mut text = format!(
        "# How far the answers agree with gc's\n\n\
         gc of Go {}, linux/amd64, about `{subject}`. `cargo xtask agree {subject} --write` writes the figures, the \
         kinds of difference and an example of each; what stands below an example is written by hand and kept.\n\n\
         Agreement is the number of lines that both print divided by the number of lines that either prints; a line \
         is file, line, column and message. Packages are those about which anything is printed, and are alike if \
         all of it is the same. Tags are what callers are told about parameters: functions are those with an \
         exported name, and a receiver with one, for which gc or Escapade prints a tag \
         (`-d=escapemutationscalls=1` prints all that is in one).\n\n\
         | flags | packages alike | all lines | escape lines | tags of exported functions |\n|---|---|---|---|---|\n",
        crate::go::VERSION
    );
    let cell = |figure: Figure| format!("{:.2} %<br>{} of {}", figure.percent(), figure.both, figure.either);
    for Section { flags, comparison, tags } in sections {
        let [packages, all, escape] = comparison.figures().map(cell);
        let _ = writeln!(text, "| `{flags}` | {packages} | {all} | {escape} | {} |", cell(tags.functions));
    }
    for Section { flags, comparison, tags } in sections {
        let _ = writeln!(text, "\n## `{flags}`");
        for (kind, difference) in comparison.kinds() {
            let _ = writeln!(text, "\n### {kind} ({})\n\n{}", difference.count, example(&difference.example));
            let cause = causes.get(&(flags.clone(), kind.to_owned())).map_or(NO_CAUSE, String::as_str);
            let _ = writeln!(text, "\n{cause}");
        }
        if let Some(first) = tags.examples.first() {
            let count = tags.functions.either - tags.functions.both;
            let _ = writeln!(text, "\n### {TAGS} ({count})\n\n{}", example(first));
            let cause = causes.get(&(flags.clone(), TAGS.to_owned())).map_or(NO_CAUSE, String::as_str);
            let _ = writeln!(text, "\n{cause}");
        }
    }
    text
}

const TAGS: &str = "tags of exported functions";

/// An example as a block of code: gc's line and ours.
fn example(example: &str) -> String {
    let cut = |text: &str| match text.char_indices().nth(MAX_EXAMPLE) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    };
    let mut lines = vec![cut(example.split(" | here: ").next().unwrap_or_default())];
    lines.extend(example.split_once(" | here: ").map(|(_, ours)| format!("here: {}", cut(ours))));
    let lines: Vec<String> = lines.iter().flat_map(|line| line.lines()).map(|line| format!("    {line}")).collect();
    lines.join("\n")
}

/// What was written by hand, by flags and kind.
fn causes(old: &str) -> HashMap<(String, String), String> {
    let mut causes = HashMap::new();
    for section in old.split("\n## `").skip(1) {
        let Some((flags, rest)) = section.split_once('`') else { continue };
        for kind in rest.split("\n### ").skip(1) {
            let Some((heading, body)) = kind.split_once('\n') else { continue };
            let Some((kind, _)) = heading.rsplit_once(" (") else { continue };
            // The first block of indented lines is the example.
            let by_hand = body.trim_start_matches('\n').lines().skip_while(|line| line.starts_with("    "));
            let by_hand = by_hand.collect::<Vec<_>>().join("\n");
            causes.insert((flags.to_owned(), kind.to_owned()), by_hand.trim_matches('\n').to_owned());
        }
    }
    causes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agree::{compare::parse_lines, ours::Answer};

    fn section(gc: &str) -> Section {
        let mut comparison = Comparison::new(false);
        comparison.add("p", Ok(parse_lines(gc)), Answer::default());
        Section { flags: "-m -l".into(), comparison, tags: Tags::default() }
    }

    #[test]
    fn what_is_written_by_hand_is_kept() {
        let gc = "a.go:1:1: x does not escape\na.go:2:1: moved to heap: y\n";
        let first = text("std", &[section(gc)], &HashMap::new());
        assert_eq!(first.matches(NO_CAUSE).count(), 2);
        let cause = "Because.\n\n```go\nfunc f() {\n    g()\n}\n```";
        let edited = first.replacen(NO_CAUSE, cause, 1);
        let gc = format!("{gc}a.go:3:1: moved to heap: z\n");
        let second = text("std", &[section(&gc)], &causes(&edited));
        assert!(second.contains("### moved to heap: missing (2)\n\n    p: a.go:2:1: moved to heap: y\n"), "{second}");
        assert!(second.contains(cause), "{second}");
        assert_eq!(text("std", &[section(&gc)], &causes(&second)), second);
    }
}
