//! `cargo xtask bench`: the budgets of speed and memory, measured beside gc in
//! one run on one machine, and written to `BENCHMARKS.md`.
//!
//! Times are processor times of whole processes, of ours and gc's in turns, and
//! the median counts, because the machine may have other things to do. What is
//! measured in a browser takes the time of its clock, and says so. A figure is
//! written down, never tested: `sizes` alone fails.

mod machine;
mod native;

use std::{fmt::Write as _, fs};

use anyhow::{Result, bail};
use lexopt::prelude::*;

use crate::{
    browser,
    cmd::{self, say},
    go::Go,
    site, tools,
};

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
    say("building the command line tool as it is released");
    let escapade =
        cmd::build_program(&["--release", "--package", "analyzer-core", "--features", "cli", "--bin", "escapade"])?;
    let dir = std::env::temp_dir().join(format!("escapade-bench-{}", std::process::id()));
    tools::remove(&dir)?;
    fs::create_dir_all(&dir)?;
    let bench = native::Bench { go: &go, escapade: &escapade, dir: &dir.canonicalize()?, runs };
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
    tools::remove(&dir)?;
    if wanted("browser") {
        text += &in_browser()?;
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
measured in turns on the same machine. Unless it is said otherwise a time is the processor
time of a whole process, with reading of files and all, and the median of several runs.
";

/// What a browser takes, with the built site and the npm package.
fn in_browser() -> Result<String> {
    let dist = cmd::root().join("dist");
    if !dist.join("npm/browser.js").is_file() || !dist.join("sw.js").is_file() {
        bail!("the part `browser` measures what is in dist/: `cargo xtask dist` first");
    }
    site::ensure_node_packages()?;
    say("measuring in Chromium");
    let mut node = cmd::command("node");
    node.arg("frontend/e2e/bench.mjs").env("ESCAPADE_DIST", dist).env("CHROMIUM", browser::ensure()?);
    cmd::output(&mut node)
}
