//! An nginx for the tests of the folder that `cargo xtask dist` makes.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::{
    browser::apt_get,
    cmd::{self, say},
};

/// Where Debian puts the module that sends files compressed with brotli.
const BROTLI: &str = "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so";

/// The program, and the module if it is there.
pub(crate) struct Nginx {
    pub(crate) program: PathBuf,
    pub(crate) brotli: Option<PathBuf>,
}

/// Finds nginx, or installs it where the system's package manager may be used;
/// `None` where it can't be had, whose tests are left out then.
pub(crate) fn ensure() -> Result<Option<Nginx>> {
    if let (None, Some(apt_get)) = (find(), apt_get()) {
        say("installing nginx with apt-get");
        let _ = cmd::run(apt_get().arg("update"));
        cmd::run(apt_get().args(["install", "-y", "--no-install-recommends", "nginx-light"]))?;
        // Older releases do not have it.
        let _ =
            cmd::run(apt_get().args(["install", "-y", "--no-install-recommends", "libnginx-mod-http-brotli-static"]));
    }
    let found = find();
    if found.is_none() {
        say("there is no nginx: its tests are left out");
    }
    Ok(found)
}

fn find() -> Option<Nginx> {
    let program = cmd::which(&["nginx"])
        .or_else(|| Some(PathBuf::from("/usr/sbin/nginx")).filter(|program| cmd::is_executable(program)))?;
    let brotli = Some(Path::new(BROTLI)).filter(|module| module.is_file()).map(Path::to_path_buf);
    Some(Nginx { program, brotli })
}
