//! `cargo xtask lighthouse`: what Lighthouse says about the site as it is served.
//!
//! Lighthouse brings two hundred packages and takes minutes, so it has a folder
//! of its own, `frontend/lighthouse`, which nothing else installs, and CI does
//! not run it.

use anyhow::{Result, bail};
use lexopt::prelude::*;

use crate::{browser, cmd, servers, site};

/// `cargo xtask lighthouse [--runs=N] [PAGE…]`
pub(crate) fn main(mut args: lexopt::Parser) -> Result<bool> {
    let mut runs = 1;
    let mut pages = Vec::new();
    while let Some(arg) = args.next()? {
        match arg {
            Long("runs") => runs = args.value()?.parse::<u32>()?.max(1),
            Value(page) => pages.push(page),
            other => return Err(other.unexpected().into()),
        }
    }
    let root = cmd::root();
    let dist = root.join("dist");
    if !dist.join("sw.js").is_file() {
        bail!("there is no release build of the site in {}: `cargo xtask dist` first", dist.display());
    }
    let dir = root.join("frontend/lighthouse");
    site::ensure_npm_packages(&dir)?;
    // The server and the pages are those of the browser tests.
    site::ensure_node_packages()?;
    let servers = servers::ensure();
    let Some(nginx) = servers.nginx else { bail!("nginx is needed, to serve the site as it is meant to be") };
    let mut run = cmd::command("node");
    run.arg(dir.join("run.mjs")).args(pages).env("ESCAPADE_DIST", dist).env("ESCAPADE_RUNS", runs.to_string());
    run.env("CHROMIUM", browser::ensure()?).env("ESCAPADE_NGINX", nginx);
    run.env("ESCAPADE_NGINX_BROTLI", servers.brotli.unwrap_or_default());
    cmd::run(&mut run)?;
    Ok(true)
}
