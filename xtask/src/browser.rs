//! A Chromium for the browser tests.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Result, bail};

use crate::cmd::{self, say};

const NAMES: [&str; 5] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

const APPLICATIONS: [&str; 2] = [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/// Finds Chromium: `$CHROMIUM`, PATH, the applications of macOS; installs it
/// where the system's package manager may be used.
pub(crate) fn ensure() -> Result<PathBuf> {
    if let Some(program) = env::var_os("CHROMIUM").map(PathBuf::from) {
        if !works(&program) {
            bail!("CHROMIUM is {}, which does not run", program.display());
        }
        return Ok(program);
    }
    if let Some(program) = find() {
        return Ok(program);
    }
    if let Some(apt_get) = apt_get() {
        say("installing Chromium with apt-get");
        // Old lists may do: whether the package can be had decides.
        let _ = cmd::run(apt_get().arg("update"));
        cmd::run(apt_get().args(["install", "-y", "--no-install-recommends", "chromium"]))?;
        if let Some(program) = find() {
            return Ok(program);
        }
    }
    bail!("the browser tests need Chromium or Chrome: install it, or name its program in CHROMIUM")
}

fn find() -> Option<PathBuf> {
    let on_path = NAMES.iter().filter_map(|name| cmd::which(&[name]));
    // Ubuntu's `chromium-browser` may be a script that only says where to get one.
    on_path.chain(APPLICATIONS.map(PathBuf::from)).find(|program| works(program))
}

fn works(program: &Path) -> bool {
    cmd::is_executable(program) && Command::new(program).arg("--version").output().is_ok_and(|out| out.status.success())
}

/// Makes `apt-get` commands, if there is one and we may use it without being
/// asked for a password.
pub(crate) fn apt_get() -> Option<fn() -> Command> {
    cmd::which(&["apt-get"])?;
    let succeeds = |program: &str, args: &[&str]| cmd::output(cmd::command(program).args(args));
    if succeeds("id", &["-u"]).is_ok_and(|id| id.trim() == "0") {
        return Some(|| {
            let mut apt_get = cmd::command("apt-get");
            apt_get.env("DEBIAN_FRONTEND", "noninteractive");
            apt_get
        });
    }
    succeeds("sudo", &["-n", "true"]).ok()?;
    Some(|| {
        let mut sudo = cmd::command("sudo");
        sudo.args(["-n", "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        sudo
    })
}
