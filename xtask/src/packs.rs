//! `cargo xtask std`: packs of the standard library, made from the sources of
//! the Go that is imitated by the command line tool of this checkout.
//!
//! They go into `public/std`, from where the site's build and the command line
//! tool take them. They are made again when the tool or Go has changed; the
//! folder is whole or not there.

use std::{
    env, fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use lexopt::prelude::*;
use similar::TextDiff;

use crate::{
    cmd::{self, say},
    go::{self, Go},
    tools::{self, Lock},
};

/// `cargo xtask std [--check]`
pub(crate) fn main(mut args: lexopt::Parser) -> Result<bool> {
    let mut check = false;
    while let Some(arg) = args.next()? {
        match arg {
            Long("check") => check = true,
            other => return Err(other.unexpected().into()),
        }
    }
    let packs = ensure()?;
    if check {
        return compare(&packs);
    }
    cmd::run(cmd::command("node").arg("frontend/e2e/packs.mjs").arg(&packs))?;
    Ok(true)
}

/// Makes the packs if they are missing or old; the folder.
pub(crate) fn ensure() -> Result<PathBuf> {
    let root = cmd::root();
    let packs = root.join("public/std");
    let target = root.join("target");
    fs::create_dir_all(&target)?;
    let tool = tool()?;
    let _lock = Lock::take(&target, "std")?;
    let key = key(&tool)?;
    let stamp = target.join("std-packs.key");
    if packs.join("index.txt").is_file() && fs::read_to_string(&stamp).is_ok_and(|made| made == key) {
        return Ok(packs);
    }
    say(&format!("making packs of the standard library of Go {} in {}", go::VERSION, packs.display()));
    let go = Go::find()?;
    let fresh = target.join("std-packs.partial");
    tools::remove(&fresh)?;
    let goroot = format!("-goroot={}", go.root()?.display());
    let mut make = cmd::command(&tool);
    make.arg(format!("-packs={}", fresh.display())).args([&goroot, "std"]).env("ESCAPADE_STD", "");
    cmd::run(&mut make)?;
    // Not even half of an old folder may pass for a new one.
    let _ = fs::remove_file(&stamp);
    tools::remove(&packs)?;
    fs::rename(&fresh, &packs).context("could not move the packs into their place")?;
    fs::write(&stamp, key)?;
    Ok(packs)
}

/// The command line tool, built to run soon and not for long.
pub(crate) fn tool() -> Result<PathBuf> {
    cmd::build_program(&["--profile", "tool", "--package", "analyzer-core", "--features", "cli", "--bin", "escapade"])
}

/// What the packs depend on.
fn key(tool: &Path) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    fs::read(tool)?.hash(&mut hasher);
    Ok(format!("{} {:016x}", go::VERSION, hasher.finish()))
}

/// Whether the standard library and the go command look the same with their
/// imports from `packs` and from sources.
fn compare(packs: &Path) -> Result<bool> {
    let go = Go::find()?;
    let tool = tool()?;
    let goroot = format!("-goroot={}", go.root()?.display());
    let mut same = true;
    for pattern in ["std", "cmd"] {
        let list = cmd::output(go.command(&env::temp_dir()).args(["list", pattern]))?;
        let lines = |imports: &Path, packages: &[&str]| {
            let mut escapade = cmd::command(&tool);
            escapade.args(["-m", &goroot]).args(packages).env("ESCAPADE_STD", imports);
            escapade.output().map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
        };
        let sources = lines(Path::new(""), &[pattern])?;
        // One at a time, so that what is known of imports comes from packs.
        let mut count = 0;
        for package in list.lines().filter(|package| *package != "unsafe") {
            let from_packs = lines(packs, &[package])?;
            let from_sources = section(&sources, package);
            count += from_packs.lines().count();
            if from_packs != from_sources {
                same = false;
                println!("{package} differs:\n{}", TextDiff::from_lines(from_sources, &from_packs).unified_diff());
            }
        }
        println!("{pattern}: {count} lines with imports from packs, {} from sources", sources.lines().count());
    }
    Ok(same)
}

/// The part of `text` about `package`, which begins with its header.
fn section<'a>(text: &'a str, package: &str) -> &'a str {
    let header = format!("# {package}\n");
    let begin = if text.starts_with(&header) { Some(0) } else { text.find(&format!("\n{header}")).map(|at| at + 1) };
    let Some(begin) = begin else { return "" };
    let end = text[begin + 1..].find("\n# ").map_or(text.len(), |at| begin + at + 2);
    &text[begin..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_end_at_the_next_header() {
        let text = "# a\nx\n# a/b\ny\nz\n";
        assert_eq!(section(text, "a"), "# a\nx\n");
        assert_eq!(section(text, "a/b"), "# a/b\ny\nz\n");
        assert_eq!(section(text, "b"), "");
    }
}
