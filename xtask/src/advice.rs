//! Offers of advice, and what Go says to each of them.
//!
//! Every offer of `escapade -advice` about every example and about the programs
//! of `tests/advice` is applied, and Go is asked about the edited text:
//!
//! * it compiles, and `gofmt -l` has nothing to say (if it had not before);
//! * what gc prints with `-m` of values that escape or move to the heap is what
//!   Escapade prints of the edited text, so the figures of the offer are gc's;
//! * a program with a `main` prints the same as before;
//! * a run of it allocates no more objects than before: both figures are
//!   recorded, as `testing.AllocsPerRun` has them.
//!
//! The recording stands beside the program in `tests/advice`; it has the
//! offers as `escapade -advice` prints them, and Go's word below each. The
//! core's test `advice` compares offers with it without asking Go.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{
    cmd::{self, say},
    fixtures::{self, Fixture},
    go::{self, Go},
    oracle, packs,
    tools::Scratch,
};

const DIR: &str = "analyzer-core/tests/advice";

/// How many objects must have gone in all for a run to count as a proof.
const MIN_GONE: usize = 20;

/// A program, its offers as text, and the edited texts.
struct Program {
    source: PathBuf,
    recording: PathBuf,
    text: String,
    blocks: Vec<String>,
    edited: Vec<String>,
}

/// Applies all offers, asks Go, and records what came out or, if `check` is
/// set, compares; whether all is as it should be.
pub(crate) fn run(go: &Go, check: bool) -> Result<bool> {
    let (tool, std) = (packs::tool()?, packs::ensure()?);
    let programs = programs(&tool, &std)?;
    let count: usize = programs.iter().map(|program| program.edited.len()).sum();
    say(&format!("applying {count} offers and asking Go {} about them", go::VERSION));
    let scratch = Scratch::new("advice")?;
    let mut wrong = Vec::new();
    let versions = write_versions(&scratch.0, &programs)?;
    unformatted(go, &scratch.0, &mut wrong)?;
    compare_lines(go, &tool, &std, &versions, &mut wrong)?;
    let measured = measure(go, &scratch.0, &programs, &mut wrong)?;

    let (mut gone, mut expected) = (0, BTreeSet::new());
    for (index, program) in programs.iter().enumerate() {
        let mut text = String::new();
        for (offer, block) in program.blocks.iter().enumerate() {
            text.push_str(block);
            let before = measured.get(&(index, 0));
            match before.zip(measured.get(&(index, offer + 1))) {
                Some((before, after)) => {
                    writeln!(text, "Go: compiles, formatted, prints the same; objects in a run {before} → {after}\n")?;
                    gone += before.saturating_sub(*after);
                    if after > before {
                        wrong.push(format!("{}: a run allocates more:\n{block}", program.source.display()));
                    }
                }
                None => text.push_str("Go: compiles, formatted\n\n"),
            }
        }
        expected.insert(program.recording.clone());
        let recorded = fs::read_to_string(&program.recording).ok();
        if recorded.as_deref() == Some(&text) {
            continue;
        }
        if check {
            let name = program.recording.display();
            let diff = similar::TextDiff::from_lines(recorded.as_deref().unwrap_or_default(), &text);
            wrong.push(format!("{name} is not what was recorded:\n{}", diff.unified_diff()));
        } else {
            fs::create_dir_all(program.recording.parent().unwrap_or(Path::new(".")))?;
            fs::write(&program.recording, text)?;
        }
    }
    for path in stale(&expected)? {
        if check {
            wrong.push(format!("{}: there is no such program any more", path.display()));
        } else {
            fs::remove_file(path)?;
        }
    }
    if gone < MIN_GONE {
        wrong.push(format!("only {gone} objects are gone in all"));
    }
    for text in &wrong {
        eprintln!("{text}");
    }
    say(&format!(
        "{count} offers, {} things not as they should be; {gone} objects less in the runs of all",
        wrong.len()
    ));
    Ok(wrong.is_empty())
}

/// The programs with their offers.
fn programs(tool: &Path, std: &Path) -> Result<Vec<Program>> {
    let root = cmd::root();
    let mut all: Vec<(PathBuf, PathBuf)> = Vec::new();
    for source in fixtures::entries(&root.join(DIR))? {
        if source.extension().is_some_and(|ext| ext == "go") {
            let recording = source.with_extension("want");
            all.push((source, recording));
        }
    }
    for fixture in fixtures::all(&root)? {
        if let Some(name) = fixture.name.strip_prefix("examples/") {
            let recording = root.join(DIR).join("examples").join(format!("{}.want", name.replace('/', "-")));
            all.push((fixture.source, recording));
        }
    }
    all.into_iter().map(|(source, recording)| program(tool, std, source, recording)).collect()
}

fn program(tool: &Path, std: &Path, source: PathBuf, recording: PathBuf) -> Result<Program> {
    let text = fs::read_to_string(&source)?;
    let (dir, name) = (source.parent().unwrap_or(Path::new(".")), source.file_name().unwrap_or_default());
    let ask = |flags: &[&str]| {
        let mut escapade = cmd::command(tool);
        escapade.current_dir(dir).args(flags).arg(name).env("ESCAPADE_STD", std);
        cmd::output(&mut escapade)
    };
    let shown = ask(&["-advice"])?;
    let mut blocks: Vec<String> =
        shown.split("\n\n").filter(|block| !block.is_empty()).map(|block| format!("{block}\n")).collect();
    let data: Value = serde_json::from_str(&ask(&["-advice", "-json"])?)?;
    let offers = data["offers"].as_array().context("no offers in the JSON")?;
    // Behind the offers is what nothing is offered for, if there is any.
    if data["withheld"].as_array().is_some_and(|withheld| !withheld.is_empty()) {
        blocks.pop();
    }
    if offers.len() != blocks.len() {
        bail!("{}: {} offers as data, {} as text", source.display(), offers.len(), blocks.len());
    }
    let edited = offers.iter().map(|offer| apply(&text, offer)).collect::<Result<_>>()?;
    Ok(Program { source, recording, text, blocks, edited })
}

/// Applies the edits of an offer, the last one first.
fn apply(text: &str, offer: &Value) -> Result<String> {
    let mut edited = text.to_owned();
    for edit in offer["edits"].as_array().context("an offer without edits")?.iter().rev() {
        let at = |end: &str| edit["span"][end].as_u64().and_then(|at| usize::try_from(at).ok());
        let (start, end) = at("start").zip(at("end")).context("an edit without a span")?;
        edited.replace_range(start..end, edit["text"].as_str().context("an edit without text")?);
    }
    Ok(edited)
}

/// Where the text of each version is: version 0 is the program as it is.
type Versions = BTreeMap<(usize, usize), PathBuf>;

/// Writes every version as a package of its own, in a module for `go`.
fn write_versions(dir: &Path, programs: &[Program]) -> Result<Versions> {
    let mut versions = Versions::new();
    for (index, program) in programs.iter().enumerate() {
        for (version, text) in std::iter::once(&program.text).chain(&program.edited).enumerate() {
            let package = dir.join(format!("p{index}v{version}"));
            fs::create_dir_all(&package)?;
            let path = package.join("main.go");
            fs::write(&path, text)?;
            versions.insert((index, version), path);
        }
    }
    Ok(versions)
}

/// Files that gofmt would change.
fn unformatted(go: &Go, dir: &Path, wrong: &mut Vec<String>) -> Result<()> {
    let mut gofmt = Command::new(go.root()?.join("bin/gofmt"));
    let listed = cmd::output(gofmt.arg("-d").arg(dir))?;
    if !listed.is_empty() {
        wrong.push(format!("not as gofmt has it:\n{listed}"));
    }
    Ok(())
}

/// Compares what gc and Escapade print about the heap, of every version.
fn compare_lines(go: &Go, tool: &Path, std: &Path, versions: &Versions, wrong: &mut Vec<String>) -> Result<()> {
    let fixtures: Vec<Fixture> = (versions.iter())
        .map(|((program, version), source)| Fixture { name: format!("p{program}v{version}"), source: source.clone() })
        .collect();
    let answers = oracle::ask(go, &fixtures, &[("m", &["-m"])])?;
    for (fixture, answer) in fixtures.iter().zip(answers) {
        let [("m", theirs)] = answer.as_slice() else {
            wrong.push(format!(
                "{} does not compile: {answer:?}\n{}",
                fixture.name,
                fs::read_to_string(&fixture.source)?
            ));
            continue;
        };
        let mut escapade = cmd::command(tool);
        let dir = fixture.source.parent().unwrap_or(Path::new("."));
        escapade.current_dir(dir).args(["-m", "main.go"]).env("ESCAPADE_STD", std);
        let ours = cmd::output(&mut escapade)?;
        let (theirs, ours) = (heap_lines(theirs), heap_lines(&ours));
        if theirs != ours {
            let text = fs::read_to_string(&fixture.source)?;
            wrong.push(format!("{}: gc says {theirs:#?}, Escapade {ours:#?} of\n{text}", fixture.name));
        }
    }
    Ok(())
}

/// The lines about the heap, sorted; gc prints what it inlines more than once.
fn heap_lines(text: &str) -> BTreeSet<String> {
    let lines = text.lines().filter(|line| line.contains("escapes to heap") || line.contains("moved to heap"));
    lines.map(|line| line.trim_start_matches("./").to_owned()).collect()
}

/// Runs every version that has a `main`, in one program: what it prints must
/// be the same; the objects of a run.
fn measure(
    go: &Go,
    dir: &Path,
    programs: &[Program],
    wrong: &mut Vec<String>,
) -> Result<BTreeMap<(usize, usize), usize>> {
    let mut names = Vec::new();
    for (index, program) in programs.iter().enumerate() {
        if !program.text.contains("package main\n") || program.edited.is_empty() {
            continue;
        }
        for version in 0..=program.edited.len() {
            let name = format!("p{index}v{version}");
            let file = dir.join(&name).join("main.go");
            let text = fs::read_to_string(&file)?.replacen("package main\n", &format!("package {name}\n"), 1);
            fs::write(&file, text)?;
            fs::write(dir.join(&name).join("run.go"), format!("package {name}\n\nfunc Run() {{ main() }}\n"))?;
            names.push((index, version, name));
        }
    }
    // What has no `main` is no part of the program.
    fs::write(dir.join("go.mod"), format!("module advice\n\ngo {}\n", go::LANG))?;
    fs::write(dir.join("main.go"), runner(&names))?;
    let program = dir.join("runner");
    cmd::run(go.command(dir).args(["build", "-o"]).arg(&program).arg("."))?;
    let mut printed = BTreeMap::new();
    for (index, version, name) in &names {
        let output = Command::new(&program).args(["run", name]).output()?;
        let text = (output.status.success(), output.stdout, output.stderr);
        match printed.get(index) {
            None => drop(printed.insert(*index, text)),
            Some(first) if *first == text => {}
            Some(first) => {
                let block = version.checked_sub(1).and_then(|offer| programs[*index].blocks.get(offer));
                let shown = |text: &(bool, Vec<u8>, Vec<u8>)| {
                    let [stdout, stderr] = [&text.1, &text.2].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
                    format!("{stdout}{stderr}")
                };
                let source = programs[*index].source.display();
                wrong.push(format!("{source}: it prints\n{}and not\n{}\n{block:?}", shown(&text), shown(first)));
            }
        }
    }
    let output = Command::new(&program).arg("count").output()?;
    let counts = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut measured = BTreeMap::new();
    for line in counts.lines().filter_map(|line| line.strip_prefix("OBJECTS ")) {
        let (name, objects) = line.split_once(' ').context("an odd line")?;
        let entry = names.iter().find(|entry| entry.2 == name).context("an odd name")?;
        measured.insert((entry.0, entry.1), objects.parse()?);
    }
    if measured.len() != names.len() {
        bail!("{} of {} programs were measured", measured.len(), names.len());
    }
    Ok(measured)
}

/// A program that runs the version that it is told, or counts the objects of all.
fn runner(names: &[(usize, usize, String)]) -> String {
    let (mut imports, mut table) = (String::new(), String::new());
    for (_, _, name) in names {
        let _ = writeln!(imports, "\t\"advice/{name}\"");
        let _ = writeln!(table, "\t{{{name:?}, {name}.Run}},");
    }
    format!(
        r#"package main

import (
	"fmt"
	"os"
	"runtime/debug"
	"testing"

{imports})

var programs = []struct {{
	name string
	run  func()
}}{{
{table}}}

func main() {{
	args := os.Args
	os.Args = os.Args[:1]
	if args[1] == "run" {{
		for _, p := range programs {{
			if p.name == args[2] {{
				p.run()
			}}
		}}
		return
	}}
	debug.SetGCPercent(-1)
	for _, p := range programs {{
		// The first rounds fill pools and grow what stays.
		p.run()
		p.run()
		fmt.Printf("\nOBJECTS %s %v\n", p.name, testing.AllocsPerRun(50, p.run))
	}}
}}
"#
    )
}

/// Recordings of programs that are gone.
fn stale(expected: &BTreeSet<PathBuf>) -> Result<Vec<PathBuf>> {
    let dir = cmd::root().join(DIR);
    let mut found = fixtures::entries(&dir)?;
    found.extend(fixtures::entries(&dir.join("examples"))?);
    found.retain(|path| path.extension().is_some_and(|ext| ext == "want") && !expected.contains(path));
    Ok(found)
}
