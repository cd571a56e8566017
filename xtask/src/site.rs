//! Building and serving the site.
//!
//! [`Setup::prepare`] brings a fresh machine to the point where Trunk can do
//! its work without fetching anything itself: Rust's wasm targets, the Node
//! packages (editor, bundler, `wasm-opt`), `wasm-bindgen` in exactly the
//! version that Cargo.lock names, and Trunk. Trunk uses tools of the wanted
//! versions only if it finds them on PATH, so PATH begins with them.

use std::{
    env,
    ffi::OsString,
    fs, iter,
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::Duration,
};

use anyhow::{Context, Result, bail};
use lexopt::prelude::*;

use crate::{
    cmd::{self, say},
    licences, packs, reproducible,
    tools::{Lock, Tool, cache},
};

/// The bundler of the site; Trunk.toml asks for the same.
const TRUNK: &str = "0.21.14";

/// The targets: the site, and a target without std that proves that the core
/// needs none.
const TARGETS: [&str; 2] = ["wasm32-unknown-unknown", CORE_TARGET];

/// A wasm target that has no std.
pub(crate) const CORE_TARGET: &str = "wasm32v1-none";

/// `cargo xtask build [--debug]`
pub(crate) fn build_main(mut args: lexopt::Parser) -> Result<bool> {
    let mut release = true;
    while let Some(arg) = args.next()? {
        match arg {
            Long("debug") => release = false,
            Long("release") => release = true,
            other => return Err(other.unexpected().into()),
        }
    }
    build(&Setup::prepare()?, release)?;
    Ok(true)
}

/// Builds the site into `dist` and returns that directory.
pub(crate) fn build(setup: &Setup, release: bool) -> Result<PathBuf> {
    let root = cmd::root();
    let target = root.join("target");
    fs::create_dir_all(&target)?;
    let _lock = Lock::take(&target, "site")?;
    packs::ensure()?;
    licences::ensure()?;
    let dist = root.join("dist");
    say(&format!("building the site into {}", dist.display()));
    let mut trunk = setup.trunk("build")?;
    trunk.arg("--dist").arg(&dist);
    if release {
        trunk.arg("--release");
    }
    cmd::run(&mut trunk)?;
    if release {
        reproducible::no_traces(&dist)?;
    }
    Ok(dist)
}

/// `cargo xtask serve [--port N] [--release]`
pub(crate) fn serve_main(mut args: lexopt::Parser) -> Result<bool> {
    let mut wanted = 8080;
    let mut release = false;
    while let Some(arg) = args.next()? {
        match arg {
            Short('p') | Long("port") => wanted = args.value()?.parse()?,
            Long("release") => release = true,
            other => return Err(other.unexpected().into()),
        }
    }
    let setup = Setup::prepare()?;
    packs::ensure()?;
    licences::ensure()?;
    let port = free_port(wanted)?;
    if port != wanted {
        say(&format!("port {wanted} is taken, using {port}"));
    }
    say("building the site; it is built again when a file changes, then reload the page; Ctrl-C ends it");
    make_unwatched(&cmd::root())?;
    let mut trunk = setup.trunk("serve")?;
    // A directory of its own: `cargo xtask test` may run beside it.
    // Trunk's reloading script is inline, which the page's Content-Security-Policy forbids.
    trunk
        .args(["--no-autoreload=true", "--address", "127.0.0.1", "--port", &port.to_string(), "--dist"])
        .arg(cmd::root().join("target/serve"));
    if release {
        trunk.arg("--release");
    }
    thread::spawn(move || {
        // Trunk listens as soon as the first build is done.
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            thread::sleep(Duration::from_millis(200));
        }
        say(&format!("Escapade is at http://localhost:{port}/"));
    });
    cmd::run(&mut trunk)?;
    Ok(true)
}

/// Makes what Trunk is told not to watch: it refuses to start if one of these
/// paths is not there, and in a fresh clone nothing has been built yet.
fn make_unwatched(root: &Path) -> Result<()> {
    for path in unwatched(&fs::read_to_string(root.join("Trunk.toml"))?)? {
        let path = root.join(path);
        if path.exists() {
            continue;
        }
        let Some(dir) = path.parent().filter(|_| path.extension().is_some()) else {
            fs::create_dir_all(&path)?;
            continue;
        };
        // Its content comes with the first build.
        fs::create_dir_all(dir)?;
        fs::write(&path, "")?;
    }
    Ok(())
}

/// The paths in `[watch]` of Trunk.toml that are ignored.
fn unwatched(config: &str) -> Result<Vec<PathBuf>> {
    let list = config.lines().find_map(|line| line.strip_prefix("ignore = "));
    // A list of strings is the same in TOML and in JSON.
    serde_json::from_str(list.context("Trunk.toml ignores nothing")?).context("what Trunk.toml ignores")
}

/// The first port from `wanted` on that nobody listens on.
fn free_port(wanted: u16) -> Result<u16> {
    let mut ports = wanted..=wanted.saturating_add(100);
    ports
        .find(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok())
        .with_context(|| format!("no port from {wanted} on is free"))
}

/// Everything the site needs is there.
pub(crate) struct Setup {
    path: OsString,
    rustflags: OsString,
}

impl Setup {
    /// Installs what is missing.
    pub(crate) fn prepare() -> Result<Self> {
        ensure_targets()?;
        let modules = ensure_node_packages()?;
        let root = cmd::root();
        let wasm_bindgen = Tool {
            package: "wasm-bindgen-cli",
            version: locked_version(&root, "wasm-bindgen")?,
            program: "bin/wasm-bindgen",
            version_flag: "--version",
        };
        let trunk = Tool { package: "trunk", version: TRUNK.into(), program: "bin/trunk", version_flag: "--version" };
        let bins = [
            modules.join(".bin"),
            wasm_bindgen.ensure_compiled(&[])?,
            trunk.ensure_compiled(&["--no-default-features"])?,
        ];
        Ok(Self { path: cmd::path_with(&bins)?, rustflags: reproducible::rustflags()? })
    }

    /// One of the tools, or cargo; what it compiles is the same on every machine.
    pub(crate) fn tool(&self, name: &str) -> Command {
        let mut tool = cmd::command(name);
        tool.env("PATH", &self.path).env("CARGO_ENCODED_RUSTFLAGS", &self.rustflags);
        tool
    }

    fn trunk(&self, subcommand: &str) -> Result<Command> {
        let mut trunk = self.tool("trunk");
        // In front of Binaryen's, which it runs, is a `wasm-opt` of our own.
        let own = cmd::root().join("frontend/wasm");
        let path = env::join_paths(iter::once(own).chain(env::split_paths(&self.path)))?;
        trunk
            .arg(subcommand)
            .env("PATH", path)
            .env("TRUNK_SKIP_VERSION_CHECK", "true")
            // Trunk takes only `true` and `false` for it, the convention is any value.
            .env_remove("NO_COLOR");
        Ok(trunk)
    }
}

/// Adds the wasm targets that the toolchain lacks: rustup does not do it by
/// itself where `RUSTUP_AUTO_INSTALL` is 0.
pub(crate) fn ensure_targets() -> Result<()> {
    for target in TARGETS {
        let mut rustc = cmd::command("rustc");
        let libdir = cmd::output(rustc.args(["--print", "target-libdir", "--target", target]))?;
        if !fs::read_dir(libdir.trim()).is_ok_and(|mut dir| dir.next().is_some()) {
            say(&format!("adding Rust's {target} target"));
            cmd::run(cmd::command("rustup").args(["target", "add", target]))
                .with_context(|| format!("Rust's standard library for {target} is missing and rustup cannot add it"))?;
        }
    }
    Ok(())
}

/// Adds a component of the toolchain, whose program is `cargo-NAME`, if it is
/// missing.
pub(crate) fn ensure_component(name: &str) -> Result<()> {
    let mut probe = cmd::command("cargo");
    probe.args([name, "--version"]);
    if cmd::output(&mut probe).is_err() {
        let component = if name == "fmt" { "rustfmt" } else { name };
        say(&format!("adding {component}"));
        cmd::run(cmd::command("rustup").args(["component", "add", component]))?;
    }
    Ok(())
}

/// Installs the site's Node packages if they are missing; returns `node_modules`.
pub(crate) fn ensure_node_packages() -> Result<PathBuf> {
    ensure_npm_packages(&cmd::root().join("frontend"))
}

/// Installs the Node packages of the folder `dir` if they are missing or not
/// those of its package-lock.json; returns `node_modules`.
pub(crate) fn ensure_npm_packages(dir: &Path) -> Result<PathBuf> {
    let modules = dir.join("node_modules");
    let lock = dir.join("package-lock.json");
    let lock = fs::read(&lock).with_context(|| format!("cannot read {}", lock.display()))?;
    // Written last: a half-installed tree has none.
    let stamp = modules.join(".escapade-package-lock.json");
    let fresh = || fs::read(&stamp).is_ok_and(|installed| installed == lock);
    if fresh() {
        return Ok(modules);
    }
    check_node()?;
    let _lock = Lock::take(&cache()?, "npm-ci")?;
    if !fresh() {
        say(&format!("installing the Node packages of {}", dir.join("package-lock.json").display()));
        cmd::run(npm_in(dir, &["ci", "--no-audit", "--no-fund"]).env("CI", "true"))?;
        fs::write(&stamp, &lock)?;
    }
    Ok(modules)
}

/// `npm` in `frontend`.
pub(crate) fn npm(args: &[&str]) -> Command {
    npm_in(&cmd::root().join("frontend"), args)
}

/// `npm` in the folder `dir`.
pub(crate) fn npm_in(dir: &Path, args: &[&str]) -> Command {
    let mut npm = cmd::command("npm");
    npm.current_dir(dir).args(args).env("NPM_CONFIG_UPDATE_NOTIFIER", "false");
    npm
}

fn check_node() -> Result<()> {
    let version = cmd::output(cmd::command("node").arg("--version"))
        .context("Node 20 or newer is needed: install nodejs and npm")?;
    let major = version.trim().trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    match major {
        Some(20..) => Ok(()),
        _ => bail!("Node 20 or newer is needed, this is {}", version.trim()),
    }
}

/// The version of `package` in Cargo.lock.
fn locked_version(root: &Path, package: &str) -> Result<String> {
    let lock = fs::read_to_string(root.join("Cargo.lock")).context("cannot read Cargo.lock")?;
    version_in(&lock, package).with_context(|| format!("Cargo.lock has no {package}"))
}

fn version_in(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    let version = lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')?;
    Some(version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locked_version_is_that_of_the_very_package() {
        let lock =
            "[[package]]\nname = \"a-b\"\nversion = \"1.0.0\"\n\n[[package]]\nname = \"a\"\nversion = \"2.0.0\"\n";
        assert_eq!(version_in(lock, "a").as_deref(), Some("2.0.0"));
        assert_eq!(version_in(lock, "b"), None);
    }

    #[test]
    fn what_is_not_watched_is_there_in_a_fresh_clone() -> Result<()> {
        let config = fs::read_to_string(cmd::root().join("Trunk.toml"))?;
        let root = env::temp_dir().join(format!("escapade-watch-{}", std::process::id()));
        fs::create_dir_all(root.join("public"))?;
        fs::write(root.join("Trunk.toml"), &config)?;
        fs::write(root.join("public/editor.js"), "built before")?;
        make_unwatched(&root)?;
        let ignored = unwatched(&config)?;
        assert!(ignored.len() > 10 && ignored.iter().all(|path| root.join(path).exists()));
        assert!(root.join("public/std").is_dir() && root.join("public/share.js").is_file());
        assert_eq!(fs::read_to_string(root.join("public/editor.js"))?, "built before");
        fs::remove_dir_all(root)?;
        Ok(())
    }

    #[test]
    fn a_taken_port_is_passed_over() -> Result<()> {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let port = taken.local_addr()?.port();
        if port < u16::MAX - 100 {
            assert!(free_port(port)? > port);
        }
        Ok(())
    }
}
