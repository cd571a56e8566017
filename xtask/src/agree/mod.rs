//! `cargo xtask agree`: how much of what gc prints is printed here too.
//!
//! Agreement of a set of packages is |lines both print| / |lines either
//! prints|, a line being file, line, column and message. The most frequent
//! differences come first: the next thing to mend is at the top.
//!
//! gc's side is a recording for the programs of this repository, which are
//! chosen by parts of their names, and the go command for everything else: a
//! directory in a module is searched for packages, in a directory outside of
//! one each Go file is a package; `std`, `cmd` and import paths are packages of
//! Go's own tree ([`packages`]), `tests` is all of its test files
//! ([`testfiles`]), `mutants` are programs made by changing the recorded ones,
//! or those that are named ([`mutants`]), `others` are packages below a
//! directory that has them by import path ([`others`]). Our side is `escapade`, the program
//! that people use. `--tags` compares what callers are told about parameters
//! ([`tags`]), `--write` writes down all that is found out ([`written`]).

mod compare;
mod mutants;
mod others;
mod ours;
mod packages;
mod tags;
mod testfiles;
mod theirs;
mod written;

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use lexopt::prelude::*;

use crate::{
    cmd::{self, say},
    fixtures,
    go::Go,
};
use compare::{Comparison, Line};

pub(crate) use compare::parse_lines;
pub(crate) use ours::Escapade;

/// A package, and what gc prints about it.
struct Subject {
    /// How it is called in the output.
    name: String,
    /// What `escapade` is given: files or a directory.
    operand: PathBuf,
    /// Whether Go was asked about it now.
    live: bool,
    /// gc's lines, or the errors for which it refuses the program.
    gc: Result<Vec<Line>, String>,
}

/// What test files are called on the command line.
const TESTS: &str = "tests";

/// What is made of other programs.
const MUTANTS: &str = "mutants";

/// And packages that other people wrote.
const OTHERS: &str = "others";

/// `cargo xtask agree [--release] [--diff] [--tags] [--write] [NAME | PATH… | std | cmd | tests | mutants | others DIR… | IMPORTPATH…] [-- FLAG…]`
pub(crate) fn main(mut args: lexopt::Parser) -> Result<bool> {
    let (mut release, mut diff, mut tags, mut write) = (false, false, false, false);
    let (mut seed, mut count) = (1, 300);
    let mut operands = Vec::new();
    let mut flags = Vec::new();
    loop {
        // What stands behind `--` is for the compiler, dashes and all.
        if let Some(mut raw) = args.try_raw_args()
            && raw.next_if(|arg| arg == "--").is_some()
        {
            flags.extend(raw.map(|flag| flag.to_string_lossy().into_owned()));
            break;
        }
        match args.next()? {
            None => break,
            Some(Long("release")) => release = true,
            Some(Long("diff")) => diff = true,
            Some(Long("tags")) => tags = true,
            Some(Long("write")) => write = true,
            Some(Long("seed")) => seed = args.value()?.parse()?,
            Some(Long("count")) => count = args.value()?.parse()?,
            Some(Value(path)) => operands.push(PathBuf::from(path)),
            Some(other) => return Err(other.unexpected().into()),
        }
    }
    if flags.is_empty() {
        flags = ["-m", "-l"].map(String::from).into();
    }

    let (paths, others): (Vec<_>, Vec<_>) = operands.into_iter().partition(|operand| operand.exists());
    let (patterns, names) = patterns(others)?;
    if write {
        if !paths.is_empty() || !names.is_empty() || patterns.is_empty() {
            bail!("--write is for packages of Go's own tree: std");
        }
        return write_all(&patterns);
    }
    let mut comparison = Comparison::new(diff);
    if names == [Path::new(TESTS)] && paths.is_empty() && patterns.is_empty() {
        say(&format!("{TESTS}, flags {}", flags.join(" ")));
        testfiles::compare(&Go::find()?, &Escapade::build(true, flags)?, &mut comparison)?;
        print!("{comparison}");
        return Ok(true);
    }
    if names == [Path::new(MUTANTS)] && patterns.is_empty() {
        let files = if paths.is_empty() {
            fixtures::all(&cmd::root())?.into_iter().map(|fixture| fixture.source).collect()
        } else {
            theirs::go_files(&paths)?
        };
        let wanted = mutants::Wanted { seed, count, files };
        mutants::compare(&Go::find()?, &Escapade::build(true, flags)?, &wanted, &mut comparison)?;
        print!("{comparison}");
        return Ok(true);
    }
    if names == [Path::new(OTHERS)] && patterns.is_empty() {
        if paths.is_empty() {
            bail!("`agree {OTHERS}` needs a directory with packages, as /usr/share/gocode/src");
        }
        say(&format!("{OTHERS}, flags {}", flags.join(" ")));
        let wanted = others::Wanted { dirs: paths, seed, count };
        others::compare(&Go::find()?, &Escapade::build(true, flags)?, &wanted, &mut comparison)?;
        print!("{comparison}");
        return Ok(true);
    }
    if !patterns.is_empty() {
        let go = Go::find()?;
        let escapade = Escapade::build(true, flags.clone())?;
        say(&format!("{}, flags {}", patterns.join(" "), flags.join(" ")));
        if tags {
            let tags = tags::compare(&go, &escapade, &patterns)?;
            print!("{tags}");
            return Ok(true);
        }
        packages::compare(&go, &escapade, &patterns, &mut comparison)?;
    }
    let mut subjects = Vec::new();
    if !names.is_empty() || (paths.is_empty() && patterns.is_empty()) {
        subjects.extend(theirs::recorded(&names, &flags)?);
    }
    let mut goroot = None;
    if !paths.is_empty() {
        let go = Go::find()?;
        subjects.extend(theirs::live(&go, &paths, &flags)?);
        goroot = Some(go.root()?);
    }
    if !subjects.is_empty() {
        let escapade = Escapade::build(release, flags.clone())?;
        say(&format!("{} packages, flags {}", subjects.len(), flags.join(" ")));
        for subject in subjects {
            let goroot = goroot.as_deref().filter(|_| subject.live);
            comparison.add(&subject.name, subject.gc, escapade.ask(&subject.operand, goroot)?);
        }
    }
    print!("{comparison}");
    Ok(true)
}

/// Which of `operands` are patterns of packages in Go's own tree.
fn patterns(operands: Vec<PathBuf>) -> Result<(Vec<String>, Vec<PathBuf>)> {
    if operands.is_empty() {
        return Ok((Vec::new(), Vec::new()));
    }
    let src = Go::find()?.standard_library()?;
    let is_pattern = |operand: &PathBuf| operand.to_str().is_some_and(|text| packages::is_pattern(&src, text));
    let (patterns, names): (Vec<_>, Vec<_>) = operands.into_iter().partition(is_pattern);
    Ok((patterns.iter().map(|pattern| pattern.to_string_lossy().into_owned()).collect(), names))
}

/// The flags that `AGREEMENT.md` is about.
const WRITTEN: [&[&str]; 3] = [&["-m", "-l"], &["-m"], &["-m=2"]];

/// Compares the packages that match `patterns` with all flags and writes down
/// how they agree.
fn write_all(patterns: &[String]) -> Result<bool> {
    let go = Go::find()?;
    let mut sections = Vec::new();
    for flags in WRITTEN {
        let escapade = Escapade::build(true, flags.iter().map(|&flag| flag.into()).collect())?;
        let flags = flags.join(" ");
        say(&format!("{}, flags {flags}", patterns.join(" ")));
        let mut comparison = Comparison::new(false);
        packages::compare(&go, &escapade, patterns, &mut comparison)?;
        let tags = tags::compare(&go, &escapade, patterns)?;
        sections.push(written::Section { flags, comparison, tags });
    }
    let path = cmd::root().join("analyzer-core/AGREEMENT.md");
    written::write(&path, &patterns.join(" "), &sections)?;
    say(&format!("{} is written", path.display()));
    Ok(true)
}

/// The last part of a path: lines of one package name their file by it.
fn base_name(path: &str) -> &str {
    Path::new(path).file_name().and_then(|name| name.to_str()).unwrap_or(path)
}
