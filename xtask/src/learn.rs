//! What readers are taught, held against what is so: lessons against the
//! analysis, the benchmark files that the site makes against Go.
//!
//! Both are asked by `frontend/learn/truth.mjs`, since what reads lessons and
//! makes benchmark files is JavaScript.

use std::process::Command;

use anyhow::Result;

use crate::{cmd, go::Go, packs, site};

/// Whether what lessons say of their examples is what the analysis says.
pub(crate) fn lessons() -> Result<bool> {
    let (tool, packs) = (packs::tool()?, packs::ensure()?);
    ask(&["lessons"], |node| node.env("ESCAPADE", &tool).env("ESCAPADE_STD", &packs))
}

/// Whether `go vet` takes a benchmark file for every function of every example
/// and fixture, and those for examples are the ones that were run when they
/// were recorded. Without `check` they are run, and recorded.
pub(crate) fn benchmarks(go: &Go, check: bool) -> Result<bool> {
    let args: &[&str] = if check { &["benchmarks"] } else { &["benchmarks", "--record"] };
    ask(args, |node| {
        go.prepare(node);
        node.env("GO", go.program())
    })
}

fn ask(args: &[&str], with: impl Fn(&mut Command) -> &mut Command) -> Result<bool> {
    site::ensure_node_packages()?;
    let mut node = cmd::command("node");
    node.current_dir(cmd::root().join("frontend")).arg("learn/truth.mjs").args(args);
    Ok(with(&mut node).status()?.success())
}
