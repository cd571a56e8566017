//! What gc and we say about a broken package, compared and counted.

use std::{collections::BTreeMap, fmt::Write as _, fs};

use super::Mutant;

/// One side's answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said {
    Accepts,
    /// Its first error; row 0 if that has no place.
    Refuses {
        file: String,
        row: u32,
        message: String,
    },
    Crash(String),
}

/// The answers of both sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    BothAccept,
    SameMessage,
    SameLine,
    OtherLine,
    WeAccept,
    WeRefuse,
    Crash,
}

impl Kind {
    const ALL: [(Self, &'static str); 7] = [
        (Self::BothAccept, "both accept"),
        (Self::SameMessage, "both refuse: same line, same words"),
        (Self::SameLine, "both refuse: same line, other words"),
        (Self::OtherLine, "both refuse: another line"),
        (Self::WeAccept, "gc refuses, escapade accepts"),
        (Self::WeRefuse, "gc accepts, escapade refuses"),
        (Self::Crash, "escapade crashes"),
    ];

    fn agrees(self) -> bool {
        matches!(self, Self::BothAccept | Self::SameMessage)
    }
}

/// A comparison, with the texts of both sides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Outcome {
    kind: Kind,
    gc: String,
    ours: String,
    /// What differences of this kind have in common.
    label: String,
}

impl Outcome {
    /// Compares the two answers.
    pub(super) fn of(gc: &Said, ours: &Said) -> Self {
        let kind = match (gc, ours) {
            (_, Said::Crash(_)) => Kind::Crash,
            (Said::Accepts, Said::Accepts) => Kind::BothAccept,
            (Said::Accepts, _) => Kind::WeRefuse,
            (_, Said::Accepts) => Kind::WeAccept,
            _ if gc == ours => Kind::SameMessage,
            (Said::Refuses { file, row, .. }, Said::Refuses { file: our_file, row: our_row, .. })
                if file == our_file && row == our_row =>
            {
                Kind::SameLine
            }
            _ => Kind::OtherLine,
        };
        let label = format!("{} | here: {}", general(gc), general(ours));
        Self { kind, gc: text(gc), ours: text(ours), label }
    }
}

fn text(said: &Said) -> String {
    match said {
        Said::Accepts => "accepts".into(),
        Said::Refuses { row: 0, message, .. } => message.clone(),
        Said::Refuses { file, row, message } => format!("{file}:{row}: {message}"),
        Said::Crash(text) => text.clone(),
    }
}

/// An error without the names in it: what is in front of a colon, or all of a
/// syntax error, with an ellipsis for what is quoted.
fn general(said: &Said) -> String {
    let message = match said {
        Said::Accepts => return "accepts".into(),
        Said::Crash(_) => return "crash".into(),
        Said::Refuses { message, .. } => message.lines().next().unwrap_or_default(),
    };
    let message = match message.split_once(": ") {
        Some((start, _)) if start != "syntax error" => start,
        _ => message,
    };
    let mut general = String::new();
    let mut quote = None;
    for c in message.chars() {
        match quote {
            Some(end) if c == end => quote = None,
            Some(_) => {}
            None => {
                general.push(c);
                quote = match c {
                    '"' | '`' => Some(c),
                    '(' => Some(')'),
                    _ => None,
                };
                if quote.is_some() {
                    general.push('…');
                }
            }
        }
    }
    // Syntax errors name the identifier at hand.
    let mut words = general.split(' ').peekable();
    let mut text = String::new();
    while let Some(word) = words.next() {
        let _ = write!(text, "{}{word}", if text.is_empty() { "" } else { " " });
        if word == "name" && words.next().is_some() {
            text.push_str(" …");
        }
    }
    text
}

/// All outcomes.
#[derive(Default)]
pub(super) struct Table {
    counts: BTreeMap<Kind, usize>,
    /// By kind and label: how many, and each as a text.
    differences: BTreeMap<(Kind, String), Vec<String>>,
}

impl Table {
    /// Counts what became of `mutant`.
    pub(super) fn add(&mut self, mutant: &Mutant, outcome: &Outcome) {
        *self.counts.entry(outcome.kind).or_default() += 1;
        if outcome.kind.agrees() {
            return;
        }
        let name = mutant.file.file_name().unwrap_or_default().to_string_lossy();
        let mut text = format!("{} {name}: {} ({})\n", mutant.package, mutant.damage, mutant.broken.display());
        for (side, said) in [("gc", &outcome.gc), ("here", &outcome.ours)] {
            let _ = writeln!(text, "  {side}: {}", said.replace('\n', "\n    "));
            if let Some(line) = source_line(mutant, said) {
                let _ = writeln!(text, "    | {}", line.trim());
            }
        }
        self.differences.entry((outcome.kind, outcome.label.clone())).or_default().push(text);
    }

    /// Whether anything differs.
    pub(super) fn differs(&self) -> bool {
        !self.differences.is_empty()
    }

    /// Whether anything crashed.
    pub(super) fn crashed(&self) -> bool {
        self.counts.contains_key(&Kind::Crash)
    }

    /// The commonest differences with one example each, or with all of them;
    /// then how many there are of each kind.
    pub(super) fn show(&self, all: bool) -> String {
        let mut text = String::new();
        let mut differences: Vec<_> = self.differences.iter().collect();
        differences.sort_by_key(|((kind, _), found)| (std::cmp::Reverse(*kind), std::cmp::Reverse(found.len())));
        for ((kind, label), found) in differences {
            let _ = writeln!(text, "{:4} {}: {label}", found.len(), kind_name(*kind));
            let shown = if all { found.len() } else { 1 };
            for line in found.iter().take(shown).flat_map(|example| example.lines()) {
                let _ = writeln!(text, "     {line}");
            }
        }
        let total: usize = self.counts.values().sum();
        for (kind, name) in Kind::ALL {
            let count = self.counts.get(&kind).copied().unwrap_or(0);
            let _ = writeln!(text, "{name:40} {count:5}  {}", percent(count, total));
        }
        let refused = [Kind::SameMessage, Kind::SameLine, Kind::OtherLine, Kind::WeAccept];
        let of = |kinds: &[Kind]| kinds.iter().filter_map(|kind| self.counts.get(kind)).sum::<usize>();
        let same = of(&refused[..2]);
        let refused = of(&refused);
        let _ = writeln!(text, "{:40} {:>5}  {}", "of what gc refuses, on the same line", same, percent(same, refused));
        text
    }
}

fn kind_name(kind: Kind) -> &'static str {
    Kind::ALL.iter().find(|(known, _)| *known == kind).map_or("", |(_, name)| name)
}

/// The line of the broken file that an error is about.
fn source_line(mutant: &Mutant, said: &str) -> Option<String> {
    let name = mutant.broken.file_name()?.to_str()?;
    let row: usize = said.strip_prefix(name)?.strip_prefix(':')?.split(':').next()?.parse().ok()?;
    let text = String::from_utf8_lossy(&fs::read(&mutant.broken).ok()?).into_owned();
    text.lines().nth(row.checked_sub(1)?).map(str::to_owned)
}

#[expect(clippy::cast_precision_loss, reason = "a percentage with one digit")]
fn percent(count: usize, total: usize) -> String {
    if total == 0 { String::new() } else { format!("{:5.1} %", count as f64 * 100.0 / total as f64) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refuses(row: u32, message: &str) -> Said {
        Said::Refuses { file: "a.go".into(), row, message: message.into() }
    }

    #[test]
    fn first_errors_are_compared() {
        let kind = |gc: &Said, ours: &Said| Outcome::of(gc, ours).kind;
        let error = refuses(3, "undefined: x");
        assert_eq!(kind(&Said::Accepts, &Said::Accepts), Kind::BothAccept);
        assert_eq!(kind(&error, &error), Kind::SameMessage);
        assert_eq!(kind(&error, &refuses(3, "undefined: y")), Kind::SameLine);
        assert_eq!(kind(&error, &refuses(4, "undefined: x")), Kind::OtherLine);
        assert_eq!(kind(&error, &Said::Accepts), Kind::WeAccept);
        assert_eq!(kind(&Said::Accepts, &error), Kind::WeRefuse);
        assert_eq!(kind(&error, &Said::Crash(String::new())), Kind::Crash);
    }

    #[test]
    fn labels_are_without_names() {
        let general = |message: &str| general(&refuses(1, message));
        assert_eq!(general("undefined: x"), "undefined");
        assert_eq!(general("\"os\" imported and not used"), "\"… imported and not used");
        assert_eq!(
            general("syntax error: unexpected name foo, expected ("),
            general("syntax error: unexpected name bar, expected (")
        );
        assert_ne!(general("syntax error: unexpected )"), general("syntax error: unexpected ]"));
    }
}
