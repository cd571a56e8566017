//! `cargo xtask npm`: the analyzer as an npm package, ready for `npm publish`.
//!
//! The package is `analyzer-npm/js` with what is made: the WebAssembly and its
//! bindings (`wasm/`), the packs of the standard library (`std/`), licences, its own
//! and those of what it is made of, and the version of the workspace. The folder is
//! whole or not there.
//!
//! Its tests (`analyzer-npm/test`) pack it, install it into an empty project, and
//! use it there as others would: from Node, through TypeScript, in a bundle.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use crate::{
    cmd::{self, say},
    licences, packs, reproducible,
    site::{self, Setup},
    tools::{self, Lock},
};

/// Where the target's files are.
const TARGET: &str = "wasm32-unknown-unknown";

/// `cargo xtask npm`
pub(crate) fn main(mut args: lexopt::Parser) -> Result<bool> {
    if let Some(arg) = args.next()? {
        return Err(arg.unexpected().into());
    }
    make(&cmd::root().join("dist/npm"))?;
    Ok(true)
}

/// Makes the package in `out`, in place of what is there.
pub(crate) fn make(out: &Path) -> Result<()> {
    let root = cmd::root();
    let target = root.join("target");
    fs::create_dir_all(&target)?;
    let setup = Setup::prepare()?;
    let std = packs::ensure()?;
    let _lock = Lock::take(&target, "npm")?;
    say(&format!("making the npm package in {}", out.display()));
    // Fast rather than small: who installs it loads it once.
    let profile = ["--release", "--target", TARGET, "--locked"];
    cmd::run(setup.tool("cargo").args(["build", "--package", "analyzer-npm", "--lib"]).args(profile))?;
    let target = env::var_os("CARGO_TARGET_DIR").map_or(target, PathBuf::from);
    let fresh = target.join("npm.partial");
    tools::remove(&fresh)?;
    copy(&root.join("analyzer-npm/js"), &fresh)?;
    copy(&std, &fresh.join("std"))?;
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        fs::copy(root.join(licence), fresh.join(licence))?;
    }
    fs::write(fresh.join("licences.txt"), licences::npm()?.text()?)?;
    let manifest = fresh.join("package.json");
    let text = fs::read_to_string(&manifest)?.replace("\"VERSION\"", &format!("\"{}\"", env!("CARGO_PKG_VERSION")));
    fs::write(&manifest, text)?;

    let built = target.join(TARGET).join("release/analyzer_npm.wasm");
    let wasm = fresh.join("wasm");
    let names = ["--out-name", "analyzer", "--target", "web", "--omit-default-module-path", "--no-typescript"];
    cmd::run(setup.tool("wasm-bindgen").args(names).arg("--out-dir").arg(&wasm).arg(&built))?;
    let large = wasm.join("analyzer_bg.wasm");
    cmd::run(setup.tool("wasm-opt").arg("-O3").arg(&large).arg("-o").arg(wasm.join("analyzer.wasm")))?;
    fs::remove_file(large)?;
    reproducible::no_traces(&fresh)?;

    tools::remove(out)?;
    if let Some(parent) = out.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::rename(&fresh, out).with_context(|| format!("could not move the package to {}", out.display()))?;
    Ok(())
}

/// The package's tests, about the one in `package`; `escapade` is the command
/// line tool that they compare it with.
pub(crate) fn tests(package: &Path, escapade: &Path) -> Result<Command> {
    let dir = cmd::root().join("analyzer-npm/test");
    site::ensure_npm_packages(&dir)?;
    let mut npm = site::npm_in(&dir, &["test"]);
    npm.env("ESCAPADE_NPM", package).env("ESCAPADE", escapade);
    Ok(npm)
}

/// Copies the folder `from` with all that is in it.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        let kind = entry.file_type()?;
        if kind.is_dir() {
            copy(&entry.path(), &to)?;
        } else if kind.is_file() {
            fs::copy(entry.path(), to)?;
        } else {
            bail!("{} is neither a file nor a folder", entry.path().display());
        }
    }
    Ok(())
}
