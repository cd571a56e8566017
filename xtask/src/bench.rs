//! `cargo xtask bench`: the budgets of speed and memory, measured beside gc in
//! one run on one machine, and written to `BENCHMARKS.md`.
//!
//! Times are processor times of whole processes, of ours and gc's in turns, and
//! the median counts, because the machine may have other things to do. What is
//! measured in a browser takes the time of its clock, and says so. A figure is
//! written down, never tested: `sizes` alone fails.

mod browser;
mod machine;
mod native;

use std::{fmt::Write as _, fs};

use anyhow::{Result, bail};
use lexopt::prelude::*;

use crate::{cli, cmd, go::Go, tools::Scratch};

/// `cargo xtask bench [--runs=N] [--only=PART,…] [--write]`
pub(crate) fn main(mut args: lexopt::Parser) -> Result<bool> {
    let mut runs: usize = 15;
    let mut only: Vec<String> = Vec::new();
    let mut write = false;
    while let Some(arg) = args.next()? {
        match arg {
            Long("runs") => runs = args.value()?.parse()?,
            Long("only") => only.extend(args.value()?.string()?.split(',').map(str::to_owned)),
            Long("write") => write = true,
            // What `native` asks a process of its own.
            Long("memory") => {
                let (program, file) = (args.value()?, args.value()?);
                println!("{}", native::memory(&program, &file)?);
                return Ok(true);
            }
            other => return Err(other.unexpected().into()),
        }
    }
    if runs == 0 {
        bail!("--runs=0 measures nothing");
    }
    let parts = ["growth", "file", "std", "browser"];
    if let Some(unknown) = only.iter().find(|part| !parts.contains(&part.as_str())) {
        bail!("there is no part `{unknown}`; the parts are {}", parts.join(", "));
    }
    let wanted = |part: &str| only.is_empty() || only.iter().any(|name| name == part);

    let go = Go::find()?;
    let escapade = cli::make()?;
    let scratch = Scratch::new("bench")?;
    let dir = scratch.0.canonicalize()?;
    let bench = native::Bench { go: &go, escapade: &escapade, dir: &dir, runs };
    let mut text = String::from(HEAD);
    let _ = write!(text, "\n{}\n", machine::describe()?);
    if wanted("growth") {
        text += &bench.growth()?;
    }
    if wanted("file") {
        text += &bench.files()?;
    }
    if wanted("std") {
        text += &bench.std()?;
    }
    if wanted("browser") {
        text += &browser::measure(&go, &dir)?;
    }
    print!("{text}");
    if write {
        fs::write(cmd::root().join("BENCHMARKS.md"), text)?;
    }
    Ok(true)
}

const HEAD: &str = "\
# Benchmarks

Made by `cargo xtask bench --write`; nothing here is written by hand. Ours and gc's are
measured in turns on the same machine, in one run. Unless it is said otherwise a time is the processor
time of a whole process, with reading of files and all, and the median of several runs. Our tool is
what `cargo xtask cli` makes.
";
