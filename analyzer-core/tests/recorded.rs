//! Escape lines against what gc said: every fixture and every example.
//!
//! `tests/recorded` holds gc's output, made by `cargo xtask oracle`. Compared
//! are the escape lines of `-m -l` that do not depend on packages which are
//! not known; `cargo xtask agree` shows all the others too.
//!
//! `tests/agreed.txt` lists the programs that agree: what was reached is kept.
//! `UPDATE_EXPECT=1` adds those that agree by now.

use std::{
    collections::{BTreeSet, HashSet},
    env,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use analyzer_core::{
    Options, Release, Session,
    base::SourceFile,
    report::{MessageKind, NoteKind, Place, Report},
};

/// Where a recording is, and the program that it is about.
struct Program {
    name: String,
    source: PathBuf,
    recording: PathBuf,
}

#[test]
fn escape_lines_are_those_of_gc() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let list = tests.join("agreed.txt");
    let listed = fs::read_to_string(&list).unwrap_or_default();
    let mut agreed: BTreeSet<String> = listed.lines().map(str::to_owned).collect();

    let mut failures = String::new();
    let mut others = 0;
    for program in programs(&tests) {
        let differences = differences(&program);
        if agreed.contains(&program.name) {
            if !differences.is_empty() {
                let _ = writeln!(failures, "{}:\n{differences}", program.name);
            }
        } else if differences.is_empty() {
            agreed.insert(program.name);
        } else {
            others += 1;
        }
    }
    println!("{} programs agree, {others} do not", agreed.len());
    if env::var_os("UPDATE_EXPECT").is_some() {
        let names: Vec<String> = agreed.into_iter().collect();
        fs::write(&list, names.join("\n") + "\n").unwrap();
    }
    assert!(failures.is_empty(), "\n(- gc, + here)\n{failures}");
}

/// The programs with a recording of `-m -l`, or of errors.
fn programs(tests: &Path) -> Vec<Program> {
    let recorded = tests.join("recorded");
    let mut dirs = vec![recorded.clone()];
    let mut found = Vec::new();
    while let Some(dir) = dirs.pop() {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                dirs.push(path);
                continue;
            }
            let name = path.strip_prefix(&recorded).unwrap().to_str().unwrap();
            let Some(name) = name.strip_suffix(".ml.txt").or_else(|| name.strip_suffix(".err.txt")) else { continue };
            let root = if name.starts_with("examples/") { tests.join("../../public") } else { tests.to_path_buf() };
            found.push(Program {
                name: name.to_owned(),
                source: root.join(format!("{name}.go")),
                recording: path.clone(),
            });
        }
    }
    assert!(!found.is_empty(), "nothing is recorded in {}", recorded.display());
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

/// The lines that only one side has, as a diff.
fn differences(program: &Program) -> String {
    let text = fs::read(&program.source).unwrap();
    let name = program.source.file_name().unwrap().to_str().unwrap().to_owned();
    let options = Options { inline: false, ..Options::default() };
    let report = Session::new(Release::default()).analyze(&[SourceFile { name, text }], &options);

    let recorded = fs::read_to_string(&program.recording).unwrap();
    let (gc, ours): (BTreeSet<String>, BTreeSet<String>) = if program.recording.ends_with(".err.txt") {
        let errors = report.all_printed_errors().into_iter().map(|(_, line)| line);
        (
            recorded.lines().filter(|line| !line.ends_with(": too many errors")).map(str::to_owned).collect(),
            errors.collect(),
        )
    } else {
        let unknown = Unknown::of(&report);
        let gc = recorded.lines().filter(|line| is_escape(line) && !unknown.covers(line));
        let ours = report.messages.iter().filter(|message| {
            !matches!(
                message.kind,
                MessageKind::ZeroCopy
                    | MessageKind::SelfAssignment
                    | MessageKind::Uintptr
                    | MessageKind::Inlining
                    | MessageKind::BoundsCheck
            )
        });
        let ours = ours.map(|message| report.line(message.place, &message.text));
        let errors = report.all_printed_errors().into_iter().map(|(_, line)| line);
        (gc.map(str::to_owned).collect(), ours.filter(|line| !unknown.covers(line)).chain(errors).collect())
    };
    let mut diff = String::new();
    for line in gc.union(&ours) {
        match (gc.contains(line), ours.contains(line)) {
            (true, false) => _ = writeln!(diff, "- {line}"),
            (false, true) => _ = writeln!(diff, "+ {line}"),
            _ => {}
        }
    }
    diff
}

/// As gc prints it.
fn position(report: &Report, place: Place) -> String {
    let line = report.line(place, "");
    line.strip_suffix(": ").unwrap_or(&line).to_owned()
}

fn is_escape(line: &str) -> bool {
    let text = line.split_once(": ").map_or("", |(_, text)| text);
    line.starts_with("moved to heap: ")
        || text.starts_with("moved to heap: ")
        || text.starts_with("leaking param")
        || text.ends_with(" escapes to heap")
        || text.ends_with(" does not escape")
}

/// Where verdicts rest on an assumption about a package that is not known.
struct Unknown {
    /// `file:line:` of calls into such a package.
    lines: HashSet<String>,
    /// `file:line:col` of verdicts that depend on one.
    places: HashSet<String>,
}

impl Unknown {
    fn of(report: &Report) -> Self {
        let notes = report.notes.iter().filter(|note| matches!(note.kind, NoteKind::UnknownPackage { .. }));
        let lines = notes.map(|note| {
            let file = report.files.get(note.place.file as usize).map_or("", String::as_str);
            format!("{file}:{}:", note.place.at.line)
        });
        let locations = report.locations.iter().filter(|location| location.assumed).map(|location| location.place);
        let messages = report.messages.iter().filter(|message| message.assumed).map(|message| message.place);
        Self { lines: lines.collect(), places: locations.chain(messages).map(|at| position(report, at)).collect() }
    }

    fn covers(&self, line: &str) -> bool {
        let position = line.split_once(": ").map_or("", |(position, _)| position);
        self.places.contains(position)
            || position.rmatch_indices(':').any(|(colon, _)| self.lines.contains(&position[..=colon]))
    }
}
