//! `cargo xtask cli`: the command line tool as it is released, with the packs of
//! the standard library beside it, where it looks for them: a folder that can
//! be put anywhere, on a machine without Go.
//!
//! On Linux the program is linked statically, to fixed addresses. It analyses a
//! small file in less time than it takes to find and relocate a shared libc, so
//! this halves what a call costs; and it runs on any Linux. Cargo has no setting
//! for that: for all crates of a build it would hit those that are plugins of
//! the compiler, so that it is given for the last one alone.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::{
    cmd::{self, say},
    npm::copy,
    packs, tools,
};

/// Where code is built for glibc, which is what is linked statically.
const STATIC: [&str; 4] = ["-C", "target-feature=+crt-static", "-C", "relocation-model=static"];

/// `cargo xtask cli`
pub(crate) fn main(mut args: lexopt::Parser) -> Result<bool> {
    if let Some(arg) = args.next()? {
        return Err(arg.unexpected().into());
    }
    let out = make()?;
    say(&format!("the command line tool is {}", out.display()));
    Ok(true)
}

/// Makes the folder; the program in it.
pub(crate) fn make() -> Result<PathBuf> {
    let std = packs::ensure()?;
    say("building the command line tool as it is released");
    let program = cmd::build_program_with(
        &["--release", "--package", "analyzer-core", "--features", "cli", "--bin", "escapade"],
        if cfg!(all(target_os = "linux", target_env = "gnu")) { &STATIC } else { &[] },
    )?;
    let out = cmd::root().join("target/cli");
    tools::remove(&out)?;
    copy(&std, &out.join("std"))?;
    let name = Path::new("escapade").with_extension(env::consts::EXE_EXTENSION);
    let placed = out.join(name);
    fs::copy(&program, &placed).with_context(|| format!("cannot copy {}", program.display()))?;
    Ok(placed)
}
