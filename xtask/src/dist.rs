//! `cargo xtask dist`: a folder that any static host can serve.
//!
//! The built site and the npm package, and what `frontend/publish` adds:
//! compressed files, hashes, samples for servers.

use std::path::PathBuf;

use anyhow::Result;
use lexopt::prelude::*;

use crate::{
    cmd::{self, say},
    npm, reproducible,
    site::{self, Setup},
};

/// `cargo xtask dist [--base=/PATH/] [--check]`
pub(crate) fn main(mut args: lexopt::Parser) -> Result<bool> {
    let mut base = String::from("/");
    let mut check = false;
    while let Some(arg) = args.next()? {
        match arg {
            Long("check") => check = true,
            Long("base") => base = args.value()?.string()?,
            other => return Err(other.unexpected().into()),
        }
    }
    let dist = make(&base)?;
    if check { reproducible::second(&dist, &base) } else { Ok(true) }
}

/// Makes the folder, for servers that serve it under `base`.
pub(crate) fn make(base: &str) -> Result<PathBuf> {
    let dist = site::build(&Setup::prepare()?, true)?;
    // Behind the site: Trunk empties the folder.
    npm::make(&dist.join("npm"))?;
    say("compressing, and adding hashes and samples for servers");
    cmd::run(cmd::command("node").arg("frontend/publish/finish.js").arg(&dist).arg(base))?;
    Ok(dist)
}
