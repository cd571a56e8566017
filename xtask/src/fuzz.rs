//! `cargo xtask fuzz`: tries inputs that nobody would write; see `fuzz/src/lib.rs`.

use std::path::PathBuf;

use anyhow::Result;
use lexopt::prelude::*;

use crate::{cmd, go::Go, packs};

/// How many inputs of each target CI tries, and how long it does so at most:
/// the same ones in every run, unless the machine is very slow.
const FIXED: [&str; 4] = ["--seed=1", "--count=150", "--seconds=3", "--root"];

/// `cargo xtask fuzz [--seconds=N] [--count=N] [--seed=N] [--target=NAME] [FILE]`
pub(crate) fn main(mut args: lexopt::Parser) -> Result<bool> {
    let mut given = Vec::new();
    while let Some(arg) = args.next()? {
        match arg {
            Long(name @ ("seconds" | "count" | "seed" | "target")) => {
                let name = format!("--{name}");
                given.push(name.into());
                given.push(args.value()?);
            }
            Value(file) => given.push(file),
            other => return Err(other.unexpected().into()),
        }
    }
    let mut fuzz = cmd::command(build()?);
    fuzz.arg("--root").arg(cmd::root()).args(given);
    Ok(fuzz.status()?.success())
}

/// The inputs that CI tries; whether every promise was kept.
pub(crate) fn fixed() -> Result<bool> {
    let mut fuzz = cmd::command(build()?);
    fuzz.args(FIXED).arg(cmd::root());
    let kept = fuzz.status()?.success();
    let mut formatted = cmd::command(fuzz.get_program());
    formatted.arg("--gofmt").arg(Go::find()?.root()?.join("bin/gofmt")).arg("--root").arg(cmd::root());
    Ok(formatted.status()?.success() && kept)
}

fn build() -> Result<PathBuf> {
    // Inputs import the standard library.
    packs::ensure()?;
    cmd::build_program(&["--profile", "tool", "--package", "fuzz", "--bin", "fuzz"])
}
