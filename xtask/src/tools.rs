//! Tools outside the checkout, keyed by version.
//!
//! `CACHE/<tool>-<version>/` is either whole or not there: a tool is installed
//! beside its place and renamed into it. A lock file per tool keeps two runs
//! from doing the same work; the second waits and then finds the tool.
//! Compiled tools keep their target directory in `CACHE/build` until they are
//! installed, so that an interrupted build goes on where it stopped.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{self, Command},
};

use anyhow::{Context, Result, bail};

use crate::cmd::{self, say};

/// A tool with an exact version.
pub(crate) struct Tool {
    /// The package's name in its registry.
    pub package: &'static str,
    /// The exact version.
    pub version: &'static str,
    /// The program, relative to the tool's directory.
    pub program: &'static str,
    /// What to call the program with to see its version.
    pub version_flag: &'static str,
}

impl Tool {
    /// The directory of this tool.
    pub(crate) fn dir(&self) -> Result<PathBuf> {
        Ok(cache()?.join(format!("{}-{}", self.package, self.version)))
    }

    /// The directory with this tool, which `install` fills if it is not there:
    /// it is given an empty directory.
    pub(crate) fn ensure(&self, install: impl FnOnce(&Path) -> Result<()>) -> Result<PathBuf> {
        let dir = self.dir()?;
        if self.works_in(&dir) {
            return Ok(dir);
        }
        let cache = cache()?;
        let _lock = Lock::take(&cache, &format!("{}-{}", self.package, self.version))?;
        // Another run may have installed it while this one waited.
        if self.works_in(&dir) {
            return Ok(dir);
        }
        say(&format!("installing {} {} into {}", self.package, self.version, dir.display()));
        let fresh = cache.join(format!(".{}-{}.{}", self.package, self.version, process::id()));
        remove(&fresh)?;
        fs::create_dir_all(&fresh)?;
        let installed = install(&fresh)
            .and_then(|()| if self.works_in(&fresh) { Ok(()) } else { bail!("{} does not run", self.program) });
        if let Err(error) = installed {
            remove(&fresh)?;
            return Err(error.context(format!("could not install {} {}", self.package, self.version)));
        }
        remove(&dir)?;
        fs::rename(&fresh, &dir).with_context(|| format!("could not move {} into its place", self.package))?;
        Ok(dir)
    }

    fn works_in(&self, dir: &Path) -> bool {
        let program = dir.join(self.program);
        cmd::is_executable(&program)
            && Command::new(program)
                .arg(self.version_flag)
                .env("GOTOOLCHAIN", "local")
                .output()
                .is_ok_and(|out| out.status.success() && String::from_utf8_lossy(&out.stdout).contains(self.version))
    }
}

/// The cache directory, which exists afterwards.
pub(crate) fn cache() -> Result<PathBuf> {
    let dir = if let Some(dir) = env::var_os("ESCAPADE_CACHE") {
        PathBuf::from(dir)
    } else if let Some(dir) = env::var_os("XDG_CACHE_HOME").map(PathBuf::from).filter(|dir| dir.is_absolute()) {
        dir.join("escapade")
    } else {
        let home = PathBuf::from(env::var_os("HOME").context("neither ESCAPADE_CACHE nor HOME is set")?);
        home.join(if cfg!(target_os = "macos") { "Library/Caches" } else { ".cache" }).join("escapade")
    };
    fs::create_dir_all(&dir).with_context(|| format!("cannot create the tool cache {}", dir.display()))?;
    Ok(dir.canonicalize()?)
}

/// A lock between processes; the operating system gives it back when its
/// holder ends, however it ends.
pub(crate) struct Lock(#[expect(dead_code, reason = "holds the lock until it is dropped")] fs::File);

impl Lock {
    /// Waits for the lock called `name` in `dir`.
    pub(crate) fn take(dir: &Path, name: &str) -> Result<Self> {
        let path = dir.join(format!("{name}.lock"));
        let file = fs::File::create(&path).with_context(|| format!("cannot create {}", path.display()))?;
        if file.try_lock().is_err() {
            say(&format!("waiting for another run that holds {}", path.display()));
            file.lock().with_context(|| format!("cannot lock {}", path.display()))?;
        }
        Ok(Self(file))
    }
}

/// Removes a directory tree if it is there.
pub(crate) fn remove(dir: &Path) -> Result<()> {
    match fs::remove_dir_all(dir) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", dir.display()))
        }
        _ => Ok(()),
    }
}
