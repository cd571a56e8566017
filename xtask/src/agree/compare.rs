//! Two sets of lines: how far they agree, and how they differ.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fmt::{self, Write as _},
};

use super::{base_name, ours::Answer};

/// One line of gc, or of ours.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Line {
    pub file: String,
    /// The line, from 1.
    pub row: u32,
    /// 0 if there is none.
    pub col: u32,
    pub message: String,
}

impl Line {
    fn place(&self) -> (&str, u32, u32) {
        (&self.file, self.row, self.col)
    }

    /// A message without a place.
    pub(super) fn bare(message: String) -> Self {
        Self { file: "package".into(), row: 0, col: 0, message }
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:", self.file, self.row)?;
        if self.col > 0 {
            write!(f, "{}:", self.col)?;
        }
        write!(f, " {}", self.message)
    }
}

/// The lines of gc's output, files without directories.
pub(crate) fn parse_lines(text: &str) -> Vec<Line> {
    parse_lines_with(text, base_name)
}

/// The lines of gc's output, files called as `file` has it. Decisions about
/// variables that the compiler made up have no position: they count as line 0
/// of the file at hand. Anything else without a position belongs to the line
/// before.
pub(super) fn parse_lines_with<'t>(text: &'t str, file: impl Fn(&'t str) -> &'t str) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for text in text.lines() {
        if let Some(line) = parse_line(text, &file) {
            lines.push(line);
        } else if let (true, Some(last)) = (text.starts_with("moved to heap: "), lines.last()) {
            let file = last.file.clone();
            lines.push(Line { file, row: 0, col: 0, message: text.to_owned() });
        } else if let (false, Some(last)) = (text.starts_with('#'), lines.last_mut()) {
            last.message.push('\n');
            last.message.push_str(&text_without_dirs(text));
        }
    }
    lines
}

fn parse_line<'t>(text: &'t str, name: impl Fn(&'t str) -> &'t str) -> Option<Line> {
    let (position, message) = text.split_once(": ")?;
    let mut parts = position.rsplitn(3, ':');
    let last = parts.next()?.parse().ok()?;
    let middle = parts.next()?;
    let (file, row, col) = match middle.parse() {
        Ok(row) => (parts.next()?, row, last),
        Err(_) => (middle, last, 0),
    };
    Some(Line { file: name(file).to_owned(), row, col, message: text_without_dirs(message) })
}

/// Explanations name places; a file there stands without directory, whatever it
/// is called (`//line` makes parts of a Go file others').
pub(super) fn text_without_dirs(text: &str) -> String {
    let is_place = |place: &str| place.rsplit_once(':').is_some_and(|(_, number)| number.parse::<u32>().is_ok());
    match text.rsplit_once(" at ") {
        Some((before, place)) if is_place(place) => format!("{before} at {}", base_name(place)),
        _ => text.to_owned(),
    }
}

/// `lines` by place.
fn by_place<'a>(lines: impl Iterator<Item = &'a Line>) -> HashMap<(&'a str, u32, u32), Vec<&'a Line>> {
    let mut places: HashMap<_, Vec<&Line>> = HashMap::new();
    for line in lines {
        places.entry(line.place()).or_default().push(line);
    }
    places
}

/// What kind of line a message makes; the order is that of the tests.
fn kind(message: &str) -> &'static str {
    const STARTS: [(&str, &str); 13] = [
        ("moved to heap: ", "moved to heap"),
        ("leaking param content: ", "leaking param content"),
        ("leaking param: ", "leaking param"),
        ("can inline ", "can inline"),
        ("cannot inline ", "cannot inline"),
        ("inlining call to ", "inlining call"),
        ("devirtualizing ", "devirtualizing"),
        ("zero-copy ", "zero-copy"),
        ("parameter ", "explanation"),
        ("  flow: ", "explanation"),
        ("    from ", "explanation"),
        ("assuming ", "uintptr"),
        ("marking ", "uintptr"),
    ];
    if let Some((_, kind)) = STARTS.iter().find(|(start, _)| message.starts_with(start)) {
        return if *kind == "leaking param" && message.contains(" to result ") {
            "leaking param to result"
        } else {
            kind
        };
    }
    match message {
        _ if message.ends_with(" escapes to heap") => "escapes to heap",
        _ if message.ends_with(" does not escape") => "does not escape",
        _ if message.contains(" escapes to heap in ") => "explanation",
        _ if message.ends_with("bounds check elided") => "bounds check",
        _ if message.contains("self-assignment") => "self-assignment",
        _ => "other",
    }
}

/// Whether a kind is about escaping: the lines that matter most.
fn is_escape(kind: &str) -> bool {
    matches!(
        kind,
        "moved to heap"
            | "escapes to heap"
            | "does not escape"
            | "leaking param"
            | "leaking param content"
            | "leaking param to result"
    )
}

/// Where the code of a line is from, if not from the package itself.
fn origin(file: &str) -> &'static str {
    match file {
        "<autogenerated>" => " (code that the compiler makes)",
        _ if file.contains('/') => " (code of another package)",
        _ => "",
    }
}

/// Things that both, or either, have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Figure {
    pub both: u64,
    pub either: u64,
}

impl Figure {
    /// Counts one that `shared` says whether both have.
    pub(super) fn count(&mut self, shared: bool) {
        self.both += u64::from(shared);
        self.either += 1;
    }

    #[expect(clippy::cast_precision_loss, reason = "a percentage with two digits")]
    pub(super) fn percent(self) -> f64 {
        if self.either == 0 { 100.0 } else { self.both as f64 * 100.0 / self.either as f64 }
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = self.percent();
        write!(f, "{percent:6.2} %  {:6} of {:6}", self.both, self.either)
    }
}

/// How often a kind of difference occurs, and where for example.
#[derive(Debug, Default)]
pub(super) struct Difference {
    pub count: u64,
    pub example: String,
}

impl Difference {
    fn count(&mut self, example: &str) {
        self.count += 1;
        if self.example.is_empty() {
            example.clone_into(&mut self.example);
        }
    }
}

/// What is known after comparing some packages.
#[derive(Debug, Default)]
pub(super) struct Comparison {
    all: Figure,
    escape: Figure,
    independent_all: Figure,
    independent_escape: Figure,
    /// Errors of the programs that both refuse.
    errors: Figure,
    differences: BTreeMap<String, Difference>,
    /// Packages about which all is the same.
    packages: Figure,
    /// Packages that one side refuses and the other does not, and crashes.
    disputed: Vec<String>,
    /// Every difference, line by line, if that was asked for.
    diff: Option<String>,
}

impl Comparison {
    /// An empty comparison; `diff` keeps every single line that differs.
    pub(super) fn new(diff: bool) -> Self {
        Self { diff: diff.then(String::new), ..Self::default() }
    }

    /// Adds what gc and we say about the package `name`.
    pub(super) fn add(&mut self, name: &str, gc: Result<Vec<Line>, String>, ours: Answer) {
        if let Some(crash) = &ours.crash {
            self.disputed.push(format!("{name}: escapade did not answer: {crash}"));
        }
        let gc = match gc {
            Ok(lines) => {
                if let Some(error) = ours.errors.first() {
                    self.disputed.push(format!("{name}: gc accepts it, escapade does not: {error}"));
                }
                lines
            }
            Err(errors) => {
                let first = errors.lines().find(|line| !line.starts_with('#')).unwrap_or_default();
                if ours.errors.is_empty() {
                    self.disputed.push(format!("{name}: escapade accepts it, gc does not: {first}"));
                } else {
                    self.add_errors(name, &errors, &ours.errors);
                }
                Vec::new()
            }
        };
        let gc: BTreeSet<Line> = gc.into_iter().collect();
        let mine: BTreeSet<Line> = ours.lines.into_iter().collect();
        for line in gc.union(&mine) {
            let shared = gc.contains(line) && mine.contains(line);
            let escape = is_escape(kind(&line.message));
            let independent = !ours.assumed.covers(line);
            self.all.count(shared);
            if escape {
                self.escape.count(shared);
            }
            if independent {
                self.independent_all.count(shared);
                if escape {
                    self.independent_escape.count(shared);
                }
            }
        }
        let [only_gc, only_mine] = [by_place(gc.difference(&mine)), by_place(mine.difference(&gc))];
        for line in gc.symmetric_difference(&mine) {
            let place = line.place();
            let sides = [&only_gc, &only_mine].map(|side| side.get(&place).map_or(&[][..], Vec::as_slice));
            self.differ(name, line, sides, !ours.assumed.covers(line));
        }
        if let (Some(diff), false) = (&mut self.diff, gc == mine) {
            let _ = writeln!(diff, "{name}");
            for line in gc.symmetric_difference(&mine) {
                let std = if ours.assumed.covers(line) { "  (depends on std)" } else { "" };
                let sign = if gc.contains(line) { '-' } else { '+' };
                let _ = writeln!(diff, "{sign} {line}{std}");
            }
        }
        self.packages.count(gc == mine && ours.crash.is_none());
    }

    /// Whether no difference was found.
    pub(super) fn is_alike(&self) -> bool {
        self.disputed.is_empty() && self.differences.is_empty()
    }

    /// Packages that are alike, all lines, escape lines.
    pub(super) fn figures(&self) -> [Figure; 3] {
        [self.packages, self.all, self.escape]
    }

    /// The kinds of difference, the most frequent one first.
    pub(super) fn kinds(&self) -> Vec<(&str, &Difference)> {
        let mut kinds: Vec<_> =
            self.differences.iter().map(|(label, difference)| (label.as_str(), difference)).collect();
        kinds.sort_by_key(|(label, difference)| (std::cmp::Reverse(difference.count), *label));
        kinds
    }

    /// Compares the errors about a program that both refuse, as far as gc
    /// prints them.
    fn add_errors(&mut self, name: &str, gc: &str, ours: &[Line]) {
        let mut gc = parse_lines(gc);
        let mut mine: Vec<Line> = ours.to_vec();
        if gc.pop_if(|last| last.message == "too many errors").is_some() {
            mine.truncate(gc.len());
        }
        let gc: BTreeSet<Line> = gc.into_iter().collect();
        let mine: BTreeSet<Line> = mine.into_iter().collect();
        for line in gc.union(&mine) {
            let shared = gc.contains(line) && mine.contains(line);
            self.errors.count(shared);
            if !shared {
                let side = if gc.contains(line) { "missing" } else { "extra" };
                let difference = self.differences.entry(format!("error: {side}")).or_default();
                difference.count(&format!("{name}: {line}"));
            }
        }
    }

    /// Records a line that only one side prints; `sides` are those that only
    /// gc, and only we, have at its place. Where each has one, that is one
    /// difference, seen from gc's line.
    fn differ(&mut self, name: &str, line: &Line, sides: [&[&Line]; 2], independent: bool) {
        let is_gcs = sides[0].contains(&line);
        let partner = match sides {
            [[_], [partner]] => Some(*partner),
            _ => None,
        };
        let std = if independent { origin(&line.file) } else { " (depends on std)" };
        let this = kind(&line.message);
        let (label, example) = match (partner, is_gcs) {
            (Some(_), false) => return,
            (Some(partner), true) => {
                let label = if kind(&partner.message) == this {
                    format!("{this}: other words{std}")
                } else {
                    format!("{this}: here {}{std}", kind(&partner.message))
                };
                (label, format!("{name}: {line} | here: {}", partner.message))
            }
            (None, true) => (format!("{this}: missing{std}"), format!("{name}: {line}")),
            (None, false) => (format!("{this}: extra{std}"), format!("{name}: {line}")),
        };
        self.differences.entry(label).or_default().count(&example);
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for text in &self.disputed {
            writeln!(f, "{text}")?;
        }
        if let Some(diff) = self.diff.as_ref().filter(|diff| !diff.is_empty()) {
            writeln!(f, "(- gc, + escapade)\n{diff}")?;
        }
        for (label, difference) in self.kinds() {
            writeln!(f, "{:6} {label}\n       {}", difference.count, difference.example)?;
        }
        if !self.disputed.is_empty() || !self.differences.is_empty() {
            writeln!(f)?;
        }
        writeln!(f, "packages alike       {}", self.packages)?;
        writeln!(f, "all lines            {}", self.all)?;
        writeln!(f, "escape lines         {}", self.escape)?;
        if self.errors.either > 0 {
            writeln!(f, "errors               {}", self.errors)?;
        }
        if self.independent_all == self.all {
            return Ok(());
        }
        writeln!(f, "without those that depend on std:")?;
        writeln!(f, "all lines            {}", self.independent_all)?;
        writeln!(f, "escape lines         {}", self.independent_escape)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compare(gc: &str, mine: &str) -> Comparison {
        let mut comparison = Comparison::default();
        let ours = Answer { lines: parse_lines(mine), ..Answer::default() };
        comparison.add("p", Ok(parse_lines(gc)), ours);
        comparison
    }

    #[test]
    fn agreement_is_both_of_either() {
        let gc = "a.go:1:1: can inline f\na.go:2:1: x does not escape\na.go:3:1: moved to heap: y\n";
        let comparison = compare(gc, "a.go:2:1: x does not escape\na.go:4:1: leaking param: z\n");
        assert_eq!(comparison.all, Figure { both: 1, either: 4 });
        assert_eq!(comparison.escape, Figure { both: 1, either: 3 });
        let labels: Vec<&str> = comparison.differences.keys().map(String::as_str).collect();
        assert_eq!(labels, ["can inline: missing", "leaking param: extra", "moved to heap: missing"]);
    }

    #[test]
    fn two_lines_at_one_place_are_one_difference() {
        let comparison = compare("a.go:1:1: x does not escape\n", "a.go:1:1: x escapes to heap\n");
        assert_eq!(comparison.all, Figure { both: 0, either: 2 });
        let labels: Vec<(&str, u64)> = comparison.differences.iter().map(|(k, d)| (k.as_str(), d.count)).collect();
        assert_eq!(labels, [("does not escape: here escapes to heap", 1)]);
    }

    #[test]
    fn a_refused_program_is_reported() {
        let mut comparison = Comparison::default();
        comparison.add("p", Err("# p\na.go:1:1: bad\n".into()), Answer::default());
        comparison.add("q", Ok(Vec::new()), Answer { errors: vec![Line::bare("no".into())], ..Answer::default() });
        assert_eq!(
            comparison.disputed,
            [
                "p: escapade accepts it, gc does not: a.go:1:1: bad",
                "q: gc accepts it, escapade does not: package:0: no"
            ]
        );
    }

    #[test]
    fn errors_are_compared_as_far_as_gc_prints_them() {
        let mut comparison = Comparison::default();
        let ours = |text: &str| Answer { errors: parse_lines(text), ..Answer::default() };
        let gc = "# p\na.go:1:1: a\n\tmore\na.go:2:1: b\na.go:2:1: too many errors\n";
        comparison.add("p", Err(gc.into()), ours("a.go:1:1: a\n\tmore\na.go:2:2: b\na.go:3:1: c\n"));
        assert_eq!(comparison.errors, Figure { both: 1, either: 3 });
    }

    #[test]
    fn places_in_explanations_stand_without_directory() {
        assert_eq!(text_without_dirs("  from &x (address-of) at ./a.go:1:2"), "  from &x (address-of) at a.go:1:2");
        assert_eq!(text_without_dirs("  from x (spill) at src/a/b.rl:12"), "  from x (spill) at b.rl:12");
        assert_eq!(text_without_dirs("moved to heap: x at y"), "moved to heap: x at y");
    }

    #[test]
    fn kinds_of_messages() {
        assert_eq!(kind("leaking param: p to result ~r0 level=0"), "leaking param to result");
        assert_eq!(kind("leaking param: p"), "leaking param");
        assert_eq!(kind("&T{...} escapes to heap"), "escapes to heap");
        assert_eq!(kind("&T{...} escapes to heap in f:"), "explanation");
    }
}
