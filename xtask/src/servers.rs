//! Web servers for the tests of the folder that `cargo xtask dist` makes.

use std::path::{Path, PathBuf};

use crate::{
    browser::apt_get,
    cmd::{self, say},
};

/// Where Debian puts the module that sends files compressed with brotli.
const BROTLI: &str = "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so";

/// What is here; the tests of what is not are left out.
pub(crate) struct Servers {
    pub(crate) nginx: Option<PathBuf>,
    /// nginx's module for brotli.
    pub(crate) brotli: Option<PathBuf>,
    pub(crate) caddy: Option<PathBuf>,
}

/// Finds the servers, or installs them where the system's package manager may
/// be used.
pub(crate) fn ensure() -> Servers {
    let nginx = program("nginx", &["nginx-light", "libnginx-mod-http-brotli-static"]);
    let brotli = Some(Path::new(BROTLI)).filter(|module| nginx.is_some() && module.is_file()).map(Path::to_path_buf);
    Servers { nginx, brotli, caddy: program("caddy", &["caddy"]) }
}

/// The program `name`; if it is not here, `packages` are installed, each if it can be had.
fn program(name: &str, packages: &[&str]) -> Option<PathBuf> {
    let find = || {
        let system = PathBuf::from("/usr/sbin").join(name);
        cmd::which(&[name]).or_else(|| Some(system).filter(|program| cmd::is_executable(program)))
    };
    if let (None, Some(apt_get)) = (find(), apt_get()) {
        say(&format!("installing {name} with apt-get"));
        // Old lists may do, and older releases do not have every package.
        let _ = cmd::run(apt_get().arg("update"));
        for package in packages {
            let _ = cmd::run(apt_get().args(["install", "-y", "--no-install-recommends", package]));
        }
    }
    let found = find();
    if found.is_none() {
        say(&format!("there is no {name}: its tests are left out"));
    }
    found
}
