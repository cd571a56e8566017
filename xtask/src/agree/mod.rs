//! `cargo xtask agree`: how much of what gc prints is printed here too.
//!
//! Agreement of a set of packages is |lines both print| / |lines either
//! prints|, a line being file, line, column and message. The most frequent
//! differences come first: the next thing to mend is at the top.
//!
//! gc's side is a recording for the programs of this repository, which are
//! chosen by parts of their names, and the go command for any path: a directory
//! in a module is searched for packages, in a directory outside of one each Go
//! file is a package; `std` is the standard library. Our side is `escapade
//! -json`, the same program that people use.

mod compare;
mod ours;
mod theirs;

use std::path::{Path, PathBuf};

use anyhow::Result;
use lexopt::prelude::*;

use crate::{cmd::say, go::Go};
use compare::{Comparison, Line};

pub(crate) use compare::parse_lines;
pub(crate) use ours::Escapade;

/// A package, and what gc prints about it.
struct Subject {
    /// How it is called in the output.
    name: String,
    /// What `escapade` is given: files or a directory.
    operand: PathBuf,
    /// gc's lines, or the errors for which it refuses the program.
    gc: Result<Vec<Line>, String>,
}

/// `cargo xtask agree [--release] [--diff] [NAME | PATH… | std] [-- FLAG…]`
pub(crate) fn main(mut args: lexopt::Parser) -> Result<bool> {
    let mut release = false;
    let mut diff = false;
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
            Some(Value(path)) if path == "std" => operands.push(Go::find()?.standard_library()?),
            Some(Value(path)) => operands.push(PathBuf::from(path)),
            Some(other) => return Err(other.unexpected().into()),
        }
    }
    if flags.is_empty() {
        flags = ["-m", "-l"].map(String::from).into();
    }

    let (paths, names): (Vec<_>, Vec<_>) = operands.into_iter().partition(|operand| operand.exists());
    let mut subjects = Vec::new();
    if !names.is_empty() || paths.is_empty() {
        subjects.extend(theirs::recorded(&names, &flags)?);
    }
    if !paths.is_empty() {
        subjects.extend(theirs::live(&paths, &flags)?);
    }
    let escapade = Escapade::build(release, flags.clone())?;
    say(&format!("{} packages, flags {}", subjects.len(), flags.join(" ")));
    let mut comparison = Comparison::new(diff);
    for subject in subjects {
        comparison.add(&subject.name, subject.gc, escapade.ask(&subject.operand)?);
    }
    print!("{comparison}");
    Ok(true)
}

/// The last part of a path: lines of one package name their file by it.
fn base_name(path: &str) -> &str {
    Path::new(path).file_name().and_then(|name| name.to_str()).unwrap_or(path)
}
