//! `cargo xtask engines`: the core of the browser tests in Chromium, Firefox and
//! `WebKitGTK`, each as it is shipped, driven by its own driver
//! (`frontend/e2e/engines`).
//!
//! What is not on the machine is installed where the system's package manager
//! may be used; Firefox's driver is compiled, which takes minutes, once. What
//! cannot be had is said and left out.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};
use lexopt::prelude::*;

use crate::{
    browser::{self, apt_get},
    cmd::{self, say},
    site,
    tools::Tool,
};

/// A driver for Firefox: Debian has none.
const GECKODRIVER: &str = "0.37.1";

/// An engine: its name, and what finds or installs what it needs, which is
/// given to the tests in variables.
struct Engine {
    name: &'static str,
    ensure: fn() -> Result<Vec<(&'static str, PathBuf)>>,
}

const ENGINES: [Engine; 3] = [
    Engine { name: "chromium", ensure: chromium },
    Engine { name: "firefox", ensure: firefox },
    Engine { name: "webkit", ensure: webkit },
];

/// `cargo xtask engines [NAME…]`
pub(crate) fn main(mut args: lexopt::Parser) -> Result<bool> {
    let mut only: Vec<String> = Vec::new();
    while let Some(arg) = args.next()? {
        match arg {
            Value(name) => only.push(name.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    let names = ENGINES.map(|engine| engine.name);
    if let Some(unknown) = only.iter().find(|name| !names.contains(&name.as_str())) {
        bail!("there is no engine `{unknown}`; the engines are {}", names.join(", "));
    }
    let dist = cmd::root().join("dist");
    if !dist.join("index.html").is_file() {
        bail!("the site was not built: `cargo xtask build` first");
    }
    let wanted = ENGINES.iter().filter(|engine| only.is_empty() || only.iter().any(|name| name == engine.name));
    let (mut here, mut variables) = (Vec::new(), Vec::new());
    let mut fine = true;
    for engine in wanted {
        match (engine.ensure)() {
            Ok(found) => {
                here.push(engine.name);
                variables.extend(found);
            }
            Err(error) => {
                // Asked for by its name, it has to be there.
                fine &= only.is_empty();
                say(&format!("{} is left out: {error:#}", engine.name));
            }
        }
    }
    if here.is_empty() {
        bail!("there is no engine to try the site in");
    }
    site::ensure_node_packages()?;
    let mut node = tests();
    node.env("ESCAPADE_DIST", dist).env("ESCAPADE_ENGINES", here.join(",")).envs(variables);
    Ok(node.status()?.success() && fine)
}

/// The suite.
fn tests() -> Command {
    let mut node = cmd::command("node");
    node.current_dir(cmd::root().join("frontend"));
    node.args(["--test", "--test-reporter=spec", "e2e/engines/core.test.mjs"]);
    node
}

fn chromium() -> Result<Vec<(&'static str, PathBuf)>> {
    Ok(vec![("CHROMIUM", browser::ensure()?), ("CHROMEDRIVER", program(&["chromedriver"], &["chromium-driver"])?)])
}

fn firefox() -> Result<Vec<(&'static str, PathBuf)>> {
    let firefox = program(&["firefox-esr", "firefox"], &["firefox-esr"])?;
    let tool = Tool {
        package: "geckodriver",
        version: GECKODRIVER.into(),
        program: "bin/geckodriver",
        version_flag: "--version",
    };
    Ok(vec![("FIREFOX", firefox), ("GECKODRIVER", tool.ensure_compiled(&[])?.join("geckodriver"))])
}

fn webkit() -> Result<Vec<(&'static str, PathBuf)>> {
    let driver = program(&["WebKitWebDriver"], &["webkit2gtk-driver"])?;
    let mut found = vec![("WEBKIT_DRIVER", driver), ("MINI_BROWSER", mini_browser()?)];
    if cfg!(target_os = "linux") {
        // A screen that nobody looks at, whether there is another one or not.
        found.push(("XVFB", program(&["Xvfb"], &["xvfb"])?));
    }
    Ok(found)
}

/// The browser that comes with `WebKitGTK`, in a folder of the library's.
fn mini_browser() -> Result<PathBuf> {
    let folders = ["/usr/libexec", "/usr/lib", "/usr/lib64"].map(PathBuf::from);
    // Debian has a folder for each architecture.
    let multiarch = Path::new("/usr/lib").read_dir().into_iter().flatten().flatten().map(|entry| entry.path());
    let all = folders.into_iter().chain(multiarch);
    let named = |folder: PathBuf| ["webkitgtk-6.0", "webkit2gtk-4.1"].map(|api| folder.join(api).join("MiniBrowser"));
    let mut found = all.flat_map(named).filter(|program| cmd::is_executable(program));
    found.next().context("WebKitGTK is here without its MiniBrowser")
}

/// The first of `names` that is on PATH; if none is, `packages` are installed.
fn program(names: &[&str], packages: &[&str]) -> Result<PathBuf> {
    if let Some(program) = cmd::which(names) {
        return Ok(program);
    }
    if let Some(apt_get) = apt_get() {
        say(&format!("installing {} with apt-get", packages.join(", ")));
        // Old lists may do: whether the package can be had decides.
        let _ = cmd::run(apt_get().arg("update"));
        cmd::run(apt_get().args(["install", "-y", "--no-install-recommends"]).args(packages))?;
    }
    let path = env::var_os("PATH").unwrap_or_default();
    cmd::which(names).with_context(|| format!("there is no {} on {}", names[0], path.display()))
}
