//! The part `browser`: what a reader's browser takes, and what gc would take in it.
//!
//! gc is cmd/compile from the sources that come with Go, built for js/wasm. It
//! is given to `frontend/e2e/bench.mjs` with the export data of what the
//! programs import and the programs themselves.

use std::{fmt::Write as _, fs, path::Path};

use anyhow::{Context, Result};
use serde_json::json;

use crate::{
    baseline, browser,
    cmd::{self, say},
    dist,
    go::Go,
    programs, site,
};

/// Measures the site in `dist`, which is made if it is not there as a whole.
pub(super) fn measure(go: &Go, dir: &Path) -> Result<String> {
    let mut dist = cmd::root().join("dist");
    let whole = ["npm/browser.js", "sw.js", "index.html.br"].iter().all(|file| dist.join(file).is_file());
    if !whole {
        say("making dist/ first");
        dist = dist::make("/")?;
    }
    compiler(go, dir)?;
    let thousand = programs::lines(1_000);
    let ten_thousand = programs::lines(10_000);
    let programs = [
        ("small.go", programs::small()?),
        ("1000.go", thousand.clone()),
        ("edited.go", programs::edited(&thousand)),
        ("10000.go", ten_thousand.clone()),
        ("http.go", programs::serving(&ten_thousand)),
    ];
    for (name, text) in programs {
        fs::write(dir.join(name), text)?;
    }
    site::ensure_node_packages()?;
    say("measuring in Chromium, which takes some minutes");
    let mut node = cmd::command("node");
    node.arg("frontend/e2e/bench.mjs");
    node.env("ESCAPADE_DIST", &dist).env("CHROMIUM", browser::ensure()?).env("BENCH", dir);
    Ok(cmd::output(&mut node)? + &bytes(&dist)?)
}

/// Puts gc for js/wasm into `dir`, with what it needs to compile a program that
/// imports fmt.
fn compiler(go: &Go, dir: &Path) -> Result<()> {
    say("building gc for js/wasm");
    let mut build = go.command(dir);
    build.args(["build", "-o"]).arg(dir.join("compile.wasm")).arg("cmd/compile");
    cmd::run(build.envs([("GOOS", "js"), ("GOARCH", "wasm")]))?;
    let start = go.root()?.join("lib/wasm/wasm_exec.js");
    fs::copy(&start, dir.join("wasm_exec.js")).with_context(|| format!("cannot copy {}", start.display()))?;
    let format = "{{if .Export}}{{.ImportPath}} {{.Export}}{{end}}";
    let list = cmd::output(go.command(dir).args(["list", "-export", "-deps", "-f", format, "fmt"]))?;
    let mut exports = Vec::new();
    for (number, line) in list.lines().enumerate() {
        let (path, export) = line.split_once(' ').context("cannot read what Go lists")?;
        let file = format!("{number}.a");
        fs::copy(export, dir.join(&file)).with_context(|| format!("cannot copy {export}"))?;
        exports.push(json!({ "path": path, "file": file }));
    }
    Ok(fs::write(dir.join("exports.json"), serde_json::to_string(&exports)?)?)
}

/// The bytes of the site's parts.
fn bytes(dist: &Path) -> Result<String> {
    let mut text = String::from(
        "\n## Bytes\n\nOf each part of the site, as it is and as a server with brotli sends it; `npm run sizes` in `frontend` adds up \
         what a first visit loads.\n\n| part | bytes | brotli |\n|---|---|---|\n",
    );
    for (name, raw, brotli) in baseline::parts(dist)? {
        let _ = writeln!(text, "| {name} | {raw} | {brotli} |");
    }
    Ok(text)
}
